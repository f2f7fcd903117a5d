"""Previews by link, and addresses that texts had before."""

import time
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from municipalities.actions.revisions import publish_revision, save_revision
from municipalities.actions.texts import save_text
from municipalities.models import LocalPart, Municipality, OldAddress, Page, Revision
from municipalities.preview import SALT, VALID_FOR, preview_addresses
from portal.models import ContentVersion, User
from tests.admin_forms import admin_url, keep, save
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    PageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(region: Municipality) -> Page:
    built = PageFactory.build(
        topic=TopicFactory(), slug="hus", title_nb="Hus", title_de="Haus", state="published"
    )
    return save_text(text=built)


def draft(text: Any, field: str, **words: str) -> Revision:
    texts = {code: {**fields} for code, fields in text.texts.items()}
    for code, said in words.items():
        texts[code][field] = said
    revision = save_revision(text=text, texts=texts, by=None)
    assert revision is not None
    return revision


def path_of(revision: Revision, language: str = "nb") -> str:
    return "/" + preview_addresses(revision)[language].split("/", 3)[3]


@pytest.mark.parametrize(
    ("language", "says"), [("nb", "Et nytt hus"), ("de", "Ein neues Haus"), ("en", "Et nytt hus")]
)
def test_preview_is_what_readers_will_see(
    client: Client, page: Page, language: str, says: str
) -> None:
    revision = draft(page, "title", nb="Et nytt hus", de="Ein neues Haus")
    version = list(ContentVersion.objects.values())
    answer = client.get(path_of(revision, language))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert says in text
    assert f'lang="{language}"' in text
    assert 'role="note"' in text
    # And nothing of it is there for others.
    assert Page.objects.get(pk=page.pk).title_nb == "Hus"
    assert list(ContentVersion.objects.values()) == version
    assert "nytt" not in client.get(page.get_absolute_url()).content.decode()


def test_preview_is_neither_kept_nor_found(client: Client, page: Page) -> None:
    answer = client.get(path_of(draft(page, "title", nb="Et nytt hus")))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"


def test_page_that_was_never_published_is_previewed(client: Client, region: Municipality) -> None:
    new = save_text(
        text=PageFactory.build(topic=TopicFactory(), slug="ny", title_nb="Ny", state="draft")
    )
    revision = draft(new, "title", nb="Helt ny")
    assert "Helt ny" in client.get(path_of(revision)).content.decode()
    assert client.get("/nb/pages/ny/").status_code == 404


@pytest.mark.parametrize("kind", ["municipality", "topic", "organisation", "local part"])
def test_every_kind_of_text_is_previewed(
    client: Client, page: Page, region: Municipality, kind: str
) -> None:
    place = MunicipalityFactory()
    text, field = {
        "municipality": lambda: (place, "tagline"),
        "topic": lambda: (TopicFactory(), "lead"),
        "organisation": lambda: (OrganisationFactory(), "description"),
        "local part": lambda: (
            LocalPart.objects.create(page=page, municipality=place, body_nb="x"), "body",
        ),
    }[kind]()  # fmt: skip
    revision = draft(text, field, nb="Splitter nytt")
    assert "Splitter nytt" in client.get(path_of(revision)).content.decode()


def test_altered_link_is_not_found(client: Client, page: Page) -> None:
    path = path_of(draft(page, "title", nb="Et nytt hus"))
    for wrong in (path[:-3] + "x/", "/nb/preview/x/", "/nb/preview/" + "x" * 3000 + "/"):
        assert client.get(wrong).status_code == 404
    foreign = signing.dumps(1, salt="other")
    assert client.get(f"/nb/preview/{foreign}/").status_code == 404


def test_expired_link_says_so(client: Client, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_of(draft(page, "title", nb="Et nytt hus"), "de")
    later = time.time() + VALID_FOR + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "neues Haus" not in answer.content.decode()
    assert 'lang="de"' in answer.content.decode()


def test_link_used_after_publishing_leads_to_the_page(client: Client, page: Page) -> None:
    revision = draft(page, "title", nb="Et nytt hus")
    path = path_of(revision)
    publish_revision(revision=revision, by=None)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/nb/pages/hus/")
    assert "no-store" in answer["Cache-Control"]


def test_link_to_a_draft_that_was_changed_since_is_over(client: Client, page: Page) -> None:
    path = path_of(draft(page, "title", nb="Et nytt hus"))
    draft(page, "title", nb="Et enda nyere hus")
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 405


def test_link_to_what_is_no_longer_there_is_over(client: Client, page: Page) -> None:
    path = path_of(draft(page, "title", nb="Et nytt hus"))
    page.delete()
    assert client.get(path).status_code == 410
    assert client.get("/nb/preview/" + signing.dumps(99, salt=SALT) + "/").status_code == 410


# --- old addresses --------------------------------------------------------------------------------


@pytest.fixture
def editor(client: Client, regional_editor: User) -> Client:
    staff = Client(headers={"accept-language": "en"})
    staff.force_login(regional_editor)
    return staff


def leads_to(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.get("Location", "")


def test_old_address_leads_on_for_ever(client: Client, editor: Client, page: Page) -> None:
    save(editor, admin_url(page), slug="bolig")
    save(editor, admin_url(page), slug="hjem")
    place = MunicipalityFactory(slug="dyroy")
    for old in ("hus", "bolig"):
        assert leads_to(client, f"/de/pages/{old}/") == (301, "/de/pages/hjem/")
    there = leads_to(client, f"/nb/municipalities/{place.slug}/pages/hus/")
    assert there == (301, "/nb/municipalities/dyroy/pages/hjem/")
    assert client.get("/nb/pages/hjem/").status_code == 200
    assert client.get("/nb/pages/nothing/").status_code == 404


def test_address_that_is_taken_again_is_the_new_ones(
    client: Client, editor: Client, page: Page
) -> None:
    save(editor, admin_url(page), slug="bolig")
    keep(editor, admin_url(page), slug="hus")
    assert client.get("/nb/pages/hus/").status_code == 200
    assert leads_to(client, "/nb/pages/bolig/") == (301, "/nb/pages/hus/")
    assert OldAddress.objects.count() == 1


def test_topic_and_organisation_lead_on_too(client: Client, editor: Client) -> None:
    topic, organisation = TopicFactory(key="bo"), OrganisationFactory(slug="kor")
    save(editor, admin_url(topic), key="bolig")
    save(editor, admin_url(organisation), slug="koret")
    assert leads_to(client, "/nb/topics/bo/") == (301, "/nb/topics/bolig/")
    assert leads_to(client, "/nb/organisations/kor/") == (301, "/nb/organisations/koret/")
