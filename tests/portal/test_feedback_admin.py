"""Readers' feedback and visits in the admin: who sees which rows, and what is done with them."""

import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.actions.feedback import ImpossibleState, reopen_feedback, settle_feedback
from portal.models import Feedback, User, Visit
from portal.reports import PageVisits, visits_by_month, visits_by_page
from tests.admin_forms import admin_url
from tests.factories import MunicipalityFactory, PageFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/portal/feedback/"
VISITS = "/admin/portal/visit/"


@pytest.fixture
def senja() -> Municipality:
    return MunicipalityFactory(slug="senja", name="Senja")


@pytest.fixture
def ours(senja: Municipality) -> Feedback:
    return about("/municipalities/senja/", senja, text="Wo ist der Bus?")


@pytest.fixture
def theirs() -> Feedback:
    bardu = MunicipalityFactory(slug="bardu", name="Bardu")
    return about("/municipalities/bardu/", bardu, text="Kanarifugl Bardu")


@pytest.fixture
def regional() -> Feedback:
    return about("/pages/doctor/", None, text="Kanarifugl region")


@pytest.fixture
def local_editor(senja: Municipality) -> User:
    return member(Role.EDITOR, senja)


def about(page: str, municipality: Municipality | None, **fields: Any) -> Feedback:
    given = {"language": "de", "is_useful": False} | fields
    return Feedback.objects.create(page=page, municipality=municipality, **given)


def member(role: Role, place: Municipality) -> User:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


def desk_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def shown(client: Client, query: str = "") -> str:
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- who sees what --------------------------------------------------------------------------------


def test_editor_of_a_municipality_sees_its_pages_alone(
    local_editor: User, ours: Feedback, theirs: Feedback, regional: Feedback
) -> None:
    page = shown(desk_of(local_editor), "?state=all")
    assert "Wo ist der Bus?" in page
    assert "Kanarifugl" not in page
    assert "Bardu" not in page


def test_regional_editor_sees_all(
    regional_editor: User, ours: Feedback, theirs: Feedback, regional: Feedback
) -> None:
    page = shown(desk_of(regional_editor))
    for text in ("Wo ist der Bus?", "Kanarifugl Bardu", "Kanarifugl region"):
        assert text in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_nobody_else_sees_feedback(role: Role, senja: Municipality, ours: Feedback) -> None:
    client = desk_of(member(role, senja))
    assert client.get(LIST).status_code == 403
    assert client.get(admin_url(ours)).status_code == 403
    assert client.post(f"{LIST}{ours.pk}/done/").status_code == 403
    ours.refresh_from_db()
    assert ours.is_new


@pytest.mark.parametrize("address", ["change/", "done/", "dismiss/", "reopen/", "subject/"])
def test_feedback_of_others_is_not_there_by_its_address(
    local_editor: User, theirs: Feedback, regional: Feedback, address: str
) -> None:
    client = desk_of(local_editor)
    for row in (theirs, regional):
        url = f"{LIST}{row.pk}/{address}"
        answers = [client.get(url, follow=True), client.post(url, follow=True)]
        assert not any("Kanarifugl" in answer.content.decode() for answer in answers)
        row.refresh_from_db()
        assert row.is_new


@pytest.mark.parametrize("action", ["mark_done", "mark_dismissed", "mark_new"])
def test_bulk_action_does_not_reach_feedback_of_others(
    local_editor: User, ours: Feedback, theirs: Feedback, action: str
) -> None:
    chosen = {"action": action, "_selected_action": [ours.pk, theirs.pk]}
    desk_of(local_editor).post(LIST + "?state=all", chosen)
    theirs.refresh_from_db()
    assert theirs.is_new


