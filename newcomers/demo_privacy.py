"""Invented consents and privacy requests, for trying things out."""

import datetime
from typing import Any

from municipalities.models import Membership, Municipality
from municipalities.roles import FOLLOWING_UP
from newcomers.actions.stays import months_after
from newcomers.consent_texts import NEWEST, VALID_MONTHS
from newcomers.models import Case, Consent, Person, PrivacyRequest
from portal.lib.dates import today
from portal.lib.scope import scoped

DAY = datetime.timedelta(days=1)
# Which of the municipality's families, what it asks, and how many days ago.
REQUESTS = ((0, "access", 24), (1, "rectify", 5), (2, "object", 2))
AGREED = ("agency", "in_touch", "volunteers", "photo")
NOBODY_YET = "Ringte fra skjult nummer, vil vite hva vi har om dem"


def make_requests() -> int:
    """Store them where a municipality has none yet; how many requests were stored."""
    made = 0
    for place in Municipality.objects.current().filter(case_log_enabled=True).only("pk"):
        held = Membership.objects.valid_on().filter(
            municipality=place, role__in=FOLLOWING_UP, user__is_active=True
        )
        somebody = held.select_related("user").order_by("pk").first()
        if somebody is None:
            continue
        with scoped([place.pk]):
            if not PrivacyRequest.objects.exists():
                made += _make(place, somebody.user)
    return made


def _make(place: Municipality, by: Any) -> int:
    cases = Case.objects.open().filter(family__address_protection="none").order_by("pk")
    families = [case.family for case in cases.select_related("family")[:12]]
    mains = {
        person.family_id: person
        for person in Person.objects.filter(family__in=families, is_main_contact=True)
    }
    for number, family in enumerate(families):
        _agree(mains[family.pk], AGREED[number % len(AGREED)], by, number)
    found = [
        _asked(place, kind, today() - days * DAY, by, mains[families[at].pk])
        for at, kind, days in REQUESTS
        if at < len(families)
    ]
    found.append(_asked(place, "access", today() - DAY, by, None))
    return len(found)


def _agree(person: Person, purpose: str, by: Any, number: int) -> None:
    given = today() - (3 + number * 9) * DAY
    Consent.objects.create(
        municipality_id=person.municipality_id, family_id=person.family_id, person=person,
        purpose=purpose, text_version=NEWEST, language="en", channel="in_person", given_on=given,
        expires_on=months_after(given, VALID_MONTHS[purpose]), recorded_by=by,
    )  # fmt: skip


def _asked(
    place: Municipality, kind: str, day: datetime.date, by: Any, person: Person | None
) -> PrivacyRequest:
    known: dict[str, Any] = {}
    if person is not None:
        known = {"family_id": person.family_id, "asker": person, "identity": "known"}
    return PrivacyRequest.objects.create(
        municipality=place, kind=kind, channel="phone", asked_on=day, registered_by=by,
        asked_as=person.full_name if person else NOBODY_YET, due_on=months_after(day, 1), **known,
    )  # fmt: skip
