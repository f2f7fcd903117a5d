"""What a WSGI request says of itself, read without Django: for what stands in front of it."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def has_cookie(environ: Environ, name: str) -> bool:
    """Whether the browser sends a cookie of this name."""
    sent: str = environ.get("HTTP_COOKIE", "")
    if name not in sent:
        return False
    return any(part.partition("=")[0].strip() == name for part in sent.split(";"))


def is_https(environ: Environ, proxy_header: tuple[str, str] | None) -> bool:
    """Whether the reader came by https; `proxy_header` is SECURE_PROXY_SSL_HEADER, which counts
    as in Django: where the proxy says something, that alone."""
    if proxy_header:
        name, secure = proxy_header
        said = environ.get(name)
        if said is not None:
            return bool(said.partition(",")[0].strip() == secure)
    return bool(environ["wsgi.url_scheme"] == "https")


def takes_brotli(environ: Environ) -> bool:
    """Whether the browser reads Brotli."""
    return _names_brotli(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def _names_brotli(accepted: str) -> bool:
    for part in accepted.split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "br":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
