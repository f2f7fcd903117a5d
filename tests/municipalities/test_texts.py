"""Translation state comes from recorded versions, whatever happens in which order."""

import random

import pytest

from municipalities.actions.texts import save_text
from municipalities.models import Page
from portal.lib.languages import localized
from tests.factories import MunicipalityFactory, PageFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    built = PageFactory.build(topic=TopicFactory(), title_nb="Hus", title_de="Haus")
    return save_text(text=built)


def state(page: Page, language: str) -> str:
    return str(Page.objects.with_translation_state(language).get(pk=page.pk).translation_state)


def test_new_text_is_current_where_it_is_translated(page: Page) -> None:
    assert page.source_version == 1
    assert page.made_from == {"de": 1}
    assert (state(page, "nb"), state(page, "de"), state(page, "en")) == (
        "current",
        "current",
        "missing",
    )


def test_changed_source_makes_translations_outdated(page: Page) -> None:
    before = page.source_changed_at
    page.title_nb = "Et hus"
    save_text(text=page)
    assert page.source_version == 2
    assert page.source_changed_at > before
    assert page.is_outdated("de")
    assert state(page, "de") == "outdated"


def test_translation_changed_along_is_current(page: Page) -> None:
    page.title_nb, page.title_de = "Et hus", "Ein Haus"
    save_text(text=page)
    assert state(page, "de") == "current"


def test_translation_brought_up_to_date_is_current(page: Page) -> None:
    page.title_nb = "Et hus"
    save_text(text=page)
    page.title_de = "Ein Haus"
    save_text(text=page)
    assert page.source_version == 2
    assert state(page, "de") == "current"


def test_minor_edit_keeps_what_was_current(page: Page) -> None:
    page.title_nb = "Huset"
    save_text(text=page, minor=True)
    assert page.source_version == 2
    assert state(page, "de") == "current"


def test_minor_edit_does_not_heal_what_was_outdated(page: Page) -> None:
    page.title_nb = "Et hus"
    save_text(text=page)
    page.title_nb = "Huset"
    save_text(text=page, minor=True)
    assert state(page, "de") == "outdated"


def test_emptied_translation_is_missing(page: Page) -> None:
    page.title_de = ""
    save_text(text=page)
    assert page.made_from == {}
    assert state(page, "de") == "missing"


def test_field_that_only_the_source_has_is_missing(page: Page) -> None:
    page.summary_nb = "Kort"
    save_text(text=page)
    assert state(page, "de") == "missing"


def test_saving_something_else_changes_no_version(page: Page) -> None:
    page.position = 7
    save_text(text=page)
    assert (page.source_version, page.made_from) == (1, {"de": 1})


@pytest.mark.parametrize("seed", range(30))
def test_no_sequence_of_edits_gives_a_wrong_state(page: Page, seed: int) -> None:
    """A model of three facts per language, told the same edits, must agree with the database."""
    chance = random.Random(seed)
    current = {"de": True, "en": False}
    filled = {"de": True, "en": False}
    for step in range(12):
        page = Page.objects.get(pk=page.pk)
        source, minor = chance.random() < 0.5, chance.random() < 0.3
        translated = {code for code in current if chance.random() < 0.4}
        if source:
            page.title_nb = f"Norsk {step}"
        for code in translated:
            empty = chance.random() < 0.2
            setattr(page, f"title_{code}", "" if empty else f"{code} {step}")
            filled[code] = not empty
        save_text(text=page, minor=minor)
        for code in current:
            if code in translated:
                current[code] = filled[code]
            elif source and not minor:
                current[code] = False
            expected = (
                "missing" if not filled[code] else ("current" if current[code] else "outdated")
            )
            assert state(page, code) == expected
            assert page.is_outdated(code) is (expected != "current")


def test_texts_apart_are_translated_and_make_no_version() -> None:
    place = MunicipalityFactory(tagline_nb="Ved fjorden", tagline_de="Am Fjord")
    save_text(text=place)
    place.legal_basis_text_nb = "Kommuneloven"
    save_text(text=place)
    place.refresh_from_db()
    assert (place.source_version, place.made_from) == (1, {})
    assert str(localized(place, "legal_basis_text", "nb")) == "Kommuneloven"
    in_german = localized(place, "legal_basis_text", "de")
    assert (in_german.value, in_german.language, in_german.is_fallback) == (
        "Kommuneloven", "nb", True,
    )  # fmt: skip
    # The text that readers of the page see does make one.
    place.tagline_nb = "Ved havet"
    save_text(text=place)
    assert place.source_version == 2
