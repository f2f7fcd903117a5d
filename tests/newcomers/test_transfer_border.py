"""The border between two municipalities: what PostgreSQL shows whom, and who may answer."""

import datetime
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from municipalities.models import Membership, Municipality
from newcomers.actions.cases import (
    AlreadyMoved,
)
from newcomers.actions.families import change_family
from newcomers.actions.tasks import CaseNotOpen, plan_task
from newcomers.actions.transfers import (
    TransferAnswered,
    accept_transfer,
    decline_transfer,
    expire_transfers,
    withdraw_transfer,
)
from newcomers.models import (
    Case,
    Family,
    Transfer,
    TransferBundle,
    TransferCover,
)
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests import tree
from tests.factories import MunicipalityFactory
from tests.newcomers.cast import (
    Cast,
    active_case,
    cast_of,
    commit_checks,
    new_person,
    soon,
    stand_in,
    with_role,
    yesterday,
)
from tests.newcomers.two_places import (
    accept,
    between,
    cover,
    proposed,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
CANARY = "Kanarifugl-7c1d"


@pytest.fixture
def here() -> Cast:
    """The sender."""
    return cast_of(name="Bardu")


@pytest.fixture
def there() -> Cast:
    """The receiver."""
    return cast_of(name="Senja")


# --- the cover sheet ----------------------------------------------------------------------------


def test_cover_sheet_says_what_the_receiver_needs_and_no_more(here: Cast, there: Cast) -> None:
    family = {
        "label": CANARY, "languages": ["pl", "en"], "interpreter_language": "polsk",
        "segments": ["children"], "from_country": "PL",
    }  # fmt: skip
    month = (today() + 40 * DAY).replace(day=1)
    between(here, there, family=family, reason=CANARY, note=CANARY,
            planned_month=month + 3 * DAY)  # fmt: skip
    with scoped([there.place.pk]):
        sheet = TransferCover.objects.values().get()
        assert CANARY not in str(sheet)
        told = {name: sheet[name] for name in (
            "state", "category", "household", "languages", "interpreter_language", "segments",
            "planned_month", "is_protected", "from_municipality_id", "expires_on", "successor_id",
        )}  # fmt: skip
    assert told == {
        "state": "proposed", "category": "labour_eea", "household": "1",
        "languages": ["pl", "en"], "interpreter_language": "polsk", "segments": ["children"],
        "planned_month": month, "is_protected": False, "from_municipality_id": here.place.pk,
        "expires_on": today() + 14 * DAY, "successor_id": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("people", "band"), [(1, "1"), (2, "2"), (3, "3-4"), (4, "3-4"), (5, "5+")]
)
def test_cover_sheet_has_the_household_in_a_band(
    here: Cast, there: Cast, people: int, band: str
) -> None:
    with scoped([here.place.pk]):
        case = active_case(here)
        main = case.family.people.get()
        others = [new_person(is_main_contact=False) for _each in range(people - 1)]
        change_family(family=case.family, people=[main, *others], by=here.coordinator)
        proposed(case, there)
    assert cover(there).household == band


CONFIDENTIAL = ("family", "person", "case", "casenumber", "followup", "task", "staycheck",
                "transfer", "transferbundle", "draft")  # fmt: skip


def counted(places: list[int], table: str) -> int:
    """How many rows plain SQL finds there, as the web role."""
    with scoped(places), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM newcomers_" + table)
        user, count = cursor.fetchone()
        assert user == "landgang_web"
        return int(count)


def test_rows_of_a_proposal_are_the_senders(here: Cast, there: Cast) -> None:
    between(here, there)
    third = cast_of(name="Målselv")
    for table in CONFIDENTIAL:
        assert counted([there.place.pk], table) == 0, table
        assert counted([third.place.pk], table) == 0, table
    assert [counted([each.place.pk], "transfer") for each in (here, there, third)] == [1, 0, 0]
    assert [counted([each.place.pk], "transfercover") for each in (here, there, third)] == [0, 1, 0]
    with pytest.raises(DatabaseError, match=r"no app\.scope"), transaction.atomic():
        TransferCover.objects.count()


def test_receiver_follows_no_key_to_the_sender(here: Cast, there: Cast) -> None:
    case = between(here, there)
    with scoped([there.place.pk]):
        sheet = TransferCover.objects.get()
        assert not TransferCover.objects.filter(transfer__case=case).exists()
        with pytest.raises(Transfer.DoesNotExist):
            _never = sheet.transfer
        assert Transfer.objects.update(state="accepted") == 0


def test_web_role_writes_no_cover_sheet(here: Cast, there: Cast) -> None:
    between(here, there)
    with scoped([here.place.pk, there.place.pk]):
        sheet = TransferCover.objects.get()
        deeds: list[Callable[[], Any]] = [
            lambda: TransferCover.objects.update(household="5+"),
            lambda: TransferCover.objects.all()._raw_delete("default"),
            lambda: TransferCover.objects.create(
                transfer_id=sheet.transfer_id, municipality=there.place,
                from_municipality=here.place, state="proposed", category="student",
                proposed_at=timezone.now(), expires_on=today(),
            ),
            lambda: Transfer.objects.all()._raw_delete("default"),
        ]  # fmt: skip
        for deed in deeds:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                deed()


def test_bundle_is_written_once(here: Cast, there: Cast) -> None:
    between(here, there)
    accept(there)
    with scoped([there.place.pk]):
        for deed in (
            lambda: TransferBundle.objects.update(note="Annet"),
            lambda: TransferBundle.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                deed()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"to_municipality": "here"}, "transfer_to_another"),
        ({"to_municipality": "region"}, "to municipalities of today"),
        ({"to_municipality": "former"}, "to municipalities of today"),
        ({"reason": ""}, "transfer_with_reason"),
        ({"state": "lost"}, "transfer_answered_by_somebody"),
        ({"state": "withdrawn"}, "transfer_answered_by_somebody"),
        ({"state": "expired"}, "transfer_answered_by_somebody"),
        ({"state": "declined", "answered": True}, "transfer_declined_with_reason"),
        ({"state": "accepted", "answered": True}, "transfer_accepted_has_successor"),
        ({"status_before": "closed"}, "transfer_knows_the_way_back"),
        ({}, "transfer_one_proposed_per_case"),
        ({"municipality": "there", "to_municipality": "here"}, "row-level security"),
    ],
)
def test_database_refuses_what_no_transfer_is(
    here: Cast, there: Cast, region: Municipality, fields: dict[str, Any], constraint: str
) -> None:
    case = between(here, there)
    places = {
        "here": here.place, "there": there.place, "region": region,
        "former": MunicipalityFactory(valid_to=yesterday()),
    }  # fmt: skip
    named = {name: places.get(value, value) for name, value in fields.items()}
    if named.pop("answered", False):
        named |= {"answered_at": timezone.now(), "answered_by": here.lead}
    with scoped([here.place.pk]), pytest.raises(DatabaseError, match=constraint):  # noqa: SIM117
        with transaction.atomic():
            Transfer.objects.create(
                **{
                    "case": case, "municipality": here.place, "to_municipality": there.place,
                    "reason": "Flytter", "status_before": "active", "proposed_by": here.lead,
                    "expires_on": today(),
                }
                | named
            )  # fmt: skip


