"""Stories as readers, the people in them, and editors meet them."""

import time
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from municipalities.actions.revisions import head_of
from municipalities.actions.stories import publish_with_chapters, withdraw_consent
from municipalities.models import (
    Membership,
    Municipality,
    Story,
    StoryChapter,
    StoryConsent,
    StoryWithdrawal,
)
from municipalities.preview import preview_addresses
from municipalities.roles import Role
from municipalities.story_links import SALT, VALID_FOR, withdrawal_address, withdrawal_token
from portal.models import User
from tests.accounts import log_in
from tests.admin_forms import admin_url, errors, keep, save
from tests.factories import MunicipalityFactory, UserFactory
from tests.municipalities.stories import CANARY, agreed, told_story, written_chapter, written_story
from tests.wsgi import Front

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PAGE = "stories/sykepleier-fra-bremen/"


@pytest.fixture
def place(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(slug="malselv", name="Målselv")


def held(role: Role, place: Municipality) -> Client:
    """Somebody with the role there, logged in."""
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=place, role=role)
    return log_in(user)


@pytest.fixture
def editor(place: Municipality) -> Client:
    return held(Role.EDITOR, place)


@pytest.fixture
def coordinator(place: Municipality) -> Client:
    return held(Role.COORDINATOR, place)


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer: Any = client.get(path)
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def url(story: Any, page: str) -> str:
    return reverse(f"admin:municipalities_{story._meta.model_name}_{page}", args=[story.pk])


# --- reading --------------------------------------------------------------------------------------


def test_story_says_who_where_since_when_and_falls_back_honestly(
    client: Client, place: Municipality
) -> None:
    story = told_story(place, since="2022-08-01")
    written_chapter(story, title_nb="Uleste ord")
    shown = text_of(client, f"/de/{PAGE}")
    assert f"<h1>{CANARY} am Fluss</h1>" in shown
    assert f'<p class="lead"><span lang="nb">{CANARY} kom hit.</span></p>' in shown
    assert f'<span lang="nb">{CANARY} er framme</span></h2>' in shown
    assert '<div class="prose" lang="nb">' in shown
    assert "August 2022" in shown
    assert "August 2023" in shown
    assert 'href="/de/municipalities/malselv/"' in shown
    assert "Uleste ord" not in shown


def test_chapters_stand_in_the_order_of_time(client: Client, place: Municipality) -> None:
    story = written_story(place)
    written_chapter(story, month="2025-01-01", title_nb="Sist")
    written_chapter(story, month="2021-01-01", title_nb="Først")
    agreed(story)
    publish_with_chapters(story=story, by=None)
    shown = text_of(client, f"/nb/{PAGE}")
    assert shown.index("Først") < shown.index("er framme") < shown.index("Sist")


def test_list_says_that_there_is_none_and_how_to_tell_ones_own(
    client: Client, place: Municipality
) -> None:
    written_story(place)
    shown = text_of(client, "/en/stories/")
    assert "There is no story here yet" in shown
    assert 'href="/en/contact/"' in shown
    assert CANARY not in shown


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", ["a", "b", "c"]), ("?m=malselv", ["a", "b"]), ("?kind=newcomer", ["a", "c"]),
        ("?m=malselv&kind=receives", ["b"]), ("?m=senja&kind=receives", []),
        ("?m=oslo&kind=nobody", ["a", "b", "c"]),
    ],
)  # fmt: skip
def test_list_keeps_what_is_asked_for_and_counts(
    client: Client, place: Municipality, question: str, found: list[str]
) -> None:
    senja = MunicipalityFactory.create(slug="senja", name="Senja")
    for slug, where, kind in (
        ("a", place, "newcomer"), ("b", place, "receives"), ("c", senja, "newcomer"),
    ):  # fmt: skip
        told_story(where, slug=slug, kind=kind)
    shown = text_of(client, f"/en/stories/{question}")
    assert [slug for slug in "abc" if f'href="/en/stories/{slug}/"' in shown] == found
    assert f"{len(found)} stor" in shown
    if not question:
        assert "Målselv (2)" in shown
        assert "Everybody (3)" in shown


def test_feed_is_atom_in_the_readers_language(
    client: Client, place: Municipality, settings: Any
) -> None:
    settings.SITE_URL = "https://landgang.example.org"
    told_story(place)
    feed = ElementTree.fromstring(client.get("/de/stories/feed.xml").content)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"{CANARY} am Fluss"
    leads = {str(link.get("href")) for link in feed.iter(f"{ATOM}link")}
    assert leads == {
        f"https://landgang.example.org/de/{path}" for path in ("stories/", "stories/feed.xml", PAGE)
    }


def test_stories_are_found_from_their_municipality(client: Client, place: Municipality) -> None:
    assert "/en/stories/?m=" not in text_of(client, "/en/municipalities/malselv/")
    told_story(place)
    shown = text_of(client, "/en/municipalities/malselv/")
    assert 'href="/en/stories/sykepleier-fra-bremen/"' in shown
    assert 'href="/en/stories/?m=malselv"' in shown


