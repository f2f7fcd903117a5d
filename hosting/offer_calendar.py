"""The first day of an offer, as a calendar file has it.

When it meets after that is written in words ("Tuesdays and Thursdays 18–20, not in July"), which no
calendar can read: they stand in the entry's text.
"""

import datetime
import uuid

from django.conf import settings
from django.utils.translation import gettext as _

from hosting.events.entry import Entry
from hosting.events.occurrences import ONE_DAY, Series, moment_of
from hosting.models import Offer
from portal.lib.dates import spell, today
from portal.lib.languages import localized


def day_ahead(offer: Offer) -> datetime.date | None:
    """The first day, to be put into a calendar; None where there is none, or it has passed."""
    day: datetime.date | None = offer.starts_on
    return day if day and day >= today() else None


def entry_of(offer: Offer, day: datetime.date) -> Entry:
    """The day as a whole one; the hours stand in the text."""
    begins, ends = (
        moment_of(datetime.datetime.combine(each, datetime.time())) for each in (day, day + ONE_DAY)
    )
    return Entry(
        uid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/offers/{offer.slug}/")),
        sequence=offer.source_version,
        changed_at=offer.source_changed_at.astimezone(datetime.UTC).replace(microsecond=0),
        series=Series(begins, ends, is_all_day=True),
        title=offer.spoken("title"),
        text=_text_of(offer),
        place=_where(offer),
        url=f"{settings.SITE_URL}{offer.get_absolute_url()}",
    )


def _text_of(offer: Offer) -> str:
    """Who offers it, when it meets, from when to when, and what one does to join."""
    period = ""
    if offer.starts_on and offer.ends_on:
        days = {"first": spell(offer.starts_on), "last": spell(offer.ends_on)}
        period = _("%(first)s to %(last)s") % days
    organiser = localized(offer.organisation, "name").value
    lines = [organiser, offer.spoken("times").value, period, offer.spoken("how_to_join").value]
    if offer.is_example:
        lines.append(_("Invented example"))
    return "\n".join(line for line in lines if line)


def _where(offer: Offer) -> str:
    places = [] if offer.serves_region else [place.name for place in offer.municipalities.all()]
    return ", ".join(dict.fromkeys(part for part in (offer.place, *places) if part))
