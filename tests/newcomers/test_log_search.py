"""Search in the log: by name, number, phone, e-mail and words; nobody else's rows, no old text."""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from municipalities.models import Membership
from municipalities.permissions import Standing
from municipalities.roles import Role
from newcomers.actions.families import NewCase, register_family
from newcomers.actions.follow_ups import Written, correct_entry, log_entry, log_with_organisation
from newcomers.models import Case, CaseAccess, FollowUp
from newcomers.search import MOST_SHOWN, search_log
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import OrganisationFactory, UserFactory
from tests.newcomers.cast import Cast, assigned_case, cast_of, new_family, new_person, soon

pytestmark = pytest.mark.django_db
SEARCH = reverse("admin:newcomers_case_search")
CANARY = "Kanarifugl-7c1d"


@dataclass(frozen=True)
class Asked:
    """What a search found, by number of the case and by text of the entry."""

    cases: list[str]
    texts: list[str]


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv", slug="malselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa", slug="sorreisa")


def case_of(
    cast: Cast, label: str = "Familien", person: dict[str, Any] | None = None, **fields: Any
) -> Case:
    with scoped([cast.place.pk]):
        return register_family(
            family=new_family(cast.place, label=label, **fields),
            people=[new_person(**person or {})],
            by=cast.lead,
            new_case=NewCase(cast.coordinator, soon()),
        ).case


def entry_of(case: Case, by: User, text: str, **fields: Any) -> FollowUp:
    written = Written(today(), text, **{"mode": "phone", "reached": True} | fields)
    key = get_random_string(16)
    with scoped([case.municipality_id]):
        return log_entry(case=case, written=written, by=by, form_key=key).entry


def ask(typed: str, by: User) -> Asked:
    standing = Standing.of(by)
    with scoped([held.municipality for held in standing.memberships]):
        found = search_log(typed, by=by, standing=standing)
    return Asked(
        [each.case.number for each in found.cases], [each.entry.text for each in found.entries]
    )


def as_member(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def notes(cast: Cast) -> list[CaseAccess]:
    with scoped([], [cast.place.pk]):
        return list(CaseAccess.objects.filter(what="search").order_by("table"))


# --- what is found ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["greta", "GRETA BEI", "beispiel greta", "Hålogaland", "haalogaland", "halogaland", "Hålog",
     "77000000", "77 00 00 00", "+47 77 00 00 00", "000000", "greta@example.org", "GRETA@ex"],
)  # fmt: skip
def test_case_is_found_by_name_phone_and_address(here: Cast, typed: str) -> None:
    case = case_of(here, "Familien på Hålogaland")
    assert ask(typed, here.coordinator).cases == [case.number]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Ánde", "ande"), ("Đorđe", "dorde"), ("Ŋuorra", "nuorra"), ("Aase", "Åse"), ("Åse", "aase"),
     ("Østby", "ostby"), ("Müller-Lüdenscheidt", "ludenscheidt"), ("Müller", "müll")],
)  # fmt: skip
def test_name_is_found_without_its_letters(here: Cast, name: str, typed: str) -> None:
    case = case_of(here, person={"family_name": name})
    assert ask(typed, here.coordinator).cases == [case.number]


def test_case_is_found_by_its_number_or_the_beginning(here: Cast) -> None:
    case, other = case_of(here), case_of(here)
    assert ask(case.number.lower(), here.coordinator).cases == [case.number]
    both = case.number.rpartition("-")[0]
    assert set(ask(both, here.coordinator).cases) == {case.number, other.number}


@pytest.mark.parametrize("typed", ["barnehage", "barnehagene", "BARNEHAGEN søkt", "søkte"])
def test_entry_is_found_in_every_form_of_its_words(here: Cast, typed: str) -> None:
    entry_of(case_of(here), here.coordinator, "Søkte om plass i barnehagen")
    assert ask(typed, here.coordinator).texts == ["Søkte om plass i barnehagen"]


def test_entry_about_an_organisation_is_found(here: Cast) -> None:
    written = Written(today(), "Møte om arbeidsplasser", mode="meeting", reached=True)
    with scoped([here.place.pk]):
        log_with_organisation(
            organisation=OrganisationFactory(), municipality=here.place, written=written,
            by=here.coordinator, form_key="c" * 16,
        )  # fmt: skip
    assert ask("arbeidsplass", here.colleague).texts == ["Møte om arbeidsplasser"]


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "!?", "g", "og", "%", "_", "§1", "7700", "barnehage greta", "a" * 150,
     "') OR 1=1 --", "greta:* | zz", "5530-2019", "\\", "nobody@example.org", "%@example.org"],
)  # fmt: skip
def test_nothing_is_found_for_nothing_or_for_what_is_not_there(here: Cast, typed: str) -> None:
    entry_of(case_of(here), here.coordinator, "Søkte om plass i barnehagen")
    assert ask(typed, here.coordinator) == Asked([], [])


