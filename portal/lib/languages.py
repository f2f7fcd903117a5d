"""Languages of the portal, and the one way public pages read a translated field."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

# Django writes "norsk (bokmål)"; a menu wants a name with a capital letter.
OWN_NAMES = {"nb": "Norsk bokmål", "nn": "Norsk nynorsk", "se": "Davvisámegiella",
             "so": "Soomaali", "ti": "ትግርኛ"}  # fmt: skip
# The texts in code and templates are English: that language needs no catalogue.
LANGUAGE_OF_CODE = "en"
# The languages whose columns are in the migrations; `portal.lib.language_columns` makes others'.
IN_MIGRATIONS = ("nb", "de", "en")


@dataclass(frozen=True)
class Localized:
    """A text with the language it is really in."""

    value: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def marks(self) -> SafeString:
        """`lang`, and `dir` where it differs, for the element around the text."""
        return marks(self.language)


def names_of(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Django's LANGUAGES: each code with the language's own name, as a menu shows it."""
    return [(code, OWN_NAMES.get(code) or _own_name(code)) for code in codes]


def current() -> str:
    """The reader's language, always one of the portal's."""
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def beside(request: HttpRequest) -> str | None:
    """The other language that the reader wants beside their own: `?beside=nb`.

    None without such a wish, and for what is no other language of the portal.
    """
    wanted = request.GET.get("beside", "")
    return wanted if wanted in dict(settings.LANGUAGES) and wanted != current() else None


def has_catalogue(language: str) -> bool:
    """Whether the texts of the interface exist in the language."""
    return language == LANGUAGE_OF_CODE or _is_catalogue(to_locale(language), _folders())


def page_language() -> str:
    """The language of menus and labels: the reader's, or the source language for want of a
    catalogue, for that is what gettext then falls back to."""
    return current() if has_catalogue(current()) else source_language()


def marks(language: str) -> SafeString:
    """The attributes of a part of the page in this language; none in the page's own."""
    page = page_language()
    if language == page:
        return SafeString("")
    if is_right_to_left(language) == is_right_to_left(page):
        return format_html(' lang="{}"', language)
    return format_html(' lang="{}" dir="{}"', language, direction(language))


def source_language() -> str:
    """The language that editors write in, and everyone's fallback (bokmål)."""
    return str(settings.LANGUAGE_CODE)


def is_right_to_left(language: str) -> bool:
    """Whether the language is written from the right."""
    return bool(LANG_INFO.get(language, {}).get("bidi", False))


def direction(language: str) -> str:
    """`dir` for a part of the page in this language."""
    return "rtl" if is_right_to_left(language) else "ltr"


def column(field: str, language: str) -> str:
    """Name of the model field that holds `field` in `language`."""
    return f"{field}_{language.replace('-', '_')}"


def localized(instance: Any, field: str, language: str | None = None) -> Localized:
    """The field in the reader's language, else in the source language and marked as a fallback.

    What somebody else wrote (`written_in`: an offer) is shown in their language where it is in
    neither.
    """
    language = language or current()
    value = getattr(instance, column(field, language))
    if value:
        return Localized(value, language, is_fallback=False)
    source = source_language()
    fallback = getattr(instance, column(field, source)) or ""
    written_in = getattr(instance, "written_in", source)
    if not fallback and written_in != source:
        source, fallback = written_in, getattr(instance, column(field, written_in)) or ""
    return Localized(fallback, source, is_fallback=bool(fallback) and language != source)


def _own_name(code: str) -> str:
    name = str(LANG_INFO.get(code, {}).get("name_local", code))
    return name[:1].upper() + name[1:]


def _folders() -> tuple[str, ...]:
    return tuple(str(folder) for folder in settings.LOCALE_PATHS)


@cache
def _is_catalogue(locale: str, folders: tuple[str, ...]) -> bool:
    return any((Path(each) / locale / "LC_MESSAGES" / "django.mo").exists() for each in folders)
