"""What can only be checked with the whole pack in hand: keys that name something elsewhere."""

import datetime
from collections.abc import Iterable, Iterator

from django.conf import settings

from municipalities.models import Source
from municipalities.tokens import unknown_tokens
from portal.lib.dates import Precision
from portal.region_pack import schema
from portal.region_pack.handbook import mistakes_in_handbook
from portal.region_pack.read import Pack
from portal.region_pack.steps import mistakes_in_steps, wrong_tokens


def mistakes_in(pack: Pack) -> list[str]:
    """All mistakes, those of the single files first."""
    if pack.mistakes:
        return pack.mistakes
    return [
        *_languages(pack),
        *_doubles(pack),
        *_places(pack),
        *_sources(pack),
        *_pages(pack),
        *_hosting(pack),
        *_steps(pack),
        *_handbook(pack),
    ]


def topic_keys(pack: Pack) -> set[str]:
    """Keys of topics on both levels."""
    return {t.key for t in pack.topics} | {s.key for t in pack.topics for s in t.subtopics}


def all_figures(pack: Pack) -> Iterator[tuple[str, str, schema.Figure]]:
    """File, key of the place and figure, for every figure of the pack."""
    assert pack.region is not None
    for figure in pack.region.figures:
        yield "region.yaml", pack.region.key, figure
    for name, figure in pack.figures:
        yield name, pack.region.key, figure
    for place in pack.municipalities:
        for figure in place.figures:
            yield "municipalities.yaml", place.key, figure


def _languages(pack: Pack) -> Iterator[str]:
    installed = [code for code, _name in settings.LANGUAGES]
    if pack.languages[0] != settings.LANGUAGE_CODE:
        yield (
            f"region.yaml: languages: the first is {pack.languages[0]}, but editors of this portal "
            f"write in {settings.LANGUAGE_CODE} (LANGUAGES)"
        )
    for code in pack.languages:
        if code not in installed:
            yield f"region.yaml: languages: {code} is not installed ({', '.join(installed)})"


def _doubles(pack: Pack) -> Iterator[str]:
    lists: list[tuple[str, Iterable[object]]] = [
        ("municipalities.yaml: municipalities", [m.key for m in pack.municipalities]),
        (
            "topics.yaml: topics",
            [t.key for t in pack.topics] + [s.key for t in pack.topics for s in t.subtopics],
        ),
        ("organisations.yaml: organisations", [o.key for o in pack.organisations]),
        ("organisations.yaml: offers", [o.key for o in pack.offers]),
        ("contacts.yaml: contacts", [c.key for c in pack.contacts]),
        ("steps.yaml: steps", [s.key for s in pack.steps]),
        (
            "figures",
            [
                f"{place} {figure.key} {as_of_of(pack, figure)}"
                for _file, place, figure in all_figures(pack)
            ],
        ),
    ]
    for name, keys in lists:
        seen: set[object] = set()
        for key in keys:
            if key in seen:
                yield f"{name}: {key} stands twice"
            seen.add(key)


def as_of_of(pack: Pack, figure: schema.Figure) -> tuple[datetime.date, Precision] | None:
    """The figure's date, else its source's; None when neither is known."""
    if figure.as_of:
        return figure.as_of
    source = pack.sources.get(main_source(figure.source))
    return source.as_of if source else None


def main_source(keys: list[str]) -> str:
    """The source that is shown: the first that was looked up, else `own`."""
    return next((key for key in keys if key != Source.OWN), Source.OWN)


def _places(pack: Pack) -> Iterator[str]:
    keys = {place.key for place in pack.municipalities}
    for place in pack.municipalities:
        where = f"municipalities.yaml: {place.key}"
        if place.successor and place.successor not in keys:
            yield f"{where}.successor: there is no municipality {place.successor}"
        if bool(place.successor) != bool(place.valid_to):
            yield f"{where}: valid_to and successor go together"
        if place.valid_from and place.valid_to and place.valid_to < place.valid_from:
            yield f"{where}.valid_to: ends before it begins"
    for key in pack.outlines:
        if key not in keys:
            yield f"boundaries.geojson: {key} is no municipality of this pack"


