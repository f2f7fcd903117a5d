"""Addresses whose views are loaded when one of them is first asked for.

Most visitors of a worker read public pages; forms, keys and ciphers of the log-in would double the
time until it answers the first of them.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.module_loading import import_string

View = Callable[..., HttpResponseBase]


def view(name: str) -> View:
    """The view of this dotted name. What stands on it is not seen from outside until then: it must
    not be exempt from CSRF, nor from transactions."""

    def later(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        found: View = import_string(name)
        return found(request, *arguments, **named)

    later.__module__, later.__name__ = name.rsplit(".", 1)
    return later


class Namespace(URLResolver):
    """The addresses below a path, in a namespace of its own: the module that lists them is loaded
    for an address or a name among them, while Django loads it for the first name of any page."""

    def __init__(self, path: str, module: str, namespace: str) -> None:
        pattern = RoutePattern(path, is_endpoint=False)
        super().__init__(pattern, module, app_name=namespace, namespace=namespace)

    def _populate(self) -> None:
        """Nothing: names of a namespace are asked of its module, not of what lists them all."""
