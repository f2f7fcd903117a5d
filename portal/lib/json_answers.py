"""Asking a server that the operator has named for JSON, within a deadline, however it hangs.

Its host may lie in our own network; what looks at addresses that people typed is `outside`. No
redirect is followed, and no more is read than such an answer needs.
"""

import json
import time
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from portal.lib.answers import Fault, NoAnswer
from portal.lib.outside import (
    PORTS,
    connected,
    ending,
    port_of,
    resolve,
    speaking_over,
)

MOST = 512 * 1024  # bytes of an answer


def ask(
    address: str,
    *,
    deadline: float,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of GET, or of POST with the form. Raises NoAnswer.

    `deadline` is one of `time.monotonic`; a name server that hangs may take longer.
    """
    url = _parsed(address)
    port, left = port_of(url), max(deadline - time.monotonic(), 0.01)
    opened = connected(resolve(str(url.host).strip("[]"), port), port, deadline, left, left)
    body = urlencode(form).encode() if form is not None else None
    said = {"Accept": "application/json", "Connection": "close", **(headers or {})}
    if body is not None:
        said["Content-Type"] = "application/x-www-form-urlencoded"
    with ending(opened, deadline):
        connection = speaking_over(opened, url, left)
        with closing(opened), closing(connection):
            method = "GET" if body is None else "POST"
            connection.request(
                method, url.request_uri, body=body, headers=said, preload_content=False
            )
            with closing(connection.getresponse()) as response:
                read = response.read(MOST + 1)
                return response.status, _object(read)


def _parsed(address: str) -> Url:
    try:
        url = parse_url(address)
    except LocationParseError as error:
        raise NoAnswer(Fault.MALFORMED) from error
    if not url.host or url.scheme not in PORTS or url.auth is not None:
        raise NoAnswer(Fault.MALFORMED)
    return url


def _object(read: bytes) -> dict[str, Any]:
    """The JSON object; a ValueError, which `ending` turns into NoAnswer, of anything else."""
    found = json.loads(read) if len(read) <= MOST else None
    if not isinstance(found, dict):
        raise ValueError
    return found
