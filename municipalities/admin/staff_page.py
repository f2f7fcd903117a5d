"""Pages that belong to no single model's admin: what they are, and the frame of those of texts."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from municipalities.permissions import Standing


class StaffPage(NamedTuple):
    """One page: its address below the admin's, its view, the name of its address, and for the
    index its title and who finds it there."""

    address: str
    view: Callable[..., HttpResponse]
    name: str
    title: Any = ""
    is_for: Callable[[Standing], bool] = lambda standing: False

    @property
    def route(self) -> str:
        """What a link names."""
        return f"admin:{self.name}"


def found_by(standing: Standing, pages: Iterable[StaffPage]) -> list[StaffPage]:
    """Those of the pages that stand on the person's index."""
    return [page for page in pages if page.is_for(standing)]


def content_page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """The page in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title}
    name = f"admin/municipalities/{template}"
    return TemplateResponse(request, name, frame | context, status=status)
