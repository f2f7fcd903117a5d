"""Municipalities, topics and pages as readers see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from municipalities.models import Figure, LocalPart, Municipality, Page, Topic
from municipalities.models.page import Phase
from municipalities.places import current_places, places_of
from municipalities.population import Population, newest
from municipalities.reading import Reading, by_topic
from municipalities.region_map import existed_in, last_year_of
from municipalities.stories import stories_of
from portal.lib.languages import beside

# On a municipality's page; the others are one click away.
SHOWN_STORIES = 2


@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """Today's municipalities and the former ones, on a map too, and the region they form.

    `?borders=2014` draws the former municipalities of that year.
    """
    region = Municipality.objects.without_outline().region()
    former = [place for place in places_of(request) if place.is_former]
    history = list(Figure.objects.through_time(region)) if region else []
    return render(
        request,
        "municipalities/municipality_list.html",
        {
            "region": region,
            "municipalities": current_places(request),
            "former": former,
            "shown_former": existed_in(request.GET.get("borders", ""), former),
            "last_year_of_former": last_year_of(former),
            "figures": newest(history, region) if region else [],
            "population": Population.of(region, history, ()) if region else None,
            "reading": Reading.of(region, municipality=region) if region else None,
        },
    )


@require_safe
def municipality_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality: facts, pages, organisations, and who answers."""
    municipality = get_object_or_404(Municipality.objects.for_reading(), slug=slug)
    if municipality.is_former:
        known = {place.pk: place for place in places_of(request)}
        municipality.successor = known.get(municipality.successor_id)
        return render(
            request,
            "municipalities/municipality_former.html",
            {
                "municipality": municipality,
                "reading": Reading.of(municipality),
            },
        )
    history = list(Figure.objects.through_time(municipality))
    figures = newest(history, municipality)
    return render(
        request,
        "municipalities/municipality_detail.html",
        {
            "municipality": municipality,
            "figures": figures,
            "population": Population.of(municipality, history, places_of(request)),
            "topics": by_topic(Page.objects.with_local_part_in(municipality)),
            "stories": stories_of(municipality, SHOWN_STORIES),
            "reading": Reading.of(municipality, municipality=municipality, known=figures),
        },
    )


@require_safe
def local_page(request: HttpRequest, slug: str, page_slug: str) -> HttpResponse:
    """A page as it is for one municipality: the regional text, then the local part."""
    municipality = _place_or_404(request, slug)
    page = get_object_or_404(Page.objects.for_reading(), slug=page_slug)
    local = (
        LocalPart.objects.published()
        .filter(page=page, municipality=municipality)
        .prefetch_related("sources")
        .first()
    )
    return render(
        request,
        "municipalities/local_page.html",
        {
            "municipality": municipality,
            "page": page,
            "local": local,
            "reading": Reading.of(page, local, municipality=municipality),
        },
    )


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """All topics with their pages; `?phase=` keeps those for one part of a move."""
    phase = request.GET.get("phase", "")
    phase = phase if phase in Phase.values else ""
    pages = Page.objects.published().in_order().for_lists()
    if phase:
        pages = pages.filter(phases__contains=[phase])
    return render(
        request,
        "municipalities/topic_list.html",
        {
            "topics": by_topic(pages),
            "phases": Phase.choices,
            "phase": phase,
        },
    )


@require_safe
def topic_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One topic of either level with its pages."""
    topic: Topic = get_object_or_404(Topic.objects.select_related("parent"), key=key)
    return render(
        request,
        "municipalities/topic_detail.html",
        {
            "topic": topic,
            "subtopics": topic.subtopics.all(),
            "pages": Page.objects.published().in_topic(topic).in_order().for_lists(beside(request)),
            "topic_reading": Reading.of(topic),
        },
    )


@require_safe
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A page for the whole region, with the municipalities that add to it."""
    page = get_object_or_404(Page.objects.for_reading(), slug=slug)
    parts = LocalPart.objects.published().filter(page=page)
    return render(
        request,
        "municipalities/page_detail.html",
        {
            "page": page,
            "places": current_places(request),
            "places_with_part": set(parts.values_list("municipality_id", flat=True)),
            "reading": Reading.of(page),
        },
    )


def _place_or_404(request: HttpRequest, slug: str) -> Municipality:
    """The municipality, from the list that the page needs anyway."""
    for place in places_of(request):
        if place.slug == slug and not place.is_region:
            return place
    raise Http404