def stored(fields: dict[str, Any]) -> None:
    """Write it, and check what is checked at commit."""
    Transfer.objects.create(**fields)
    commit_checks()


def test_database_keeps_a_transfer_with_its_own_case_and_successor(here: Cast, there: Cast) -> None:
    """Foreign keys see past row-level security: these carry the municipality too."""
    between(here, there)
    with scoped([there.place.pk]):
        foreign = active_case(there)
    fields = {
        "to_municipality": there.place, "reason": "Flytter", "status_before": "active",
        "proposed_by": here.lead, "expires_on": today(), "answered_at": timezone.now(),
        "answered_by": here.lead, "municipality": here.place,
    }  # fmt: skip
    with scoped([here.place.pk]):
        own = Case.objects.get()
        for wrong in ({"case": foreign, "state": "withdrawn"},
                      {"case": own, "state": "accepted", "successor": own}):  # fmt: skip
            with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
                stored(fields | wrong)


def test_database_takes_one_answer(here: Cast, there: Cast) -> None:
    case = between(here, there)
    with scoped([here.place.pk]):
        withdraw_transfer(case=case, by=here.coordinator)
        with pytest.raises(DatabaseError, match="is withdrawn already"), transaction.atomic():
            Transfer.objects.update(state="proposed", answered_at=None, answered_by=None)


