"""The frame of the pages of the texts that belong to no single model's admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse


def content_page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """The page in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title}
    name = f"admin/municipalities/{template}"
    return TemplateResponse(request, name, frame | context, status=status)
