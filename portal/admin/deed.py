"""Things that are done to a row besides changing its fields: each with a page that says first what
happens, and with one action that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from portal.lib.history import event_model


@dataclass(frozen=True)
class Deed:
    """Something that can be done to a row, and what is said about it."""

    name: str  # the last part of its address
    label: Any  # on the button
    explanation: Any  # what happens, in whole sentences
    is_possible: Callable[[Any], bool]
    # Calls the action with the row and who does it; returns what to tell that person.
    do: Callable[[Any, Any], str]
    # Whether the button leads to a page that asks first, or does it at once.
    asks_first: bool = True


class WithDeeds:
    """A mixin before ModelAdmin, after AsksAgain: a button on the row's page for each deed.

    GET shows what would happen, and changes nothing; only a form that is sent does it. Who comes
    back from proving who they are lands on that page, too.
    """

    deeds: tuple[Deed, ...] = ()
    # What to tell where the action refused: by its exception.
    refusals: dict[type[Exception], Any] = {}
    confirm_template = "admin/portal/confirm.html"
    # Stands in the Django admin's own classes, and in Scoped.
    admin_site: Any
    model: Any
    opts: Any
    get_object: Any
    has_view_permission: Any
    may_write: Any
    message_user: Any

    def get_urls(self) -> list[URLPattern]:
        """The admin's pages, and one for each deed."""
        own = [
            path(
                f"<path:object_id>/{deed.name}/",
                self.admin_site.admin_view(self._view(deed)),
                name=self._url_name(deed),
            )
            for deed in self.deeds
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def may_do(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the person is offered the row's deeds."""
        return bool(self.may_write(request, obj))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the deeds that are possible now."""
        obj = context.get("original")
        offered = self.deeds if obj is not None and self.may_do(request, obj) else ()
        context["has_history"] = event_model(self.model) is not None
        context["deeds"] = [
            {"deed": deed, "url": self._url(deed, obj)} for deed in offered if deed.is_possible(obj)
        ]
        answer: HttpResponse = super().render_change_form(  # type: ignore[misc]
            request, context, *args, **kwargs
        )
        return answer

    def _view(self, deed: Deed) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            obj = self.get_object(request, object_id)
            if obj is None:
                answer: HttpResponse = self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                    request, self.opts, object_id
                )
                return answer
            if not self.may_do(request, obj):
                raise PermissionDenied
            if request.method == "POST":
                return self._do(request, deed, obj)
            return self._ask(request, deed, obj)

        return view

    def _ask(self, request: HttpRequest, deed: Deed, obj: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": deed.label,
            "deed": deed,
            "is_possible": deed.is_possible(obj),
            "object": obj,
            "opts": self.opts,
            "back": self._page_of(obj),
        }
        return TemplateResponse(request, self.confirm_template, context)

    def _do(self, request: HttpRequest, deed: Deed, obj: Any) -> HttpResponse:
        """Do it; a stale click is told what happened, and lands on the same page."""
        try:
            self.message_user(request, deed.do(obj, request.user), messages.SUCCESS)
        except tuple(self.refusals) as refusal:
            self.message_user(request, self.refusals[type(refusal)], messages.WARNING)
        return HttpResponseRedirect(self._page_of(obj))

    def _page_of(self, obj: Any) -> str:
        named = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(named, args=[obj.pk])

    def _url(self, deed: Deed, obj: Any) -> str:
        return reverse(f"admin:{self._url_name(deed)}", args=[obj.pk])

    def _url_name(self, deed: Deed) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{deed.name.replace('-', '_')}"