# --- protected addresses ------------------------------------------------------------------------


def test_protected_case_is_taken_over_by_a_lead(here: Cast, there: Cast) -> None:
    case = between(here, there, family={"address_protection": "fortrolig"})
    assert cover(there).is_protected
    for nobody in (there.coordinator, there.colleague, stand_in(there, there.lead)):
        with pytest.raises(PermissionDenied):
            accept(there, nobody)
    successor = accept(there, there.lead, to=there.colleague)
    with scoped([there.place.pk]):
        assert Family.objects.get(pk=successor.family_id).is_protected
    assert case.family.is_protected


def test_address_that_is_protected_meanwhile_is_for_the_lead_at_once(
    here: Cast, there: Cast
) -> None:
    case = between(here, there)
    with scoped([here.place.pk]):
        family = Family.objects.get(pk=case.family_id)
        family.address_protection = "fortrolig"
        change_family(family=family, people=list(family.people.all()), by=here.coordinator)
    assert cover(there).is_protected
    with pytest.raises(PermissionDenied):
        accept(there)


# --- who may ------------------------------------------------------------------------------------


def may(deed: Callable[[], Any]) -> bool:
    """Whether the deed is allowed; whatever it did is undone."""
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("protection", ["none", "fortrolig"])
def test_receivers_answer_and_nobody_else(
    here: Cast, there: Cast, region: Municipality, protection: str
) -> None:
    between(here, there, family={"address_protection": protection})
    third = cast_of(name="Målselv")
    people = {
        "coordinator": there.coordinator, "colleague": there.colleague, "lead": there.lead,
        "deputy": stand_in(there, there.coordinator), "editor": with_role(there.place, "editor"),
        "privacy": with_role(there.place, "privacy"), "regional": with_role(region, "regional"),
        "administrator": with_role(region, "administrator"),
        "region_desk": with_role(region, "coordinator"), "sender": here.coordinator,
        "sending_lead": here.lead, "stranger": third.coordinator, "strange_lead": third.lead,
    }  # fmt: skip
    sheet = cover(there)
    with scoped([here.place.pk, there.place.pk, third.place.pk]):
        found = {
            name: (
                may(lambda by=by: accept_transfer(
                    cover=sheet, to=there.coordinator if by == there.lead else by,
                    first_task=soon(), by=by)),
                may(lambda by=by: decline_transfer(cover=sheet, reason="Nei", by=by)),
            )
            for name, by in people.items()
        }  # fmt: skip
    allowed = {"lead"} if protection == "fortrolig" else {"coordinator", "colleague", "lead"}
    assert found == {name: (name in allowed,) * 2 for name in people}


def test_answering_reaches_only_what_is_addressed_to_ones_own_municipality(
    here: Cast, there: Cast
) -> None:
    """The sheet itself is read within the person's own scope, before the border opens."""
    between(here, there)
    sheet = cover(there)
    third = cast_of(name="Målselv")
    for cast in (here, third):
        with scoped([cast.place.pk]):
            Membership.objects.create(
                user=cast.lead, municipality=MunicipalityFactory(), role="lead"
            )
            for deed in (
                lambda by=cast.lead: accept_transfer(
                    cover=sheet, to=by, first_task=soon(), by=by
                ),
                lambda by=cast.lead: decline_transfer(cover=sheet, reason="Nei", by=by),
            ):  # fmt: skip
                with pytest.raises(PermissionDenied):
                    deed()


def test_border_is_closed_again_afterwards(here: Cast, there: Cast) -> None:
    between(here, there)
    with scoped([there.place.pk]):
        accept_transfer(
            cover=cover(there), to=there.coordinator, first_task=soon(), by=there.coordinator
        )
        assert set(Case.objects.values_list("municipality", flat=True)) == {there.place.pk}
        with pytest.raises(TransferAnswered):
            decline_transfer(cover=cover(there), reason="Nei", by=there.lead)
        assert set(Family.objects.values_list("municipality", flat=True)) == {there.place.pk}


