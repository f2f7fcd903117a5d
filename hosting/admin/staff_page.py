"""The frame of the hosts' own pages that belong to no single model's admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse


def host_page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """The page in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/hosting/{template}", frame | context, status=status)
