"""What editors do with revisions in the admin, and what others cannot."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.actions.revisions import head_of, save_revision
from municipalities.actions.texts import save_text
from municipalities.models import LocalPart, Membership, Municipality, Page, Revision
from municipalities.roles import Role
from portal.models import User
from tests.admin_forms import admin_url, errors, filled_in, keep, save
from tests.factories import MunicipalityFactory, PageFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def editor(client: Client, regional_editor: User) -> Client:
    client.force_login(regional_editor)
    return client


@pytest.fixture
def page(region: Municipality) -> Page:
    built = PageFactory.build(topic=TopicFactory(), title_nb="Hus", state="published")
    return save_text(text=built)


@pytest.fixture
def part(page: Page) -> LocalPart:
    place = MunicipalityFactory()
    return save_text(
        text=LocalPart(page=page, municipality=place, body_nb="<p>Her</p>", state="published")
    )


def with_role(role: str, place: Municipality) -> Client:
    client = Client(headers={"accept-language": "en"})
    user = UserFactory(language="en")
    Membership.objects.create(user=user, municipality=place, role=role)
    client.force_login(user)
    return client


def url_of(text: Any, name: str, *more: Any) -> str:
    options = text._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[text.pk, *more])


def title(page: Page) -> str:
    return str(Page.objects.get(pk=page.pk).title_nb)


def states(text: Any) -> list[str]:
    return list(Revision.objects.of(text).order_by("number").values_list("state", flat=True))


def test_draft_is_gone_on_with_and_published(editor: Client, page: Page) -> None:
    keep(editor, admin_url(page), title_nb="Et hus")
    assert title(page) == "Hus"
    form = editor.get(admin_url(page))
    assert form.context["adminform"].form["title_nb"].value() == "Et hus"
    assert "readers do not see yet" in form.content.decode()
    save(editor, admin_url(page))
    assert title(page) == "Et hus"
    assert states(page) == ["archived", "published"]


def test_what_is_no_text_holds_at_once(editor: Client, page: Page) -> None:
    topic = TopicFactory()
    keep(editor, admin_url(page), title_nb="Et hus", topic=topic.pk)
    page.refresh_from_db()
    assert (page.topic, page.title_nb) == (topic, "Hus")


def test_new_page_is_a_draft_until_it_is_published(editor: Client, region: Municipality) -> None:
    typed = {"slug": "ny-side", "topic": TopicFactory().pk, "title_nb": "Ny side"}
    keep(editor, admin_url(Page, "add"), **typed)
    page = Page.objects.get(slug="ny-side")
    assert (page.state, states(page)) == ("draft", ["draft"])
    save(editor, admin_url(page))
    assert (Page.objects.published().get().pk, states(page)) == (page.pk, ["published"])


def test_second_editor_sees_both_texts_and_loses_nothing(editor: Client, page: Page) -> None:
    form = editor.get(admin_url(page))
    colleague = UserFactory(name="Kari Kollega")
    texts = {**page.texts, "nb": {**page.texts["nb"], "title": "Huset"}}
    first = save_revision(text=page, texts=texts, by=colleague)
    assert first is not None
    typed = filled_in(form, title_nb="Mitt hus") | {"_continue": "1", "based_on": "1"}
    answer: Any = editor.post(admin_url(page), typed)
    assert "Somebody else has saved" in str(errors(answer)["__all__"])
    told = answer.content.decode()
    assert "Kari Kollega" in told
    assert "Huset" in told
    assert 'value="Mitt hus"' in told
    assert head_of(page) == first
    # Sent once more from what is shown now, it goes on top.
    editor.post(admin_url(page), filled_in(answer) | {"_continue": "1"})
    assert head_of(page).texts["nb"]["title"] == "Mitt hus"  # type: ignore[union-attr]
    assert states(page) == ["published", "archived", "draft"]


def test_writer_asks_for_a_review_and_cannot_publish(part: LocalPart) -> None:
    writer = with_role(Role.COORDINATOR, part.municipality)
    form: Any = writer.get(admin_url(part))
    assert not form.context["may_publish"]
    typed = filled_in(form, body_nb="<p>Der</p>")
    assert writer.post(admin_url(part), typed | {"_publish": "1"}).status_code == 403
    assert writer.post(admin_url(part), typed | {"_review": "1"}).status_code == 302
    assert states(part) == ["published", "in_review"]
    part.refresh_from_db()
    assert part.body_nb == "<p>Her</p>"
    waiting = Revision.objects.of(part).first()
    assert waiting is not None
    there = url_of(part, "revision", waiting.number)
    assert writer.post(there, {"deed": "publish"}).status_code == 403
    reader = with_role(Role.EDITOR, part.municipality)
    assert reader.post(there, {"deed": "publish"}).status_code == 302
    part.refresh_from_db()
    assert part.body_nb == "<p>Der</p>"


def test_writer_changes_nothing_at_once_of_what_readers_see(part: LocalPart, page: Page) -> None:
    writer = with_role(Role.COORDINATOR, part.municipality)
    other = PageFactory(topic=TopicFactory())
    form = writer.get(admin_url(part))
    writer.post(admin_url(part), filled_in(form) | {"page": other.pk, "_continue": "1"})
    part.refresh_from_db()
    assert part.page == page


@pytest.mark.parametrize("deed", ["publish", "restore", "review", "archive", "", "dance"])
def test_another_municipality_reaches_no_revision(part: LocalPart, deed: str) -> None:
    stranger = with_role(Role.EDITOR, MunicipalityFactory())
    save_text(text=part)
    texts = {**part.texts, "nb": {"body": "<p>Der</p>"}}
    save_revision(text=part, texts=texts, by=None)
    for address in (url_of(part, "revisions"), url_of(part, "revision", 1)):
        assert stranger.get(address).status_code == 404
    assert stranger.post(url_of(part, "revision", 2), {"deed": deed}).status_code == 404
    assert states(part) == ["published", "draft"]


def test_revisions_are_compared_and_restored(editor: Client, page: Page) -> None:
    save(editor, admin_url(page), title_nb="Et hus")
    listed = editor.get(url_of(page, "revisions")).content.decode()
    assert "Revision 2" in listed
    shown: Any = editor.get(url_of(page, "revision", 2), {"with": "1"})
    assert "<del>" in shown.content.decode()
    editor.post(url_of(page, "revision", 1), {"deed": "restore"})
    assert title(page) == "Et hus"
    editor.post(url_of(page, "revision", 3), {"deed": "publish"})
    assert title(page) == "Hus"
    assert states(page) == ["archived", "archived", "published"]


@pytest.mark.parametrize("asked", ["", "0", "99", "2", "x", "9" * 30, "-1"])
def test_any_comparison_that_is_asked_for_is_answered(
    editor: Client, page: Page, asked: str
) -> None:
    save(editor, admin_url(page), title_nb="Et hus")
    assert editor.get(url_of(page, "revision", 2), {"with": asked}).status_code == 200


def test_page_is_taken_down_and_comes_back(editor: Client, page: Page) -> None:
    save(editor, admin_url(page), title_nb="Et hus")
    editor.post(url_of(page, "revision", 2), {"deed": "archive"})
    assert not Page.objects.published().filter(pk=page.pk).exists()
    assert editor.post(url_of(page, "revision", 2), {"deed": "restore"}).status_code == 302
    editor.post(url_of(page, "revision", 3), {"deed": "publish"})
    assert Page.objects.published().filter(pk=page.pk).exists()


def test_stale_publishing_is_told(editor: Client, page: Page) -> None:
    save(editor, admin_url(page), title_nb="Et hus")
    answer = editor.post(url_of(page, "revision", 2), {"deed": "publish"}, follow=True)
    assert "published or put away already" in answer.content.decode()


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        ("", "", "publish_at"),
        ("2020-01-01T10:00", "", "publish_at"),
        ("2099-05-02T10:00", "2099-05-01T10:00", "unpublish_at"),
        ("31 February", "", "publish_at"),
    ],
)
def test_impossible_schedule_is_refused_at_its_field(
    editor: Client, page: Page, begin: str, end: str, wrong: str
) -> None:
    typed = filled_in(editor.get(admin_url(page)), title_nb="Jul")
    typed |= {"_schedule": "1", "publish_at": begin, "unpublish_at": end}
    assert wrong in errors(editor.post(admin_url(page), typed))
    assert states(page) == []


def test_page_is_scheduled(editor: Client, page: Page) -> None:
    typed = filled_in(editor.get(admin_url(page)), title_nb="Jul")
    typed |= {"_schedule": "1", "publish_at": "2099-12-01T10:00"}
    assert editor.post(admin_url(page), typed).status_code == 302
    assert states(page) == ["published", "scheduled"]
    assert title(page) == "Hus"
    assert "will be published" in editor.get(url_of(page, "revisions")).content.decode()
