"""The monthly letter: what is news, who approves it, and the archive."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from hosting.actions.letters import (
    MonthNotOver,
    NotADraft,
    NothingToSay,
    approve_letter,
    finish_letter,
    prepare_letters,
    write_letter,
)
from hosting.letters.news import MOST_OF_A_KIND, gathered
from hosting.letters.sources import SOURCES
from hosting.models import Event, Letter
from municipalities.actions.revisions import publish_revision, save_revision
from municipalities.models import LocalPart, Membership, Municipality, Page, Revision
from municipalities.roles import Role
from portal.lib.dates import months_before, today
from portal.models import User
from tests.admin_forms import admin_url, filled_in
from tests.factories import (
    CoordinatorFactory,
    LocalPartFactory,
    MunicipalityFactory,
    PageFactory,
    UserFactory,
)
from tests.jobs import run_jobs
from tests.wsgi import Front

pytestmark = pytest.mark.django_db
MONTH = months_before(today().replace(day=1), 1)
BEFORE = months_before(MONTH, 1)


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(slug="senja", name="Senja")


@pytest.fixture
def coordinator(senja: Municipality) -> User:
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=senja, role=Role.COORDINATOR)
    return user


def published(text: Any, month: datetime.date = MONTH, note: dict[str, str] | None = None) -> Any:
    """Publish a new revision of the text in the month, with what readers are told."""
    words = text.texts
    words["nb"] |= {name: f"{value}!" for name, value in words["nb"].items() if value}
    revision = save_revision(text=text, texts=words, by=None, note=note)
    assert revision is not None
    publish_revision(revision=revision, by=None)
    moment = timezone.make_aware(datetime.datetime.combine(month, datetime.time(0, 5)))
    Revision.objects.of(text).filter(published_at__isnull=False).update(published_at=moment)
    text.refresh_from_db()
    return text


def news(place: Municipality, month: datetime.date = MONTH) -> dict[str, list[tuple[str, str]]]:
    """Kind and title of the news by language."""
    found = gathered(Letter(municipality=place, month=month), SOURCES)
    return {code: [(item["kind"], item["title"].rstrip("!")) for item in items]
            for code, items in found.items()}  # fmt: skip


def test_news_are_what_was_published_in_the_month(senja: Municipality, region: Any) -> None:
    fresh = published(PageFactory(title_nb="Lege", title_de="Arzt", body_nb="A"))
    changed: Page = PageFactory(title_nb="Skole", body_nb="A")
    published(changed, BEFORE)
    first = Revision.objects.of(changed).get(published_at__isnull=False)
    published(changed, MONTH, {"nb": "Ny frist"})
    Revision.objects.filter(pk=first.pk).update(published_at=first.published_at)
    published(PageFactory(title_nb="Gammel", body_nb="A"), BEFORE)
    PageFactory(title_nb="Kladd", body_nb="A")
    ours: LocalPart = LocalPartFactory(page=fresh, municipality=senja, body_nb="A")
    published(ours)
    published(LocalPartFactory(page=fresh, municipality=MunicipalityFactory(), body_nb="A"))

    assert news(senja) == {
        "nb": [("page", "Lege"), ("change", "Skole"), ("local", "Lege")],
        "de": [("page", "Arzt"), ("change", "Skole"), ("local", "Arzt")],
        "en": [("page", "Lege"), ("change", "Skole"), ("local", "Lege")],
    }
    assert news(region)["nb"] == [("page", "Lege"), ("change", "Skole")]
    letter = gathered(Letter(municipality=senja, month=MONTH), SOURCES)
    assert letter["de"][0] | {"about": ""} == {
        "kind": "page", "title": "Arzt", "title_language": "de",
        "path": f"/de/pages/{fresh.slug}/", "about": "", "about_language": "de",
    }  # fmt: skip
    assert (letter["de"][1]["about"], letter["de"][1]["about_language"]) == ("Ny frist", "nb")
    assert letter["de"][1]["title_language"] == "nb"
    # What is taken down since is no news, and the month after has none of this.
    Page.objects.filter(pk=fresh.pk).update(state="archived")
    assert news(senja)["nb"] == [("change", "Skole")]
    assert not any(news(senja, today().replace(day=1)).values())


def test_news_of_one_kind_are_not_without_end(senja: Municipality) -> None:
    topic = PageFactory().topic
    for number in range(MOST_OF_A_KIND + 2):
        published(PageFactory(topic=topic, title_nb=f"Side {number}", body_nb="A"))
    assert len(news(senja)["nb"]) == MOST_OF_A_KIND


def test_letters_are_begun_once_and_only_where_there_is_news(senja: Municipality) -> None:
    assert prepare_letters() == 0
    published(
        LocalPartFactory(page=PageFactory(state="published"), municipality=senja, body_nb="A")
    )
    assert prepare_letters() == 1
    assert prepare_letters() == 0
    letter = Letter.objects.get()
    assert (letter.municipality, letter.month, letter.state) == (senja, MONTH, "draft")


def test_letter_is_approved_once_by_who_may_and_stays_as_it_was(
    senja: Municipality, coordinator: User
) -> None:
    letter = Letter.objects.create(municipality=senja, month=MONTH)
    with pytest.raises(NothingToSay):
        approve_letter(letter=letter, by=coordinator)
    page = published(PageFactory(title_nb="Lege", body_nb="A"))
    for stranger in (UserFactory.create(), _coordinator_of(MunicipalityFactory())):
        with pytest.raises(PermissionDenied):
            approve_letter(letter=letter, by=stranger)
        with pytest.raises(PermissionDenied):
            write_letter(letter=letter, words={"nb": "Nei"}, by=stranger)
    write_letter(letter=letter, words={"nb": "Hei!", "de": ""}, by=coordinator)
    approve_letter(letter=letter, by=coordinator)
    for late in (
        lambda: approve_letter(letter=letter, by=coordinator),
        lambda: write_letter(letter=letter, words={}, by=coordinator),
    ):
        with pytest.raises(NotADraft):
            late()
    Page.objects.filter(pk=page.pk).update(title_nb="Noe annet")
    letter.refresh_from_db()
    assert (letter.state, letter.words, letter.approved_by) == (
        "approved", {"nb": "Hei!"}, coordinator,
    )  # fmt: skip
    assert [item["title"].rstrip("!") for item in letter.items["nb"]] == ["Lege"]
    running = Letter.objects.create(municipality=senja, month=today().replace(day=1))
    with pytest.raises(MonthNotOver):
        approve_letter(letter=running, by=coordinator)


def _coordinator_of(place: Any) -> User:
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=place, role=Role.COORDINATOR)
    return user


def test_archive_shows_letters_that_were_sent_in_each_language(
    client: Client, senja: Municipality, coordinator: User
) -> None:
    page = published(PageFactory(title_nb="Lege <b>", title_de="Arzt", body_nb="A"))
    letter = Letter.objects.create(
        municipality=senja, month=MONTH, words={"nb": "Hei & hopp\n\n<script>"}
    )
    address = f"/de/letter/senja/{MONTH:%Y-%m}/"
    assert client.get(address).status_code == 404
    approved = approve_letter(letter=letter, by=coordinator)
    assert client.get(address).status_code == 404
    finish_letter(letter=approved, count=3)
    front = Front()
    german = front.get(address)
    assert (german.status, german.headers["Cache-Control"][:6]) == (200, "public")
    assert f'<a href="/de/pages/{page.slug}/">Arzt</a>' in german.text
    assert 'lang="nb"><p>Hei &amp; hopp</p>' in german.text
    assert "&lt;script&gt;" in german.text
    assert "Lege &lt;b&gt;" in front.get(address.replace("/de/", "/nb/")).text
    assert f'href="{address}"' in client.get("/de/letter/").content.decode()
    for month in ("9999-13", "0000-00", "9999-12", "2026-1", "2026-001", "x", "2026-11-01"):
        assert client.get(f"/de/letter/senja/{month}/").status_code == 404, month
    assert client.get(address.replace("senja", "nowhere")).status_code == 404


def test_coordinator_writes_reads_tries_and_approves_in_the_admin(
    senja: Municipality, coordinator: User
) -> None:
    CoordinatorFactory(municipality=senja, name="Kari", email="kari@example.org")
    published(PageFactory(title_nb="Lege", body_nb="A"))
    client = Client(headers={"accept-language": "en"})
    client.force_login(coordinator)
    add = admin_url(Letter, "add")
    typed = filled_in(client.get(add), municipality=senja.pk, words_nb="Hei!\x00\u202e")
    assert client.post(add, typed | {"month": "2026-01-31"}).status_code == 200
    assert client.post(add, typed | {"month": MONTH.isoformat()}).status_code == 302
    letter = Letter.objects.get()
    assert letter.words == {"nb": "Hei!"}
    assert client.post(add, typed | {"month": MONTH.isoformat()}).status_code == 200, "once"
    preview = client.get(f"/admin/hosting/letter/{letter.pk}/preview/").content.decode()
    for part in ("Hei!", "Senja", "/nb/pages/", "/de/pages/", "Kari"):
        assert part in preview
    trial = f"/admin/hosting/letter/{letter.pk}/trial/"
    client.get(trial)
    run_jobs()
    assert mail.outbox == []
    client.post(trial)
    run_jobs()
    assert [each.to for each in mail.outbox] == [[coordinator.email]] * 3
    assert mail.outbox[0].reply_to == ["kari@example.org"]
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    approve = f"/admin/hosting/letter/{letter.pk}/approve/"
    assert "Everybody" in client.get(approve).content.decode()
    assert Letter.objects.get().state == "draft"
    client.post(approve)
    assert Letter.objects.get().state == "approved"
    # Now it is read and no more.
    assert client.post(admin_url(letter), {"words_nb": "Nei"}).status_code == 403
    client.post(approve)
    assert Letter.objects.get().words == {"nb": "Hei!"}
    stranger = Client()
    stranger.force_login(_coordinator_of(MunicipalityFactory()))
    assert stranger.get(admin_url(letter)).status_code == 302
    assert stranger.get(f"/admin/hosting/letter/{letter.pk}/preview/").status_code == 404
    assert stranger.post(approve).status_code == 302


def test_events_to_come_are_told_until_they_begin(senja: Municipality, region: Any) -> None:
    now = timezone.now()

    def event(place: Municipality, title: str, starts: datetime.datetime, **fields: Any) -> None:
        Event.objects.create(
            municipality=place, slug=title.lower(), title_nb=title, state="published",
            starts=starts, ends=starts + datetime.timedelta(hours=1), **fields,
        )  # fmt: skip

    soon = now + datetime.timedelta(minutes=1)
    event(senja, "Kor", soon)
    event(region, "Treff", soon)
    event(MunicipalityFactory.create(), "Fremmed", soon)
    event(senja, "Avlyst", soon, status="cancelled")
    event(senja, "Eksempel", soon, is_example=True)
    event(senja, "Over", now - datetime.timedelta(hours=2))
    event(senja, "Senere", soon + datetime.timedelta(days=70))
    month = months_before(timezone.localdate(soon).replace(day=1), 1)
    assert news(senja, month)["nb"] == [("event", "Kor"), ("event", "Treff")]
    assert news(region, month)["de"] == [("event", "Treff")]
