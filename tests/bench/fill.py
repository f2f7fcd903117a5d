"""Fill a database of the bench with content: `python -m tests.bench.fill 400`.

Run on its own, with DJANGO_SETTINGS_MODULE and the addresses of the database.
"""

import sys
from collections.abc import Iterable
from typing import Any

import django

django.setup()

from django.db import connection, models, transaction  # noqa: E402

from hosting.models import Coordinator  # noqa: E402
from municipalities.models import (  # noqa: E402
    Figure,
    LocalPart,
    Municipality,
    Page,
)

PAGES = 50
TEXTS = (("page", "body_nb"), ("municipality", "introduction_nb"), ("localpart", "body_nb"))
# A word that stands in nearly every text, for search.
COMMON = "<p>Kommunen hjelper deg med barnehage og skole.</p>"


def fill_content(municipalities: int) -> None:
    """As many pages as a long list has, and as many of today's municipalities as are wanted (0: as
    they are), each with texts, figures, local pages and a host contact of its own."""
    with transaction.atomic():
        _copies(Page.objects.all(), PAGES, lambda page, n: {"slug": f"{page.slug}-{n}"[:60]})
        places = list(Municipality.objects.current())
        made = _copies(
            places, municipalities, lambda place, n: {"slug": f"sted-{n}", "name": f"Sted {n}"}
        )
        for place, source in made:
            _belongings(place, source)
    _say_the_word()


def _belongings(place: Municipality, source: Municipality) -> None:
    for model in (Figure, LocalPart):
        _clone(model.objects.filter(municipality=source), lambda each, n: {"municipality": place})
    _clone(
        Coordinator.objects.filter(municipality=source, deputy=None),
        lambda host, n: {"municipality": place, "slug": f"{host.slug}-{place.slug}"[:80]},
    )


def _copies(sources: Iterable[Any], total: int, changes: Any) -> list[tuple[Any, Any]]:
    """Copies of the sources in turn until there are `total` in all, each with its source."""
    sources = list(sources)
    chosen = [sources[n % len(sources)] for n in range(total - len(sources))]
    return [(_copy(each, changes(each, n)), each) for n, each in enumerate(chosen)]


def _clone(sources: Iterable[Any], changes: Any) -> None:
    for n, source in enumerate(sources):
        _copy(source, changes(source, n))


def _copy(source: Any, changes: dict[str, Any]) -> Any:
    fields = [f for f in source._meta.concrete_fields if not f.primary_key]
    values = {f.attname: getattr(source, f.attname) for f in fields}
    copy = type(source)(**{k: v for k, v in values.items() if not isinstance(k, models.Field)})
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


def _say_the_word() -> None:
    """Let nearly every text hold the common word, in the source language."""
    with connection.cursor() as cursor:
        for table, field in TEXTS:
            cursor.execute(
                f"UPDATE municipalities_{table} SET {field} = {field} || %s WHERE id %% 20 <> 0",
                [COMMON],
            )


if __name__ == "__main__":
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # the web role's is three seconds
    fill_content(int(sys.argv[1]))
