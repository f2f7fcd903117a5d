"""Lists as files: what the list shows with its filters, asked for by who has just proven who they
are, noted row by row, and built whole before anything leaves."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET

from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.exports import MOST_ROWS, Export, parted, table_of
from newcomers.models import CaseAccess
from portal.lib.dates import today
from portal.lib.reauthentication import ask_again
from portal.lib.sheets import CSV, XLSX, csv_file, xlsx

FORMS = {"xlsx": (xlsx, XLSX), "csv": (csv_file, CSV)}


class Exporting:
    """A mixin before the list's admin: its rows, with its filters, as a file."""

    exported: Export
    # Stand in the Django admin's own classes.
    admin_site: Any
    model: Any

    def get_urls(self) -> list[URLPattern]:
        """The file, beside the list."""
        view = self.admin_site.admin_view(require_GET(self.export_view))
        name = f"{self._list_name()}_export"
        return [path("export/<str:form>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, with where its file is."""
        context = {"exports": export_links(f"admin:{self._list_name()}_export", request)}
        return super().changelist_view(request, context | (extra_context or {}))  # type: ignore[misc]

    def export_view(self, request: HttpRequest, form: str) -> HttpResponse:
        """What the list shows, without its pages."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if proof := asks_for_proof(request, form):
            return proof
        address = reverse(f"admin:{self._list_name()}_changelist")
        try:
            found: ChangeList = self.get_changelist_instance(request)  # type: ignore[attr-defined]
        except IncorrectLookupParameters:
            return HttpResponseRedirect(address)
        return exported(request, self.exported, found.queryset, form, _with_query(address, request))

    def _list_name(self) -> str:
        return f"{self.model._meta.app_label}_{self.model._meta.model_name}"


def export_links(name: str, request: HttpRequest) -> list[tuple[str, str]]:
    """What each form is called, and where it is, with the question that was asked."""
    titles = {"xlsx": "Excel", "csv": "CSV"}
    return [
        (title, _with_query(reverse(name, args=[form]), request)) for form, title in titles.items()
    ]


def asks_for_proof(request: HttpRequest, form: str) -> HttpResponse | None:
    """The way to the proof and back, for a form that there is."""
    if form not in FORMS:
        raise Http404
    return ask_again(request)


def exported(
    request: HttpRequest, export: Export, rows: QuerySet[Any], form: str, back: str
) -> HttpResponse:
    """The file, or the way back with a word why there is none."""
    found, left_out = parted(export, rows)
    if len(found) > MOST_ROWS:
        said = gettext("That is more than %(most)s rows. Choose fewer with the filters, please.")
        messages.warning(request, said % {"most": MOST_ROWS})
        return HttpResponseRedirect(back)
    note_access(
        by=request.user,
        what=CaseAccess.What.EXPORT,
        table=rows.model._meta.model_name or "",
        rows=found,
        standing=standing_in(request),
    )
    build, content_type = FORMS[form]
    content = build(table_of(export, found, left_out=left_out, by=request.user))
    _tell(request, len(found), left_out)
    # No name, no number: the file's name is seen by whoever sees the folder.
    name = f"{export.file_name}-{today():%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _tell(request: HttpRequest, count: int, left_out: int) -> None:
    """On the next page: a file has no page of its own."""
    said = ngettext("%(count)s row was exported.", "%(count)s rows were exported.", count)
    messages.info(request, said % {"count": count})
    if left_out:
        said = ngettext(
            "%(count)s row was left out: its address is confidential, or it is only kept.",
            "%(count)s rows were left out: their address is confidential, or they are only kept.",
            left_out,
        )
        messages.warning(request, said % {"count": left_out})


def _with_query(address: str, request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address
