"""Translating: what is kept, what comes back in files, and what readers are told."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hosting.models import Organisation, Step
from municipalities.actions.revisions import (
    SavedMeanwhile,
    head_of,
    publish_revision,
    save_revision,
)
from municipalities.actions.texts import save_text
from municipalities.actions.translations import save_translation, send_out, take_in
from municipalities.exchange import pair, xliff
from municipalities.exchange.parts import FileRefused, Reference
from municipalities.models import Municipality, Page, Revision, Topic
from municipalities.models.text import TranslatedText
from municipalities.returned import Proposal, proposals, read_file
from municipalities.translations import (
    Standing,
    lost_tokens,
    made_from_texts,
    state_in,
    strange_tokens,
)
from tests.factories import MunicipalityFactory, PageFactory, TopicFactory, UserFactory
from tests.municipalities.test_exchange import MARKUP, WORDS

pytestmark = pytest.mark.django_db

BODY_NB = "<h2>Pris</h2><p>Prisen er <strong>[[figure:price]]</strong> kroner.</p>"
BODY_DE = "<h2>Preis</h2><p>Der Preis ist <strong>[[figure:price]]</strong> Kronen.</p>"


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(name="Rita Redaktør")


@pytest.fixture
def page(db: None) -> Page:
    """Published, in Norwegian; nothing else yet."""
    built = PageFactory.build(
        slug="pris", topic=TopicFactory(), title_nb="Pris", body_nb=BODY_NB, state="published"
    )
    return save_text(text=built)


def standing(page: Any) -> Standing:
    return Standing.of(page, head_of(page))


def state(page: Any, language: str = "de") -> str:
    now = standing(page)
    return str(state_in(now.texts, now.versions, language))


def edit(page: Any, by: Any, *, minor: bool = False, **changes: str) -> Revision:
    texts = deepcopy(dict(standing(page).texts))
    for name, words in changes.items():
        field, _, language = name.rpartition("_")
        texts[language][field] = words
    revision = save_revision(text=page, texts=texts, by=by, minor=minor)
    assert revision is not None
    return revision


def exported(page: Any, language: str = "de", form: str = "xliff") -> str:
    out = [send_out(text=page, language=language)]
    if form == "xliff":
        return xliff.write(out, language).decode()
    return pair.write(out, language, "Deutsch").decode()


def filled(page: Any, form: str = "xliff") -> str:
    """Exported, and translated by somebody."""
    text = exported(page, form=form)
    words = {
        "title": "Preis", "body-1": "Preis",
        "body-2": 'Der Preis ist <pc id="1" dataRefStart="d1" dataRefEnd="d2"><ph id="2"'
        ' dataRef="d3"/></pc> Kronen.',
    }  # fmt: skip
    if form == "html":
        for part in ("<p>Preis</p>", BODY_DE):
            text = text.replace("<p><br></p>", part, 1)
        return text
    for name, target in words.items():
        before, middle, after = text.partition(f'<unit id="{name}"')
        after = after.replace("</source>", f"</source><target>{target}</target>", 1)
        text = before + middle + after
    return text


def held(text: str, page: Any, language: str = "de") -> list[Proposal]:
    def reach(kind: str, pk: int) -> TranslatedText | None:
        return page if (kind, pk) == (page._meta.label_lower, page.pk) else None

    return proposals(read_file(text.encode(), language), language, reach)


def refused(text: str, page: Any) -> tuple[int | None, str]:
    with pytest.raises(FileRefused) as error:
        held(text, page)
    return error.value.line, str(error.value.reason)


# --- writing --------------------------------------------------------------------------------------


def test_translation_is_kept_as_a_draft_made_from_the_newest_text(page: Page, editor: Any) -> None:
    words = {"title": "Preis", "summary": "", "body": BODY_DE}
    revision = save_translation(text=page, language="de", words=words, by=editor, based_on=0)
    assert revision is not None
    assert revision.texts["nb"]["title"] == "Pris"
    assert revision.made_from == {"de": 1}
    assert revision.made_by["de"] == {"name": "Rita Redaktør", "machine": False}
    assert state(page) == "current"
    assert Page.objects.get().title_de in ("", None)


def test_second_translator_is_told_and_other_languages_are_no_conflict(
    page: Page, editor: Any
) -> None:
    seen = edit(page, editor, title_de="Preis").number
    edit(page, editor, title_en="Price")
    assert save_translation(
        text=page, language="de", words={"title": "Preise"}, by=editor, based_on=seen
    )
    with pytest.raises(SavedMeanwhile):
        save_translation(
            text=page, language="de", words={"title": "Kosten"}, by=editor, based_on=seen
        )
    assert standing(page).texts["de"]["title"] == "Preise"
    seen = head_of(page).number  # type: ignore[union-attr]
    edit(page, editor, title_nb="Kostnad")
    with pytest.raises(SavedMeanwhile):
        save_translation(
            text=page, language="de", words={"title": "Kosten"}, by=editor, based_on=seen
        )


def test_first_two_translators_of_a_text_without_revisions(page: Page, editor: Any) -> None:
    first = {"text": page, "language": "de", "by": editor, "based_on": 0}
    assert save_translation(**first, words={"title": "Preis"})
    with pytest.raises(SavedMeanwhile):
        save_translation(**first, words={"title": "Kosten"})


def test_still_right_marks_as_current_without_another_word(page: Page, editor: Any) -> None:
    edit(page, editor, title_de="Preis", body_de=BODY_DE)
    edit(page, editor, title_nb="Prisen")
    assert state(page) == "outdated"
    words = standing(page).texts["de"]
    before = head_of(page)
    marked = save_translation(text=page, language="de", words=words, by=editor, is_right=True)
    assert marked is not None
    assert before is not None
    assert marked.texts == before.texts
    assert marked.made_from["de"] == marked.source_version == 2
    assert state(page) == "current"
    assert save_translation(text=page, language="de", words=words, by=editor, is_right=True) is None


def test_nothing_cannot_be_right(page: Page, editor: Any) -> None:
    words = {"title": "", "summary": "", "body": ""}
    assert save_translation(text=page, language="de", words=words, by=editor, is_right=True) is None
    assert state(page) == "missing"


def test_person_answers_for_a_machines_words(page: Page, editor: Any) -> None:
    words = {"title": "Preis", "body": BODY_DE}
    first = save_translation(text=page, language="de", words=words, by=editor, machine=True)
    assert first is not None
    assert first.made_by["de"]["machine"] is True
    again = save_translation(text=page, language="de", words=words, by=editor, machine=True)
    assert again is None
    checked = save_translation(text=page, language="de", words=words, by=editor)
    assert checked is not None
    assert checked.made_by["de"]["machine"] is False


def test_mark_of_a_machine_leaves_an_outdated_text_outdated(page: Page, editor: Any) -> None:
    words = {"title": "Preis", "body": BODY_DE}
    save_translation(text=page, language="de", words=words, by=editor, machine=True)
    edit(page, editor, title_nb="Prisen")
    save_translation(text=page, language="de", words=words, by=editor)
    assert state(page) == "outdated"


def test_what_it_was_made_from_is_found(page: Page, editor: Any) -> None:
    edit(page, editor, title_de="Preis", body_de=BODY_DE)
    edit(page, editor, title_nb="Prisen")
    found = made_from_texts(page, standing(page), "de")
    assert found is not None
    assert found["nb"]["title"] == "Pris"
    assert made_from_texts(page, standing(page), "en") is None


def test_state_of_a_revision_is_that_of_the_row(page: Page, editor: Any) -> None:
    for changes in (
        {"title_de": "Preis"},
        {"body_de": BODY_DE},
        {"title_nb": "X"},
        {"body_de": ""},
    ):
        publish_revision(revision=edit(page, editor, **changes), by=editor)
        for language in ("nb", "de", "en"):
            row = Page.objects.with_translation_state(language).get()
            assert state(row, language) == row.translation_state


def test_tokens_that_are_lost_or_strange_are_found() -> None:
    assert lost_tokens("[[figure:a]] [[hosts|her]]", "[[hosts|hier]]") == ["[[figure:a]]"]
    assert lost_tokens("[[hosts|her]]", "[[hosts]]") == []
    assert lost_tokens("[[figure:a]]", "unter [[figure:a:number]] Jahren") == []
    assert strange_tokens("[[figure:b]] [[figur:a]] [[a]]", "[[figure:b]]") == [
        "[[figur:a]]", "[[a]]",
    ]  # fmt: skip


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xliff", "html"])
def test_file_comes_back_and_is_taken_in_once(page: Page, editor: Any, form: str) -> None:
    text = filled(page, form)
    (found,) = held(text, page)
    assert found.fields == {"title": "Preis", "body": BODY_DE}
    assert not found.source_has_moved
    taken = take_in(found=[found], by=editor)
    assert (taken.saved, taken.published) == (1, 0)
    assert standing(page).texts["de"]["body"] == BODY_DE
    assert state(page) == "current"
    (again,) = held(text, page)
    assert not again.is_new
    number = Revision.objects.count()
    assert take_in(found=[again], by=editor).saved == 0
    assert Revision.objects.count() == number


@pytest.mark.parametrize("form", ["xliff", "html"])
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.tuples(WORDS, MARKUP, WORDS, MARKUP))
def test_file_that_nobody_has_touched_changes_nothing(
    page: Page, editor: Any, form: str, texts: tuple[str, str, str, str]
) -> None:
    title, body, titel, text = texts
    words = {"title_nb": title or "X", "body_nb": body, "title_de": titel}
    # Whoever translates keeps the tokens: a file is refused in which one is lost.
    if not lost_tokens(body, text):
        words["body_de"] = text
    try:
        edit(page, editor, **words)
    except AssertionError:
        return  # the same as in the example before
    (found,) = held(exported(page, form=form), page)
    assert dict(found.fields) == {}
    assert not found.is_new


def test_file_of_an_older_text_is_outdated_and_says_so(page: Page, editor: Any) -> None:
    text = filled(page)
    edit(page, editor, title_nb="Prisen")
    (found,) = held(text, page)
    assert found.source_has_moved
    take_in(found=[found], by=editor)
    assert state(page) == "outdated"
    assert standing(page).texts["nb"]["title"] == "Prisen"


def test_file_of_a_text_that_was_changed_a_little_is_current(page: Page, editor: Any) -> None:
    text = filled(page)
    edit(page, editor, title_nb="Pris.", minor=True)
    (found,) = held(text, page)
    assert not found.source_has_moved
    take_in(found=[found], by=editor)
    assert state(page) == "current"


def test_file_of_a_number_that_two_texts_have_had_is_outdated(page: Page, editor: Any) -> None:
    edit(page, editor, title_nb="Kladd")
    text = filled(page)
    row = Page.objects.get()
    row.title_nb = "Noe annet"
    save_text(text=row)
    (found,) = held(text, page)
    assert found.source_has_moved
    take_in(found=[found], by=editor)
    assert state(page) == "outdated"


def test_translation_changed_meanwhile_is_told(page: Page, editor: Any) -> None:
    text = filled(page)
    assert not held(text, page)[0].target_has_moved
    edit(page, editor, title_de="Kosten")
    assert held(text, page)[0].target_has_moved


def test_proposal_on_an_older_revision_saves_nothing(page: Page, editor: Any) -> None:
    (found,) = held(filled(page), page)
    edit(page, editor, title_de="Kosten")
    with pytest.raises(SavedMeanwhile):
        take_in(found=[found], by=editor)
    assert standing(page).texts["de"]["title"] == "Kosten"


def test_confirmed_by_the_translator_is_current_again(page: Page, editor: Any) -> None:
    edit(page, editor, title_de="Preis", body_de=BODY_DE)
    edit(page, editor, title_nb="Prisen")
    text = exported(page)
    assert not held(text, page)[0].is_new
    (found,) = held(text.replace('state="initial"', 'state="reviewed"'), page)
    assert (dict(found.fields), found.is_new) == ({}, True)
    take_in(found=[found], by=editor)
    assert state(page) == "current"


def test_half_of_a_field_and_a_copy_of_the_source_stay_out(page: Page) -> None:
    text = exported(page)
    half = text.replace("</source>", "</source><target>Preis</target>", 2)
    (found,) = held(half, page)
    assert (dict(found.fields), found.left) == ({"title": "Preis"}, ["body"])
    copied = text.replace("<source>Pris</source>", "<source>Pris</source><target>Pris</target>", 1)
    (found,) = held(copied, page)
    assert (dict(found.fields), found.left) == ({}, ["title"])
    (found,) = held(copied.replace('state="initial"', 'state="final"', 1), page)
    assert dict(found.fields) == {"title": "Pris"}


def test_text_in_other_blocks_goes_out_whole(page: Page, editor: Any) -> None:
    edit(page, editor, title_de="Preis", body_de="<p>Alles: [[figure:price]]</p>")
    text = exported(page)
    assert '<unit id="body"' in text
    (found,) = held(text.replace("Alles: ", "Alles zusammen: "), page)
    assert found.fields == {"body": "<p>Alles zusammen: [[figure:price]]</p>"}


def test_file_of_a_machine_is_marked_and_published_where_asked(page: Page, editor: Any) -> None:
    (found,) = held(filled(page), page)
    taken = take_in(found=[found], by=editor, machine=True, publish=lambda text: True)
    assert (taken.saved, taken.published) == (1, 1)
    row = Page.objects.get()
    assert row.title_de == "Preis"
    assert row.made_by["de"]["machine"] is True


def test_somebodys_draft_is_not_published_along(page: Page, editor: Any) -> None:
    edit(page, editor, title_nb="Uferdig")
    (found,) = held(filled(page).replace("Preis</target>", "Kosten</target>", 1), page)
    taken = take_in(found=[found], by=editor, publish=lambda text: True)
    assert (taken.saved, taken.published) == (1, 0)
    assert Page.objects.get().title_nb == "Pris"


# --- files that are refused -----------------------------------------------------------------------


def test_file_of_another_object_is_refused(page: Page, editor: Any) -> None:
    other = save_text(text=PageFactory.build(topic=page.topic, title_nb="Noe helt annet"))
    text, foreign = filled(page), exported(other)
    ours = text[text.index('<file id="') + 10 : text.index('" original')]
    theirs = foreign[foreign.index('<file id="') + 10 : foreign.index('" original')]
    line, reason = refused(foreign.replace(theirs, ours), page)
    assert "not the one of this text" in reason
    assert line is not None
    assert line > 4
    assert "may translate" in refused(foreign, page)[1]


def test_reference_to_no_revision_is_refused(page: Page) -> None:
    text = filled(page)
    ours = text[text.index('<file id="') + 10 : text.index('" original')]
    for revision, version in ((99, 1), (1, 99)):
        other = Reference("municipalities.page", page.pk, revision, version, "de")
        assert "may translate" in refused(text.replace(ours, str(other)), page)[1]
    other = Reference("municipalities.page", page.pk, 1, 1, "en")
    assert "another language" in refused(text.replace(ours, str(other)), page)[1]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('<ph id="2" dataRef="d3"/>', "", "Missing: [[figure:price]]"),
        ("Kronen", "[[figure:other]]", "Unknown: [[figure:other]]"),
        ("Kronen", "[[figur:price]]", "Unknown: [[figur:price]]"),
        ('<data id="d1">&lt;strong&gt;', '<data id="d1">&lt;script&gt;', "allowed here"),
        ('<data id="d1">&lt;strong&gt;', '<data id="d1">&lt;a href="https://evil.example/"&gt;',
         "leads elsewhere"),
        ('<data id="d1">&lt;strong&gt;', '<data id="d1">&lt;strong onclick="x()"&gt;',
         "allowed here"),
        ('<unit id="body-2"', '<unit id="body-3"', "is missing"),
        ('<unit id="body-2"', '<unit id="nothing"', "no such part"),
        ('<unit id="body-2"', '<unit id="body-1"', "no such part"),
        ('<unit id="body-2"', '<unit id="legal_basis_text"', "no such part"),
        ('<unit id="body-2"', '<unit id="body-²"', "no such part"),
        ("Kronen", "a" * 200_000, "too long"),
        ("<target>Preis</target>", f"<target>{'a' * 300}</target>", "too long"),
    ],
)  # fmt: skip
def test_file_is_refused_whole_with_the_line(page: Page, old: str, new: str, why: str) -> None:
    text = filled(page)
    assert old in text
    text = text.replace(old, new, 1)
    if "evil" in new:
        text = text.replace("&lt;/strong&gt;", "&lt;/a&gt;", 1)
    line, reason = refused(text, page)
    assert why in reason
    assert line is not None
    assert 4 <= line <= text.count("\n")
    assert standing(page).texts["de"]["title"] == ""


def test_file_in_a_hundred_languages_is_refused(page: Page) -> None:
    out = [
        send_out(text=page, language="de"),
        *(send_out(text=PageFactory(), language="en") for _each in range(3)),
    ]
    assert "another language" in refused(xliff.write(out, "de").decode(), page)[1]
    many = "".join(f'<target xml:lang="x{n}">x</target>' for n in range(200))
    text = exported(page).replace("</source>", f"</source>{many}", 1)
    assert "twice" in refused(text, page)[1]


def test_file_of_two_megabytes_or_of_a_word_processor_is_refused(page: Page) -> None:
    assert "too large" in refused(filled(page) + " " * 2_000_000, page)[1]
    assert "save it as HTML" in refused("PK\x03\x04", page)[1]


# --- readers --------------------------------------------------------------------------------------


def test_reader_is_told_of_a_machine_until_a_person_has_checked(page: Page, editor: Any) -> None:
    words = {"title": "Preis", "body": "<p>Text</p>"}
    told = "translated by a machine"
    for machine in (True, False):
        kept = save_translation(
            text=page, language="en", words=words, by=editor, machine=machine, is_right=not machine
        )
        assert kept is not None
        publish_revision(revision=kept, by=editor)
        shown = Client().get("/en/pages/pris/").content.decode()
        assert ("A machine has translated this text" in shown) is machine, told
    assert "A machine" not in Client().get("/nb/pages/pris/").content.decode()


def test_municipality_is_sent_out_and_taken_in(editor: Any) -> None:
    place = MunicipalityFactory(tagline_nb="Ved havet", introduction_nb="<p>Hei</p>")
    text = exported(place).replace("</source>", "</source><target>Am Meer</target>", 1)
    (found,) = held(text, place)
    take_in(found=[found], by=editor)
    assert standing(place).texts["de"]["tagline"] == "Am Meer"


@pytest.mark.usefixtures("midt_troms")
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "model", [Page, Topic, Municipality, Organisation, Step], ids=lambda m: m.__name__
)
def test_every_text_of_the_region_comes_back_as_it_went(model: Any, language: str) -> None:
    texts = {text.pk: text for text in model.objects.all()}
    assert texts
    out = [send_out(text=text, language=language) for text in texts.values()]
    files = [xliff.write(out, language), pair.write(out, language, language)]
    for content in files:
        found = proposals(read_file(content, language), language, lambda _kind, pk: texts.get(pk))
        assert len(found) == len(out) or model is Municipality
        assert [(each.text, dict(each.fields)) for each in found if each.is_new] == []
    # A word more in each, beside what stands for a figure or a page.
    more = files[0].replace(b"</target>", b" neu</target>")
    found = proposals(read_file(more, language), language, lambda _kind, pk: texts.get(pk))
    assert sum(each.is_new for each in found) > len(out) * 0.8
    # In blocks, but for the few whose translation is built otherwise.
    units = re.findall(r'<unit id="(\w+)(-\d+)?"', files[0].decode())
    whole = [name for name, number in units if name in ("body", "introduction") and not number]
    assert len(whole) <= len(out) / 4
