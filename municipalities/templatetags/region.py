"""The map of the region, and the year's light at a place."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from municipalities.daylight import year_at
from municipalities.daylight_chart import draw
from municipalities.models import Municipality
from municipalities.region_map import Shape, region_map
from portal.lib.dates import today

register = template.Library()


@register.inclusion_tag("includes/region_map.html", name="region_map")
def region_map_tag(
    places: Iterable[Municipality],
    lit: Municipality | None = None,
    former: Iterable[Municipality] = (),
) -> dict[str, Any]:
    """The map with this place lit, or all of them; with the borders of former ones if given.

    At most one query, and that once in the life of a process.
    """
    rows = {place.slug: place for place in [*places, *former]}
    shapes = region_map([rows[slug] for slug in rows if not rows[slug].is_former], former)
    if shapes is None:
        return {}
    return {
        "map": shapes,
        "places": _linked(shapes.shapes, rows),
        "former": _linked(shapes.former, rows),
        "municipality": lit,
    }


@register.inclusion_tag("includes/daylight.html")
def daylight(municipality: Municipality) -> dict[str, Any]:
    """The year's light at the municipality's centre; nothing where that is unknown."""
    if municipality.latitude is None or municipality.longitude is None:
        return {}
    day = today()
    where = (float(municipality.latitude), float(municipality.longitude))
    year = year_at(*where, day.year)
    return {
        "municipality": municipality,
        "year": year,
        "today": year.on(day),
        "drawing": draw(year, day),
    }


@register.filter
def in_hours(hours: float) -> str:
    """Hours as people say them: "4 h 12 min", "24 h"."""
    whole, minutes = divmod(round(hours * 60), 60)
    if not minutes:
        return _("%(hours)s h") % {"hours": whole}
    return _("%(hours)s h %(minutes)s min") % {"hours": whole, "minutes": minutes}


def _linked(shapes: Iterable[Shape], rows: dict[str, Municipality]) -> list[dict[str, Any]]:
    return [{"shape": shape, "place": rows[shape.slug]} for shape in shapes]