def _sources(pack: Pack) -> Iterator[str]:
    citing: list[tuple[str, list[str]]] = [
        (f"{name}: {place} {figure.key}", figure.source)
        for name, place, figure in all_figures(pack)
    ]
    citing += [(f"municipalities.yaml: {m.key}", m.sources) for m in pack.municipalities]
    citing += [(f"organisations.yaml: {o.key}", o.source) for o in pack.organisations]
    citing += [(f"organisations.yaml: {o.key}", o.source) for o in pack.offers]
    citing += [(f"steps.yaml: {s.key}", s.source) for s in pack.steps]
    citing += [(f"steps.yaml: {s.key}", each.source) for s in pack.steps for each in s.lead_times]
    citing += [(name, page.sources) for name, page in pack.pages]
    citing += [
        (f"{name}: {key}", part.sources)
        for name, page in pack.pages
        for key, part in page.local_parts.items()
    ]
    for where, keys in citing:
        for key in keys:
            if key not in pack.sources:
                yield f"{where}: there is no source {key} in sources.yaml"


def _pages(pack: Pack) -> Iterator[str]:
    assert pack.region is not None
    topics, slugs = topic_keys(pack), {page.slug for _name, page in pack.pages}
    places = {place.key for place in pack.municipalities}
    regional = {f.key for _n, place, f in all_figures(pack) if place == pack.region.key}
    own = {place.key: regional | {f.key for f in place.figures} for place in pack.municipalities}
    for name, page in pack.pages:
        if f"pages/{page.slug}.yaml" != name:
            yield f"{name}: slug: must be the file's name, not {page.slug}"
        if page.topic not in topics:
            yield f"{name}: topic: there is no topic {page.topic}"
        yield from _tokens(f"{name}: body", page.body, regional, slugs)
        for key, part in page.local_parts.items():
            if key not in places:
                yield f"{name}: local_parts: there is no municipality {key}"
            yield from _tokens(
                f"{name}: local_parts.{key}", part.body, own.get(key, regional), slugs
            )
    for place in [pack.region, *pack.municipalities]:
        yield from _tokens(
            f"municipalities.yaml: {place.key}.introduction",
            place.introduction or {},
            own.get(place.key, regional),
            slugs,
        )


def _tokens(where: str, text: dict[str, str], figures: set[str], slugs: set[str]) -> Iterator[str]:
    for language, markup in text.items():
        for token in unknown_tokens(markup, figures, slugs):
            yield f"{where}.{language}: {token} leads nowhere"


def _hosting(pack: Pack) -> Iterator[str]:
    assert pack.region is not None
    places = {place.key for place in pack.municipalities} | {pack.region.key}
    organisations = {each.key for each in pack.organisations}
    for contact in pack.contacts:
        if contact.municipality not in places:
            yield f"contacts.yaml: {contact.key}: there is no municipality {contact.municipality}"
    for offer in pack.offers:
        if offer.organisation not in organisations:
            yield f"organisations.yaml: {offer.key}: there is no organisation {offer.organisation}"
        if offer.municipality and offer.municipality not in places:
            yield f"organisations.yaml: {offer.key}: there is no municipality {offer.municipality}"


def _handbook(pack: Pack) -> Iterator[str]:
    assert pack.region is not None
    places = {place.key for place in pack.municipalities} | {pack.region.key}
    figures = {f.key for _n, place, f in all_figures(pack) if place == pack.region.key}
    slugs = {page.slug for _name, page in pack.pages}
    yield from mistakes_in_handbook(pack.handbook, places, figures, slugs)


def _steps(pack: Pack) -> Iterator[str]:
    assert pack.region is not None
    organisations = {each.key for each in pack.organisations}
    slugs = {page.slug for _name, page in pack.pages}
    regional = {f.key for _n, place, f in all_figures(pack) if place == pack.region.key}
    for step in pack.steps:
        where = f"steps.yaml: {step.key}"
        if step.topic not in topic_keys(pack):
            yield f"{where}.topic: there is no topic {step.topic}"
        if step.authority and step.authority not in organisations:
            yield f"{where}.authority: there is no organisation {step.authority}"
        yield from wrong_tokens(step, regional, slugs)
    yield from mistakes_in_steps(pack.steps)
