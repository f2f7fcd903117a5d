"""What is written down of changes of accounts, and who is logged in when something changes.

Imported by `ready`: see `municipalities.history`.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from pghistory.middleware import HistoryMiddleware

from portal.lib.history import keep_history
from portal.models import User

# The history is read by more people than may see a password's hash, and kept for longer.
# A log-in is not a change, the security log has it; nor is what a mail server says.
keep_history(User, leave_out=["password", "last_login", "email_refused_at"])

ADMIN = "/admin/"
STAFF_PATHS = (ADMIN, "/accounts/")


class StaffHistoryMiddleware(HistoryMiddleware):
    """Gives every change in a staff request the person's id and the path.

    Readers' requests pass untouched: asking who they are would look for a session, and they have
    none.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFF_PATHS):
            response: HttpResponse = self.get_response(request)
            return response
        answer: HttpResponse = super().__call__(request)  # type: ignore[no-untyped-call]
        return answer

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The id of who is logged in, and where: never a query string."""
        return super().get_context(request) | {"url": path_without_keys(request.path_info)}


def path_without_keys(path: str) -> str:
    """The path; of an account page only its pattern, since links in mails have a key in the path.

    Such a key must not outlive its hour in a log.
    """
    if path.startswith(ADMIN):
        return path
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return ""
