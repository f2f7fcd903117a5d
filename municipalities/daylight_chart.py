"""A year of light as a picture: noon in the middle, midnight at both edges, the months along it."""

import datetime
from collections.abc import Callable, Iterator
from functools import lru_cache

from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString, mark_safe

from municipalities.daylight import Day, Span, Year
from municipalities.outlines import keep_far, path

# Units of the drawing; on a phone two are about a pixel.
WIDTH, HEIGHT = 656, 408
LEFT, TOP, FOOT = 54, 20, 332
MIDDLE = (TOP + FOOT) // 2
A_DAY = (WIDTH - LEFT) / 366
AN_HOUR = (FOOT - TOP) / 24
# Below the year the bars of polar night and midnight sun, and below them the months.
BAR, BAR_HEIGHT = FOOT + 8, 16
MONTHS_LINE = HEIGHT - 10
# Days whose point is this near to the line of their neighbours need none of their own.
TOLERANCE = 1.5


def draw(year: Year, today: datetime.date) -> SafeString:
    """Inline SVG, hidden from screen readers: words and a table beside it say all it shows."""
    drawn = [
        f'<path class="dark" d="M{LEFT} {TOP}H{WIDTH}V{FOOT}H{LEFT}z"/>',
        _areas(year),
        *_hours(),
        *_months(year),
        *_bars("polar-night", year.polar_night),
        *_bars("midnight-sun", year.midnight_sun),
        *_mark(today),
    ]
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{"".join(drawn)}</svg>'
    )


# A tenth of the work for a municipality's page, and the same all year.
@lru_cache(maxsize=512)
def _areas(year: Year) -> str:
    """Twilight, and daylight upon it."""
    return _lens("twilight", _half(year, _light)) + _lens("sun", _half(year, _sunlight))


def _lens(kind: str, half: str) -> str:
    """The morning, and the same upside down for the afternoon.

    The colour is the group's: rules for what stands inside it do not reach a copy.
    """
    below = f'<use href="#{kind}" transform="matrix(1 0 0 -1 0 {2 * MIDDLE})"/>'
    return f'<g class="{kind}"><path id="{kind}" d="{half}"/>{below}</g>'


def _light(day: Day) -> float:
    return day.sunlight + day.twilight


def _sunlight(day: Day) -> float:
    return day.sunlight


def _half(year: Year, hours_of: Callable[[Day], float]) -> str:
    """The area above the noon line: of each day half of its hours, nothing where it has none."""
    halves = [(LEFT + A_DAY * n, hours_of(day) / 2 * AN_HOUR) for n, day in enumerate(year.days)]
    halves.append((float(WIDTH), halves[-1][1]))
    line = [(round(x), MIDDLE - round(half)) for x, half in keep_far(halves, TOLERANCE)]
    return path([[(LEFT, MIDDLE), *line, (WIDTH, MIDDLE)]])


def _hours() -> Iterator[str]:
    """Hours at the side, a line at each."""
    heights = {hour: round(TOP + hour * AN_HOUR) for hour in (0, 6, 12, 18, 24)}
    lines = "".join(f"M{LEFT} {y}H{WIDTH}" for y in heights.values())
    yield f'<path class="hours" d="{lines}"/>'
    for hour, y in heights.items():
        yield f'<text class="hour" x="{LEFT - 8}" y="{y}">{hour}</text>'


def _months(year: Year) -> Iterator[str]:
    """The months by name, in the reader's language; on phones each second one."""
    for day in year.months:
        number, x = day.day.month, _x(day.day)
        kind = ' class="between"' if number % 2 == 0 else ""
        name = MONTHS_3[number]
        yield f'<text{kind} x="{x}" y="{MONTHS_LINE}" text-anchor="middle">{name}</text>'


def _bars(kind: str, span: Span | None) -> Iterator[str]:
    """A bar for the span, or one at each end of the year, and its edges through the whole day."""
    if span is None:
        return
    first, last = _x(span.first), _x(span.last + datetime.timedelta(days=1))
    over_new_year = span.last < span.first
    parts = [(LEFT, last), (first, WIDTH)] if over_new_year else [(first, last)]
    bars = "".join(f"M{a} {BAR}H{b}v{BAR_HEIGHT}H{a}z" for a, b in parts)
    yield f'<path class="{kind}" d="{bars}"/>'
    yield f'<path class="edge" d="M{first} {TOP}V{BAR}M{last} {TOP}V{BAR}"/>'


def _mark(today: datetime.date) -> Iterator[str]:
    """Where in the year the reader is."""
    x = _x(today)
    yield f'<path class="today" d="M{x} {TOP}V{FOOT}"/>'
    yield f'<circle class="today" cx="{x}" cy="{MIDDLE}" r="8"/>'


def _x(day: datetime.date) -> int:
    """Where the day begins."""
    return round(LEFT + A_DAY * (day.timetuple().tm_yday - 1))