# --- gone at once ---------------------------------------------------------------------------------

LISTS = ("/nb/stories/", "/nb/stories/feed.xml", "/nb/search/?q=Kanarifugl",
         "/nb/municipalities/malselv/")  # fmt: skip


def test_withdrawn_story_is_gone_from_every_page(client: Client, place: Municipality) -> None:
    story = told_story(place)
    for path in LISTS:
        assert f"{CANARY} ved elva" in text_of(client, path), path
    assert PAGE in text_of(client, "/sitemap.xml")
    withdraw_consent(story=story, channel="link")
    for path in LISTS:
        assert f"{CANARY} ved elva" not in text_of(client, path), path
    assert PAGE not in text_of(client, "/sitemap.xml")
    gone = text_of(client, f"/nb/{PAGE}", status=410)
    assert CANARY not in gone
    assert 'content="noindex"' in gone
    text_of(client, "/nb/stories/aldri-fortalt/", status=404)


@pytest.mark.django_db(transaction=True)
def test_withdrawn_story_is_gone_from_warm_caches() -> None:
    region = Municipality.objects.create(kind="region", slug="midt-troms", name="Midt-Troms")
    assert region.is_region
    story = told_story(MunicipalityFactory.create())
    front = Front()
    paths = (f"/nb/{PAGE}", "/nb/stories/", "/nb/stories/feed.xml")
    assert all(CANARY in front.get(path).text for path in paths)
    assert len(front.cache.pages._pages) == 3
    assert all(CANARY in front.get(path).text for path in paths)
    withdraw_consent(story=story, channel="link")
    answers = [front.get(path) for path in paths]
    assert [answer.status for answer in answers] == [410, 200, 200]
    assert not any(CANARY in answer.text for answer in answers)


# --- the person's own link ------------------------------------------------------------------------


def own_link(story: Story) -> str:
    """The path of the link that the person was given."""
    consent = StoryConsent.objects.get(story=story)
    return "/" + withdrawal_address(consent).split("/", 3)[3]


def test_own_link_asks_first_and_takes_the_story_down_when_pressed(
    client: Client, place: Municipality
) -> None:
    story = told_story(place)
    path = own_link(story)
    assert path.startswith("/de/stories/withdraw/")
    # Whatever opens links in mails, as often as it likes.
    for ask_with in (client.get, client.head, client.get):
        answer = ask_with(path)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
    assert f"{CANARY} am Fluss" in text_of(client, path)
    assert Story.objects.shown().exists()
    pressed = Client(enforce_csrf_checks=True).post(path)
    assert (pressed.status_code, pressed["Location"]) == (303, path)
    assert StoryWithdrawal.objects.get().recorded_by is None
    with override("de"):
        assert CANARY not in text_of(client, path)
    # Pressed once more, by the back button.
    assert client.post(path).status_code == 303
    assert StoryWithdrawal.objects.count() == 1


def test_own_link_that_is_altered_or_made_for_something_else_opens_nothing(
    client: Client, place: Municipality
) -> None:
    story = told_story(place)
    consent = story.consents.get()  # type: ignore[attr-defined]
    good = withdrawal_token(consent.pk)
    other = signing.dumps(consent.pk, salt="preview")
    wrong = ("A" + good[1:], other, withdrawal_token(consent.pk + 1), "x")
    for token in wrong:
        for send in (client.get, client.post):
            assert send(f"/en/stories/withdraw/{token}/").status_code == 404
    assert Story.objects.shown().exists()


