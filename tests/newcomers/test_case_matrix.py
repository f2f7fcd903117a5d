"""Who may do what with cases (domain.md): every person, every column, through the actions.

All rows are in scope here, so that what is refused is refused by the role and not by the database.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from municipalities.models import Membership, Municipality
from municipalities.permissions import Standing, confidential_scope
from newcomers.actions.cases import (
    assign_case,
    change_case,
    close_case,
    pause_case,
    reassign_case,
    reject_case,
    reopen_case,
)
from newcomers.actions.drafts import keep_draft
from newcomers.actions.enquiries import triage_enquiry
from newcomers.actions.families import change_family, register_family
from newcomers.actions.follow_ups import correct_entry, log_entry, log_with_organisation
from newcomers.actions.stays import answer_stay_check
from newcomers.actions.tasks import finish_task, plan_task
from newcomers.actions.transfers import BothLeadsNeeded, propose_transfer, withdraw_transfer
from newcomers.models import Case, FollowUp, StayCheck, Task
from newcomers.permissions import (
    Powers,
    may_lead_cases,
    may_log_on_case,
    may_read_case,
    may_read_entry,
    may_work_case,
    readable_cases,
)
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import OrganisationFactory, UserFactory, received_enquiry
from tests.newcomers.cast import (
    Cast,
    active_case,
    cast_of,
    closed_case,
    commit_checks,
    log_enabled_place,
    logged,
    new_family,
    new_person,
    reached,
    received_case,
    soon,
    stand_in,
    with_role,
    yesterday,
)

pytestmark = pytest.mark.django_db
# triage: enquiries, and writing down a family · read: the case · log: write in its log · work: move
# it and its tasks · restricted: such entries of others · close · reopen · take, assign, reject: of
# a case nobody has · reassign · transfer: propose that another municipality takes the case over,
# and withdraw that; who answers there stands in test_transfer_border. A dot is a refusal.
COLUMNS = (
    "triage", "read", "log", "work", "restricted", "close", "reopen", "take", "assign", "reject",
    "reassign", "transfer",
)  # fmt: skip
OPEN_ADDRESS = """
coordinator     triage read log work restricted close reopen take .      reject .        transfer
colleague       triage read log .    .          .     .      take .      reject .        .
deputy          triage read log work restricted close .      .    .      .      .        transfer
other_deputy    triage read .   .    .          .     .      .    .      .      .        .
lead            triage read log work restricted close reopen take assign reject reassign transfer
editor          .      .    .   .    .          .     .      .    .      .      .        .
regional        .      .    .   .    .          .     .      .    .      .      .        .
privacy         .      .    .   .    .          .     .      .    .      .      .        .
administrator   .      .    .   .    .          .     .      .    .      .      .        .
region_desk     .      .    .   .    .          .     .      .    .      .      .        .
stranger        .      .    .   .    .          .     .      .    .      .      .        .
strange_lead    .      .    .   .    .          .     .      .    .      .      .        .
strange_deputy  .      .    .   .    .          .     .      .    .      .      .        .
nobody          .      .    .   .    .          .     .      .    .      .      .        .
"""
# Invariant 8: its coordinator and the lead; leads alone let it cross a border. Whoever did not
# write it down does not take it either.
PROTECTED = """
coordinator     triage read log work restricted close reopen .    .      .      .        .
colleague       triage .    .   .    .          .     .      .    .      .      .        .
deputy          triage .    .   .    .          .     .      .    .      .      .        .
other_deputy    triage .    .   .    .          .     .      .    .      .      .        .
lead            triage read log work restricted close reopen take assign reject reassign transfer
editor          .      .    .   .    .          .     .      .    .      .      .        .
regional        .      .    .   .    .          .     .      .    .      .      .        .
privacy         .      .    .   .    .          .     .      .    .      .      .        .
administrator   .      .    .   .    .          .     .      .    .      .      .        .
region_desk     .      .    .   .    .          .     .      .    .      .      .        .
stranger        .      .    .   .    .          .     .      .    .      .      .        .
strange_lead    .      .    .   .    .          .     .      .    .      .      .        .
strange_deputy  .      .    .   .    .          .     .      .    .      .      .        .
nobody          .      .    .   .    .          .     .      .    .      .      .        .
"""
# The coordinator of the case, once they have no role that follows up cases there any more.
GONE = {
    "membership ended": {"valid_to": yesterday, "valid_from": yesterday},
    "membership not begun": {"valid_from": lambda: today() + datetime.timedelta(days=1)},
    "account closed": {},
    "editor only": {"role": lambda: "editor"},
}


def rows(table: str) -> dict[str, list[str]]:
    """Person to what they may."""
    lines = [line.split() for line in table.strip().splitlines()]
    assert all(
        said in (".", column)
        for _who, *cells in lines
        for said, column in zip(cells, COLUMNS, strict=True)
    )
    return {who: [cell for cell in cells if cell != "."] for who, *cells in lines}


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def people(cast: Cast, region: Municipality) -> dict[str, User]:
    there = cast_of()
    return {
        "coordinator": cast.coordinator,
        "colleague": cast.colleague,
        "lead": cast.lead,
        "deputy": stand_in(cast, cast.coordinator),
        "other_deputy": stand_in(cast, cast.colleague),
        "editor": with_role(cast.place, "editor"),
        "regional": with_role(region, "regional"),
        "privacy": with_role(cast.place, "privacy"),
        "administrator": with_role(region, "administrator"),
        "region_desk": with_role(region, "coordinator"),
        "stranger": there.coordinator,
        "strange_lead": there.lead,
        "strange_deputy": stand_in(there, cast.coordinator),
        "nobody": UserFactory(),
    }


@pytest.fixture(params=["none", "fortrolig"])
def protection(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def in_scope(cast: Cast, people: dict[str, User]) -> Iterator[None]:
    with scoped([cast.place.pk]):
        yield


def is_done(work: Callable[[], Any]) -> bool:
    """Whether the work is allowed; undone again. Any other refusal is the test's own fault."""
    try:
        with transaction.atomic():
            work()
            commit_checks()
            transaction.set_rollback(True)
    except PermissionDenied:
        return False
    return True


