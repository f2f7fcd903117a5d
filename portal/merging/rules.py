"""What becomes of each row that hangs on a municipality when that becomes part of another one.

Every column that points at a municipality stands in MOVES or in STAYS; a test walks the models and
finds one that is forgotten.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Lower

Day = datetime.date


def everything(day: Day) -> Q:
    """All rows, whatever the day."""
    return Q()


def not_ended(day: Day) -> Q:
    """Those whose time has not ended when the municipalities become one."""
    return Q(valid_to=None) | Q(valid_to__gte=day)


@dataclass(frozen=True)
class Moves:
    """Rows that go to the successor."""

    which: Callable[[Day], Q] = everything
    # There is one row of these in a municipality. Of several, the first in the order of `best`
    # stays and the others are dropped; or, with `renamed`, they get another name in that field.
    once: dict[str, Any] = field(default_factory=dict)
    best: tuple[Any, ...] = ()
    renamed: str = ""
    new_name: str = ""  # of {old}, and {slug} and {name} of the former municipality
    # A part of another row, which it is dropped with: the field, and that row's column.
    part_of: tuple[str, str] = ("", "")


# In this order: what the database copies from another row stands before that, parts after wholes.
MOVES: dict[str, Moves] = {
    "municipalities.Membership.municipality": Moves(
        not_ended,
        once={"who": F("user"), "what": F("role"), "since": F("valid_from")},
        best=(F("valid_to").desc(nulls_first=True), "pk"),
    ),
    "municipalities.StoryChapter.municipality": Moves(),
    "municipalities.Story.municipality": Moves(),
    "hosting.Campaign.municipality": Moves(),
    "hosting.Picture.municipality": Moves(),
    "hosting.Coordinator.municipality": Moves(not_ended),
    "hosting.OfficeDay.municipality": Moves(
        lambda day: Q(date__gte=day),
        once={"day": F("date"), "at": F("starts_at"), "where": F("place")},
        renamed="place",
        new_name="{old} ({name})",
    ),
    "hosting.Event.municipality": Moves(lambda day: Q(over_at__date__gte=day)),
    "hosting.HandbookPage.municipality": Moves(
        once={"named": F("key")}, renamed="key", new_name="{old}-{slug}"
    ),
    "hosting.Organisation_municipalities.municipality": Moves(once={"of": F("organisation")}),
    "hosting.Offer_municipalities.municipality": Moves(once={"of": F("offer")}),
    "portal.Feedback.municipality": Moves(),
    "portal.Invitation.municipality": Moves(
        lambda day: Q(used_at=None, withdrawn_at=None),
        once={"who": Lower("email"), "what": F("role")},
        best=("-expires_at", "pk"),
    ),
    "newcomers.CaseAccess.municipality": Moves(),
    "newcomers.Enquiry.municipality": Moves(),
    "newcomers.Family.municipality": Moves(),
    "newcomers.Person.municipality": Moves(),
    "newcomers.Case.municipality": Moves(),
    "newcomers.FollowUp.municipality": Moves(),
    "newcomers.Task.municipality": Moves(),
    "newcomers.Draft.municipality": Moves(),
    "newcomers.StayCheck.municipality": Moves(
        once={"of": F("journey"), "after": F("months")},
        best=(F("answered_at").desc(nulls_last=True), "-pk"),
    ),
    "newcomers.Subscription.municipality": Moves(
        once={"who": Lower("email"), "reads": F("language")},
        best=(F("confirmed_at").asc(nulls_last=True), "asked_at", "pk"),
    ),
    "newcomers.LetterDelivery.municipality": Moves(
        part_of=("subscription", "newcomers.Subscription.municipality")
    ),
    "newcomers.TransferCover.municipality": Moves(),
    "newcomers.TransferCover.from_municipality": Moves(),
    "newcomers.Transfer.municipality": Moves(),
    "newcomers.Transfer.to_municipality": Moves(),
    "newcomers.TransferBundle.municipality": Moves(),
    "newcomers.Consent.municipality": Moves(),
    "newcomers.PrivacyRequest.municipality": Moves(),
    "newcomers.LeftOut.municipality": Moves(),
    "newcomers.GivenOut.municipality": Moves(),
    "newcomers.RetentionHold.municipality": Moves(),
    "newcomers.RetentionBatch.municipality": Moves(),
    "newcomers.RetentionItem.municipality": Moves(),
    "newcomers.Erasure.municipality": Moves(),
    "newcomers.StatRow.municipality": Moves(),
}
# These stand beside a text, by its kind and id: they go where it goes.
BESIDE_A_TEXT = ("municipalities.Revision.municipality", "municipalities.LinkUse.municipality")

# What was true of the former municipality, and is told of it.
STAYS: dict[str, str] = {
    "municipalities.Municipality.successor": "who leads to a former one is led on from there",
    "municipalities.Municipality_sources.municipality": "of its own page",
    "municipalities.MunicipalityNumber.municipality": "the number it had",
    "municipalities.County.municipality": "the county it was in",
    "municipalities.Figure.municipality": "counted within its borders",
    "municipalities.LocalPart.municipality": "written of it; an editor writes the joint text",
    "municipalities.Merger.former": "says which it was",
    "municipalities.Merger.successor": "says which it became",
    "hosting.Letter.municipality": "sent in its name",
    "hosting.LetterCount.municipality": "how many it had",
    "hosting.SelfCheck.municipality": "answered of it",
    "newcomers.CaseNumber.municipality": "the numbers that it has given",
    "newcomers.Case.municipality_then": "for the statistics of the years before",
    "newcomers.FollowUp.municipality_then": "for the statistics of the years before",
    "newcomers.StatRow.municipality_then": "for the statistics of the years before",
    "newcomers.Enquiry.forwarded_to": "where it went, as it was called then",
    "newcomers.Enquiry.forwarded_from": "where it came from, as it was called then",
    "newcomers.TransferBundle.from_municipality": "where the case came from, as it was then",
    "newcomers.RetentionRule.municipality": "the successor has its own",
}
