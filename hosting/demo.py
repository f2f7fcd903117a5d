"""Invented offers for trying things out: two lists of them, in the languages of their senders.

All organisations are invented, and say so in their names; all addresses end in example.org.
"""

import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from hosting.demo_offers import OFFERS, ORGANISATIONS, WAITING
from hosting.models import Need, Offer, OfferSender, Organisation, Participation
from municipalities.actions.texts import save_text
from municipalities.models import Municipality
from portal.lib.dates import today
from portal.lib.languages import column, source_language

WEBSITE = "https://www.example.org/"


def make_offers(day: datetime.date | None = None) -> int:
    """Store the invented offers of today's municipalities that are not there yet; how many."""
    day = day or today()
    places = {place.slug: place for place in Municipality.objects.current().only("pk", "slug")}
    known = set(Offer.objects.values_list("slug", flat=True))
    made = 0
    with transaction.atomic():
        for number, (slug, offered) in enumerate(OFFERS.items()):
            there = [places[each] for each in offered["places"] if each in places]
            if slug not in known and (there or not offered["places"]):
                _make(slug, offered, there, number, day)
                made += 1
    return made


def make_offers_that_wait() -> int:
    """Store what invented senders have sent in and no moderator has decided on yet; how many."""
    places = {place.slug: place for place in Municipality.objects.current().only("pk", "slug")}
    known = set(Offer.objects.values_list("slug", flat=True))
    wanted = [
        each for each in WAITING.items() if each[0] not in known and each[1]["place"] in places
    ]
    with transaction.atomic():
        for number, (slug, sent) in enumerate(wanted):
            _make_waiting(slug, sent, places[sent["place"]], 1 + 2 * number)
    return len(wanted)


def _make_waiting(slug: str, sent: dict[str, Any], place: Municipality, days: int) -> None:
    since = timezone.now() - datetime.timedelta(days=days)
    offer = Offer(
        slug=slug, status=Offer.Status.WAITING, waiting_since=since, is_example=True,
        **sent["offer"],
    )  # fmt: skip
    for name, words in sent["texts"].items():
        setattr(offer, column(name, offer.written_in), words)
    save_text(text=offer)
    offer.municipalities.set([place])
    OfferSender.objects.create(
        offer=offer, name=sent["sender"], email=f"{slug}@example.org", language=offer.written_in,
        address_confirmed_at=since,
    )  # fmt: skip


def _make(
    slug: str, offered: dict[str, Any], places: list[Municipality], number: int, day: datetime.date
) -> None:
    offer = Offer(
        slug=slug,
        kind=offered["kind"],
        organisation=_organisation(offered["by"], places),
        organisation_name=ORGANISATIONS[offered["by"]][0],
        written_in=offered["in"],
        serves_region=not places,
        status=Offer.Status.PUBLISHED,
        decided_at=timezone.now(),
        confirmed_on=day - relativedelta(days=11 * number),
        website=WEBSITE,
        contact_email=f"{offered['by']}@example.org",
        is_example=True,
        **offered.get("more", {}),
    )
    for code, (title, text, times) in offered["texts"].items():
        for name, value in (("title", title), ("text", text), ("times", times)):
            setattr(offer, column(name, code), value)
    if offer.is_class:
        offer.starts_on = day + relativedelta(days=20 + number)
        offer.ends_on = offer.starts_on + relativedelta(months=5)
    if "need" in offered:
        offer.ends_on = day + relativedelta(months=4)
    save_text(text=offer)
    offer.municipalities.set(places)
    if "need" in offered:
        Need.objects.create(offer=offer, **offered["need"])
    if offer.is_class:
        _count(offer, day.year)


def _organisation(key: str, places: list[Municipality]) -> Organisation:
    """Who offers it: made when it is first needed."""
    slug = f"eksempel-{key}"
    known: Organisation | None = Organisation.objects.filter(slug=slug).first()
    if known is None:
        name, kind, description = ORGANISATIONS[key]
        known = Organisation(slug=slug, kind=kind, website=WEBSITE)
        setattr(known, column("name", source_language()), name)
        for code, words in description.items():
            setattr(known, column("description", code), words)
        save_text(text=known)
    known.municipalities.add(*places)
    return known


def _count(offer: Offer, year: int) -> None:
    for term, started, completed in ((f"{year - 1}-autumn", 14, 11), (f"{year}-spring", 12, 10)):
        Participation.objects.create(offer=offer, term=term, started=started, completed=completed)
