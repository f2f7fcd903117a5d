"""What the region's content does not bring, and some pages need: written into the running portal's
database."""

import json
import uuid

import psycopg
from django.test import override_settings

from hosting.models import OfferLink
from portal.lib.tokens import hash_of
from tests.database import address, maker

USER = """
INSERT INTO portal_user (password, is_superuser, email, name, language, is_staff, is_active,
                         joined_at)
VALUES ('!', false, 'browser@example.org', 'Nobody', 'nb', true, false, now()) RETURNING id
"""
LETTER = """
INSERT INTO hosting_letter (municipality_id, month, words, state, items, approved_at,
                            approved_by_id, sent_at, sent_count)
SELECT id, '2026-10-01', %s, 'sent', %s, now(), %s, now(), 7
  FROM municipalities_municipality WHERE slug = 'senja'
"""
NEWS = [
    {"kind": "page", "title": "Fem grunner", "title_language": "nb",
     "path": "/nb/pages/five-reasons/", "about": "Hvorfor hit?", "about_language": "nb"},
    {"kind": "local", "title": "Fastlege", "title_language": "nb",
     "path": "/nb/municipalities/dyroy/pages/doctor/", "about": "", "about_language": "nb"},
]  # fmt: skip
OFFER = {
    "source_version": 1, "source_changed_at": "2026-11-01", "made_from": "{}",
    "organisation_name": "Eksempel kor", "kind": "activity", "slug": "eksempel-kor-link",
    "serves_region": True, "place": "", "groups": [], "languages": [], "written_in": "nb",
    "title": "Kor", "title_nb": "Kor", "text": "Vi synger.", "text_nb": "Vi synger.",
    "times": "", "cost": "", "how_to_join": "", "is_free": True,
    "is_outside_working_hours": False, "is_beside_work": False, "levels": [], "website": "",
    "contact_email": "", "contact_phone": "", "status": "submitted", "submitted_at": "2026-11-01",
    "decline_reason": "", "reminders": 0, "is_example": True,
}  # fmt: skip
SENDER = """
INSERT INTO hosting_offersender (offer_id, token, name, email, language)
VALUES (%s, 'browser', 'Nobody', 'browser@example.org', 'nb') RETURNING id
"""
LINK = """
INSERT INTO hosting_offerlink (id, sender_id, purpose, digest, made_at, valid_until)
VALUES (%s, %s, %s, %s, now(), now() + interval '1 day')
"""
CAMPAIGN_OVER = "kiel-over"
CAMPAIGN = """
INSERT INTO hosting_campaign (municipality_id, name, kind, code, target, language, valid_to,
                              is_archived)
SELECT id, 'Messe', 'stand', %s, '/', '', '2026-01-31', false
  FROM municipalities_municipality WHERE slug = 'senja'
"""
# The links of the sender, by the id that their secrets are made of.
OFFER_LINKS = {uuid.UUID(int=number): purpose for number, purpose in
               enumerate(["confirm_address", "edit", "still_true"], start=1)}  # fmt: skip


def offer_link(key: uuid.UUID) -> OfferLink:
    """The link as the portal knows it; to be made with the portal's own secret key."""
    return OfferLink(pk=key)


def write_rows(database: str, secret_key: str) -> None:
    """A letter that was sent; a campaign that is over; an offer whose sender has links."""
    with psycopg.connect(address(maker(), database)) as connection:
        user = connection.execute(USER).fetchone()
        assert user is not None
        words = json.dumps({"nb": "Hei!\n\nVelkommen til kafé.", "de": "Hallo!"})
        items = json.dumps({code: NEWS for code in ("nb", "de", "en")})
        connection.execute(LETTER, [words, items, user[0]])
        connection.execute(CAMPAIGN, [CAMPAIGN_OVER])
        names, marks = ", ".join(OFFER), ", ".join(["%s"] * len(OFFER))
        made = f"INSERT INTO hosting_offer ({names}) VALUES ({marks}) RETURNING id"
        offer = connection.execute(made, list(OFFER.values())).fetchone()
        assert offer is not None
        sender = connection.execute(SENDER, [offer[0]]).fetchone()
        assert sender is not None
        with override_settings(SECRET_KEY=secret_key):
            for key, purpose in OFFER_LINKS.items():
                digest = hash_of(offer_link(key).secret)
                connection.execute(LINK, [key, sender[0], purpose, digest])
