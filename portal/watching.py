"""What operators learn of each request: its id in log and answer, its view, its time."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.lib import logs, metrics

GetResponse = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
# Answers to what leads nowhere are many, and all alike.
NOWHERE = "nowhere"


class WatchMiddleware:
    """Stands outside all others, so that every line of a request has its id."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Whoever asks could else write into the log; a proxy in front of us sets its own.
        proposed = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        number, begun = logs.begin_request(proposed), time.perf_counter()
        response = self.get_response(request)
        # What others keep and give to many readers is of no single request.
        if "public" not in response.headers.get("Cache-Control", ""):
            response.headers[HEADER] = number
        took = time.perf_counter() - begun
        metrics.count_request(_name(request), request.method or "", response.status_code, took)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Slow statements name the view."""
        logs.say_what_is_done(_name(request))


def _name(request: HttpRequest) -> str:
    """The view's name, as the code has it."""
    match = request.resolver_match
    return (match.view_name or NOWHERE) if match else NOWHERE