# --- who finds what -----------------------------------------------------------------------------


def test_nothing_of_another_municipality_is_found(here: Cast, there: Cast) -> None:
    case = case_of(there, CANARY, {"given_name": CANARY, "email": f"{CANARY}@example.org"})
    entry_of(case, there.coordinator, f"Snakket om {CANARY}")
    for typed in (CANARY, f"{CANARY}@example.org", case.number, "77000000"):
        assert ask(typed, here.lead) == Asked([], [])
    assert ask(CANARY, there.coordinator).cases == [case.number]
    assert len(ask(CANARY, there.coordinator).texts) == 1


def test_functions_apply_the_scope_themselves(here: Cast, there: Cast) -> None:
    """A query that forgets every filter still gets the ids of the scope alone."""
    case = case_of(there, CANARY)
    entry = entry_of(case, there.coordinator, CANARY)
    entries = "SELECT newcomers_find_entries(ARRAY['kanarifugl'], 10)"
    cases = "SELECT newcomers_find_cases(ARRAY['kanarifugl'], '', '', '', 10)"
    with connection.cursor() as cursor:
        for places, found in (([there.place.pk], [(entry.pk,)]), ([here.place.pk], []), ([], [])):
            with scoped(places):
                cursor.execute(entries)
                assert cursor.fetchall() == found
                cursor.execute(cases)
                assert cursor.fetchall() == ([(case.pk,)] if found else [])


def test_protected_family_is_no_hit_for_anybody(here: Cast) -> None:
    case = case_of(here, CANARY, {"given_name": CANARY}, address_protection="fortrolig")
    entry_of(case, here.coordinator, CANARY)
    for user in (here.coordinator, here.colleague, here.lead):
        for typed in (CANARY, case.number, "77000000", "greta@example.org"):
            assert ask(typed, user) == Asked([], [])


def test_restricted_entry_is_found_by_who_may_read_it(here: Cast) -> None:
    case = case_of(here)
    entry_of(case, here.coordinator, CANARY, is_restricted=True)
    deputy = UserFactory()
    Membership.objects.create(
        user=deputy, municipality=here.place, role=Role.DEPUTY, deputy_for=here.coordinator
    )
    other_deputy = UserFactory()
    Membership.objects.create(
        user=other_deputy, municipality=here.place, role=Role.DEPUTY, deputy_for=here.colleague
    )
    for user in (here.coordinator, here.lead, deputy):
        assert ask(CANARY, user).texts == [CANARY]
    for user in (here.colleague, other_deputy):
        assert ask(CANARY, user).texts == []


def test_author_finds_the_own_restricted_entry_on_a_colleagues_case(here: Cast) -> None:
    entry_of(case_of(here), here.colleague, CANARY, is_restricted=True)
    assert ask(CANARY, here.colleague).texts == [CANARY]


@pytest.mark.parametrize(("correction", "now"), [("fix", ["Helt nytt"]), ("void", [])])
def test_corrected_entry_is_not_found_by_its_old_text(
    here: Cast, correction: str, now: list[str]
) -> None:
    entry = entry_of(case_of(here), here.coordinator, CANARY)
    written = Written(today(), "Helt nytt", mode="phone", reached=True)
    with scoped([here.place.pk]):
        correct_entry(
            entry=entry, correction=correction, reason="Feil", by=here.coordinator,
            form_key="b" * 16, written=written if correction == "fix" else None,
        )  # fmt: skip
    assert ask(CANARY, here.coordinator).texts == []
    assert ask("nytt", here.coordinator).texts == now