@pytest.mark.usefixtures("in_scope")
def test_matrix_holds_in_every_cell(cast: Cast, people: dict[str, User], protection: str) -> None:
    family = {"address_protection": protection}
    running = active_case(cast, **family)
    secret = logged(running, cast.lead, reached(is_restricted=True))
    closed, waiting = closed_case(cast, **family), received_case(cast, **family)
    there = log_enabled_place()
    enquiry = received_enquiry(cast.place)
    columns: dict[str, Callable[[User], bool]] = {
        "triage": lambda by: is_done(
            lambda: (
                triage_enquiry(enquiry=enquiry, outcome="answered", by=by),
                register_family(family=new_family(cast.place), people=[new_person()], by=by),
            )
        ),
        "read": lambda by: may_read_case(by, running),
        "log": lambda by: is_done(
            lambda: log_entry(case=running, written=reached(), by=by, form_key="k")
        ),
        "work": lambda by: is_done(lambda: work_on(running, by)),
        "restricted": lambda by: may_read_entry(by, secret),
        "close": lambda by: is_done(lambda: close(running, by)),
        "reopen": lambda by: is_done(
            lambda: reopen_case(case=closed, reason="Tilbake", next_task=soon(), by=by)
        ),
        "take": lambda by: is_done(
            lambda: assign_case(case=waiting, to=by, first_task=soon(), by=by)
        ),
        "assign": lambda by: is_done(
            lambda: assign_case(
                case=waiting,
                to=cast.colleague if by != cast.colleague else cast.coordinator,
                first_task=soon(),
                by=by,
            )
        ),
        "reject": lambda by: is_done(lambda: reject_case(case=waiting, reason="spam", by=by)),
        "reassign": lambda by: is_done(
            lambda: reassign_case(case=running, to=cast.colleague, by=by)
        ),
        "transfer": lambda by: is_done(lambda: transfer(running, there, by)),
    }
    assert tuple(columns) == COLUMNS
    found = {
        who: [column for column in COLUMNS if columns[column](user)] for who, user in people.items()
    }
    assert found == rows(OPEN_ADDRESS if protection == "none" else PROTECTED)


