"""What people agree to, what they take back, and asking before what rests on it."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from hosting.models import Organisation
from newcomers.actions.stays import months_after
from newcomers.actions.texts import Refused
from newcomers.consent_texts import CONSENT_TEXTS, MOST_MONTHS, VALID_MONTHS
from newcomers.models import Case, Consent, Family, Person
from newcomers.permissions import may_record_consent
from portal.lib.dates import today

EARLIEST_DAYS = 366
# Whom the law or the municipality has charged with it; all others are companies and associations.
AGENCIES = frozenset(
    {
        Organisation.Kind.MUNICIPALITY,
        Organisation.Kind.COUNTY,
        Organisation.Kind.STATE,
        Organisation.Kind.COUNCIL,
        Organisation.Kind.HEALTH,
        Organisation.Kind.EDUCATION,
    }
)


class ConsentRefused(Refused):
    """Nothing was written down. The subclass says why."""


class ImpossibleConsent(ConsentRefused):
    """No such text, a day that cannot be, somebody who is not of the family, or a child."""


class AlreadyWithdrawn(ConsentRefused):
    """It was taken back before; `consent` says when, and who wrote it down."""

    def __init__(self, consent: Consent) -> None:
        self.consent = consent
        super().__init__(f"consent {consent.pk} was taken back already")


class ConsentNeeded(ConsentRefused):
    """What was asked for rests on a consent that nobody of the family has given."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        super().__init__(f"no consent to {purpose}")


def give_consent(
    *, person: Person, purpose: str, version: str, language: str, channel: str, by: Any,
    given_on: datetime.date | None = None, expires_on: datetime.date | None = None,
) -> Consent:  # fmt: skip
    """Write down that the person, an adult, has agreed (samtykke). Raises ImpossibleConsent."""
    day = given_on or today()
    until = expires_on or months_after(day, VALID_MONTHS.get(purpose, MOST_MONTHS))
    if (
        language not in CONSENT_TEXTS.get(version, {}).get(purpose, {})
        or channel not in Consent.Channel
        or person.age != Person.Age.ADULT
        or not today() - datetime.timedelta(days=EARLIEST_DAYS) <= day <= today()
        or not day <= until <= months_after(day, MOST_MONTHS)
    ):
        raise ImpossibleConsent
    if not may_record_consent(by, person.family):
        raise PermissionDenied
    return Consent.objects.create(
        municipality_id=person.municipality_id, family=person.family, person=person,
        purpose=purpose, text_version=version, language=language, channel=channel,
        given_on=day, expires_on=until, recorded_by=by,
    )  # fmt: skip


def withdraw_consent(*, consent: Consent, channel: str, by: Any) -> Consent:
    """Write down that it was taken back (trekke samtykket): from this moment it holds no more.

    Whoever reads the family may do this, so that nobody is told to come again. Raises
    AlreadyWithdrawn or ImpossibleConsent.
    """
    if channel not in Consent.Channel:
        raise ImpossibleConsent
    with transaction.atomic():
        current = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
        if current.withdrawn_at:
            raise AlreadyWithdrawn(current)
        current.withdrawn_at, current.withdrawn_channel = timezone.now(), channel
        current.withdrawn_by = by
        current.save(update_fields=["withdrawn_at", "withdrawn_channel", "withdrawn_by"])
    return current


def require_consent(
    *, family: Family, purpose: str, now: datetime.datetime | None = None
) -> Consent:
    """The consent of somebody in the family that holds now. Raises ConsentNeeded."""
    found = Consent.objects.filter(family=family).to(purpose).valid(now).order_by("-pk").first()
    if found is None:
        raise ConsentNeeded(purpose)
    return found


def may_stay_in_touch(case: Case) -> bool:
    """Whether the family may be written to: while it is followed up; afterwards by consent."""
    if case.status not in (Case.Status.CLOSED, Case.Status.REJECTED):
        return True
    agreed = Consent.objects.filter(family=case.family_id).to(Consent.Purpose.IN_TOUCH)
    return agreed.valid().exists()


def purpose_of_referral(organisation: Organisation) -> str:
    """What somebody has to agree to before the organisation is told of them."""
    is_agency = organisation.kind in AGENCIES
    return Consent.Purpose.AGENCY if is_agency else Consent.Purpose.VOLUNTEERS
