"""How a figure is written in the reader's language."""

import datetime
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Figure
from portal.lib.dates import today
from portal.lib.languages import Localized, localized, page_language


def written(figure: Figure, number_only: bool = False) -> Localized:
    """The figure's value in words, with the language they are in.

    A number gets the reader's separators and unit ("14 919 innbyggere"), or neither unit nor
    words with `number_only`; a text may fall back to the source language.
    """
    if figure.value is None:
        return localized(figure, "text")
    number = format_number(figure.value)
    text = number if number_only else _with_unit(figure.unit, number, figure.value)
    return Localized(text, page_language(), is_fallback=False)


def format_number(value: Decimal) -> str:
    """The number with the reader's separators, without idle decimals."""
    whole = value == value.to_integral_value()
    plain = value.quantize(Decimal(1)) if whole else value.normalize()
    return number_format(plain, use_l10n=True, force_grouping=True)


def check_by_default(kind: str, as_of: datetime.date | None) -> datetime.date:
    """When somebody should look again: by kind, counted from the figure's date, but not past."""
    months = Figure.MONTHS_TO_CHECK.get(Figure.Kind(kind), Figure.MONTHS_TO_CHECK_OTHERWISE)
    start = as_of or today()
    years, month = divmod(start.month - 1 + months, 12)
    return datetime.date(start.year + years, month + 1, 1)


def _with_unit(unit: str, number: str, value: Decimal) -> str:
    # ngettext wants a whole number; 1.5 is plural.
    count = int(value) if value == value.to_integral_value() else 2
    units = Figure.Unit
    phrases = {
        units.PEOPLE: ngettext("%(number)s person", "%(number)s people", count),
        units.SQUARE_KILOMETRES: _("%(number)s km²"),
        units.KILOMETRES: _("%(number)s km"),
        units.MINUTES: ngettext("%(number)s minute", "%(number)s minutes", count),
        units.HOURS: ngettext("%(number)s hour", "%(number)s hours", count),
        units.DAYS: ngettext("%(number)s day", "%(number)s days", count),
        units.WEEKS: ngettext("%(number)s week", "%(number)s weeks", count),
        units.MONTHS: ngettext("%(number)s month", "%(number)s months", count),
        units.YEARS: ngettext("%(number)s year", "%(number)s years", count),
        units.KRONER: _("%(number)s kroner"),
        units.KRONER_PER_MONTH: _("%(number)s kroner a month"),
        units.KRONER_PER_YEAR: _("%(number)s kroner a year"),
        units.PERCENT: _("%(number)s per cent"),
        units.TIMES: ngettext("%(number)s time", "%(number)s times", count),
    }
    return phrases.get(units(unit), "%(number)s") % {"number": number}