def work_on(case: Case, by: User) -> None:
    """All that only who works the case may do, each of it."""
    now = Case.objects.get(pk=case.pk)
    deeds: list[Callable[[], Any]] = [
        lambda: change_case(case=case, version=now.version, by=by, housing="barrier"),
        lambda: pause_case(case=case, reason="Reise", resume_on=soon().due_on, by=by),
        lambda: change_family(family=now.family, people=list(now.family.people.all()), by=by),
        lambda: finish_task(task=Task.objects.planned().filter(case=case)[0], by=by,
                            replacing=soon()),
    ]  # fmt: skip
    allowed = [is_done(deed) for deed in deeds]
    assert len(set(allowed)) == 1, allowed
    if not allowed[0]:
        raise PermissionDenied


def transfer(case: Case, to: Municipality, by: User) -> None:
    """Propose, and withdraw: who may the one, may the other."""
    try:
        propose_transfer(case=case, to=to, reason="Flytter", by=by)
    except BothLeadsNeeded as refusal:
        raise PermissionDenied from refusal
    withdraw_transfer(case=case, by=by)


def close(case: Case, by: User) -> None:
    close_case(case=case, reason="settled", outcome="helped", by=by, unfinished="done")


@pytest.mark.usefixtures("in_scope")
def test_who_may_log_may_do_all_that_belongs_to_it(
    cast: Cast, people: dict[str, User], protection: str
) -> None:
    case = active_case(cast, address_protection=protection, arrived_on=today())
    entry, check = logged(case, cast.coordinator), StayCheck.objects.first()
    assert check is not None
    for user in people.values():
        logs = may_log_on_case(user, case)
        for deed in (
            lambda by=user: plan_task(case=case, task=soon(), by=by),
            lambda by=user: keep_draft(case=case, fields={"text": "Hei"}, by=by),
            lambda by=user: answer_stay_check(check=check, answer="yes", by=by),
            lambda by=user: correct_entry(
                entry=entry, correction="void", reason="Feil", by=by, form_key="k"
            ),
        ):
            assert is_done(deed) == logs


@pytest.mark.usefixtures("in_scope")
def test_organisations_are_logged_by_who_follows_up_there(
    cast: Cast, people: dict[str, User]
) -> None:
    nav = OrganisationFactory()
    allowed = {
        who
        for who, by in people.items()
        if is_done(
            lambda by=by: log_with_organisation(
                organisation=nav, municipality=cast.place, written=reached(), by=by,
                form_key="k", tasks=[soon()],
            )
        )
    }  # fmt: skip
    assert allowed == {"coordinator", "colleague", "deputy", "other_deputy", "lead"}


@pytest.mark.usefixtures("in_scope")
def test_predicates_and_questions_say_the_same(
    cast: Cast, people: dict[str, User], protection: str
) -> None:
    cases = [
        active_case(cast, address_protection=protection),
        active_case(cast, to=cast.colleague, address_protection=protection),
        received_case(cast, address_protection=protection),
    ]
    for user in people.values():
        standing = Standing.of(user)
        for case in cases:
            assert Powers.of(user, case) == Powers(
                reads=may_read_case(user, case),
                logs=may_log_on_case(user, case),
                works=may_work_case(user, case),
                leads=may_lead_cases(user, case.municipality_id),
            )
        # Without a role there is no row at all: the scope of such a request is empty.
        rows_of_request, _log = confidential_scope(standing)
        with scoped(rows_of_request):
            readable = set(readable_cases(Case.objects.all(), user, standing))
        assert readable == {case for case in cases if may_read_case(user, case)}


