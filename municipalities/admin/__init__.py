"""The region's texts and facts in the admin, one file per subject."""

from municipalities.admin.figure import FigureAdmin
from municipalities.admin.links import LinkTargetAdmin
from municipalities.admin.membership import MembershipAdmin
from municipalities.admin.municipality import MunicipalityAdmin
from municipalities.admin.page import LocalPartAdmin, PageAdmin
from municipalities.admin.queue import RevisionAdmin
from municipalities.admin.source import SourceAdmin
from municipalities.admin.story import StoryAdmin, StoryChapterAdmin
from municipalities.admin.topic import TopicAdmin

__all__ = [
    "FigureAdmin",
    "LinkTargetAdmin",
    "LocalPartAdmin",
    "MembershipAdmin",
    "MunicipalityAdmin",
    "PageAdmin",
    "RevisionAdmin",
    "SourceAdmin",
    "StoryAdmin",
    "StoryChapterAdmin",
    "TopicAdmin",
]
