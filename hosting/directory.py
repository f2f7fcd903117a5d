"""The host directory: who answers where, chosen by municipality and by language."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from hosting.models import Coordinator, OfficeDay
from hosting.office_days import next_office_days
from municipalities.models import Municipality
from municipalities.places import places_of
from portal.lib.languages import names_of
from portal.lib.norwegian import sort_key


@dataclass(frozen=True)
class Entry:
    """A contact, who stands in for them today, and when they can be met."""

    host: Coordinator
    stand_in: Coordinator | None = None
    office_days: list[OfficeDay] = field(default_factory=list)


@dataclass(frozen=True)
class Option:
    """Something to choose, with how many contacts it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Directory:
    """The contacts that were asked for, and what can be asked for instead."""

    chosen: list[Entry]
    places: list[Option]
    languages: list[Option]
    is_filtered: bool
    # The municipality that has nobody of its own: the region's desk answers for it.
    without_contact: Municipality | None = None


def directory_of(request: HttpRequest) -> Directory:
    """What `?municipality=` and `?language=` leave of the contacts of today. Two queries."""
    hosts = sorted(Coordinator.objects.for_directory(), key=_in_order)
    place = _place(request)
    language = request.GET.get("language", "")
    spoken = {code for host in hosts for code in host.languages}
    language = language if language in spoken else ""

    def here(host: Coordinator) -> bool:
        return place is None or host.municipality_id == place.pk

    def speaks(host: Coordinator) -> bool:
        return not language or language in host.languages

    is_alone = place is not None and not any(map(here, hosts))
    found = [h for h in hosts if (h.municipality.is_region if is_alone else here(h)) and speaks(h)]
    days = next_office_days({host.municipality_id for host in found}, request, 1)
    return Directory(
        chosen=[
            Entry(host, stand_in_for(host, hosts), days.get(host.municipality_id, []))
            for host in found
        ],
        places=_places(hosts, speaks, place),
        languages=_languages(hosts, here, language),
        is_filtered=bool(place or language),
        without_contact=place if is_alone else None,
    )


def stand_in_for(away: Coordinator, hosts: Iterable[Coordinator]) -> Coordinator | None:
    """Who answers for a contact that is away: the deputy, else the region's desk; of `hosts`, all
    that are on duty, read `with_absence`. None for who is there, or where nobody is."""
    if not away.away_until:
        return None
    there = {host.pk: host for host in hosts if not host.away_until and host.pk != away.pk}
    deputies = [there[key] for key in (away.away_deputy, away.deputy_id) if key in there]
    desk = [host for host in there.values() if host.municipality.is_region]
    return next(iter([*deputies, *desk]), None)


def _in_order(host: Coordinator) -> tuple[Any, ...]:
    return not host.municipality.is_region, sort_key(host.municipality.name)


def _place(request: HttpRequest) -> Municipality | None:
    """The municipality that was asked for, as it is today."""
    asked = request.GET.get("municipality", "")
    known = {place.slug: place for place in places_of(request)}
    return known[asked].place_today if asked in known else None


def _places(
    hosts: Sequence[Coordinator],
    speaks: Callable[[Coordinator], bool],
    chosen: Municipality | None,
) -> list[Option]:
    counted = Counter(host.municipality_id for host in hosts if speaks(host))
    known = {host.municipality_id: host.municipality for host in hosts}
    if chosen:
        known.setdefault(chosen.pk, chosen)
    return [
        Option(place.slug, place.name, counted[pk], bool(chosen and chosen.pk == pk))
        for pk, place in known.items()
        if counted[pk] or (chosen and chosen.pk == pk)
    ]


def _languages(
    hosts: Sequence[Coordinator], here: Callable[[Coordinator], bool], chosen: str
) -> list[Option]:
    counted = Counter(code for host in hosts if here(host) for code in set(host.languages))
    spoken = sorted({code for host in hosts for code in host.languages})
    return [
        Option(code, name, counted[code], code == chosen)
        for code, name in names_of(spoken)
        if counted[code] or code == chosen
    ]
