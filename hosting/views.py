"""Host contacts and organisations as readers see them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hosting.models import Coordinator, Organisation
from municipalities.places import current_places
from portal.lib.languages import localized
from portal.lib.norwegian import sort_key


@require_safe
def host_list(request: HttpRequest) -> HttpResponse:
    """Who answers in each municipality; the region's desk first."""
    hosts = list(Coordinator.objects.for_directory())
    hosts.sort(key=lambda host: (not host.municipality.is_region, sort_key(host.municipality.name)))
    return render(request, "hosting/host_list.html", {"hosts": hosts})


@require_safe
def host_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One host contact."""
    host = get_object_or_404(Coordinator.objects.for_directory(), slug=slug)
    return render(request, "hosting/host_detail.html", {"host": host})


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations in alphabetical order: by municipality, and for the whole region."""
    organisations = list(Organisation.objects.listed().prefetch_related("municipalities"))
    organisations.sort(key=lambda each: sort_key(localized(each, "name").value))
    current = {place.pk for place in current_places(request)}
    local = [o for o in organisations if not o.serves_region]
    return render(
        request,
        "hosting/organisation_list.html",
        {
            "local": [o for o in local if any(m.pk in current for m in o.municipalities.all())],
            "regional": [o for o in organisations if o.serves_region],
        },
    )


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation, with where what we say about it comes from."""
    organisation = get_object_or_404(
        Organisation.objects.listed().prefetch_related("municipalities", "sources"), slug=slug
    )
    return render(request, "hosting/organisation_detail.html", {"organisation": organisation})
