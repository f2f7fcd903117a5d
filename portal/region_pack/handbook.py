"""Pages of the host handbook in a pack: their form, and how they are loaded."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from hosting.models import HandbookPage as HandbookPageModel
from municipalities.models import Municipality
from municipalities.tokens import unknown_tokens
from portal.lib.languages import column
from portal.region_pack.schema import Key, Part, Text
from portal.region_pack.writer import Writer


class HandbookPage(Part):
    """A routine, or who does what; without a municipality it holds for all."""

    key: Key
    kind: HandbookPageModel.Kind = HandbookPageModel.Kind.ROUTINE
    municipality: Key | None = None
    title: Text
    body: Text
    review_by: datetime.date | None = None


class HandbookFile(Part):
    pages: list[HandbookPage]


def mistakes_in_handbook(
    pages: Iterable[HandbookPage], places: set[str], figures: set[str], slugs: set[str]
) -> Iterator[str]:
    """Places that are none, keys that stand twice, tokens that lead nowhere."""
    seen: set[tuple[str | None, str]] = set()
    for page in pages:
        where = f"handbook.yaml: {page.key}"
        if page.municipality and page.municipality not in places:
            yield f"{where}: there is no municipality {page.municipality}"
        if (page.municipality, page.key) in seen:
            yield f"{where} stands twice"
        seen.add((page.municipality, page.key))
        for language, markup in page.body.items():
            for token in unknown_tokens(markup, figures, slugs):
                yield f"{where}.body.{language}: {token} leads nowhere"


def put_handbook(
    pages: Iterable[HandbookPage],
    writer: Writer,
    *,
    region: str,
    places: Mapping[str, Municipality],
    languages: Iterable[str],
) -> None:
    """Write the pages, each in the place that it is for."""
    languages = list(languages)
    for position, page in enumerate(pages):
        place = places.get(page.municipality or region)
        if place is None:
            continue
        texts = {"title": page.title, "body": page.body}
        writer.put(
            HandbookPageModel,
            {"municipality": place, "key": page.key},
            {
                "kind": page.kind,
                "position": position,
                "review_by": page.review_by,
                **{
                    column(name, code): text.get(code, "")
                    for name, text in texts.items()
                    for code in languages
                },
            },
        )
