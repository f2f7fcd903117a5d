"""Somebody asks about their data: how the tests of privacy requests and consents begin."""

from typing import Any

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.actions.consents import give_consent
from newcomers.actions.privacy_requests import match_request, note_asker, register_request
from newcomers.consent_texts import NEWEST
from newcomers.models import Case, Consent, Family, Person, PrivacyRequest
from portal.models import User
from tests.factories import UserFactory
from tests.newcomers.cast import Cast


def officer_of(place: Municipality) -> User:
    """A privacy officer there."""
    user = UserFactory(name="Pia Personvern")
    Membership.objects.create(user=user, municipality=place, role=Role.PRIVACY)
    return user


def asked(cast: Cast, case: Case | None = None, **fields: Any) -> PrivacyRequest:
    """A request that the lead has written down and, with a case, matched. Needs the scope."""
    typed = {"kind": "access", "channel": "phone", "asked_as": "Greta på telefon"} | fields
    made = register_request(municipality=cast.place, by=cast.lead, **typed)
    if case is not None:
        made = match_request(request=made, family=case.family, by=cast.lead)
    return made


def known(cast: Cast, request: PrivacyRequest, asks_for: str = "self") -> PrivacyRequest:
    """The same, with the main contact as who asks. Needs the scope."""
    main = Person.objects.get(family=request.family_id, is_main_contact=True)
    return note_asker(
        request=request, asker=main, asks_for=asks_for, identity="document", by=cast.lead
    )


def agreed(family: Family, by: User, purpose: str = "agency", **fields: Any) -> Consent:
    """What the family's main contact has agreed to. Needs the scope."""
    person = Person.objects.select_related("family").get(family=family, is_main_contact=True)
    typed = {"version": NEWEST, "language": "de", "channel": "in_person"} | fields
    return give_consent(person=person, purpose=purpose, by=by, **typed)


def with_partner(family: Family, **fields: Any) -> Person:
    """The other adult of the household. Needs the scope."""
    typed = {"given_name": "Otto", "family_name": "Annerledes", "relation": "partner",
             "email": "otto@example.org"} | fields  # fmt: skip
    return Person.objects.create(family=family, municipality_id=family.municipality_id, **typed)
