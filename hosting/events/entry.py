"""What a calendar is told of a thing with dates: known without the library that writes calendars,
which takes a tenth of a second to read."""

import datetime
from dataclasses import dataclass

from hosting.events.occurrences import Series
from portal.lib.languages import Localized


@dataclass(frozen=True)
class Entry:
    """Something with one or more dates, as a calendar shows it."""

    uid: str
    sequence: int
    changed_at: datetime.datetime
    series: Series
    title: Localized
    text: str
    place: str
    url: str
    is_cancelled: bool = False
