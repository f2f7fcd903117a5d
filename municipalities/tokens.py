"""Tokens in texts: figures, links to pages and to the host directory.

`[[figure:key]]`, `[[figure:key:number]]`, `[[page:slug]]`, `[[page:slug|words]]`, `[[hosts]]`,
`[[hosts|words]]`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from municipalities.figures import written
from municipalities.models import Figure, Municipality, Page
from portal.lib.languages import current, localized, marks

TOKEN = re.compile(
    r"\[\[(?P<kind>figure|page|hosts)(?::(?P<key>[a-z0-9_-]+))?"
    r"(?::(?P<form>number))?(?:\|(?P<words>[^\]|]*))?\]\]"
)
LOOKS_LIKE_TOKEN = re.compile(r"\[\[[^\]]*\]\]")


@dataclass
class TokenValues:
    """What the tokens of one page mean, read with at most one query per kind."""

    municipality: Municipality | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    @classmethod
    def for_texts(
        cls,
        texts: Iterable[str],
        municipality: Municipality | None = None,
        known: Iterable[Figure] = (),
    ) -> Self:
        """Look up everything the texts name that is not among the municipality's known figures."""
        found = [token for text in texts for token in TOKEN.finditer(text or "")]
        figure_keys = {token["key"] for token in found if token["kind"] == "figure"}
        slugs = {token["key"] for token in found if token["kind"] == "page"}
        values = cls(municipality, {each.key: each for each in known if each.key in figure_keys})
        if missing := figure_keys - values.figures.keys():
            for figure in Figure.objects.for_tokens(missing, municipality):
                # The region's figure steps back for the municipality's own.
                is_own = municipality is not None and figure.municipality_id == municipality.pk
                if is_own or figure.key not in values.figures:
                    values.figures[figure.key] = figure
        if slugs:
            pages = Page.objects.published().filter(slug__in=slugs).for_lists()
            values.pages = {page.slug: page for page in pages}
        return values

    def expand(self, markup: str) -> SafeString:
        """The cleaned markup with every token replaced; what leads nowhere becomes a dash."""
        return mark_safe(TOKEN.sub(self._replacement, markup))

    def _replacement(self, token: re.Match[str]) -> str:
        if token["kind"] == "figure":
            return self._figure(token)
        if token["kind"] == "hosts":
            return self._link(
                reverse("host_list"), token["words"] or escape(_("host contacts")), current()
            )
        page = self.pages.get(token["key"] or "")
        if page is None:
            return token["words"] or "–"
        if token["words"]:
            return self._link(self._page_address(page), token["words"], current())
        title = localized(page, "title")
        return self._link(self._page_address(page), escape(title.value), title.language)

    def _figure(self, token: re.Match[str]) -> str:
        figure = self.figures.get(token["key"] or "")
        if figure is None:
            return "–"
        value = written(figure, number_only=token["form"] == "number")
        if value.marks:
            return format_html("<span{}>{}</span>", value.marks, value.value)
        return format_html("{}", value.value)

    def _page_address(self, page: Page) -> str:
        if self.municipality and not self.municipality.is_region:
            return reverse("local_page", args=[self.municipality.slug, page.slug])
        return page.get_absolute_url()

    def _link(self, address: str, words: str, language: str) -> str:
        """A link around words that are markup already: out of the cleaned text, or escaped."""
        marked = mark_safe(words)
        return format_html('<a href="{}"{}>{}</a>', address, marks(language), marked)


def unknown_tokens(markup: str, figures: Iterable[str], pages: Iterable[str]) -> list[str]:
    """Tokens that are misspelt or lead nowhere, as they are written."""
    known = {"figure": set(figures), "page": set(pages)}
    wrong = []
    for written_token in LOOKS_LIKE_TOKEN.findall(markup or ""):
        token = TOKEN.fullmatch(written_token)
        if token is None or (token["kind"] != "hosts" and token["key"] not in known[token["kind"]]):
            wrong.append(written_token)
    return wrong
