"""What somebody has answered: all that a plan is made from. It stands in the address alone."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

# Codes of the answers, as they stand in addresses and in the region pack.
ANY = "any"
WITH_CHILDREN = "with_children"


@dataclass(frozen=True)
class Answers:
    """Checked answers. `municipality` is the address of one of today's, or empty."""

    group: str
    has_children: bool = False
    occupation: str = ANY
    municipality: str = ""
    arrival: datetime.date | None = None
    # The first day at work.
    start: datetime.date | None = None

    def query(self) -> str:
        """The answers as the query of an address; what was left open is left out."""
        said = {
            "group": self.group,
            "children": WITH_CHILDREN if self.has_children else ANY,
            "occupation": self.occupation,
            "municipality": self.municipality,
            "arrival": self.arrival.isoformat() if self.arrival else "",
            "start": self.start.isoformat() if self.start else "",
        }
        return urlencode({name: value for name, value in said.items() if value})
