"""Population over time, as a drawing with its table."""

from decimal import Decimal
from typing import Any

from django import template

from municipalities.figures import format_number
from municipalities.population import Population
from municipalities.population_chart import draw

register = template.Library()


@register.inclusion_tag("includes/population.html")
def population_over_time(population: Population | None) -> dict[str, Any]:
    """The counts of a place; nothing where fewer than two are known."""
    return {"population": population, "drawing": draw(population)} if population else {}


@register.filter
def in_digits(value: Decimal) -> str:
    """A number with the reader's separators."""
    return format_number(value)
