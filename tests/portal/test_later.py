"""What a worker that serves the public does without."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string

from portal.lib import later

NAMED_A_PAGE = """
import sys, portal.wsgi
from django.urls import reverse
reverse("home")
print(*(name for name in sys.modules if name.split(".")[1:2] == ["admin"] or name == "fido2"))
"""


def test_public_page_loads_neither_the_admin_nor_the_log_in() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", NAMED_A_PAGE], capture_output=True, text=True, check=True
    )
    assert not ran.stdout.split()


def test_name_in_a_namespace_loads_its_module() -> None:
    assert reverse("admin:index") == "/admin/"


def test_views_loaded_later_are_protected_as_they_look() -> None:
    """Django sees what stands on a view's function before it calls it, and here it sees nothing."""
    made_later = later.view("portal.views.home").__code__
    views = list(_views(get_resolver()))
    found = [each for each in views if getattr(each, "__code__", None) is made_later]
    assert len(found) > 20
    for each in found:
        real = import_string(f"{each.__module__}.{each.__name__}")
        assert not getattr(real, "csrf_exempt", False)
        assert not getattr(real, "_non_atomic_requests", None)


def _views(resolver: URLResolver) -> Iterator[Any]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield each.callback
        elif not isinstance(each, later.Namespace):
            yield from _views(each)
