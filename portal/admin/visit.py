"""How often pages were read: a table to look at."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from municipalities.roles import Ability
from municipalities.scoping import Scoped
from portal.content_pages import name_of
from portal.models import SearchEntry, Visit
from portal.reports import visits_by_month, visits_by_page


@admin.register(Visit)
class VisitAdmin(Scoped, admin.ModelAdmin[Visit]):
    """Sums by page and month. They are no secret between municipalities."""

    opens = (Ability.COUNT_VISITS,)

    class Media:
        css = {"all": ["portal/css/readers.css"]}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One month's pages, and all the months there are."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        months = visits_by_month()
        chosen = _month(request.GET.get("month", "")) or (months[0].month if months else None)
        pages = visits_by_page(chosen) if chosen else []
        titles = SearchEntry.objects.titles_of((page.page, _language()) for page in pages)
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name_plural),
            "opts": self.opts,
            "media": self.media,
            "months": months,
            "chosen": chosen,
            "languages": settings.LANGUAGES,
            "pages": [
                (page, titles.get((page.page, _language()), ""), name_of(page.page))
                for page in pages
            ],
            "total": sum(page.count for page in pages),
        }
        return TemplateResponse(request, "admin/portal/visit/change_list.html", context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is none: a single day's count has no page of its own."""
        raise Http404

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nor has it a history."""
        raise Http404


def _month(written: str) -> datetime.date | None:
    """The first day of a month written as "2026-11"; None for anything else."""
    try:
        return datetime.datetime.strptime(written, "%Y-%m").date()
    except ValueError:
        return None


def _language() -> str:
    """The language in which an editor knows the pages."""
    return str(settings.LANGUAGE_CODE)
