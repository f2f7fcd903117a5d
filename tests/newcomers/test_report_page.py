"""The report page in the admin: who sees which numbers, and that every number opens its list."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from municipalities.models import Membership, Municipality
from newcomers.models import Case, CaseAccess, Family
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import UserFactory
from tests.newcomers.cast import (
    Cast,
    active_case,
    cast_of,
    logged,
    reached,
    stand_in,
    with_role,
    yesterday,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:newcomers_report")
LIST = reverse("admin:newcomers_report_entries")
DAYS = {"from": today().replace(month=1, day=1).isoformat(), "to": today().isoformat()}


@pytest.fixture
def cast() -> Cast:
    """With a contact of the coordinator's, and one of the colleague's, who reached nobody."""
    cast = cast_of(name="Målselv")
    with scoped([cast.place.pk]):
        case = active_case(cast)
        logged(case, cast.colleague, reached(reached=False, text="Hemmelig tekst"))
    return cast


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"municipality": cast.place.pk} | DAYS | fields


def numbers(page: Any) -> dict[str, int]:
    """Code and words to how many."""
    return {f"{code} {label}": count for code, label, count, _url in page.context["rows"]}


@pytest.mark.parametrize(
    ("who", "made", "got_through"),
    [("lead", 2, 1), ("coordinator", 1, 1), ("colleague", 1, 0), ("deputy", 0, 0)],
)
def test_lead_counts_the_municipality_and_others_their_own(
    cast: Cast, who: str, made: int, got_through: int
) -> None:
    user = stand_in(cast, cast.coordinator) if who == "deputy" else getattr(cast, who)
    client = as_user(user)
    for query in ({}, asked(cast)):
        page = client.get(PAGE, query)
        assert numbers(page)["K1a contacts"] == made
        assert numbers(page)["K1b contacts that reached somebody"] == got_through
    said = "You see the numbers of what you have written yourself" in page.content.decode()
    assert said == (who != "lead")


@pytest.mark.parametrize("role", ["editor", "privacy", "administrator", "regional", "", "former"])
def test_others_see_no_numbers(cast: Cast, region: Municipality, role: str) -> None:
    user = UserFactory()
    if role == "former":
        Membership.objects.create(
            user=user, municipality=cast.place, role="lead",
            valid_from=yesterday(), valid_to=yesterday(),
        )  # fmt: skip
    elif role:
        place = region if role in ("administrator", "regional") else cast.place
        user = with_role(place, role)
    for page in (PAGE, LIST):
        assert as_user(user).get(page, asked(cast, number="made")).status_code == 403


def test_municipality_of_others_answers_like_one_that_is_none(cast: Cast) -> None:
    client = as_user(cast_of().lead)
    pages = [client.get(PAGE, asked(cast, municipality=pk)) for pk in (cast.place.pk, 987_654)]
    assert [page.status_code for page in pages] == [200, 200]
    assert [page.context["rows"] for page in pages] == [[], []]
    texts = [re.sub(r"\d{3,}|csrf\S+|nonce\S+", "", page.content.decode()) for page in pages]
    assert "Målselv" not in texts[0]
    lists = [client.get(LIST, asked(cast, number="made", municipality=pk)).status_code
             for pk in (cast.place.pk, 987_654)]  # fmt: skip
    assert lists == [404, 404]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"from": "i går"}, "Enter a valid date"),
        ({"from": ""}, "This field is required"),
        ({"to": "2025-02-30"}, "Enter a valid date"),
        ({"from": "1900-01-01"}, "nothing to count in that year"),
        ({"to": f"{today().year + 1}-01-01"}, "nothing to count in that year"),
        ({"from": today().isoformat(), "to": yesterday().isoformat()}, "ends before it begins"),
        ({"municipality": "x"}, "Select a valid choice"),
        ({"from": "2025-01-01\x00"}, "Enter a valid date"),
    ],
)
def test_impossible_question_is_answered_kindly(
    cast: Cast, fields: dict[str, str], said: str
) -> None:
    client = as_user(cast.lead)
    page = client.get(PAGE, asked(cast, **fields))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert page.context["rows"] == []
    assert client.get(LIST, asked(cast, number="made", **fields)).status_code == 404


def test_every_number_opens_the_list_it_counts(cast: Cast) -> None:
    client = as_user(cast.lead)
    rows = client.get(PAGE).context["rows"]
    assert len(rows) == 7
    for code, label, count, url in rows:
        page = client.get(url)
        assert page.context["title"] == f"{code}: {label}"
        assert len(page.context["lines"]) == count
        assert "Hemmelig tekst" not in page.content.decode()
    assert client.get(LIST, asked(cast, number="all")).status_code == 404
    assert client.get(LIST, asked(cast)).status_code == 404


def test_list_is_noted_before_it_is_shown_and_numbers_are_not(cast: Cast) -> None:
    as_user(cast.lead).get(PAGE)
    with scoped([cast.place.pk], [cast.place.pk]):
        assert not CaseAccess.objects.exists()
    page = as_user(cast.lead).get(LIST, asked(cast, number="made"))
    with scoped([cast.place.pk], [cast.place.pk]):
        note = CaseAccess.objects.get()
        assert (note.user, note.what, note.table) == (cast.lead, "list", "followup")
        shown = {str(entry.pk) for entry, _readable in page.context["lines"]}
        assert set(note.object_ids) == shown


def test_own_entry_of_a_protected_family_leads_nowhere(cast: Cast) -> None:
    with scoped([cast.place.pk]):
        number = Case.objects.get().number
        Family.objects.update(address_protection="fortrolig")
    answers = {
        who: as_user(getattr(cast, who)).get(LIST, asked(cast, number="made")).content.decode()
        for who in ("colleague", "coordinator", "lead")
    }
    assert {who: number in answer for who, answer in answers.items()} == {
        "colleague": False, "coordinator": True, "lead": True,
    }  # fmt: skip
    assert "a case that you may not open" in answers["colleague"]


def test_lead_reads_the_years_of_what_was_merged_into_the_municipality(cast: Cast) -> None:
    old = cast_of(name="Tranøy").place
    old.case_log_enabled = False
    old.valid_to, old.successor = datetime.date(2019, 12, 31), cast.place
    old.save()
    page = as_user(cast.lead).get(PAGE, asked(cast, municipality=old.pk))
    assert numbers(page)["K1a contacts"] == 0
    assert page.context["asked"].is_own is False
    own = as_user(cast.coordinator).get(PAGE, asked(cast, municipality=old.pk))
    assert own.context["asked"].is_own is True


def test_list_asks_no_more_for_many_rows(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(cast.lead)
    client.get(LIST, asked(cast, number="made"))
    counts = []
    for more in (0, 20):
        with scoped([cast.place.pk]):
            for _each in range(more):
                logged(active_case(cast), cast.coordinator)
        with django_assert_max_num_queries(40) as queries:
            page = client.get(LIST, asked(cast, number="made"))
        counts.append((len(page.context["lines"]), len(queries)))
    assert counts[1][0] > counts[0][0] + 20
    assert counts[0][1] == counts[1][1]


def test_list_has_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newcomers.admin.reports.PER_PAGE", 1)
    client = as_user(cast.lead)
    first = client.get(LIST, asked(cast, number="made"))
    assert 'rel="next"' in first.content.decode()
    second = client.get(LIST, asked(cast, number="made", page=2))
    assert 'rel="prev"' in second.content.decode()
    shown = [page.context["lines"][0][0].pk for page in (first, second)]
    assert len(set(shown)) == 2


def test_page_only_reads(cast: Cast) -> None:
    client = as_user(cast.lead)
    assert client.post(PAGE).status_code == 405
    assert client.post(LIST).status_code == 405
