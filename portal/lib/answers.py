"""What comes of looking at an address on the open internet; `portal.lib.outside` looks.

Apart from it, since models keep what was found, and only the worker loads what it takes to look.
"""

from dataclasses import dataclass
from enum import StrEnum

LONGEST = 2000  # characters of an address


class Fault(StrEnum):
    """Why there was no answer."""

    NOT_ALLOWED = "not_allowed"
    MALFORMED = "malformed"
    NO_HOST = "no_host"
    NO_NAME_SERVER = "no_name_server"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    BROKEN = "broken"
    LOOP = "loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"


class NoAnswer(Exception):
    """The address did not answer; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True)
class Answer:
    """What came of looking at an address: a status of HTTP, or a fault."""

    status: int | None = None
    fault: Fault | None = None
    # Where redirects led in the end; "" where there were none.
    leads_to: str = ""
    # Whether all of them said that this is so for good.
    is_moved: bool = False
