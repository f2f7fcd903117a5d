"""The pages on which editors translate, send texts out and take them in, from both sides."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from municipalities.actions.revisions import head_of, save_revision
from municipalities.actions.texts import save_text
from municipalities.actions.translations import save_translation
from municipalities.admin.worklist import neighbours, worklist
from municipalities.models import LocalPart, Membership, Municipality, Page, Revision
from municipalities.roles import Role
from portal.models import User
from tests.factories import (
    CoordinatorFactory,
    LocalPartFactory,
    MunicipalityFactory,
    PageFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/municipalities/translations/de/"
EXPORT, IMPORT = f"{LIST}export/", f"{LIST}import/"
BODY = "<p>Prisen er [[hosts|her]].</p>"


@pytest.fixture
def page(regional_editor: User) -> Page:
    built = PageFactory.build(
        slug="pris", topic=TopicFactory(label_nb="Penger"), title_nb="Pris", body_nb=BODY,
        title_de="Preis", body_de="<p>Der Preis ist [[hosts|hier]].</p>", state="published",
    )  # fmt: skip
    return save_text(text=built)


@pytest.fixture
def editor(regional_editor: User) -> Client:
    return logged_in(regional_editor)


@pytest.fixture
def part(page: Page) -> LocalPart:
    """What Bardu adds to the page."""
    bardu = MunicipalityFactory(name="Bardu", slug="bardu")
    return save_text(
        text=LocalPartFactory.build(page=page, municipality=bardu, body_nb="<p>I Bardu</p>")
    )


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def coordinator_in(place: Municipality, role: Role = Role.COORDINATOR) -> Client:
    user = UserFactory()
    Membership.objects.create(user=user, municipality=place, role=role)
    return logged_in(user)


def url(text: Any, language: str = "de") -> str:
    options = text._meta
    return f"/admin/{options.app_label}/{options.model_name}/{text.pk}/translate/{language}/"


def sent(client: Client, text: Any, /, button: str = "_save", **changes: Any) -> Any:
    """Open the page, change it, send it."""
    form = client.get(url(text)).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "machine"}
    if form["machine"].value():
        data["machine"] = "on"
    changed = {**data, **changes, button: "1"}
    return client.post(url(text), {k: v for k, v in changed.items() if v is not None})


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def outdated(page: Page, by: Any) -> None:
    texts = {**page.texts, "nb": {**page.texts["nb"], "title": "Prisen i år"}}
    save_revision(text=page, texts=texts, by=by)


# --- side by side ---------------------------------------------------------------------------------


def test_page_shows_both_languages_in_theirs(
    editor: Client, page: Page, regional_editor: User
) -> None:
    outdated(page, regional_editor)
    shown = text_of(editor.get(url(page)))
    assert re.search(r'<div lang="nb" dir="ltr" class="words">Prisen i år</div>', shown)
    assert re.search(r'<input type="text" name="title_de"[^>]* lang="de"[^>]* dir="ltr"', shown)
    assert re.search(r'<textarea name="body_de"[^>]* lang="de"', shown)
    assert "title_en" not in shown
    assert "What has changed since it was translated" in shown
    assert re.search(r"<ins>.*?Prisen i år</ins>", shown, re.DOTALL)
    assert re.search(r"<del>.*?Pris</del>", shown, re.DOTALL)
    assert "Still right: mark as current" in shown


def test_current_translation_has_no_difference_and_needs_no_mark(
    editor: Client, page: Page
) -> None:
    shown = text_of(editor.get(url(page)))
    assert "What has changed since" not in shown
    assert "Still right" not in shown


def test_draft_is_kept_and_published_where_asked(editor: Client, page: Page) -> None:
    assert sent(editor, page, title_de="Kosten").status_code == 302
    assert Page.objects.get().title_de == "Preis"
    assert head_of(page).texts["de"]["title"] == "Kosten"  # type: ignore[union-attr]
    assert sent(editor, page, "_publish").status_code == 302
    assert Page.objects.get().title_de == "Kosten"


def test_still_right_is_published_at_once(
    editor: Client, page: Page, regional_editor: User
) -> None:
    texts = {**page.texts, "nb": {**page.texts["nb"], "title": "Prisen"}}
    page.take(texts, page.versions)
    save_text(text=page)
    row = Page.objects.get()
    assert row.is_outdated("de")
    assert sent(editor, page, "_right").status_code == 302
    row = Page.objects.get()
    assert not row.is_outdated("de")
    assert row.title_de == "Preis"


def test_still_right_publishes_nobodys_draft(
    editor: Client, page: Page, regional_editor: User
) -> None:
    outdated(page, regional_editor)
    assert sent(editor, page, "_right").status_code == 302
    assert Page.objects.get().title_nb == "Pris"
    head = head_of(page)
    assert head is not None
    assert head.made_from["de"] == head.source_version == 2
    told = text_of(editor.get(url(page).replace("translate/de/", "revisions/3/?with=2")))
    assert "The texts are the same." in told
    assert 'Found to be right for the newer Norwegian text: <span lang="de">Deutsch</span>' in told
    assert "Found to be right" not in text_of(
        editor.get(url(page).replace("translate/de/", "revisions/2/?with=1"))
    )


def test_machine_is_marked_and_taken_back(editor: Client, page: Page) -> None:
    sent(editor, page, title_de="Kosten", machine="on")
    assert "made by a machine" in text_of(editor.get(url(page)))
    assert head_of(page).made_by["de"]["machine"] is True  # type: ignore[union-attr]
    sent(editor, page, machine=None)
    assert head_of(page).made_by["de"]["machine"] is False  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>Nichts</p>", "Missing: [[hosts]]"),
        ("<p>[[hosts]] [[figure:none]]</p>", "This leads nowhere"),
        ("<p>[[hosts]] [[hotels]]</p>", "This leads nowhere"),
        (f"<p>[[hosts]] {'a' * 110_000}</p>", "too long"),
    ],
)
def test_wrong_text_is_told_and_not_lost(editor: Client, page: Page, body: str, told: str) -> None:
    answer = sent(editor, page, title_de="Kosten", body_de=body)
    assert answer.status_code == 200
    shown = text_of(answer)
    assert told in shown
    assert body in shown
    assert 'value="Kosten"' in shown
    assert Revision.objects.filter(content__de__title="Kosten").count() == 0


def test_second_translator_is_told_and_keeps_every_word(
    editor: Client, page: Page, regional_editor: User
) -> None:
    opened = editor.get(url(page)).context["form"]["based_on"].value()
    save_translation(text=page, language="de", words={"title": "Kosten"}, by=regional_editor)
    answer = sent(editor, page, title_de="Gebühr", based_on=opened)
    assert answer.status_code == 200
    shown = text_of(answer)
    assert "Somebody else has changed this translation" in shown
    assert 'value="Gebühr"' in shown
    assert re.search(r"<del>.*?Kosten</del>", shown, re.DOTALL)
    based_on = answer.context["form"]["based_on"].value()
    assert sent(editor, page, title_de="Gebühr", based_on=based_on).status_code == 302
    assert head_of(page).texts["de"]["title"] == "Gebühr"  # type: ignore[union-attr]


def test_saved_one_leads_to_the_next_of_the_same_state(editor: Client, page: Page) -> None:
    second = save_text(text=PageFactory.build(topic=page.topic, title_nb="Buss"))
    third = save_text(text=PageFactory.build(topic=page.topic, title_nb="Båt"))
    answer = editor.get(f"{url(second)}?state=missing")
    links = dict(re.findall(r'<a href="([^"]*)" rel="(prev|next)"', text_of(answer)))
    assert f"{url(third)}?state=missing" in links
    answer = sent(editor, second, title_de="Bus", state="missing")
    assert answer["Location"] == f"{url(third)}?state=missing"
    answer = sent(editor, third, title_de="Boot", state="missing")
    topic = url(page.topic)
    assert answer["Location"] in (f"{LIST}?state=missing", f"{topic}?state=missing")
    assert sent(editor, third, state="")["Location"] == url(third)


def test_what_was_being_written_is_kept_for_one_language(
    editor: Client, page: Page, regional_editor: User
) -> None:
    outdated(page, regional_editor)
    kept = {"title_de": "Halb", "body_de": "<p>Fer", "based_on": "2"}
    path = url(page).replace("translate/de/", "autosave/")
    assert editor.post(path, kept).status_code == 204
    assert "Take it up again" in text_of(editor.get(url(page)))
    form = editor.get(f"{url(page)}?take_up=1").context["form"]
    assert form["title_de"].value() == "Halb"
    assert form.standing.texts["nb"]["title"] == "Prisen i år"
    sent(editor, page, title_de="Fertig")
    assert "Take it up again" not in text_of(editor.get(url(page)))


# --- who may --------------------------------------------------------------------------------------


def test_coordinator_translates_local_parts_of_the_own_place_alone(part: LocalPart) -> None:
    own = coordinator_in(part.municipality)
    assert own.get(url(part)).status_code == 200
    assert own.get(url(part.page)).status_code == 403
    stranger = coordinator_in(MunicipalityFactory(name="Dyrøy"))
    assert stranger.get(url(part)).status_code == 404
    assert stranger.post(url(part), {"body_de": "<p>x</p>"}).status_code == 404
    assert own.get(url(part.municipality)).status_code in (403, 404)


def test_coordinator_asks_for_a_review_and_publishes_nothing(part: LocalPart) -> None:
    own = coordinator_in(part.municipality)
    assert 'name="_publish"' not in text_of(own.get(url(part)))
    assert sent(own, part, "_publish", body_de="<p>In Bardu</p>").status_code == 403
    assert not Revision.objects.filter(state="published").exists()
    assert sent(own, part, "_review", body_de="<p>In Bardu</p>").status_code == 302
    assert head_of(part).state == "in_review"  # type: ignore[union-attr]


def test_administrator_changes_no_text_of_a_municipality(administrator: User) -> None:
    place = MunicipalityFactory(tagline_nb="Ved havet")
    client = logged_in(administrator)
    assert client.get(url(place)).status_code == 403
    assert client.get(LIST).status_code == 403
    assert client.get(IMPORT).status_code == 403
    assert client.post(EXPORT, {"format": "xliff"}).status_code == 403


@pytest.mark.parametrize("language", ["nb", "xx", "sv"])
def test_only_languages_that_are_translated_into_have_pages(
    editor: Client, page: Page, language: str
) -> None:
    assert editor.get(url(page, language)).status_code == 404
    assert editor.get(f"/admin/municipalities/translations/{language}/").status_code == 404


def test_no_text_no_page(editor: Client) -> None:
    for pk in ("99", "x", "0"):
        assert editor.get(f"/admin/municipalities/page/{pk}/translate/de/").status_code == 404


# --- the list -------------------------------------------------------------------------------------


def test_list_counts_and_filters(editor: Client, page: Page, part: LocalPart) -> None:
    CoordinatorFactory(municipality=part.municipality, name="Kari")
    assert editor.get("/admin/municipalities/translations/")["Location"] == LIST
    answer = editor.get(LIST)
    found = {each.name: dict(each.cells) for each in answer.context["counts"]}
    assert found["Pages"] == {"missing": 0, "outdated": 0, "current": 1}
    assert found["Local parts"]["missing"] == 1
    assert found["Topics"]["missing"] == 1
    assert "Host contacts" in found or len(found) >= 4
    titles = lambda query: {  # noqa: E731
        item.kind for item in editor.get(f"{LIST}?{query}").context["items"]
    }
    assert titles("state=current&kind=municipalities.page") == {"municipalities.page"}
    assert titles("state=outdated") == set()
    assert "municipalities.municipality" not in titles("")  # nothing is written there yet
    assert titles(f"place={part.municipality_id}") >= {"municipalities.localpart"}
    assert "municipalities.page" not in titles(f"place={part.municipality_id}")


def test_list_shows_the_state_of_the_draft_and_of_a_machine(
    editor: Client, page: Page, regional_editor: User
) -> None:
    outdated(page, regional_editor)
    shown = editor.get(f"{LIST}?state=outdated&kind=municipalities.page")
    assert [item.pk for item in shown.context["items"]] == [page.pk]
    assert "a draft waits" in text_of(shown)
    save_translation(
        text=page, language="de", words={"title": "X"}, by=regional_editor, machine=True
    )
    shown = editor.get(f"{LIST}?state=machine")
    assert [item.pk for item in shown.context["items"]] == [page.pk]


def test_list_of_a_coordinator_names_nothing_of_others(page: Page, part: LocalPart) -> None:
    stranger = coordinator_in(MunicipalityFactory(name="Dyrøy"))
    shown = text_of(stranger.get(LIST))
    assert "Bardu" not in shown
    assert stranger.get(LIST).context["items"] == []
    own = coordinator_in(part.municipality).get(LIST).context["items"]
    assert {item.kind for item in own} <= {"municipalities.localpart", "hosting.coordinator"}
    assert [item.pk for item in own if item.is_revised] == [part.pk]


def test_list_asks_as_often_for_many_texts(
    editor: Client, page: Page, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        built = PageFactory.build(topic=page.topic, title_nb=f"Side {number}")
        save_text(text=built)
        place = MunicipalityFactory(tagline_nb="x")
        save_text(text=LocalPartFactory.build(page=page, municipality=place, body_nb="<p>x</p>"))
        CoordinatorFactory(municipality=place)
    editor.get(LIST)
    with django_assert_max_num_queries(30):
        editor.get(LIST)


def test_past_municipality_is_history(editor: Client) -> None:
    MunicipalityFactory(name="Lenvik", tagline_nb="x", valid_to="2019-12-31")
    assert "Lenvik" not in text_of(editor.get(LIST))


def test_neighbours_are_those_of_the_state(rf: Any, regional_editor: User, page: Page) -> None:
    request = rf.get("/")
    request.user = regional_editor
    items = worklist(request, "de")
    before, after = neighbours(items, "municipalities.page", page.pk, "current")
    assert page.pk not in {each.pk for each in (before, after) if each and "page" in each.kind}
    assert neighbours(items, "nothing", 1) == ([*items][-1], None)


# --- files ----------------------------------------------------------------------------------------


def upload(client: Client, content: str | bytes, path: str = IMPORT) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(path, {"file": SimpleUploadedFile("back.xlf", data)})


def export(client: Client, *texts: Any, form: str = "xliff") -> str:
    chosen = [f"{text._meta.label_lower}.{text.pk}" for text in texts]
    answer = client.post(EXPORT, {"texts": chosen, "format": form})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content.decode()


def test_file_goes_out_and_comes_back(editor: Client, page: Page) -> None:
    text = export(editor, page).replace("Preis<", "Kosten<")
    preview = upload(editor, text)
    assert "Kosten" in text_of(preview)
    assert not Revision.objects.filter(content__de__title="Kosten").exists()
    carried = preview.context["carried"]
    answer = editor.post(IMPORT, {"carried": carried, "_draft": "1", "machine": "1"})
    assert answer["Location"] == LIST
    head = head_of(page)
    assert head is not None
    assert (head.texts["de"]["title"], head.state) == ("Kosten", "draft")
    assert head.made_by["de"]["machine"] is True
    number = Revision.objects.count()
    again = upload(editor, text)
    assert "The file changes nothing" in text_of(again)
    editor.post(IMPORT, {"carried": again.context["carried"], "_draft": "1"})
    assert Revision.objects.count() == number


def test_file_is_published_where_asked(editor: Client, page: Page) -> None:
    carried = upload(editor, export(editor, page).replace("Preis<", "Kosten<")).context["carried"]
    editor.post(IMPORT, {"carried": carried, "_publish": "1"})
    assert Page.objects.get().title_de == "Kosten"


def test_coordinators_file_is_never_published(part: LocalPart) -> None:
    own = coordinator_in(part.municipality)
    text = export(own, part).replace("</source>", "</source><target>In Bardu</target>")
    preview = upload(own, text)
    assert "_publish" not in text_of(preview)
    own.post(IMPORT, {"carried": preview.context["carried"], "_publish": "1"})
    assert head_of(part).state == "draft"  # type: ignore[union-attr]
    assert not Revision.objects.filter(state="published").exists()


def test_pair_in_html_goes_out_and_comes_back(editor: Client, page: Page) -> None:
    text = export(editor, page, form="html").replace("<p>Preis</p>", "<p>Kosten</p>")
    carried = upload(editor, text).context["carried"]
    editor.post(IMPORT, {"carried": carried})
    assert head_of(page).texts["de"]["title"] == "Kosten"  # type: ignore[union-attr]


def test_export_without_a_choice_is_all_that_is_shown_and_allowed(
    editor: Client, page: Page, part: LocalPart
) -> None:
    whole = editor.post(EXPORT, {"format": "xliff"}).content.decode()
    assert f"page.{page.pk}." in whole
    assert f"localpart.{part.pk}." in whole
    some = editor.post(EXPORT, {"format": "xliff", "state": "current"}).content.decode()
    assert f"localpart.{part.pk}." not in some
    own = coordinator_in(part.municipality)
    mine = own.post(
        EXPORT, {"format": "xliff", "texts": [f"municipalities.page.{page.pk}"]}, follow=True
    )
    assert "There is nothing to export" in text_of(mine)
    assert own.get(EXPORT).status_code == 405
    assert own.post(EXPORT, {"format": "docx"}).status_code == 404


def test_file_with_a_text_of_another_place_is_refused_whole(
    editor: Client, page: Page, part: LocalPart
) -> None:
    text = export(editor, part)
    stranger = coordinator_in(MunicipalityFactory(name="Dyrøy"))
    shown = text_of(upload(stranger, text))
    assert re.search(r"Nothing was taken in. Line 3: There is no such text", shown)
    assert "Bardu" not in shown


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"<xliff>\n<", "Line 2"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "Line 1: The file declares a document type"),
        (b"a" * 2_100_000, "too large"),
        (b"\xff\xfe\x00", "Line 1"),
    ],
)
def test_damaged_or_hostile_upload_is_told(editor: Client, content: bytes, told: str) -> None:
    answer = upload(editor, content)
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert Revision.objects.count() == 0


def test_upload_without_a_file_is_told(editor: Client) -> None:
    assert "This field is required" in text_of(editor.post(IMPORT))


def test_what_is_carried_is_for_its_sender_its_language_and_an_hour(
    editor: Client, page: Page, part: LocalPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = upload(editor, export(editor, page).replace("Preis<", "Kosten<")).context["carried"]
    other = UserFactory()
    Membership.objects.create(
        user=other, municipality=Municipality.objects.get(kind="region"), role=Role.EDITOR
    )
    refused = "send the file once more"
    assert refused in text_of(logged_in(other).post(IMPORT, {"carried": carried}))
    english = IMPORT.replace("/de/", "/en/")
    assert refused in text_of(editor.post(english, {"carried": carried}))
    assert refused in text_of(editor.post(IMPORT, {"carried": carried + "x"}))
    monkeypatch.setattr("municipalities.admin.translators.LOOKING", -1)
    assert refused in text_of(editor.post(IMPORT, {"carried": carried}))
    assert not Revision.objects.filter(content__de__title="Kosten").exists()


def test_text_changed_since_the_preview_is_looked_at_once_more(
    editor: Client, page: Page, regional_editor: User
) -> None:
    carried = upload(editor, export(editor, page).replace("Preis<", "Kosten<")).context["carried"]
    save_translation(text=page, language="de", words={"title": "Gebühr"}, by=regional_editor)
    answer = editor.post(IMPORT, {"carried": carried})
    shown = text_of(answer)
    assert "Look once more" in shown
    assert "Somebody has changed this translation since it was exported" in shown
    assert head_of(page).texts["de"]["title"] == "Gebühr"  # type: ignore[union-attr]
    editor.post(IMPORT, {"carried": answer.context["carried"]})
    assert head_of(page).texts["de"]["title"] == "Kosten"  # type: ignore[union-attr]


def test_source_that_has_moved_on_is_told_with_the_difference(
    editor: Client, page: Page, regional_editor: User
) -> None:
    text = export(editor, page).replace("Preis<", "Kosten<")
    outdated(page, regional_editor)
    shown = text_of(upload(editor, text))
    assert "The Norwegian text has changed since this was exported" in shown
    assert re.search(r"<ins>.*?Prisen i år</ins>", shown, re.DOTALL)