def test_sender_acts_no_more_once_it_is_accepted(here: Cast, there: Cast) -> None:
    case = between(here, there)
    accept(there)
    with scoped([here.place.pk]):
        with pytest.raises(AlreadyMoved) as stale:
            withdraw_transfer(case=case, by=here.coordinator)
        assert stale.value.case.changed_by == there.coordinator
        with pytest.raises(CaseNotOpen):
            plan_task(case=case, task=soon(), by=here.coordinator)


# --- two at once --------------------------------------------------------------------------------


ANSWERS: dict[str, Callable[[Cast, Cast, Case, TransferCover], Any]] = {
    "accept": lambda here, there, case, sheet: accept_transfer(
        cover=sheet, to=there.coordinator, first_task=soon(), by=there.coordinator
    ),
    "accept by another": lambda here, there, case, sheet: accept_transfer(
        cover=sheet, to=there.lead, first_task=soon(), by=there.lead
    ),
    "decline": lambda here, there, case, sheet: decline_transfer(
        cover=sheet, reason="Nei", by=there.lead
    ),
    "withdraw": lambda here, there, case, sheet: withdraw_transfer(case=case, by=here.lead),
    "expire": lambda here, there, case, sheet: expire_transfers(day=today() + 15 * DAY),
}
OF_SENDER = {"withdraw", "expire"}
PAIRS = [
    ("accept", "withdraw"), ("accept", "accept by another"), ("accept", "decline"),
    ("accept", "expire"), ("decline", "withdraw"), ("withdraw", "expire"),
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_at_once_one_wins(here: Cast, there: Cast, pair: tuple[str, str]) -> None:
    case, barrier = between(here, there), threading.Barrier(2)
    sheet = cover(there)
    results: dict[str, Any] = {}

    def answer(name: str) -> None:
        place = here.place.pk if name in OF_SENDER else there.place.pk
        try:
            with scoped([place]):
                barrier.wait(10)
                results[name] = ANSWERS[name](here, there, case, sheet) or "too late"
        except (AlreadyMoved, TransferAnswered):
            results[name] = "too late"
        except Exception as error:  # told by the assertion below
            results[name] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[name]) for name in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [results[name] for name in pair].count("too late") == 1, results
    with scoped([here.place.pk]):
        now, sent = Case.objects.get(), Transfer.objects.get()
    with scoped([there.place.pk]):
        successors = Case.objects.count()
        assert TransferCover.objects.get().state == sent.state
    if sent.state == "accepted":
        assert (now.status, successors) == ("closed", 1)
    else:
        assert (now.status, successors) == ("active", 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_at_once_one_wins(here: Cast, there: Cast) -> None:
    """The coordinator to one municipality, the lead to another, at the same moment."""
    third, barrier = cast_of(name="Målselv"), threading.Barrier(2)
    with scoped([here.place.pk]):
        case = active_case(here)
    results: list[Any] = []

    def propose(to: Cast, by: User) -> None:
        try:
            with scoped([here.place.pk]):
                barrier.wait(10)
                results.append(proposed(case, to, by=by))
        except Exception as error:  # told by the assertion below
            results.append(error)
        finally:
            connection.close()

    pairs = [(there, here.coordinator), (third, here.lead)]
    threads = [threading.Thread(target=propose, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(isinstance(each, AlreadyMoved) for each in results) == [False, True], results
    with scoped([here.place.pk]):
        sent = Transfer.objects.get()
    found = {cast.place.pk: TransferCover.objects for cast in (there, third)}
    for place, covers in found.items():
        with scoped([place]):
            assert covers.count() == (1 if place == sent.to_municipality_id else 0)


def test_only_few_open_the_scope() -> None:
    """Row-level-security.md: nothing else widens the scope of a request."""
    callers = {
        str(path)
        for path in tree.files()
        if path.suffix == ".py" and path.parts[0] != "tests"
        and any(word in tree.read(path) for word in (" scoped(", " insert_scoped("))
    }  # fmt: skip
    assert {path for path in callers if Path(path).parts[:2] == ("newcomers", "actions")} == {
        "newcomers/actions/drafts.py",
        "newcomers/actions/enquiries.py",
        # A family answers by a signed link that names one question.
        "newcomers/actions/stays_by_family.py",
        # A reader confirms or leaves by a signed link that names the row.
        "newcomers/actions/subscriptions.py",
        "newcomers/actions/transfers.py",
    }
    assert not {path for path in callers if Path(path).parts[:2] == ("newcomers", "admin")}