def test_own_link_that_has_expired_says_whom_to_tell(
    client: Client, place: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = told_story(place)
    path, now = own_link(story), time.time()
    assert signing.loads(path.split("/")[-2], salt=SALT)
    monkeypatch.setattr(time, "time", lambda: now + VALID_FOR + 1)
    for send in (client.get, client.post):
        answer = send(path)
        assert answer.status_code == 410
        assert 'href="/de/hosts/"' in answer.content.decode()
    assert Story.objects.shown().exists()


# --- staff ----------------------------------------------------------------------------------------


def test_coordinator_writes_and_records_and_an_editor_publishes(
    coordinator: Client, editor: Client, place: Municipality
) -> None:
    told = {
        "person": "Katrin", "slug": "nattevakt", "municipality": place.pk, "kind": "newcomer",
        "title_nb": "Nattevakt",
    }  # fmt: skip
    assert save(coordinator, admin_url(Story, "add"), **told).status_code == 302
    story = Story.objects.get()
    part = {"story": story.pk, "month": "2024-05-01", "title_nb": "Framme", "body_nb": "<p>Ja</p>",
            "title_en": "Arrived"}  # fmt: skip
    assert save(coordinator, admin_url(StoryChapter, "add"), **part).status_code == 302
    assert StoryChapter.objects.get().municipality == place
    assert "Arrived" in text_of(coordinator, admin_url(StoryChapter, "changelist"))
    assert "Arrived" in text_of(coordinator, admin_url(story))
    found = errors(save(editor, admin_url(story)))
    assert "once the person has agreed" in found["__all__"][0]
    said = {"text_version": "2026-1", "language": "de", "channel": "paper"}
    late = coordinator.post(url(story, "consent"), said | {"given_on": "2999-01-01"})
    assert "This day lies ahead." in late.content.decode()
    given = coordinator.post(url(story, "consent"), said | {"given_on": "2026-05-03"})
    assert given.status_code == 302
    shown = text_of(coordinator, admin_url(story))
    assert "given on 3 May 2026, on paper, to text 2026-1 (Deutsch)" in shown
    assert withdrawal_address(StoryConsent.objects.get()) in shown
    refused = coordinator.post(url(story, "revisions") + "1/", {"deed": "publish"})
    assert refused.status_code == 403
    assert save(editor, admin_url(story)).status_code == 302
    assert StoryChapter.objects.shown().count() == Story.objects.shown().count() == 1


def test_address_names_nobody(editor: Client, place: Municipality) -> None:
    story = written_story(place)
    for slug in ("katrin-fra-bremen", "kanarifugl"):
        assert "slug" in errors(save(editor, admin_url(story), slug=slug))
    assert "person" in errors(save(editor, admin_url(story), person=""))


def test_coordinator_takes_a_story_down_and_nobody_writes_it_again(
    coordinator: Client, editor: Client, place: Municipality
) -> None:
    story = told_story(place)
    asked = text_of(coordinator, url(story, "withdraw"))
    assert "cannot be restored" in asked
    assert Story.objects.shown().exists()
    assert coordinator.post(url(story, "withdraw"), {"channel": "link"}).status_code == 200
    assert coordinator.post(url(story, "withdraw"), {"channel": "mail"}).status_code == 302
    assert StoryWithdrawal.objects.get().channel == "mail"
    left = text_of(editor, admin_url(story))
    assert "Taken back on" in left
    assert CANARY not in left
    assert CANARY not in text_of(editor, admin_url(Story, "changelist"))
    for page in ("change", "consent"):
        assert editor.post(url(story, page), {"title_nb": "Igjen"}).status_code == 403
    assert editor.post(url(story, "autosave"), {"title_nb": "Igjen"}).status_code == 403
    translate = reverse("admin:municipalities_story_translate", args=[story.pk, "de"])
    assert editor.get(translate).status_code == 403
    assert "There is nothing to do here" in text_of(editor, url(story, "withdraw"))


def test_stories_of_another_municipality_are_out_of_reach(place: Municipality) -> None:
    story = told_story(place)
    chapter = story.chapters.get()  # type: ignore[attr-defined]
    elsewhere = MunicipalityFactory.create(slug="senja", name="Senja")
    for role in (Role.EDITOR, Role.COORDINATOR):
        stranger = held(role, elsewhere)
        for page in ("consent", "withdraw", "revisions", "autosave"):
            assert stranger.get(url(story, page)).status_code == 404
            assert stranger.post(url(story, page), {"channel": "mail"}).status_code == 404
        for text in (story, chapter):
            assert stranger.get(admin_url(text)).status_code == 302
            assert CANARY not in text_of(stranger, admin_url(type(text), "changelist"))
        foreign = {"story": story.pk, "month": "2024-05-01", "title_nb": "Inntrenger"}
        assert "story" in errors(save(stranger, admin_url(StoryChapter, "add"), **foreign))
    assert Story.objects.shown().exists()
    assert StoryChapter.objects.count() == 1


@pytest.mark.parametrize("role", [Role.REGIONAL, Role.PRIVACY, Role.ADMINISTRATOR])
def test_stories_are_no_matter_of_other_roles(place: Municipality, role: Role) -> None:
    story = told_story(place)
    assert held(role, place).get(admin_url(story)).status_code == 403


# --- preview --------------------------------------------------------------------------------------


def test_preview_shows_all_chapters_before_anybody_has_agreed(
    client: Client, editor: Client, place: Municipality
) -> None:
    story = written_story(place)
    chapter = story.chapters.get()  # type: ignore[attr-defined]
    assert keep(editor, admin_url(chapter), title_nb="Ny overskrift").status_code == 302
    for text in (story, chapter):
        head = head_of(text)
        assert head is not None
        path = "/" + preview_addresses(head)["nb"].split("/", 3)[3]
        shown = text_of(client, path)
        assert f"{CANARY} ved elva" in shown
        assert "Ny overskrift" in shown
    assert not Story.objects.shown().exists()
    assert User.objects.exists()
    withdraw_consent(story=story, channel="link")
    text_of(client, path, status=410)
