"""What the region offers those who hire here, or move a firm; and whom they are looking for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hosting.models import Need
from municipalities.models import Page, Topic

# The topic whose pages are written for those who hire.
TOPIC = "for_employers"
# The page shows the needs that end first; all stand in the list.
FIRST = 5


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    """For employers and companies: written pages, the people who help, the ways to go on."""
    topic = Topic.objects.filter(key=TOPIC).first()
    pages = Page.objects.for_lists().published().in_topic(topic).in_order() if topic else []
    needs = list(Need.objects.shown().for_list()[: FIRST + 1])
    context = {"pages": pages, "needs": needs[:FIRST], "has_more": len(needs) > FIRST}
    return render(request, "hosting/employers.html", context)


@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    """Whom employers are looking for, by area of work."""
    needs = list(Need.objects.shown().for_list())
    areas = [
        (label, found)
        for area, label in Need.Area.choices
        if (found := [need for need in needs if need.area == area])
    ]
    return render(request, "hosting/need_list.html", {"areas": areas, "count": len(needs)})
