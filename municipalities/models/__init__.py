"""The ground: the region, its municipalities through time, what is written and known about them."""

from municipalities.models.figure import Figure
from municipalities.models.membership import Membership
from municipalities.models.municipality import County, Municipality, MunicipalityNumber
from municipalities.models.page import LocalPart, Page
from municipalities.models.source import Source
from municipalities.models.topic import Topic

__all__ = [
    "County",
    "Figure",
    "LocalPart",
    "Membership",
    "Municipality",
    "MunicipalityNumber",
    "Page",
    "Source",
    "Topic",
]
