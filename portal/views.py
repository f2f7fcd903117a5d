"""Start page, search, the prose pages, and what is shown when something is wrong."""

import sys
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.template.loader import select_template
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from municipalities.models import Page
from municipalities.places import read_region_alone
from portal.doors import doors
from portal.joined import served
from portal.lib.languages import current, marks
from portal.lib.logs import request_id
from portal.moved import address_now
from portal.search import search_portal

# A pool that has no connection left says so with the first of them too.
DATABASE_GONE = (OperationalError, InterfaceError)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """The only redirect that looks at the browser's languages."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three doors, the municipalities, the hosts."""
    pages = Page.objects.published().in_order().for_lists()
    return render(request, "portal/home.html", {"doors": doors(pages)})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search in all languages; whatever is typed, the answer is a page."""
    read_region_alone(request)
    answer = search_portal(request.GET.get("q", ""), current(), request.GET.get("page", "1"))
    return render(request, "portal/search.html", {"answer": answer})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who stands behind the portal."""
    return _prose(request, "about")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, and what is not."""
    return _prose(request, "privacy")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the portal can be used by everyone, and whom to tell when it cannot."""
    return _prose(request, "accessibility")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may visit."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def styles(request: HttpRequest, name: str) -> HttpResponse:
    """The stylesheet, or a joined script, for ever: another content has another name."""
    sheet = served(name)
    if sheet is None:
        raise Http404
    response = HttpResponse(sheet.body, content_type=sheet.content_type)
    if "br" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(sheet.compressed, content_type=sheet.content_type)
        response["Content-Encoding"] = "br"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in the language of the address or else of the browser; 301 for what has moved."""
    if request.method in ("GET", "HEAD") and (address := address_now(request.path)):
        return HttpResponsePermanentRedirect(address)
    return render(request, "404.html", status=404)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503; reads nothing from the database."""
    with override(get_language_from_request(request, check_path=True)):
        response = render(request, "503.html", {"number": request_id()}, status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; reads nothing from the database. 503 where that was lost by what stands around a view,
    as at the end of a transaction: Django asks middleware only about views."""
    if isinstance(sys.exc_info()[1], DATABASE_GONE):
        return unavailable(request)
    with override(get_language_from_request(request, check_path=True)):
        return render(request, "500.html", {"number": request_id()}, status=500)


def _prose(request: HttpRequest, name: str) -> HttpResponse:
    """A page that is one whole template per language, else the source language's."""
    names = {f"portal/{name}_{code}.html": code for code in (current(), settings.LANGUAGE_CODE)}
    prose: Any = select_template(list(names))
    found = str(prose.template.name)
    context = {"prose": found, "prose_marks": marks(names[found])}
    return render(request, f"portal/{name}.html", context)
