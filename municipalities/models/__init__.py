"""The ground: the region, its municipalities through time, what is written and known about them."""

from municipalities.models.autosave import Autosave
from municipalities.models.figure import Figure
from municipalities.models.link import LinkTarget, LinkUse
from municipalities.models.membership import Membership
from municipalities.models.merger import Merger
from municipalities.models.municipality import County, Municipality, MunicipalityNumber
from municipalities.models.old_address import OldAddress
from municipalities.models.page import LocalPart, Page
from municipalities.models.revision import Revision
from municipalities.models.source import Source
from municipalities.models.story import Story, StoryChapter
from municipalities.models.story_consent import StoryConsent, StoryWithdrawal
from municipalities.models.topic import Topic

__all__ = [
    "Autosave",
    "County",
    "Figure",
    "LinkTarget",
    "LinkUse",
    "LocalPart",
    "Membership",
    "Merger",
    "Municipality",
    "MunicipalityNumber",
    "OldAddress",
    "Page",
    "Revision",
    "Source",
    "Story",
    "StoryChapter",
    "StoryConsent",
    "StoryWithdrawal",
    "Topic",
]
