"""The admin as a workplace: what it is called, and how it looks."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog


class StaffSite(AdminSite):
    """Landgang's admin. Every model in it is scoped (municipalities/scoping.py): the index shows
    what the person's roles open today, and tells whoever has none that there is nothing."""

    site_header = _("Landgang – hosting")
    site_title = _("Landgang – hosting")
    index_title = _("What do you want to work on?")
    # A sidebar would repeat the index on every page, and takes half a phone.
    enable_nav_sidebar = False

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The texts of all scripts; Django's own view leaves the text editor's out."""
        return cast(HttpResponse, JavaScriptCatalog.as_view()(request))