def test_feedback_is_neither_written_nor_changed_nor_deleted(
    regional_editor: User, ours: Feedback
) -> None:
    client = desk_of(regional_editor)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(admin_url(ours), {"text": "anders"}).status_code == 403
    assert client.post(admin_url(ours, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}{ours.pk}/history/").status_code == 404
    assert "delete_selected" not in shown(client)
    ours.refresh_from_db()
    assert ours.text == "Wo ist der Bus?"


# --- cards ----------------------------------------------------------------------------------------


def test_card_shows_the_text_as_it_is_and_leads_to_the_page_and_its_form(
    regional_editor: User, region: Municipality
) -> None:
    doctor = PageFactory(
        slug="doctor", state="published", title_nb="Lege", title_de="Arzt", summary_de="Hausarzt"
    )
    row = about("/pages/doctor/", None, text="<b>Ærlig</b> & kort")
    client = desk_of(regional_editor)
    page = shown(client)
    assert "&lt;b&gt;Ærlig&lt;/b&gt; &amp; kort" in page
    assert "<b>Ærlig" not in page
    assert '<span lang="de">Arzt</span>' in page
    assert 'href="/de/pages/doctor/"' in page
    address = reverse("admin:portal_feedback_subject", args=[row.pk])
    assert f'href="{address}"' in page
    assert client.get(address)["Location"] == admin_url(doctor)


def test_card_of_a_page_without_form_has_no_link_to_one(
    regional_editor: User, region: Municipality
) -> None:
    row = about("/", None)
    client = desk_of(regional_editor)
    assert '<a href="/de/">Start page</a>' in shown(client)
    address = reverse("admin:portal_feedback_subject", args=[row.pk])
    assert address not in shown(client)
    assert client.get(address).status_code == 404
    gone = about("/pages/gone/", None)
    assert client.get(f"{LIST}{gone.pk}/subject/").status_code == 404
    assert client.get(f"{LIST}{gone.pk + 1}/subject/").status_code == 404


def test_list_asks_as_often_for_twenty_as_for_two(
    regional_editor: User, senja: Municipality
) -> None:
    client = desk_of(regional_editor)
    counts = []
    for number in (2, 20):
        for each in range(number):
            about(f"/pages/{each}/", senja)
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", {"neu"}),
        ("?state=done", {"fertig"}),
        ("?state=dismissed", {"weg"}),
        ("?state=all", {"neu", "fertig", "weg"}),
        ("?state=all&language=nb", {"weg"}),
        ("?state=all&is_useful__exact=1", {"fertig"}),
        ("?state=nonsense", set()),
        ("?state=all&q=fertig", {"fertig"}),
    ],
)
def test_list_is_filtered(
    regional_editor: User, senja: Municipality, query: str, texts: set[str]
) -> None:
    settled = {"state_at": timezone.now(), "state_by": regional_editor}
    about("/a/", senja, text="neu")
    about("/b/", senja, text="fertig", state="done", is_useful=True, **settled)
    about("/c/", senja, text="weg", state="dismissed", language="nb", **settled)
    page = shown(desk_of(regional_editor), query)
    assert {text for text in ("neu", "fertig", "weg") if f">{text}</blockquote>" in page} == texts


def test_list_is_filtered_by_the_municipalities_there_are(
    regional_editor: User, ours: Feedback, theirs: Feedback
) -> None:
    page = shown(desk_of(regional_editor), f"?municipality__id__exact={ours.municipality_id}")
    assert "Wo ist der Bus?" in page
    assert "Kanarifugl" not in page


# --- what is done ---------------------------------------------------------------------------------


def test_one_tap_settles_and_comes_back_to_the_same_list(
    local_editor: User, ours: Feedback
) -> None:
    client = desk_of(local_editor)
    page = shown(client, "?language=de")
    address = f"{LIST}{ours.pk}/done/?_changelist_filters=language%3Dde"
    assert f'formaction="{address}"' in page
    answer = client.post(address)
    assert answer["Location"] == f"{LIST}?language=de"
    ours.refresh_from_db()
    assert (ours.state, ours.state_by) == ("done", local_editor)
    assert ours.state_at is not None
    assert "Wo ist der Bus?" not in shown(client)


def test_way_back_leads_nowhere_else(local_editor: User, ours: Feedback) -> None:
    address = f"{LIST}{ours.pk}/done/?_changelist_filters=//evil.example"
    assert desk_of(local_editor).post(address)["Location"].startswith(f"{LIST}?")


@pytest.mark.parametrize(
    ("before", "deed", "after"),
    [("new", "done", "done"), ("new", "dismiss", "dismissed"), ("done", "reopen", "new"),
     ("dismissed", "reopen", "new")],
)  # fmt: skip
def test_every_deed_is_offered_and_done(
    local_editor: User, ours: Feedback, before: str, deed: str, after: str
) -> None:
    if before != "new":
        settle_feedback(feedback=ours, state=before, by=local_editor)
    client = desk_of(local_editor)
    address = reverse(f"admin:portal_feedback_{deed}", args=[ours.pk])
    assert address in client.get(admin_url(ours)).content.decode()
    assert client.post(address).status_code == 302
    ours.refresh_from_db()
    assert ours.state == after
    assert (ours.state_by is None) == (after == "new")


def test_get_changes_nothing(local_editor: User, ours: Feedback) -> None:
    desk_of(local_editor).get(f"{LIST}{ours.pk}/done/")
    ours.refresh_from_db()
    assert ours.is_new


