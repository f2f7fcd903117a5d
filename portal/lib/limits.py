"""Limits that hold across processes: a counter in PostgreSQL that grows atomically.

A counter in a cache let 200 of 200 at once through a limit of 50. The table is portal's.
"""

import ipaddress
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

COUNT = """
INSERT INTO portal_counter (name, window_start, count) VALUES (%s, %s, 1)
ON CONFLICT (name, window_start) DO UPDATE SET count = portal_counter.count + 1
RETURNING count
"""
# Windows that ended this many seconds ago are forgotten.
KEPT_FOR = 24 * 60 * 60


def is_over(name: str, *, limit: int, seconds: int, clock: Callable[[], float] = time.time) -> bool:
    """Count once more under the name; whether that is more than `limit` in this window.

    Call it outside the transaction of the work itself, so that what fails counts too.
    """
    now = int(clock())
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [name, now - now % seconds])
        (count,) = cursor.fetchone()
    return bool(count > limit)


def by_address(name: str, request: HttpRequest) -> str:
    """The counter's name for whoever sends the request. The address itself is not kept."""
    sender = _network_of(client_address(request))
    return f"{name}:{salted_hmac('limits', sender, algorithm='sha256').hexdigest()[:24]}"


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: what our own proxies say, never what the sender claims."""
    proxies: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def forget_old_counts(*, clock: Callable[[], float] = time.time) -> int:
    """Delete the windows that are long over; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM portal_counter WHERE window_start < %s", [int(clock()) - KEPT_FOR]
        )
        return int(cursor.rowcount)


def _network_of(address: str) -> str:
    """An IPv4 address, or the /64 that one subscriber gets of IPv6."""
    try:
        known: Any = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False))
