"""The page that a preview link leads to."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from municipalities.models import Revision
from municipalities.preview import revision_of, shown_as_published


@require_safe
@never_cache
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A text before it is published: for whoever has the link, and for no search engine."""
    try:
        revision = revision_of(token)
    except signing.SignatureExpired:
        return _private(_over(request))
    except signing.BadSignature:
        raise Http404 from None
    if revision is None or revision.text is None:
        return _private(_over(request))
    if revision.state == Revision.State.PUBLISHED:
        return _private(HttpResponseRedirect(revision.text.get_absolute_url()))
    if not revision.is_open:
        return _private(_over(request))
    return _private(shown_as_published(request, revision))


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "municipalities/preview_over.html", status=410)


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept nor found, and its address told to nobody."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
