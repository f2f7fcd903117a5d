"""What the portal's pages are measured against."""

from functools import cache
from typing import Any
from unittest import mock

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils.translation import get_language

from hosting.models import Coordinator
from municipalities import views
from municipalities.models import Figure, Municipality, Page, Source, Topic
from municipalities.places import places_of

QUERIES = 5
TWELVE_KILOBYTES = b"<!doctype html><title>limit</title><p>" + b"0123456789abcdef" * 750


def limit(request: HttpRequest) -> HttpResponse:
    """A constant, through the full middleware: the least that Django can do."""
    return HttpResponse(TWELVE_KILOBYTES)


def five(request: HttpRequest, slug: str) -> HttpResponse:
    """The municipality page's own template and content, with five queries in all: those that stand
    in the template, and for the rest one row each by its key. An honest page without a cache."""
    template, context, known, own = _ready(slug)
    request._places = known  # type: ignore[attr-defined]
    # Links, menus and what stands around the content as on the page itself.
    request.path = request.path_info = f"/{get_language()}/municipalities/{slug}/"
    request.resolver_match = resolve(request.path)
    for model, key in _keys()[: max(0, QUERIES - own)]:
        model.objects.get(pk=key)
    return render(request, template, context)


@cache
def _keys() -> list[tuple[Any, Any]]:
    models = (Topic, Page, Figure, Source, Coordinator)
    return [(each, each.objects.order_by("pk").values_list("pk", flat=True)[0]) for each in models]


@cache
def _ready(slug: str) -> tuple[str, dict[str, Any], list[Municipality], int]:
    """What the page's own view gives its template, read to the end; the list of places; and how
    many queries stand in the template."""
    given: list[Any] = []

    def note(_request: HttpRequest, *rest: Any) -> HttpResponse:
        given.extend(rest)
        return HttpResponse()

    request = RequestFactory().get(f"/{get_language()}/municipalities/{slug}/")
    with mock.patch.object(views, "render", note):
        views.municipality_detail(request, slug)
    template, context = given
    for name, value in context.items():
        context[name] = list(value) if isinstance(value, QuerySet) else value
    known = places_of(request)
    # The first time reads what is read once and then known, such as a municipality's sources.
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            render(request, template, context)
    return template, context, known, len(queries)
