"""What happens around every request."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal import views
from portal.content_policy import policy_for
from portal.content_version import DATABASE_IS_GONE

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)


class SecurityHeadersMiddleware:
    """Says what a page may load; stands outside everything, so that no answer goes without."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request.path))
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response


class UnavailableMiddleware:
    """Turns a database that is gone into 503 with Retry-After, in the reader's language."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The page cache has just waited for the database: a view would wait as long again.
        if DATABASE_IS_GONE in request.META:
            return views.unavailable(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that lost the database; leave everything else alone."""
        if not isinstance(exception, views.DATABASE_GONE):
            return None
        logger.error("database unavailable: %s", type(exception).__name__)
        return views.unavailable(request)


class KindNotFoundMiddleware:
    """Shows readers' 404 page in DEBUG too, so that `make run` is what readers meet."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and not hasattr(response, "kind"):
            return views.page_not_found(request)
        return response
