"""Letters that were sent, as readers find them afterwards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hosting.letters.news import sections
from hosting.letters.sources import SOURCES
from hosting.models import Letter


@require_safe
def letter_detail(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """One letter."""
    letter = Letter.objects.in_archive().found(slug, month)
    if letter is None:
        raise Http404
    found = {"letter": letter, "sections": sections(letter.frozen, SOURCES)}
    return render(request, "hosting/letter_detail.html", found)
