"""The pages that tell of a fault of ours. No address shows them, so they are made here."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.middleware import UnavailableMiddleware
from portal.views import server_error
from tests.browser.page_types import LANGUAGES

FAULTS = (500, 503)

every_fault = pytest.mark.parametrize(
    ("status", "language"),
    [(status, language) for status in FAULTS for language in LANGUAGES],
)


def fault(status: int, language: str) -> HttpResponse:
    """The answer when the code fails (500) or the database is gone (503)."""
    request: HttpRequest = RequestFactory().get(f"/{language}/")
    if status == 500:
        return server_error(request)
    middleware = UnavailableMiddleware(lambda _request: HttpResponse())
    response = middleware.process_exception(request, OperationalError())
    assert response is not None
    return response
