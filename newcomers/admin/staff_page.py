"""What the own pages of the case log share: the admin's frame, and who is let in."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse

from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.models import Case


def staff_page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """The page, rendered inside the request's scope. Its title names nobody."""
    frame = {**admin.site.each_context(request), "title": title, "opts": Case._meta}
    return TemplateResponse(request, f"admin/{template}", frame | context, status=status)


def places_where(request: HttpRequest, *abilities: Ability) -> list[int]:
    """The municipalities where the person has all of the abilities.

    Raises PermissionDenied when there is none, whatever the page is asked for.
    """
    standing = standing_in(request)
    places = set.intersection(*(standing.places(ability) for ability in abilities))
    if not places:
        raise PermissionDenied
    return sorted(places)