# --- the page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [3, 40, 700])
def test_newest_are_found_however_common_a_word_is(here: Cast, every: int) -> None:
    """Common, in between, rare: three ways to look, one answer."""
    count, most = 1500, 20
    with scoped([here.place.pk]):
        case = assigned_case(here)
        Case.objects.filter(pk=case.pk).update(opened_on=today() - datetime.timedelta(days=300))
        FollowUp.objects.bulk_create(
            FollowUp(
                case=case, municipality=here.place, municipality_then=here.place, kind="note",
                occurred_on=today() - datetime.timedelta(days=number // 5),
                author=here.lead, author_name="Lena", form_key=f"many-{number}",
                text="Multebær" if number % every == 0 else "Tyttebær",
            )
            for number in range(count)
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT newcomers_find_entries(%s, %s)", [["multebær"], most])
            found = [row[0] for row in cursor.fetchall()]
        days = list(
            FollowUp.objects.filter(text="Multebær").order_by("-occurred_on")
            .values_list("occurred_on", flat=True)[:most]
        )  # fmt: skip
        assert len(found) == min(most, -(-count // every))
        shown = FollowUp.objects.filter(pk__in=found).order_by("-occurred_on")
        assert list(shown.values_list("occurred_on", flat=True)) == days


def test_page_shows_what_was_found_and_notes_it(here: Cast, client: Client) -> None:
    case = case_of(here, "Familien Barnehagen")
    entry = entry_of(case, here.coordinator, "Søkte om plass i <b>barnehagen</b>")
    answer = as_member(client, here.colleague).post(SEARCH, {"words": "barnehage"})
    page = answer.content.decode()
    assert case.number in page
    assert "Familien <mark>Barnehagen</mark>" in page
    assert "&lt;b&gt;<mark>barnehagen</mark>&lt;/b&gt;" in page
    assert "no-store" in answer["Cache-Control"]
    assert "barnehage" not in answer.context["title"].lower()
    case_note, entry_note = notes(here)
    assert (case_note.table, case_note.object_ids) == ("case", [str(case.pk)])
    assert (entry_note.table, entry_note.object_ids) == ("followup", [str(entry.pk)])
    assert case_note.case_ids == entry_note.case_ids == [case.pk]


def test_page_asks_by_post_alone(here: Cast, client: Client) -> None:
    case_of(here, CANARY)
    page = as_member(client, here.coordinator).get(SEARCH, {"words": CANARY})
    assert page.status_code == 200
    assert CANARY not in page.content.decode()
    assert notes(here) == []


def test_page_shows_so_many_and_says_that_there_is_more(here: Cast, client: Client) -> None:
    case = case_of(here, "Familien")
    for _number in range(MOST_SHOWN + 1):
        entry_of(case, here.coordinator, "Ringte om barnehage")
    answer = as_member(client, here.coordinator).post(SEARCH, {"words": "barnehage"})
    assert len(answer.context["found"].entries) == MOST_SHOWN
    assert f"Only the first {MOST_SHOWN}" in answer.content.decode()


def test_page_costs_the_same_with_more_hits(
    here: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        case = case_of(here, f"Familien Barnehage {number}")
        entry_of(case, here.coordinator, "Ringte om barnehage")
    as_member(client, here.coordinator)
    # Session, user, scope and roles; the two searches; a note of each; the test's scope put back.
    with django_assert_max_num_queries(11):
        answer = client.post(SEARCH, {"words": "barnehage"})
    assert len(answer.context["found"].cases) == len(answer.context["found"].entries) == 10


@pytest.mark.parametrize("words", ["x" * 201, "x" * 2_000_000])
def test_too_many_words_are_told(here: Cast, client: Client, words: str) -> None:
    answer = as_member(client, here.coordinator).post(SEARCH, {"words": words})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_nul_and_bidi_controls_are_cleaned(here: Cast, client: Client) -> None:
    case = case_of(here)
    answer = as_member(client, here.coordinator).post(SEARCH, {"words": "gre\0ta\u202e"})
    assert case.number in answer.content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGIONAL, Role.PRIVACY, Role.ADMINISTRATOR])
def test_page_is_closed_to_who_reads_no_cases(here: Cast, client: Client, role: Role) -> None:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=here.place, role=role)
    case_of(here, CANARY)
    answer = as_member(client, user).post(SEARCH, {"words": CANARY})
    assert answer.status_code == 403
    assert CANARY not in answer.content.decode()


def test_stranger_meets_no_canary(here: Cast, there: Cast, client: Client) -> None:
    case = case_of(there, CANARY, {"given_name": CANARY})
    entry_of(case, there.coordinator, CANARY)
    as_member(client, here.lead)
    for typed in (CANARY[:10], case.number):
        answer = client.post(SEARCH, {"words": typed})
        page = answer.content.decode()
        assert CANARY not in page
        assert "Nothing was found" in page
    assert notes(there) == []
