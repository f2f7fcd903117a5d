"""Municipalities side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from municipalities.compare import Choice, rows
from municipalities.models import Figure
from municipalities.places import current_places, places_of


@require_safe
def municipality_compare(request: HttpRequest) -> HttpResponse:
    """Two to five municipalities, whatever is asked for: `?m=` for each."""
    choice = Choice.from_query(request.GET.getlist("m"), places_of(request))
    figures = Figure.objects.describing(choice.chosen) if choice.is_enough else []
    return render(
        request,
        "municipalities/municipality_compare.html",
        {
            "choice": choice,
            "municipalities": current_places(request),
            "rows": rows(choice.chosen, figures),
        },
    )
