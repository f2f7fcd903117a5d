"""Whether a form was sent from one of our own pages: for forms without a ticket and a cookie."""

from django.conf import settings
from django.http import HttpRequest

# What browsers say of a form on the same site, and of one that the reader sends again ("none").
OWN = {"same-origin", "none"}


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says so. Pages cannot make it say anything else.

    `Sec-Fetch-Site` decides where there is one; older browsers send `Origin` alone. A request with
    neither is not from a browser's form, and is not from us.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OWN
    origin = _host_of(request.headers.get("Origin", ""))
    return bool(origin) and origin in {_host_of(settings.SITE_URL), request.get_host()}


def _host_of(address: str) -> str:
    """Host and port, compared as they are written: whatever is no address matches none."""
    return address.partition("//")[2].partition("/")[0]
