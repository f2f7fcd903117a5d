"""What every page needs around its content."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from municipalities.models import Municipality
from municipalities.places import current_places, region_of
from portal.lib.languages import (
    beside,
    current,
    has_catalogue,
    is_right_to_left,
    page_language,
    source_language,
)


@dataclass(frozen=True)
class LanguageChoice:
    """One entry of the language menu."""

    code: str
    name: str
    path: str
    is_current: bool


class Shell:
    """The frame of a page. Reads the list of municipalities at most once, and only when asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """Today's municipalities, in alphabetical order."""
        return current_places(self.request)

    @cached_property
    def region(self) -> Municipality | None:
        """The region's row."""
        return region_of(self.request)

    @property
    def site_name(self) -> str:
        """The portal's name with its region: "Landgang Midt-Troms"."""
        return f"Landgang {self.region.name}" if self.region else "Landgang"

    @property
    def language(self) -> str:
        """The language of the page's menus and labels."""
        return page_language()

    @property
    def is_right_to_left(self) -> bool:
        """Whether the page's language is written from the right."""
        return is_right_to_left(page_language())

    @property
    def lacks_catalogue(self) -> bool:
        """Whether menus and labels do not exist in the reader's language."""
        return not has_catalogue(current())

    @cached_property
    def languages(self) -> list[LanguageChoice]:
        """The language menu: the same page with the same question in each language."""
        return [
            LanguageChoice(code, name, self.address_in(code), code == current())
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def beside(self) -> str | None:
        """The language that the reader wants beside the page's own."""
        return beside(self.request)

    def address_in(self, language: str) -> str:
        """This page with its question in the language: by its prefix, or where pages have none
        because only staff see them, by a parameter."""
        asked = self.request.GET.copy()
        if language == self.beside:  # the two change places
            asked["beside"] = current()
        path = self.path_in(language)
        if self.request.path.startswith("/accounts/"):
            path = self.request.path
            asked["language"] = language
        return f"{path}?{asked.urlencode()}" if asked else path

    def path_in(self, language: str) -> str:
        """The path of this page in another language; the start page where it has none."""
        prefix, _, rest = self.request.path.lstrip("/").partition("/")
        return f"/{language}/{rest}" if prefix in dict(settings.LANGUAGES) else f"/{language}/"

    def absolute(self, path: str) -> str:
        """The path with the portal's own address, never with the Host a reader sent."""
        return f"{settings.SITE_URL}{path}"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "shell": Shell(request),
        "language_code": current(),
        "source_language": source_language(),
        "accessibility_statement_url": settings.ACCESSIBILITY_STATEMENT_URL,
    }
