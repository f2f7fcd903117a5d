"""Municipalities, topics and pages as readers see them."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from municipalities.models import Figure, LocalPart, Municipality, Page, Topic
from municipalities.models.page import Phase
from municipalities.reading import Reading, by_topic


@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    """Today's municipalities, the former ones, and the region they form."""
    places = Municipality.objects.without_outline().select_related("successor")
    places = places.in_alphabetical_order()
    region = next((place for place in places if place.is_region), None)
    return render(request, "municipalities/municipality_list.html", {
        "region": region,
        "municipalities": [p for p in places if not p.is_former and not p.is_region],
        "former": [p for p in places if p.is_former],
        "figures": Figure.objects.latest_of(region) if region else [],
        "reading": Reading.of(region) if region else None,
    })


@require_safe
def municipality_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One municipality: facts, pages, organisations, and who answers."""
    places = Municipality.objects.municipalities().without_outline().select_related("successor")
    municipality = get_object_or_404(places, slug=slug)
    if municipality.is_former:
        return render(request, "municipalities/municipality_former.html", {
            "municipality": municipality,
            "reading": Reading.of(municipality),
        })
    return render(request, "municipalities/municipality_detail.html", {
        "municipality": municipality,
        "figures": Figure.objects.latest_of(municipality),
        "topics": by_topic(Page.objects.with_local_part_in(municipality)),
        "reading": Reading.of(municipality, municipality=municipality),
    })


@require_safe
def local_page(request: HttpRequest, slug: str, page_slug: str) -> HttpResponse:
    """A page as it is for one municipality: the regional text, then the local part."""
    municipality = get_object_or_404(
        Municipality.objects.municipalities().without_outline().select_related("successor"),
        slug=slug,
    )
    page = get_object_or_404(Page.objects.for_reading(), slug=page_slug)
    local = (
        LocalPart.objects.published().filter(page=page, municipality=municipality)
        .prefetch_related("sources").first()
    )
    return render(request, "municipalities/local_page.html", {
        "municipality": municipality,
        "page": page,
        "local": local,
        "reading": Reading.of(page, local, municipality=municipality),
    })


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """All topics with their pages; `?phase=` keeps those for one part of a move."""
    phase = request.GET.get("phase", "")
    phase = phase if phase in Phase.values else ""
    pages = Page.objects.published().in_order().for_lists()
    if phase:
        pages = pages.filter(phases__contains=[phase])
    return render(request, "municipalities/topic_list.html", {
        "topics": by_topic(pages),
        "phases": Phase.choices,
        "phase": phase,
    })


@require_safe
def topic_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One topic of either level with its pages."""
    topic = get_object_or_404(Topic.objects.select_related("parent"), key=key)
    return render(request, "municipalities/topic_detail.html", {
        "topic": topic,
        "subtopics": topic.subtopics.all(),
        "pages": Page.objects.published().in_topic(topic).in_order().for_lists(),
    })


@require_safe
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A page for the whole region, with the municipalities that add to it."""
    page = get_object_or_404(Page.objects.for_reading(), slug=slug)
    has_part = LocalPart.objects.published().filter(page=page, municipality=OuterRef("pk"))
    places = Municipality.objects.current().without_outline().annotate(has_part=Exists(has_part))
    return render(request, "municipalities/page_detail.html", {
        "page": page,
        "places": places.only("slug", "name", "kind").in_alphabetical_order(),
        "reading": Reading.of(page),
    })