def test_bulk_actions_settle_what_is_chosen(local_editor: User, ours: Feedback) -> None:
    other = about("/municipalities/senja/", ours.municipality)
    client = desk_of(local_editor)
    for action, state in (("mark_done", "done"), ("mark_new", "new"), ("mark_dismissed",
                                                                      "dismissed")):  # fmt: skip
        client.post(f"{LIST}?state=all", {"action": action, "_selected_action": [ours.pk]})
        ours.refresh_from_db()
        other.refresh_from_db()
        assert (ours.state, other.state) == (state, "new")


def test_first_editor_who_settles_is_kept(
    local_editor: User, regional_editor: User, ours: Feedback
) -> None:
    settle_feedback(feedback=ours, state="done", by=local_editor)
    assert settle_feedback(feedback=ours, state="done", by=regional_editor).state_by == local_editor
    changed = settle_feedback(feedback=ours, state="dismissed", by=regional_editor)
    assert changed.state_by == regional_editor


def test_actions_refuse_strangers_and_impossible_states(
    local_editor: User, ours: Feedback, theirs: Feedback, regional: Feedback
) -> None:
    for row in (theirs, regional):
        with pytest.raises(PermissionDenied):
            settle_feedback(feedback=row, state="done", by=local_editor)
        with pytest.raises(PermissionDenied):
            reopen_feedback(feedback=row, by=local_editor)
    with pytest.raises(ImpossibleState):
        settle_feedback(feedback=ours, state="new", by=local_editor)


# --- visits ---------------------------------------------------------------------------------------


def read(page: str, language: str, day: str, count: int) -> None:
    Visit.objects.create(
        page=page, language=language, day=datetime.date.fromisoformat(day), count=count
    )


@pytest.fixture
def november() -> datetime.date:
    this_year = timezone.localdate().year
    read("/", "nb", f"{this_year}-01-01", 5)
    read("/", "nb", f"{this_year - 1}-11-01", 1)
    read("/", "de", f"{this_year - 1}-11-30", 2)
    read("/pages/doctor/", "nb", f"{this_year - 1}-11-15", 7)
    read("/", "en", f"{this_year - 1}-12-01", 40)
    read("/", "nb", f"{this_year - 5}-12-01", 1)
    return datetime.date(this_year - 1, 11, 1)


def test_visits_are_added_up_by_month_and_page(november: datetime.date) -> None:
    months = [(each.month.month, each.count) for each in visits_by_month()]
    assert months == [(1, 5), (12, 40), (11, 10)]
    assert visits_by_page(november) == [
        PageVisits("/pages/doctor/", 7, (7, 0, 0)),
        PageVisits("/", 3, (1, 2, 0)),
    ]
    assert visits_by_page(november.replace(year=2001)) == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGIONAL])
def test_visits_are_shown_to_editors_and_regional_advisers(
    role: Role, region: Municipality, november: datetime.date
) -> None:
    PageFactory(slug="doctor", state="published", title_nb="Lege", summary_nb="Fastlege")
    page = desk_of(member(role, region)).get(f"{VISITS}?month={november:%Y-%m}").content.decode()
    assert "Lege" in page
    assert "<strong>7</strong>" in page
    assert ": 10 visits</caption>" in page


@pytest.mark.parametrize("query", ["", "?month=2001-01", "?month=nonsense", "?month=2026-13"])
def test_visits_page_answers_whatever_is_asked(
    regional_editor: User, november: datetime.date, query: str
) -> None:
    assert desk_of(regional_editor).get(VISITS + query).status_code == 200


def test_visits_page_without_visits_says_so(regional_editor: User) -> None:
    assert "No visits" in desk_of(regional_editor).get(VISITS).content.decode()


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.EDITOR, Role.REGIONAL}]
)
def test_visits_are_not_shown_to_others(role: Role, region: Municipality) -> None:
    assert desk_of(member(role, region)).get(VISITS).status_code == 403


def test_visits_are_only_looked_at(regional_editor: User, november: datetime.date) -> None:
    client, row = desk_of(regional_editor), Visit.objects.first()
    assert client.get(f"{VISITS}add/").status_code in (403, 404)
    for address in (admin_url(row), f"{VISITS}{row.pk}/history/"):
        assert client.get(address).status_code == 404
    assert client.post(admin_url(row, "delete"), {"post": "yes"}).status_code == 403
    assert Visit.objects.count() == 6
    assert admin.site.is_registered(Visit)
