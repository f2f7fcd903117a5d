"""What happens to a privacy request: written down, matched with a family, answered with reasons.

Whoever leads says which family it is, so that a privacy officer, who reads the family of an open
request, cannot open one to themselves. The database keeps `Family.restricted_at` from the requests
(migration 0021).
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from municipalities.models import Municipality
from newcomers.actions.erasure import Why, anonymise_family
from newcomers.actions.stays import months_after
from newcomers.actions.texts import Refused, sound_line, sound_passage
from newcomers.models import Case, Family, Person, PrivacyRequest
from newcomers.models.privacy_request import (
    ANSWER_LENGTH,
    ANSWERED_IN_MONTHS,
    EXTENDED_BY_MONTHS,
)
from newcomers.permissions import may_answer_request, may_match_request
from portal.lib.constraints import violates
from portal.lib.dates import today

EARLIEST_DAYS = 366
WISH_LENGTH, ASKED_AS_LENGTH = 1000, 120
State, Kind, Reason = PrivacyRequest.State, PrivacyRequest.Kind, PrivacyRequest.Reason


class RequestRefused(Refused):
    """The request stays as it is; nothing was changed. The subclass says why."""


class RequestAnswered(RequestRefused):
    """Somebody has answered it; `request` says what, who and when."""

    def __init__(self, request: PrivacyRequest) -> None:
        self.request = request
        super().__init__(f"privacy request {request.pk} is {request.state} already")


class ImpossibleRequest(RequestRefused):
    """A day that cannot be, no such choice, or nobody named who asks."""


class FamilyNeeded(RequestRefused):
    """Nobody has said yet which family it is about."""


class NotOfFamily(RequestRefused):
    """The person who asks is not of this family."""


class WhoAsks(RequestRefused):
    """Which person asks, how we know that, or for which of the adults, is not written down yet."""


class ExtendedBefore(RequestRefused):
    """The time is extended once, within the first month, and with a reason."""


class AnswerIncomplete(RequestRefused):
    """An answer has a text, a language and reasons; a no has another reason than "done"."""


class CaseStillOpen(RequestRefused):
    """A family is not erased while its case goes on: close it first, or answer why it is kept."""


class NotGivenOut(RequestRefused):
    """An access request is done when what is stored was given out."""


class NothingHeld(RequestRefused):
    """Nothing is kept still because of this request."""


def register_request(
    *, municipality: Municipality, kind: str, channel: str, asked_as: str, by: Any,
    asked_on: datetime.date | None = None, identity: str = "", wish: str = "", form_key: str = "",
) -> PrivacyRequest:  # fmt: skip
    """Write down that somebody asks (registrere henvendelse); due in a month from that day.

    The same form twice makes one. Raises ImpossibleRequest, IdentityNumber or TextTooLong.
    """
    if not may_answer_request(by, municipality.pk):
        raise PermissionDenied
    day = asked_on or today()
    who, said = sound_line(asked_as, ASKED_AS_LENGTH), sound_line(wish, WISH_LENGTH)
    known = kind in Kind and channel in PrivacyRequest.Channel
    if not (known and who and _is_known_or_empty(identity, PrivacyRequest.Identity)):
        raise ImpossibleRequest
    if not today() - datetime.timedelta(days=EARLIEST_DAYS) <= day <= today():
        raise ImpossibleRequest
    try:
        with transaction.atomic():
            return PrivacyRequest.objects.create(
                municipality=municipality, kind=kind, channel=channel, asked_as=who, wish=said,
                asked_on=day, identity=identity, due_on=months_after(day, ANSWERED_IN_MONTHS),
                registered_by=by, **({"form_key": form_key} if form_key else {}),
            )  # fmt: skip
    except IntegrityError as error:
        sent = PrivacyRequest.objects.filter(form_key=form_key, registered_by=by).first()
        if sent is None or not violates(error, "form_key"):
            raise
        return sent


def match_request(
    *, request: PrivacyRequest, family: Family, by: Any, asker: Person | None = None
) -> PrivacyRequest:
    """Say which family asks, and which person of it. An objection holds its data still from now.

    Raises RequestAnswered or NotOfFamily.
    """
    with transaction.atomic():
        current = _open(request)
        if not may_match_request(by, current.municipality_id):
            raise PermissionDenied
        if family.municipality_id != current.municipality_id:
            raise NotOfFamily
        current.family, current.asker = family, None
        if asker is not None:
            current.asker = _of_family(current, asker)
        current.save(update_fields=["family", "asker"])
    return current


def note_asker(
    *, request: PrivacyRequest, asker: Person | None, asks_for: str, identity: str, by: Any
) -> PrivacyRequest:
    """Write down which person asks, for whom of the adults, and how we know who it is.

    Raises RequestAnswered, FamilyNeeded, NotOfFamily or ImpossibleRequest.
    """
    if not (
        _is_known_or_empty(asks_for, PrivacyRequest.AsksFor)
        and _is_known_or_empty(identity, PrivacyRequest.Identity)
    ):
        raise ImpossibleRequest
    with transaction.atomic():
        current = _open(request, by)
        if asker is not None:
            current.asker = _of_family(current, asker)
        else:
            current.asker = None
        current.asks_for, current.identity = asks_for, identity
        current.save(update_fields=["asker", "asks_for", "identity"])
    return current


def extend_request(*, request: PrivacyRequest, reason: str, by: Any) -> PrivacyRequest:
    """Two months more, once, and before the first has passed. Raises ExtendedBefore."""
    why = sound_line(reason)
    with transaction.atomic():
        current = _open(request, by)
        if not why or current.extended_on or today() > current.due_on:
            raise ExtendedBefore
        current.due_on = months_after(current.asked_on, ANSWERED_IN_MONTHS + EXTENDED_BY_MONTHS)
        current.extended_on, current.extended_by, current.extended_reason = today(), by, why
        current.save(update_fields=["due_on", "extended_on", "extended_by", "extended_reason"])
    return current


def answer_request(
    *, request: PrivacyRequest, state: str, answer: str, language: str, reasons: Sequence[str],
    by: Any,
) -> PrivacyRequest:  # fmt: skip
    """Answer it, with reasons; what follows from the answer follows in the same transaction.

    A yes to erasing erases the family. Raises RequestAnswered, AnswerIncomplete, FamilyNeeded,
    WhoAsks, NotGivenOut or CaseStillOpen.
    """
    text = sound_passage(answer, ANSWER_LENGTH)
    _require_whole(state, text, language, reasons)
    with transaction.atomic():
        current = _open(request, by)
        if state in PrivacyRequest.GRANTED:
            _require_possible(current, by)
        current.state, current.answer, current.language = state, text, language
        current.reasons = list(dict.fromkeys(reasons))
        current.answered_at, current.answered_by = timezone.now(), by
        current.save(
            update_fields=["state", "answer", "language", "reasons", "answered_at", "answered_by"]
        )
        if current.kind == Kind.ERASE and state == State.GRANTED and current.family:
            anonymise_family(family=current.family, by=by, why=Why.REQUEST)
    return current


def lift_request(*, request: PrivacyRequest, reason: str, by: Any) -> PrivacyRequest:
    """What was kept still may be used again; the family is told before. Raises NothingHeld."""
    why = sound_line(reason)
    if not why:
        raise AnswerIncomplete
    with transaction.atomic():
        current = _locked(request)
        if not may_match_request(by, current.municipality_id):
            raise PermissionDenied
        if current.is_open or not current.holds_still:
            raise NothingHeld
        current.lifted_at, current.lifted_by, current.lifted_reason = timezone.now(), by, why
        current.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    return current


def _require_whole(state: str, text: str, language: str, reasons: Sequence[str]) -> None:
    answers = (State.GRANTED, State.PARTLY, State.REFUSED, State.WITHDRAWN)
    known = state in answers and language in dict(settings.LANGUAGES)
    if not known or not text or any(code not in Reason for code in reasons):
        raise AnswerIncomplete
    if state == State.WITHDRAWN:
        return
    why = set(reasons) - {Reason.DONE}
    if not reasons or (state in (State.PARTLY, State.REFUSED) and not why):
        raise AnswerIncomplete


def _require_possible(request: PrivacyRequest, by: Any) -> None:
    """What a yes needs: a family, somebody who is known to be who they say, and for access that it
    was given out."""
    if request.family_id is None:
        raise FamilyNeeded
    if not (request.asker_id and request.identity):
        raise WhoAsks
    if request.kind == Kind.ACCESS and not request.given_out.exists():
        raise NotGivenOut
    if request.kind == Kind.ERASE and not may_match_request(by, request.municipality_id):
        raise PermissionDenied
    if request.kind == Kind.ERASE and _case_goes_on(request):
        raise CaseStillOpen


def _case_goes_on(request: PrivacyRequest) -> bool:
    return Case.objects.filter(family=request.family_id).unfinished().exists()


def _of_family(request: PrivacyRequest, person: Person) -> Person:
    """The person, if they belong to the request's family."""
    if request.family_id is None:
        raise FamilyNeeded
    if person.family_id != request.family_id:
        raise NotOfFamily
    return person


def _open(request: PrivacyRequest, by: Any = None) -> PrivacyRequest:
    """The request, locked, if it is open; with `by`, if that person may answer it."""
    current = _locked(request)
    if by is not None and not may_answer_request(by, current.municipality_id):
        raise PermissionDenied
    if not current.is_open:
        raise RequestAnswered(current)
    return current


def _locked(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _is_known_or_empty(code: str, choices: Any) -> bool:
    return code == "" or code in choices
