"""The admin as a workplace: what it is called, and how it looks."""

from functools import wraps
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from municipalities.roles import Ability
from municipalities.scoping import standing_in


class StaffSite(AdminSite):
    """Landgang's admin. Every model in it is scoped (municipalities/scoping.py): the index shows
    what the person's roles open today, and tells whoever has none that there is nothing."""

    site_header = _("Landgang – hosting")
    site_title = _("Landgang – hosting")
    index_title = _("What do you want to work on?")
    # A sidebar would repeat the index on every page, and takes half a phone.
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        """With the pages that belong to no model; first, since a row's address takes any word."""
        from hosting.admin.pages import PAGES as OF_HOSTS
        from municipalities.admin.pages import PAGES as OF_TEXTS
        from newcomers.admin.pages import PAGES
        from portal.admin.pages import PAGES as OF_PORTAL

        pages: list[Any] = [*PAGES, *OF_TEXTS, *OF_HOSTS, *OF_PORTAL]
        own = [path(page.address, self.admin_view(page.view), name=page.name) for page in pages]
        return [*own, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's, but for a question that holds a NUL, which PostgreSQL does not take: 400."""
        checked = super().admin_view(view, cacheable)

        @wraps(checked)
        def asked(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
            try:
                return checked(request, *arguments, **named)
            except (ValueError, DataError) as error:
                # Views of our own say what is wrong; what Django asks breaks on it.
                if "%00" in request.META.get("QUERY_STRING", ""):
                    raise BadRequest("NUL") from error
                raise

        return asked

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """My day for those who follow up cases; the list of what there is for everybody else."""
        from hosting.admin.pages import on_index as hosts_on_index
        from municipalities.admin.pages import on_index
        from newcomers.admin.desk import my_day
        from newcomers.admin.pages import on_index as log_on_index
        from portal.admin.pages import on_index as portal_on_index

        standing = standing_in(request)
        places = (on_index, hosts_on_index, log_on_index, portal_on_index)
        context: dict[str, Any] = {
            "content_pages": [page for each in places for page in each(standing)]
        }
        if standing.anywhere(Ability.FOLLOW_UP):
            context |= {"day": my_day(request, standing), "title": gettext("My day")}
        return super().index(request, context | (extra_context or {}))

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The texts of all scripts; Django's own view leaves the text editor's out."""
        return cast(HttpResponse, JavaScriptCatalog.as_view()(request))
