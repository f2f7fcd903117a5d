"""Giving out what is stored (innsyn): a person looks at each text first, and marks what concerns
somebody else. What was given is kept nowhere; the decisions are, and that it was given.

Every reading is noted in the read log, with the number of the request and the family's cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from municipalities.permissions import Standing
from newcomers.actions.access import note_access
from newcomers.actions.privacy_requests import RequestRefused, WhoAsks
from newcomers.models import CaseAccess, GivenOut, LeftOut, PrivacyRequest
from newcomers.permissions import may_answer_request
from newcomers.stored import Stored, Text, for_asker, read_stored, texts_of
from newcomers.stored_document import Document, Ranges


class NotLookedAt(RequestRefused):
    """There are texts that nobody has looked at, or that were changed since; `count` of them."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} texts to look at")


class NoSuchText(RequestRefused):
    """The text is not there any more, or the passage is not in it."""


class TextChanged(RequestRefused):
    """The text was changed while somebody looked at it."""


@dataclass(frozen=True)
class Looked:
    """A text, and what was decided about it: None while nobody has looked at it as it stands."""

    text: Text
    decision: LeftOut | None


def open_stored(
    *, request: PrivacyRequest, by: Any, what: str = CaseAccess.What.VIEW,
    standing: Standing | None = None,
) -> Stored:  # fmt: skip
    """Read, and note as read, all that is stored about the family. Raises NothingOpen."""
    if not may_answer_request(by, request.municipality_id):
        raise PermissionDenied
    stored = read_stored(request)
    note_access(
        by=by, what=CaseAccess.What(what), table="privacyrequest", rows=[request],
        standing=standing, cases=stored.cases,
    )  # fmt: skip
    return stored


def looked_at(request: PrivacyRequest, stored: Stored) -> list[Looked]:
    """Every text that the asker would be given, with what was decided about it as it stands."""
    decisions = {
        (each.table, each.object_id, each.field): each
        for each in LeftOut.objects.filter(request=request)
    }
    found = []
    for text in texts_of(for_asker(stored, request)):
        decision = decisions.get(text.key)
        found.append(Looked(text, decision if decision and decision.seal == text.seal else None))
    return found


def decide_passages(
    *, request: PrivacyRequest, text: Text, seal: str, ranges: Sequence[tuple[int, int]], by: Any
) -> LeftOut:
    """Write down which passages of the text are left out, none being an answer too (utelate).

    `seal` is that of the text as the page showed it. Raises TextChanged, NoSuchText or WhoAsks.
    """
    if not may_answer_request(by, request.municipality_id):
        raise PermissionDenied
    if seal != text.seal:
        raise TextChanged
    whole = _joined(ranges)
    if any(not 0 <= first < end <= len(text.value) for first, end in whole):
        raise NoSuchText
    decision, _made = LeftOut.objects.update_or_create(
        request=request, table=text.table, object_id=text.object_id, field=text.field,
        defaults={
            "municipality_id": request.municipality_id, "ranges": whole, "seal": text.seal,
            "decided_at": timezone.now(), "decided_by": by,
        },
    )  # fmt: skip
    return decision


def give_out(
    *, request: PrivacyRequest, form: str, language: str, by: Any,
    standing: Standing | None = None,
) -> Document:  # fmt: skip
    """The document for the person who asks; that it was made is written down, with how much.

    Raises WhoAsks, NotLookedAt or NothingOpen.
    """
    with transaction.atomic():
        current = PrivacyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        stored = open_stored(request=current, by=by, what=CaseAccess.What.EXPORT, standing=standing)
        require_asker(current, stored)
        looked = looked_at(current, stored)
        if waiting := sum(each.decision is None for each in looked):
            raise NotLookedAt(waiting)
        ranges: Ranges = {
            each.text.key: each.decision.ranges
            for each in looked
            if each.decision and each.decision.ranges
        }
        with override(language):
            document = Document(for_asker(stored, current), current, ranges)
        GivenOut.objects.create(
            request=current, municipality_id=current.municipality_id, by=by,
            form=GivenOut.Form(form), language=language, counts=document.counts,
        )  # fmt: skip
    return document


def require_asker(request: PrivacyRequest, stored: Stored) -> None:
    """Whoever is given something is named, known, and asks for themselves or for all adults."""
    several = len(stored.adults) > 1
    if not (request.asker_id and request.identity) or (several and not request.asks_for):
        raise WhoAsks


def _joined(ranges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The ranges in order, those that touch as one."""
    found: list[list[int]] = []
    for first, end in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([first, end])
    return found
