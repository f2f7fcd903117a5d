"""Staff requests run, and render, inside the scope that the person's memberships give today."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from municipalities.permissions import confidential_scope
from municipalities.scoping import standing_in
from portal.lib.scope import scoped

GetResponse = Callable[[HttpRequest], HttpResponse]
STAFF_PATHS = ("/admin/",)


class ScopeMiddleware:
    """Wraps the whole request in one transaction with its scope; a 5xx rolls it back.

    Stands inside authentication and outside everything that renders: a lazy answer is rendered
    here, and a stream, which would be read after the transaction, is refused.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFF_PATHS) or not request.user.is_authenticated:
            return self.get_response(request)
        rows, log = confidential_scope(standing_in(request))
        with scoped(rows, log):
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse):
                raise TypeError("staff answers are built whole: a stream would leave the scope")
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
