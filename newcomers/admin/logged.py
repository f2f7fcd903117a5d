"""Admins of confidential rows: every list, search and opened row is noted before it is shown."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from municipalities.scoping import Scoped
from newcomers.actions.access import note_access
from newcomers.models import CaseAccess


class Logged(Scoped):
    """Notes each reading in the request's own transaction: no note, no answer."""

    model: Any

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, noted with the rows it shows; a search as a search."""
        response: Any = super().changelist_view(request, extra_context)  # type: ignore[misc]
        changelist = getattr(response, "context_data", None) and response.context_data.get("cl")
        if changelist:
            what = CaseAccess.What.SEARCH if changelist.query else CaseAccess.What.LIST
            self._note(request, what, list(changelist.result_list))
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: Any = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """One row, noted."""
        response: Any = super().changeform_view(  # type: ignore[misc]
            request, object_id, form_url, extra_context
        )
        shown = getattr(response, "context_data", None) and response.context_data.get("original")
        if shown:
            self._note(request, CaseAccess.What.VIEW, [shown])
        return response

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is none: a copy of what people wrote would outlive its erasure."""
        raise Http404

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _note(self, request: HttpRequest, what: str, rows: list[Any]) -> None:
        note_access(
            by=request.user,
            what=CaseAccess.What(what),
            table=self.model._meta.model_name,
            rows=rows,
            standing=self.standing(request),
        )
