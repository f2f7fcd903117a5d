"""What readers are told has changed: on pages, in lists, in the feed; and when it vanishes."""

import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hosting.models import Step
from municipalities.actions.revisions import (
    NotPublished,
    archive_text,
    correct_note,
    head_of,
    publish_due,
    publish_revision,
    restore_revision,
    save_revision,
    schedule_revision,
)
from municipalities.actions.texts import save_text
from municipalities.models import LocalPart, Membership, Municipality, Page, Revision
from municipalities.roles import Role
from portal.models import ContentVersion, User
from tests.admin_forms import admin_url, errors, filled_in, keep, save
from tests.factories import (
    MunicipalityFactory,
    PageFactory,
    StepFactory,
    TopicFactory,
    UserFactory,
)
from tests.portal.test_page_cache import commit

pytestmark = pytest.mark.django_db
NOTE = {"nb": "Ny pris <fra> mai", "de": "Neuer Preis ab Mai"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def page(region: Municipality) -> Page:
    built = PageFactory.build(
        topic=TopicFactory(), slug="hus", title_nb="Hus", title_de="Haus", body_nb="<p>0</p>",
        body_de="<p>0</p>", state="published",
    )  # fmt: skip
    return save_text(text=built)


def write(text: Any, note: dict[str, str] | None = None, **options: Any) -> Revision:
    """A draft on top of what there is, with other words in it."""
    head = head_of(text)
    texts = {code: dict(fields) for code, fields in (head or text).texts.items()}
    field = "body" if "body" in text.TEXTS else text.TEXTS[0]
    texts["nb"][field] = f"<p>{(head.number if head else 0) + 1}</p>"
    revision = save_revision(text=text, texts=texts, by=None, note=note, **options)
    assert revision is not None
    return revision


def tell(text: Any, note: dict[str, str] | None = None) -> Revision:
    """The same, published."""
    return publish_revision(revision=write(text, note), by=None)


def read(client: Client, path: str) -> str:
    answer: Any = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def told(client: Client, language: str = "nb") -> list[tuple[str, str]]:
    """What the feed says: language and note of each entry."""
    feed = ElementTree.fromstring(client.get(f"/{language}/changes/feed.xml").content)
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert feed.get(xml_lang) == language
    return [
        (str(each.get(xml_lang)), str(each.findtext("a:summary", "", ATOM)))
        for each in feed.findall("a:entry", ATOM)
    ]


# --- when it is public ----------------------------------------------------------------------------


def test_note_is_public_exactly_when_its_revision_is(client: Client, page: Page) -> None:
    revision = write(page, NOTE)
    for path in ("/nb/pages/hus/", "/nb/changes/"):
        assert "Ny pris" not in read(client, path)
    assert told(client) == []
    publish_revision(revision=revision, by=None)
    for path in ("/nb/pages/hus/", "/nb/changes/", f"/nb/changes/page/{page.pk}/"):
        assert "Ny pris &lt;fra&gt; mai" in read(client, path)
    assert told(client) == [("nb", "Ny pris &lt;fra&gt; mai")]


def test_note_of_a_scheduled_revision_comes_at_its_time_and_once(
    client: Client, page: Page
) -> None:
    at = timezone.now() + datetime.timedelta(hours=1)
    schedule_revision(revision=write(page, NOTE), by=None, publish_at=at)
    later = write(page)
    assert later.note == NOTE, "whoever goes on from it sees what it will say"
    assert told(client) == []
    publish_due(now=at)
    assert len(told(client)) == 1
    later.refresh_from_db()
    assert later.note == {}


def test_draft_keeps_its_note_until_somebody_changes_it(page: Page) -> None:
    write(page, NOTE)
    assert write(page).note == NOTE
    texts = write(page).texts
    again = save_revision(text=page, texts=texts, by=None, note={"nb": " Ny  pris\n", "xx": "?"})
    assert again is not None
    assert again.note == {"nb": "Ny pris"}
    assert save_revision(text=page, texts=texts, by=None, note={"nb": "Ny pris"}) is None
    publish_revision(revision=again, by=None)
    # What was told is not told with the next change, nor with an old text that comes back.
    assert write(page).note == {}
    assert restore_revision(revision=again, by=None).note == {}


def test_note_vanishes_with_its_page_and_comes_back_with_it(client: Client, page: Page) -> None:
    tell(page, NOTE)
    archive_text(text=page, by=None)
    assert "Hus" not in read(client, "/nb/changes/")
    assert told(client) == []
    assert client.get(f"/nb/changes/page/{page.pk}/").status_code == 404
    tell(page)
    assert len(told(client)) == 1


def test_part_and_its_notes_vanish_with_the_regional_page(client: Client, page: Page) -> None:
    part = save_text(
        text=LocalPart(
            page=page, municipality=MunicipalityFactory(slug="her", name="Her"), state="published"
        )
    )
    tell(part, {"nb": "Nytt her"})
    tell(page, NOTE)
    html = read(client, "/nb/municipalities/her/pages/hus/")
    assert html.index("Ny pris") < html.index("Nytt her")
    assert "Nytt her" not in read(client, "/nb/pages/hus/")
    assert ">Hus – Her</a>" in read(client, "/nb/changes/")
    archive_text(text=page, by=None)
    assert told(client) == []


@pytest.mark.parametrize("address", ["page/999/", "user/1/", "figure/1/", "revision/1/"])
def test_changes_of_what_readers_do_not_see_are_nowhere(
    client: Client, page: Page, address: str
) -> None:
    tell(page)
    assert client.get(f"/nb/changes/{address}").status_code == 404
    assert client.get(f"/nb/changes/page/{page.pk}/").status_code == 404


# --- how it is shown ------------------------------------------------------------------------------


def test_note_is_in_the_readers_language_or_marked(client: Client, page: Page) -> None:
    tell(page, NOTE)
    assert "<span>Neuer Preis ab Mai</span>" in read(client, "/de/pages/hus/")
    assert '<span lang="nb">Ny pris &lt;fra&gt; mai</span>' in read(client, "/en/pages/hus/")
    assert told(client, "de") == [("de", "Neuer Preis ab Mai")]
    assert told(client, "en") == [("nb", "Ny pris &lt;fra&gt; mai")]
    html = read(client, "/en/changes/")
    assert '<a href="/en/pages/hus/" lang="nb">Hus</a>' in html
    assert 'type="application/atom+xml"' in html


def test_older_changes_are_folded_and_the_rest_has_an_address(client: Client, page: Page) -> None:
    for number in range(12):
        tell(page, {"nb": f"Endring {number}."})
    html = read(client, "/nb/pages/hus/")
    shown, folded = html[html.index('id="changes"') :].split("<details>")
    assert [number for number in range(12) if f"Endring {number}." in shown] == [9, 10, 11]
    assert [number for number in range(12) if f"Endring {number}." in folded] == list(range(2, 9))
    assert shown.index("Endring 11.") < shown.index("Endring 9.")
    address = f"/nb/changes/page/{page.pk}/"
    assert f'href="{address}"' in html
    assert all(f"Endring {number}." in read(client, address) for number in range(12))


def test_page_without_notes_says_nothing_of_changes(client: Client, page: Page) -> None:
    tell(page)
    assert 'id="changes"' not in read(client, "/nb/pages/hus/")


def test_other_texts_tell_too(client: Client, page: Page) -> None:
    step = StepFactory.build(key="melde", topic=page.topic, title_nb="Meld", state="published")
    place = MunicipalityFactory.build(slug="her", name="Her", introduction_nb="<p>a</p>")
    for text in (save_text(text=step), save_text(text=place), page.topic):
        texts = {code: dict(fields) for code, fields in text.texts.items()}
        texts["nb"][text.TEXTS[0]] += "!"
        revision = save_revision(text=text, texts=texts, by=None, note={"nb": "Endret her"})
        assert revision is not None
        publish_revision(revision=revision, by=None)
        assert "Endret her" in read(client, text.get_absolute_url())
    assert len(told(client)) == 3
    Step.objects.update(state="draft")
    assert len(told(client)) == 2


# --- those who write it ---------------------------------------------------------------------------


@pytest.fixture
def editor(regional_editor: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(regional_editor)
    return client


def test_note_is_written_with_the_text_and_seen_by_who_publishes(
    editor: Client, client: Client, page: Page
) -> None:
    form = editor.get(admin_url(page)).content.decode()
    assert "Tell readers what has changed" in form
    keep(editor, admin_url(page), title_nb="Huset", told_nb="Nytt navn", told_en="New name")
    number = Revision.objects.of(page).latest("number").number
    there = reverse("admin:municipalities_page_revision", args=[page.pk, number])
    assert '<li lang="en">New name</li>' in editor.get(there).content.decode()
    queue = reverse("admin:municipalities_revision_changelist")
    assert "New name" in editor.get(queue, {"state": "draft"}).content.decode()
    # Gone on from, the note stands in the form again.
    save(editor, admin_url(page), title_nb="Huset vårt")
    assert told(client, "en") == [("en", "New name")]
    assert 'value="Nytt navn"' not in editor.get(admin_url(page)).content.decode()


def test_note_needs_norwegian_and_a_refused_form_keeps_it(editor: Client, page: Page) -> None:
    answer = editor.post(
        admin_url(page), filled_in(editor.get(admin_url(page)), told_de="Neu") | {"_publish": "1"}
    )
    assert "told_nb" in errors(answer)
    html = answer.content.decode()
    assert 'value="Neu"' in html
    assert '<details class="later telling" open>' in html
    long = filled_in(editor.get(admin_url(page)), told_nb="x" * 301) | {"_publish": "1"}
    assert "told_nb" in errors(editor.post(admin_url(page), long))
    assert "told_nb" not in editor.get(admin_url(Page, "add")).content.decode()


def test_published_note_is_corrected_by_who_may_publish_alone(
    editor: Client, client: Client, page: Page
) -> None:
    revision = tell(page, NOTE)
    there = reverse("admin:municipalities_page_note", args=[page.pk, revision.number])
    assert editor.get(there).status_code == 200
    commit(lambda: None)
    before = ContentVersion.objects.get().version
    commit(lambda: editor.post(there, {"told_nb": "Ny pris", "told_en": "New price"}))
    assert ContentVersion.objects.get().version == before + 1
    assert told(client, "en") == [("en", "New price")]
    assert editor.post(there, {"told_en": "Alone"}).status_code == 200
    writer = UserFactory()
    Membership.objects.create(
        user=writer, municipality=MunicipalityFactory(), role=Role.COORDINATOR
    )
    stranger = Client()
    stranger.force_login(writer)
    assert stranger.post(there, {"told_nb": "Ha"}).status_code == 403
    editor.post(there, {"told_nb": ""})
    assert told(client) == []
    draft = write(page)
    with pytest.raises(NotPublished):
        correct_note(revision=draft, note=NOTE, by=None)
    never = reverse("admin:municipalities_page_note", args=[page.pk, draft.number])
    assert editor.get(never).status_code == 404


def test_drafts_and_their_notes_are_no_change_of_content(page: Page) -> None:
    commit(lambda: write(page))
    before = ContentVersion.objects.get().version
    commit(lambda: write(page, NOTE))
    assert ContentVersion.objects.get().version == before
