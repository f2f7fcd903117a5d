"""Pages that stop being true at a moment, although nobody changes anything: an event is over.

Whatever makes the page says until when it holds; the page cache asks for it anew afterwards. It is
said in the request's own environment, so that nothing of it reaches the reader.
"""

import datetime
from typing import Any

from django.http import HttpRequest

HOLDS_UNTIL = "landgang.holds_until"  # seconds since 1970
FOR_EVER = float("inf")


def hold_until(request: HttpRequest, *moments: datetime.datetime) -> None:
    """Say that the page holds until the first of the moments, and no longer."""
    known: float = request.META.get(HOLDS_UNTIL, FOR_EVER)
    request.META[HOLDS_UNTIL] = min([known, *(each.timestamp() for each in moments)])


def held_until(environ: dict[str, Any]) -> float:
    """Until when the page holds that was made for the request, in seconds since 1970."""
    until: float = environ.get(HOLDS_UNTIL, FOR_EVER)
    return until
