"""What organisations offer, as readers see it: all of it, the Norwegian classes, one of them."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hosting.models import Offer
from hosting.offer_calendar import day_ahead, entry_of
from hosting.offer_filters import Wanted, counts_of, filters_of
from municipalities.places import current_places, places_of
from municipalities.reading import Reading
from municipalities.tokens import TokenValues

PER_PAGE = 20
CALENDAR = "text/calendar; charset=utf-8"
# What may be chosen where.
FILTERS = {
    "offer_list": ("municipality", "kind", "group", "language"),
    "norwegian_list": ("municipality", "level"),
}


@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """All that is offered, filtered by what stands in the address."""
    wanted = replace(Wanted.from_query(request.GET, places_of(request)), level="")
    return _list(request, "offer_list", wanted, wanted, "-confirmed_on", "-pk")


@require_safe
def norwegian_list(request: HttpRequest) -> HttpResponse:
    """The Norwegian classes: level, when, seats, whether they go together with a job."""
    asked = Wanted.from_query(request.GET, places_of(request))
    asked = replace(asked, kind="", group="", language="")
    classes = replace(asked, kind=Offer.Kind.NORWEGIAN_CLASS)
    return _list(request, "norwegian_list", asked, classes, "levels", "starts_on", "pk")


@require_safe
def offer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One offer: what it is, when, what it costs, how one joins, and whom to ask."""
    offer = _shown_offer(slug)
    named = [place for place in current_places(request) if place in offer.municipalities.all()]
    return render(
        request,
        "hosting/offer_detail.html",
        {
            "offer": offer,
            "named": named,
            "has_day_ahead": day_ahead(offer) is not None,
            "only_place": named[0] if len(named) == 1 and not offer.serves_region else None,
            "reading": Reading((offer,), TokenValues()),
            # Where the text is from when it is not translated at all.
            "source_language": offer.title_source,
        },
    )


@require_safe
def offer_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The first day of an offer, to be put into a calendar."""
    offer = _shown_offer(slug)
    day = day_ahead(offer)
    if day is None:
        raise Http404
    # Read when it is first needed: see `views_events`.
    from hosting.events.calendar import calendar_of

    title = offer.spoken("title").value
    response = HttpResponse(calendar_of(title, [entry_of(offer, day)]), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{offer.slug}.ics"'
    return response


def _shown_offer(slug: str) -> Offer:
    """The offer with all that its page says; raises Http404 for one that readers do not see."""
    offers = Offer.objects.shown().for_readers("organisation").select_related("organisation")
    offer: Offer = get_object_or_404(offers.prefetch_related("municipalities"), slug=slug)
    return offer


def _list(
    request: HttpRequest, name: str, asked: Wanted, wanted: Wanted, *order: str
) -> HttpResponse:
    """A page of what is wanted; `asked` is what of it stands in the address."""
    path = reverse(name)
    page = request.GET.get("page", "")
    if any(not value for value in request.GET.values()):
        # A form sends its empty fields too: an address to pass on has none of them.
        return HttpResponseRedirect(asked.address(path, page=page))
    counts = counts_of(Offer.objects.shown(), wanted)
    found = wanted.among(Offer.objects.shown()).for_lists().order_by(*order)
    pages = Paginator(range(counts.total), PER_PAGE).get_page(page)
    context: dict[str, Any] = {
        "offers": list(found[pages.start_index() - 1 : pages.end_index()]) if counts.total else [],
        "count": counts.total,
        "page": pages,
        "previous": asked.address(path, page=_number(pages.number - 1)),
        "next": asked.address(path, page=_number(pages.number + 1)),
        "asked": asked,
        "filters": filters_of(FILTERS[name], asked, counts, current_places(request), path),
    }
    response = render(request, f"hosting/{name}.html", context)
    if not asked.may_be_kept or _differs(request, asked, pages.number):
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _differs(request: HttpRequest, asked: Wanted, number: int) -> bool:
    """Whether the address asks for something that there is not: there is no end of those."""
    page = {"page": str(number)} if number > 1 else {}
    wanted = {name: [value] for name, value in (asked.asked | page).items()}
    return dict(request.GET.lists()) != wanted


def _number(page: int) -> str:
    """As it stands in an address, where the first page has none."""
    return str(page) if page > 1 else ""
