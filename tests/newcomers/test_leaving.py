"""When somebody leaves: access ends at once, and the lead gives their cases on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.actions.memberships import end_role
from municipalities.models import Membership
from municipalities.roles import Role
from newcomers.actions.handover import (
    MOST_AT_ONCE,
    FirstTaskNeeded,
    TooManyCases,
    hand_over_cases,
)
from newcomers.models import Case, CaseAccess, FollowUp, Task
from portal.actions.accounts import close_account
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import UserFactory
from tests.newcomers.cast import (
    Cast,
    assigned_case,
    cast_of,
    commit_checks,
    logged,
    received_case,
    soon,
)

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:newcomers_case_without_coordinator")
CANARY = "Kanarifugl-7c1d"


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv", slug="malselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa", slug="sorreisa")


@pytest.fixture
def lead(here: Cast, client: Client) -> Client:
    client.force_login(here.lead)
    return client


def in_scope(cast: Cast, make: Any, **fields: Any) -> Case:
    with scoped([cast.place.pk]):
        case: Case = make(cast, **fields)
        # What is checked at commit is checked while everybody is still here.
        commit_checks()
        return case


def leave(cast: Cast, user: User) -> None:
    end_role(membership=Membership.objects.get(user=user, municipality=cast.place), by=cast.lead)


def queue_of(cast: Cast) -> list[Case]:
    with scoped([cast.place.pk]):
        waiting = Case.objects.in_municipalities([cast.place.pk]).without_coordinator()
        return list(waiting.order_by("pk"))


def owner_of(case: Case) -> User | None:
    with scoped([case.municipality_id]):
        return Case.objects.select_related("coordinator").get(pk=case.pk).coordinator


def sent(cast: Cast, cases: list[Any], to: Any, **fields: str) -> dict[str, Any]:
    prefix = cast.place.slug
    return {
        "place": prefix,
        f"{prefix}-cases": [getattr(case, "pk", case) for case in cases],
        f"{prefix}-to": getattr(to, "pk", to),
        **{f"{prefix}-{name}": value for name, value in fields.items()},
    }


def told(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# --- access ends --------------------------------------------------------------------------------


def pages(case: Case) -> list[str]:
    return [
        reverse("admin:newcomers_case_search"),
        reverse("admin:newcomers_case_print", args=[case.pk]),
        reverse("admin:newcomers_case_change", args=[case.pk]),
        reverse("admin:newcomers_case_changelist"),
    ]


@pytest.mark.parametrize("how", ["role", "account"])
def test_access_ends_with_the_next_request(here: Cast, client: Client, how: str) -> None:
    case = in_scope(here, assigned_case, label=CANARY)
    client.force_login(here.coordinator)
    assert [client.get(page).status_code for page in pages(case)] == [200] * 4
    if how == "role":
        leave(here, here.coordinator)
    else:
        close_account(user=here.coordinator, by=here.lead)
    for page in pages(case):
        answer = client.get(page, follow=True)
        assert CANARY not in answer.content.decode()
        led_to = [address for address, _status in answer.redirect_chain]
        assert answer.status_code in {403, 404} or led_to[-1].startswith("/accounts/login/")


@pytest.mark.parametrize("how", ["role", "account"])
def test_cases_are_in_the_queue_the_same_day(here: Cast, how: str) -> None:
    case, other = in_scope(here, assigned_case), in_scope(here, assigned_case, to=here.colleague)
    assert queue_of(here) == []
    if how == "role":
        leave(here, here.coordinator)
    else:
        close_account(user=here.coordinator, by=here.lead)
    assert queue_of(here) == [case]
    assert other not in queue_of(here)


# --- the queue ----------------------------------------------------------------------------------


def test_queue_shows_what_waits_and_notes_it(here: Cast, lead: Client) -> None:
    left = in_scope(here, assigned_case, label="Forlatt")
    received = in_scope(here, received_case, label="Mottatt")
    kept = in_scope(here, assigned_case, label="Beholdt", to=here.colleague)
    leave(here, here.coordinator)
    page = lead.get(QUEUE).content.decode()
    assert "Forlatt" in page
    assert "Mottatt" in page
    assert "until now Kari Kontakt" in page
    assert "Beholdt" not in page
    assert f'<option value="{here.colleague.pk}">' in page
    assert f'<option value="{here.coordinator.pk}">' not in page
    with scoped([], [here.place.pk]):
        (note,) = CaseAccess.objects.filter(user=here.lead)
    assert (note.what, note.case_ids) == ("list", sorted([left.pk, received.pk]))
    assert kept.pk not in note.case_ids


def test_empty_queue_says_so_and_notes_nothing(here: Cast, lead: Client) -> None:
    assert "Every case has a coordinator" in lead.get(QUEUE).content.decode()
    with scoped([], [here.place.pk]):
        assert not CaseAccess.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "colleague"])
def test_queue_is_closed_to_who_does_not_lead(here: Cast, client: Client, role: str) -> None:
    case = in_scope(here, received_case, label=CANARY)
    client.force_login(getattr(here, role))
    data = sent(here, [case], here.colleague, title="Ring", due_on=soon().due_on.isoformat())
    for answer in (client.get(QUEUE), client.post(QUEUE, data)):
        assert answer.status_code == 403
        assert CANARY not in answer.content.decode()
    assert owner_of(case) is None


def test_lead_elsewhere_sees_and_changes_nothing_here(
    here: Cast, there: Cast, client: Client
) -> None:
    case = in_scope(there, received_case, label=CANARY)
    client.force_login(here.lead)
    task = {"title": "Ring", "due_on": soon().due_on.isoformat()}
    assert CANARY not in client.get(QUEUE).content.decode()
    nobodys = case.pk + 1000
    answers = [
        [client.post(QUEUE, sent(cast, [pk], to, **task), follow=True) for pk in (case.pk, nobodys)]
        for cast, to in ((here, here.colleague), (there, there.colleague))
    ]
    for theirs, none in answers:
        assert CANARY not in theirs.content.decode()
        assert case.number not in theirs.content.decode()
        assert told(theirs) == told(none)
        assert theirs.status_code == none.status_code == 200
    assert owner_of(case) is None


# --- giving on ----------------------------------------------------------------------------------


def test_lead_gives_cases_on_with_what_is_planned(here: Cast, lead: Client) -> None:
    with scoped([here.place.pk]):
        cases = [assigned_case(here) for _number in range(3)]
        entry = logged(cases[0], here.coordinator)
        commit_checks()
    leave(here, here.coordinator)
    answer = lead.post(QUEUE, sent(here, cases, here.colleague), follow=True)
    assert told(answer) == ["3 cases are with Kolbjørn Kollega now."]
    assert queue_of(here) == []
    with scoped([here.place.pk]):
        assert {task.owner for task in Task.objects.planned()} == {here.colleague}
        kept = FollowUp.objects.get(pk=entry.pk)
        assert (kept.author, kept.author_name) == (here.coordinator, "Kari Kontakt")


def test_received_case_is_given_with_its_first_task(here: Cast, lead: Client) -> None:
    case = in_scope(here, received_case)
    without = lead.post(QUEUE, sent(here, [case], here.colleague), follow=True)
    assert told(without) == [
        f"{case.number}: Nobody has taken it yet: say what is to be done first, and when."
    ]
    assert owner_of(case) is None
    task = {"title": "Ring familien", "due_on": soon().due_on.isoformat()}
    lead.post(QUEUE, sent(here, [case], here.colleague, **task))
    assert owner_of(case) == here.colleague
    with scoped([here.place.pk]):
        assert Task.objects.get(case=case).title == "Ring familien"


def test_each_row_is_told_what_became_of_it(here: Cast, lead: Client) -> None:
    left, received = in_scope(here, assigned_case), in_scope(here, received_case)
    leave(here, here.coordinator)
    late = {"title": "Ring", "due_on": soon(30).due_on.isoformat()}
    data = sent(here, [left, received, 10**9], here.colleague, **late)
    answer = lead.post(QUEUE, data, follow=True)
    assert told(answer) == [
        "1 case is with Kolbjørn Kollega now.",
        f"{received.number}: The first task is due within five working days.",
        "1 case that you chose is not here.",
    ]
    assert (owner_of(left), owner_of(received)) == (here.colleague, None)


def test_stale_click_takes_nothing_from_who_has_it_now(here: Cast, lead: Client) -> None:
    case = in_scope(here, assigned_case)
    leave(here, here.coordinator)
    lead.post(QUEUE, sent(here, [case], here.colleague))
    said = told(lead.post(QUEUE, sent(here, [case], here.lead), follow=True))[-1]
    assert "Already done: the case is assigned, by Lena Leder" in said
    assert owner_of(case) == here.colleague


@pytest.mark.parametrize(
    ("cases", "to"),
    [([], "colleague"), (["x"], "colleague"), (["1"] * 101, "colleague"), ([2**64], "colleague"),
     (["-1"], "colleague"), ("case", ""), ("case", "stranger"), ("case", "coordinator"),
     ("case", "x")],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    here: Cast, there: Cast, lead: Client, cases: Any, to: str
) -> None:
    case = in_scope(here, assigned_case)
    leave(here, here.coordinator)
    people = {"colleague": here.colleague, "stranger": there.colleague,
              "coordinator": here.coordinator}  # fmt: skip
    chosen = [case] if cases == "case" else cases
    answer = lead.post(QUEUE, sent(here, chosen, people.get(to, to)))
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert owner_of(case) == here.coordinator


def test_so_many_at_once_and_no_more(here: Cast) -> None:
    case = in_scope(here, assigned_case)
    with scoped([here.place.pk]), pytest.raises(TooManyCases):
        hand_over_cases(cases=[case] * (MOST_AT_ONCE + 1), to=here.colleague, by=here.lead)


def test_action_asks_who_may_for_each_case(here: Cast) -> None:
    left, received = in_scope(here, assigned_case), in_scope(here, received_case)
    leave(here, here.coordinator)
    with scoped([here.place.pk]):
        done = hand_over_cases(cases=[left, received], to=here.colleague, by=here.colleague)
    assert [type(each.refusal).__name__ for each in done] == [
        "PermissionDenied",
        FirstTaskNeeded.__name__,
    ]
    assert owner_of(left) == here.coordinator


def test_queue_of_two_municipalities_gives_each_to_its_own_people(
    here: Cast, there: Cast, client: Client
) -> None:
    both = UserFactory(name="Begge Leder")
    for cast in (here, there):
        Membership.objects.create(user=both, municipality=cast.place, role=Role.LEAD)
    case, other = in_scope(here, received_case), in_scope(there, received_case)
    client.force_login(both)
    page = client.get(QUEUE).content.decode()
    assert case.number in page
    assert other.number in page
    task = {"title": "Ring", "due_on": today().isoformat()}
    client.post(QUEUE, sent(here, [case, other], both, **task))
    assert (owner_of(case), owner_of(other)) == (both, None)