@pytest.mark.parametrize("how", GONE)
@pytest.mark.usefixtures("in_scope")
def test_who_had_the_case_is_out_with_the_next_question(
    cast: Cast, protection: str, how: str
) -> None:
    case = active_case(cast, address_protection=protection)
    secret = logged(case, cast.coordinator, reached(is_restricted=True))
    commit_checks()
    gone = cast.coordinator
    assert may_read_case(gone, case)
    Membership.objects.filter(user=gone).update(
        **{field: value() for field, value in GONE[how].items()}
    )
    if how == "account closed":
        gone.is_active = False
        gone.save()
    assert Powers.of(gone, case) == Powers(reads=False, logs=False, works=False, leads=False)
    assert not may_read_entry(gone, secret)
    for deed in (
        lambda: log_entry(case=case, written=reached(), by=gone, form_key="k"),
        lambda: close(case, gone),
        lambda: plan_task(case=case, task=soon(), by=gone),
        lambda: keep_draft(case=case, fields={}, by=gone),
    ):
        assert not is_done(deed)
    assert is_done(lambda: log_entry(case=case, written=reached(), by=cast.lead, form_key="k"))


@pytest.mark.usefixtures("in_scope")
def test_deputy_keeps_the_absent_ones_cases_only_while_it_lasts(cast: Cast) -> None:
    deputy, case = stand_in(cast, cast.coordinator), active_case(cast)
    assert Powers.of(deputy, case) == Powers(reads=True, logs=True, works=True, leads=False)
    Membership.objects.filter(user=deputy).update(valid_from=yesterday(), valid_to=yesterday())
    assert Powers.of(deputy, case) == Powers(reads=False, logs=False, works=False, leads=False)


@pytest.mark.usefixtures("in_scope")
def test_writer_of_a_restricted_entry_reads_it_and_colleagues_do_not(cast: Cast) -> None:
    case = active_case(cast)
    written = logged(case, cast.colleague, reached(is_restricted=True))
    third = with_role(cast.place, "coordinator")
    assert [
        may_read_entry(user, written)
        for user in (cast.colleague, cast.coordinator, cast.lead, third)
    ] == [True, True, True, False]
    nav = OrganisationFactory()
    with_nav = log_with_organisation(
        organisation=nav, municipality=cast.place, by=cast.colleague, form_key="k",
        written=reached(is_restricted=True),
    ).entry  # fmt: skip
    assert [
        may_read_entry(user, with_nav)
        for user in (cast.colleague, cast.lead, cast.coordinator, third)
    ] == [True, True, False, False]
    assert FollowUp.objects.filter(is_restricted=True).count() == 2


@pytest.mark.usefixtures("in_scope")
def test_coordinator_takes_a_protected_family_they_wrote_down(cast: Cast) -> None:
    family = new_family(cast.place, address_protection="fortrolig")
    case = register_family(family=family, people=[new_person()], by=cast.colleague).case
    took = {"case": case, "first_task": soon()}
    assert not is_done(lambda: assign_case(**took, to=cast.coordinator, by=cast.coordinator))
    assert is_done(lambda: assign_case(**took, to=cast.colleague, by=cast.colleague))


@pytest.mark.usefixtures("in_scope")
def test_only_who_works_the_case_takes_a_proposal_back(
    cast: Cast, people: dict[str, User], protection: str
) -> None:
    case = active_case(cast, address_protection=protection)
    propose_transfer(case=case, to=log_enabled_place(), reason="Flytter", by=cast.lead)
    for user in people.values():
        done = is_done(lambda by=user: withdraw_transfer(case=case, by=by))
        assert done == may_work_case(user, case)
