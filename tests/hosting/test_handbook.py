"""The host handbook and the yearly self-check: read and answered by whom they are for."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hosting.actions.self_checks import YearIsClosed, answer_self_check
from hosting.models import HandbookPage, SelfCheck, SelfCheckAnswer
from hosting.self_checks import NEWEST, QUESTIONS, open_years
from municipalities.condition import Cell, Condition, in_condition
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.lib.dates import today
from portal.lib.history import event_model
from portal.models import SearchEntry
from portal.region_pack.load import load_region
from portal.region_pack.read import PackError
from tests.admin_forms import admin_url, save
from tests.factories import HandbookPageFactory, MunicipalityFactory, UserFactory
from tests.portal.test_region_pack import TINY

pytestmark = pytest.mark.django_db
KEYS = [question.key for question in QUESTIONS[NEWEST]]
LIST = "/admin/hosting/self-checks/"


def logged_in(role: Role | None, place: Municipality) -> Client:
    """Somebody with the role there, who reads English."""
    person = UserFactory.create()
    if role:
        Membership.objects.create(user=person, municipality=place, role=role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def year_page(place: Municipality, year: int) -> str:
    return reverse("admin:hosting_self_check", args=[place.slug, year])


def test_handbook_is_read_by_all_staff_and_written_by_editors_and_leads_of_the_place() -> None:
    here, elsewhere = MunicipalityFactory.create(), MunicipalityFactory.create()
    page = HandbookPageFactory.create(municipality=here, body_nb="<p>Slik gjør vi.</p>",
                                      review_by=today() - datetime.timedelta(days=1))  # fmt: skip
    read, change = page.get_absolute_url(), admin_url(page)
    writers = {Role.LEAD, Role.EDITOR}
    for role in [*Role, None]:
        for place in (here, elsewhere):
            client = logged_in(role, place)
            response = client.get(read)
            if role is None:
                assert response.status_code == 404
                continue
            html = response.content.decode()
            assert "Slik gjør vi." in html
            assert "has passed" in html
            assert (
                page.title_nb in client.get(admin_url(HandbookPage, "changelist")).content.decode()
            )
            may = role in writers and place == here
            assert (change in html) == may, role
            assert (client.post(change, {}).status_code == 200) == may, role
    assert Client().get(read).status_code == 302


def test_handbook_page_is_changed_in_its_languages_and_stays_in_its_place() -> None:
    page, elsewhere = HandbookPageFactory.create(), MunicipalityFactory.create()
    client = logged_in(Role.LEAD, page.municipality)
    save(client, admin_url(page), body_nb="<p>Ny<script>x</script></p>", title_de="Ablauf")
    page.refresh_from_db()
    assert (page.body_nb, page.title_de) == ("<p>Ny</p>", "Ablauf")
    refused = save(client, admin_url(page), municipality=elsewhere.pk)
    assert "municipality" in refused.context["adminform"].errors
    assert not SearchEntry.objects.filter(title="Ablauf").exists(), "readers never find it"
    assert event_model(HandbookPage).objects.filter(title_de="Ablauf").exists()


def test_page_past_its_review_stands_on_the_board(region: Municipality) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    late = HandbookPageFactory.create(municipality=region, review_by=yesterday)
    HandbookPageFactory.create(municipality=region, review_by=today())
    assert list(in_condition(HandbookPage, Cell(Condition.STALE), [region])) == [late]
    assert list(HandbookPage.objects.overdue()) == [late]


def test_handbook_of_a_pack_is_checked_and_loaded(tmp_path: Any) -> None:
    import shutil

    pack = shutil.copytree(TINY, tmp_path / "pack")
    entry = "- {key: first, title: {nb: Først}, body: {nb: <p>Ring.</p>}}\n"
    (pack / "handbook.yaml").write_text(
        "pages:\n" + entry * 2 + "- {key: b, municipality: oslo, title: {nb: B}, "
        "body: {nb: '[[figure:none]]'}}\n"
    )
    with pytest.raises(PackError) as refused:
        load_region(pack)
    assert len(refused.value.mistakes) == 3
    (pack / "handbook.yaml").write_text("pages:\n" + entry)
    load_region(pack)
    page = HandbookPage.objects.get()
    assert page.municipality.is_region
    assert page.body_nb == "<p>Ring.</p>"


def test_self_check_is_answered_by_lead_and_coordinator_of_the_place(
    region: Municipality,
) -> None:
    here, elsewhere = MunicipalityFactory.create(), MunicipalityFactory.create()
    url = year_page(here, today().year)
    sent = {f"answer-{KEYS[0]}": "partly", f"note-{KEYS[0]}": "Vi øver."}
    answering, reading = {Role.COORDINATOR, Role.LEAD}, {Role.COORDINATOR, Role.LEAD, Role.REGIONAL}
    for role in Role:
        for place in (here, elsewhere, region):
            client = logged_in(role, place)
            may_read = role in reading and place == here
            may_read |= role == Role.REGIONAL and place == region
            status = client.get(url).status_code
            assert status == (200 if may_read else 404 if role in reading else 403), (role, place)
            posted = client.post(url, sent).status_code
            if role in answering and place == here:
                assert posted == 302
            else:
                assert posted in (403, 404)
    answer = SelfCheckAnswer.objects.exclude(answer="").get()
    assert (answer.question, answer.answer, answer.note) == (KEYS[0], "partly", "Vi øver.")
    adviser = logged_in(Role.REGIONAL, region)
    assert {place.pk for place, _years in adviser.get(LIST).context["lines"]} == {
        region.pk, here.pk, elsewhere.pk,
    }  # fmt: skip
    assert "0 yes, 1 partly, 0 no" in adviser.get(LIST).content.decode()
    own = logged_in(Role.LEAD, elsewhere).get(LIST)
    assert [place for place, _years in own.context["lines"]] == [elsewhere]


def test_self_check_stands_beside_last_years_and_is_kept(region: Municipality) -> None:
    here, year = MunicipalityFactory.create(), today().year
    before = SelfCheck.objects.create(municipality=here, year=year - 1, question_set=NEWEST)
    before.answers.create(question=KEYS[0], answer="no", note="Ingen svarte i fjor.")
    client = logged_in(Role.LEAD, here)
    html = client.get(year_page(here, year)).content.decode()
    assert "Ingen svarte i fjor." in html
    assert html.count("<fieldset") == len(KEYS) == 15
    sent = {f"answer-{KEYS[0]}": "yes", f"note-{KEYS[1]}": "x" * 501}
    refused = client.post(year_page(here, year), sent)
    assert list(refused.context["form"].errors) == [f"note-{KEYS[1]}"]
    assert not SelfCheck.objects.filter(year=year).exists()
    number = client.post(year_page(here, year), {f"note-{KEYS[1]}": "Ring 01010750160"})
    assert f"note-{KEYS[1]}" in number.context["form"].errors
    for answer in ("yes", "yes", "partly"):
        sent = {f"answer-{KEYS[0]}": answer}
        assert client.post(year_page(here, year), sent).status_code == 302
    assert SelfCheckAnswer.objects.get(check_of_year__year=year).answer == "partly"
    events = event_model(SelfCheckAnswer).objects.order_by("pgh_id")
    assert [each.answer for each in events] == ["no", "yes", "partly"]
    assert client.get(year_page(here, year + 1)).status_code == 404
    assert client.get(year_page(here, 1999)).status_code == 404


def test_earlier_years_stay_as_they_are() -> None:
    january, june = datetime.date(2027, 1, 31), datetime.date(2027, 6, 1)
    assert open_years(january) == [2027, 2026]
    assert open_years(june) == [2027]
    here, client_year = MunicipalityFactory.create(), today().year - 2
    with pytest.raises(YearIsClosed):
        answer_self_check(municipality=here, year=client_year, answers={}, by=None)
    client = logged_in(Role.LEAD, here)
    assert client.post(year_page(here, client_year), {}).status_code == 403
    assert "<fieldset" not in client.get(year_page(here, client_year)).content.decode()
