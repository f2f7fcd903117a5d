"""Events as readers see them, and as calendars and feeds fetch them."""

import re

from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hosting.events.choosing import EventFilter
from hosting.events.feed import entries, entry_of, span_of
from hosting.events.listing import Date, by_month, dates_ahead, ends_next, last_dates
from hosting.events.occurrences import coming, occurrences_of
from hosting.models import Event
from municipalities.models import Municipality
from municipalities.places import places_of, region_of
from municipalities.reading import Reading
from portal.lib.dates import spell
from portal.lib.holding import hold_until
from portal.lib.languages import localized

DATES_ON_A_PAGE = 30
DATES_OF_AN_EVENT = 8
CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What comes, month by month; `?municipality=` and `?group=` choose from it."""
    now = timezone.now()
    events = list(Event.objects.coming(now).for_cards())
    hold_until(request, *ends_next(dates_ahead(events, now)))
    form = EventFilter(request.GET, events, places_of(request))
    chosen = dates_ahead(filter(form.choice.takes, events), now)
    page = Paginator(chosen, DATES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "months": by_month(page.object_list, now)}
    return render(request, "hosting/event_list.html", context)


@require_safe
def event_past(request: HttpRequest) -> HttpResponse:
    """What is over, the newest first."""
    now = timezone.now()
    past = Event.objects.for_cards().past(now)
    page = Paginator(past, DATES_ON_A_PAGE).get_page(request.GET.get("page"))
    next_end = Event.objects.coming(now).order_by("over_at").values_list("over_at", flat=True)
    hold_until(request, *next_end[:1])
    context = {"page": page, "dates": last_dates(page.object_list)}
    return render(request, "hosting/event_past.html", context)


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One event with its next dates."""
    event = get_object_or_404(Event.objects.published().for_lists(), slug=slug)
    now = timezone.now()
    ahead = [Date(event, each) for each in coming(event.series, now)]
    hold_until(request, *ends_next(ahead))
    context = {
        "event": event,
        "date": ahead[0] if ahead else Date(event, occurrences_of(event.series)[-1]),
        "dates": ahead[:DATES_OF_AN_EVENT],
        "further": len(ahead[DATES_OF_AN_EVENT:]),
        "left_out": [spell(day) for day in sorted(event.except_on) if day >= now.date()],
        "reading": Reading.of(event),
    }
    return render(request, "hosting/event_detail.html", context)


@require_safe
def event_calendar(request: HttpRequest) -> HttpResponse:
    """All events, for a calendar to subscribe to; `?year=2027` gives that year's."""
    region = region_of(request)
    name = _("Events in %(place)s") % {"place": region.name if region else "Landgang"}
    return _calendar(request, name, None)


@require_safe
def place_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of one municipality and those of the whole region."""
    named = (place for place in places_of(request) if place.slug == slug and not place.is_region)
    place = next(named, None)
    now = place.place_today if place else None
    if now is None:
        raise Http404
    if now != place:
        question = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(reverse("place_calendar", args=[now.slug]) + question)
    return _calendar(request, _("Events in %(place)s") % {"place": now.name}, now)


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One event with all its dates, to be put into a calendar."""
    event = get_object_or_404(Event.objects.published().for_lists(), slug=slug)
    # Read when it is first needed: it takes a tenth of a second, a fifth of a whole start.
    from hosting.events.calendar import calendar_of

    body = calendar_of(localized(event, "title").value, [entry_of(event)])
    response = HttpResponse(body, content_type=CALENDAR)
    name = re.sub(r"[^a-z0-9-]", "", event.slug.lower()) or "event"
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _calendar(request: HttpRequest, name: str, place: Municipality | None) -> HttpResponse:
    from hosting.events.calendar import calendar_of

    found = entries(place, span_of(request.GET.get("year", "")))
    response = HttpResponse(calendar_of(name, found), content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="events.ics"'
    return response
