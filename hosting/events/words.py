"""Dates of events in the reader's language."""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hosting.events.occurrences import Occurrence, Series, on_the_wall
from hosting.events.rules import Pattern, last_day_of, pattern_of
from portal.lib.dates import spell

# What ends in the night or the morning after still belongs to its evening.
NIGHT = datetime.timedelta(hours=12)
PATTERNS: dict[Pattern, Any] = {
    Pattern.ONCE: gettext_lazy("once"),
    Pattern.DAILY: gettext_lazy("every day"),
    Pattern.WEEKLY: gettext_lazy("every week"),
    Pattern.FORTNIGHTLY: gettext_lazy("every second week"),
    Pattern.MONTHLY_DAY: gettext_lazy("every month, on the same date"),
    Pattern.MONTHLY_WEEKDAY: gettext_lazy("every month, on the same weekday"),
    Pattern.OTHER: gettext_lazy("on several dates"),
}


def spelled(occurrence: Occurrence) -> str:
    """The day and the hours: "Tuesday 12 January 2027, 18:00–20:00"."""
    first, last = occurrence.first_on, occurrence.last_on
    said = {
        "weekday": capfirst(date_format(first, "l")),
        "day": spell(first),
        "last_weekday": date_format(last, "l"),
        "last_day": spell(last),
        "from": f"{occurrence.begins:%H:%M}",
        "to": f"{occurrence.closes:%H:%M}",
    }
    if occurrence.is_all_day:
        if first == last:
            return _("%(weekday)s %(day)s") % said
        return _("%(weekday)s %(day)s to %(last_weekday)s %(last_day)s") % said
    if first == last or occurrence.ends - occurrence.starts <= NIGHT:
        return _("%(weekday)s %(day)s, %(from)s–%(to)s") % said
    return _("%(weekday)s %(day)s, %(from)s, to %(last_weekday)s %(last_day)s, %(to)s") % said


def how_often(series: Series) -> str:
    """How it comes again: "every week until 30 June 2027"; "" for what is once."""
    pattern = pattern_of(series.rule, on_the_wall(series.starts).date())
    if pattern == Pattern.ONCE:
        return ""
    last = last_day_of(series.rule)
    if last is None or pattern == Pattern.OTHER:
        return str(PATTERNS[pattern])
    return _("%(rhythm)s until %(day)s") % {"rhythm": PATTERNS[pattern], "day": spell(last)}
