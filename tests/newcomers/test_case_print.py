"""A case on paper: number and initials, the log, and nothing else that names."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from municipalities.models import Membership
from municipalities.roles import Role
from newcomers.actions.follow_ups import Written, correct_entry
from newcomers.models import Case, CaseAccess, FollowUp
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import UserFactory
from tests.newcomers.cast import Cast, assigned_case, cast_of, logged, reached, stand_in, yesterday

pytestmark = pytest.mark.django_db
CANARY = "Kanarifugl-7c1d"


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa")


def case_of(cast: Cast, **fields: Any) -> Case:
    with scoped([cast.place.pk]):
        return assigned_case(cast, **fields)


def entry_of(case: Case, by: User, text: str, **fields: Any) -> FollowUp:
    with scoped([case.municipality_id]):
        return logged(case, by, reached(text=text, **fields))


def printed(client: Client, user: User, case: Any) -> Any:
    client.force_login(user)
    return client.get(reverse("admin:newcomers_case_print", args=[getattr(case, "pk", case)]))


def paper(answer: Any) -> str:
    """What goes to paper."""
    page: str = answer.content.decode()
    return page[page.index("<article") : page.index("</article>")]


def notes(cast: Cast) -> list[CaseAccess]:
    with scoped([], [cast.place.pk]):
        return list(CaseAccess.objects.filter(what="print"))


def test_paper_holds_number_initials_date_user_and_log(here: Cast, client: Client) -> None:
    case = case_of(here, label=CANARY)
    entry_of(case, here.coordinator, "Først barnehage", occurred_on=yesterday())
    entry_of(case, here.colleague, "Så skole")
    answer = printed(client, here.coordinator, case)
    page = paper(answer)
    assert case.number in page
    assert "<dd>GB</dd>" in page
    assert "<dd>Kari Kontakt</dd>" in page
    assert page.index("Først barnehage") < page.index("Så skole")
    assert "KK" in page
    assert answer.context["title"] == case.number
    assert "no-store" in answer["Cache-Control"]


def test_paper_names_nobody_else(here: Cast, client: Client) -> None:
    case = case_of(here, label=CANARY)
    entry_of(case, here.colleague, "Ringte")
    whole = printed(client, here.coordinator, case).content.decode()
    for name in (CANARY, "Greta", "Beispiel", "greta@example.org", "77 00 00 00", "Kolbjørn"):
        assert name not in whole


def test_print_is_noted(here: Cast, client: Client) -> None:
    case = case_of(here)
    printed(client, here.colleague, case)
    (note,) = notes(here)
    assert (note.user, note.table, note.case_ids) == (here.colleague, "case", [case.pk])


def test_no_note_no_paper(here: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(here)
    entry_of(case, here.coordinator, CANARY)
    client.raise_request_exception = False
    monkeypatch.setattr("newcomers.admin.print.note_access", lambda **fields: 1 / 0)
    answer = printed(client, here.coordinator, case)
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()


def test_restricted_entry_is_printed_by_who_may_read_it(here: Cast, client: Client) -> None:
    case = case_of(here)
    entry_of(case, here.coordinator, CANARY, is_restricted=True)
    for user in (here.coordinator, here.lead, stand_in(here, here.coordinator)):
        assert CANARY in paper(printed(client, user, case))
    page = paper(printed(client, here.colleague, case))
    assert CANARY not in page
    assert "1 entry that only the coordinator and the lead may read is left out." in page


def test_corrected_entry_is_printed_as_it_holds(here: Cast, client: Client) -> None:
    case = case_of(here)
    fixed, struck = entry_of(case, here.coordinator, "Gammel"), entry_of(case, here.lead, CANARY)
    for entry, correction, text in ((fixed, "fix", "Rettet"), (struck, "void", None)):
        with scoped([here.place.pk]):
            correct_entry(
                entry=entry, correction=correction, reason="Skrev feil", by=here.lead,
                form_key=get_random_string(16),
                written=Written(today(), text, mode="phone", reached=True) if text else None,
            )  # fmt: skip
    page = paper(printed(client, here.coordinator, case))
    assert "Rettet" in page
    assert "Struck out:" in page
    assert page.count("Skrev feil") == 2
    assert "Gammel" not in page
    assert CANARY not in page


def test_protected_family_is_not_printed_and_is_told_why(here: Cast, client: Client) -> None:
    case = case_of(here, address_protection="fortrolig")
    entry_of(case, here.coordinator, CANARY)
    for user in (here.coordinator, here.lead):
        answer = printed(client, user, case)
        assert answer.status_code == 403
        assert "confidential address" in answer.content.decode()
        assert CANARY not in answer.content.decode()
    assert printed(client, here.colleague, case).status_code == 404


def test_markup_in_an_entry_is_text(here: Cast, client: Client) -> None:
    case = case_of(here)
    entry_of(case, here.coordinator, "<script>alert(1)</script>")
    assert "<script>alert" not in paper(printed(client, here.coordinator, case))


def test_case_of_others_answers_as_one_that_does_not_exist(
    here: Cast, there: Cast, client: Client
) -> None:
    case = case_of(there, label=CANARY)
    entry_of(case, there.coordinator, CANARY)
    for user in (here.coordinator, here.lead):
        theirs, none = printed(client, user, case), printed(client, user, case.pk + 1000)
        assert theirs.status_code == none.status_code == 404
        assert CANARY not in theirs.content.decode()
        assert case.number not in theirs.content.decode()
    assert notes(there) == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGIONAL, Role.PRIVACY, Role.ADMINISTRATOR])
def test_paper_is_closed_to_who_reads_no_cases(here: Cast, client: Client, role: Role) -> None:
    user, case = UserFactory(), case_of(here)
    Membership.objects.create(user=user, municipality=here.place, role=role)
    answers = [printed(client, user, each).status_code for each in (case, case.pk + 1000)]
    assert answers == [403, 403]


def test_print_by_post_does_nothing(here: Cast, client: Client) -> None:
    case = case_of(here)
    client.force_login(here.coordinator)
    assert client.post(reverse("admin:newcomers_case_print", args=[case.pk])).status_code == 405
    assert notes(here) == []
