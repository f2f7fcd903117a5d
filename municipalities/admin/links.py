"""Links that lead nowhere, in the admin: where they stand, and another address in their place."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from municipalities.actions.replacing import (
    DoesNotFit,
    May,
    MovedOn,
    Preview,
    preview,
    replace_address,
)
from municipalities.admin.replacing import ReplaceForm, called, told
from municipalities.linked import address_fields, linking_models, rich_fields, rows_to_name
from municipalities.models import LinkTarget, LinkUse, Municipality
from municipalities.roles import Ability
from municipalities.scoping import Scoped
from municipalities.tasks_links import check_link
from portal.lib.jobs import enqueue
from portal.lib.languages import column

# In the list; all of them stand on the link's own page.
PLACES_SHOWN = 3
REGION = "region"
# Somebody who is impatient does not become a burden to others.
AGAIN_AFTER = datetime.timedelta(minutes=1)


class OutcomeFilter(admin.SimpleListFilter):
    """What needs somebody comes first."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("dead", _("dead")),
            ("moved", _("moved for good")),
            ("unclear", _("cannot tell")),
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Any:
        """Dead and troubled ones are what the list shows without a choice."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("dead or in trouble")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[LinkTarget]:
        asked = self.value()
        found: QuerySet[LinkTarget] = queryset
        if asked == "all":
            return found
        if asked == "moved":
            return found.filter(outcome=LinkTarget.Outcome.FINE).exclude(leads_to="")
        if asked in ("dead", "unclear"):
            return found.filter(outcome=asked)
        return found.filter(outcome__in=LinkTarget.TROUBLED)


class PlaceFilter(admin.SimpleListFilter):
    """Links in the texts of one municipality, or in the region's own."""

    title = _("municipality")
    parameter_name = "municipality"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        rows = Municipality.objects.filter(pk__in=LinkUse.objects.values("municipality"))
        mine = model_admin.limited(request, rows, "pk", model_admin.opens)
        found = [(str(pk), name) for pk, name in mine.order_by("name").values_list("pk", "name")]
        is_regional = model_admin.standing(request).everywhere(*model_admin.opens)
        return [(REGION, _("the whole region")), *found] if is_regional else found

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[LinkTarget] | None:
        asked = self.value()
        if asked not in {str(value) for value, _name in self.lookup_choices}:
            return None
        wanted: dict[str, Any] = {"municipality": None if asked == REGION else asked}
        uses = LinkUse.objects.filter(**wanted)
        found: QuerySet[LinkTarget] = queryset.filter(pk__in=uses.values("target"))
        return found


@admin.register(LinkTarget)
class LinkTargetAdmin(Scoped, admin.ModelAdmin[LinkTarget]):
    """Where texts lead. Editors see what their own municipality's texts lead to."""

    opens = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)
    # Not a column: a link belongs to all whose texts lead there.
    place = "uses__municipality"
    change_list_template = "admin/municipalities/linktarget/list.html"
    list_filter = (OutcomeFilter, PlaceFilter)
    search_fields = ("address", "host")
    ordering = ("-dead_since", "outcome", "host", "address")
    sortable_by = ()
    list_per_page = 50
    actions = None
    show_full_result_count = False

    class Media:
        css = {"all": ["portal/css/links.css"]}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        name = "municipalities_linktarget"
        return [
            path("replace/", view(self.replace_view), name=f"{name}_replace"),
            path("<int:pk>/check/", view(require_POST(self.check_view)), name=f"{name}_check"),
            *super().get_urls(),
        ]

    def covers(self, request: HttpRequest, obj: Any, abilities: tuple[Ability, ...]) -> bool:
        standing = self.standing(request)
        if obj is None or standing.everywhere(*abilities):
            return standing.anywhere(*abilities)
        uses: Any = obj.uses
        return bool(uses.in_municipalities(standing.places(*abilities)).exists())

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkTarget]:
        """With the places where they stand, as far as the person reaches."""
        rows: Any = admin.ModelAdmin.get_queryset(self, request)
        standing = self.standing(request)
        uses: Any = LinkUse.objects.in_order()
        rows = rows.in_use()
        if not standing.everywhere(*self.opens):
            places = standing.places(*self.opens)
            rows, uses = rows.used_in(places), uses.in_municipalities(places)
        names = GenericPrefetch("place", [rows_to_name(model) for model in linking_models()])
        found: QuerySet[LinkTarget] = rows.prefetch_related(
            Prefetch("uses", uses.prefetch_related(names), to_attr="reached")
        )
        return found

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, called what it is."""
        context = {"title": gettext("Where the texts lead")}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_list_display(self, request: HttpRequest) -> Any:
        """The places lead to pages that the person may open."""

        @admin.display(description=_("where it stands"))
        def places(target: Any) -> SafeString:
            rows = list(dict.fromkeys(use.place for use in target.reached if use.place))
            shown: list[tuple[str]] = [(self._named(request, row),) for row in rows[:PLACES_SHOWN]]
            more = len(rows) - PLACES_SHOWN
            if more > 0:
                shown.append((gettext("%(count)s more") % {"count": more},))
            return format_html('<ul class="places">{}</ul>',
                               format_html_join("", "<li>{}</li>", shown))  # fmt: skip

        return ("address", "shown_state", places, "checked_at")

    @admin.display(description=_("state"))
    def shown_state(self, target: LinkTarget) -> SafeString:
        """Whether it answers, and what it says."""
        note = format_html(" <span>{}</span>", target.note) if target.note else ""
        return format_html(
            '<span class="outcome {}"><strong>{}</strong>{}</span>',
            target.outcome, target.get_outcome_display(), note,
        )  # fmt: skip

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """One address: what is known of it, each place, and what can be done."""
        target: Any = self._target(request, object_id or "")
        languages = dict(settings.LANGUAGES)
        places: dict[Any, list[tuple[str, str]]] = {}
        for use in target.reached:
            if use.place is not None:
                where = places.setdefault((use.place, use.field), [])
                where += [(use.language, languages[use.language])] if use.language else []
        told = [
            (self._named(request, row), _field_name(row, field), where)
            for (row, field), where in places.items()
        ]
        return self._page(request, "page", str(target), target=target, places=told)

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """It follows from the texts, which have one."""
        raise Http404

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the address looked at, outside of this request."""
        target = self._target(request, str(pk))
        if target.checked_at and timezone.now() - target.checked_at < AGAIN_AFTER:
            messages.info(request, gettext("It was looked at this very moment."))
        else:
            enqueue(check_link, target=target.pk)
            messages.success(
                request, gettext("The portal looks at it now. Load this page again in a minute.")
            )
        return HttpResponseRedirect(self._url("change", pk))

    def replace_view(self, request: HttpRequest) -> HttpResponse:
        """Another address in the place of one: asked, shown place by place, done."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            asked = {name: request.GET.get(name, "") for name in ("old", "new")}
            return self._replace_page(request, ReplaceForm(initial=asked))
        form = ReplaceForm(request.POST)
        if not form.is_valid():
            return self._replace_page(request, form)
        if "apply" in request.POST:
            return self._apply(request, form)
        return self._replace_page(request, form, self._preview(request, form))

    def _apply(self, request: HttpRequest, form: ReplaceForm) -> HttpResponse:
        try:
            done = replace_address(
                replacement=form.replacement,
                may=self._may(request),
                token=request.POST.get("token", ""),
                by=request.user,
            )
        except MovedOn:
            messages.warning(
                request,
                gettext("A text has changed since. Nothing was replaced: look at the places anew."),
            )
            return self._replace_page(request, form, self._preview(request, form))
        except DoesNotFit as refused:
            form.refuse_too_long(refused.row)
            return self._replace_page(request, form)
        return self._replace_page(request, form, done, is_done=True)

    def _preview(self, request: HttpRequest, form: ReplaceForm) -> Preview | None:
        try:
            return preview(replacement=form.replacement, may=self._may(request))
        except DoesNotFit as refused:
            form.refuse_too_long(refused.row)
            return None

    def _replace_page(
        self, request: HttpRequest, form: ReplaceForm, found: Preview | None = None, *,
        is_done: bool = False,
    ) -> HttpResponse:  # fmt: skip
        title = gettext("Replace an address everywhere")
        return self._page(
            request, "replace", title, form=form, found=found, is_done=is_done,
            places=self._told(request, found.places) if found else [],
            left=self._told(request, found.left) if found else [],
        )  # fmt: skip

    def _told(self, request: HttpRequest, places: Iterable[Any]) -> list[dict[str, Any]]:
        return [told(place, self._named(request, place.row)) for place in places]

    def _may(self, request: HttpRequest) -> Callable[[Any], May]:
        """What the person may do with an object, as its own admin says."""

        def may(row: Any) -> May:
            each: Any = self.admin_site._registry.get(type(row))
            if each is None or not each.has_change_permission(request, row):
                return May.NOTHING
            offered = set(flatten_fieldsets(each.get_fieldsets(request, row)))
            if not offered & _leading_out(type(row)) - {*each.get_readonly_fields(request, row)}:
                return May.NOTHING
            is_publisher = not hasattr(each, "may_publish") or each.may_publish(request, row)
            return May.PUBLISH if is_publisher else May.WRITE

        return may

    def _target(self, request: HttpRequest, pk: str) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, pk)
        if found is None:
            raise Http404
        return found

    def _named(self, request: HttpRequest, row: Any) -> SafeString:
        """The object's name; a link, where the person may open it."""
        each: Any = self.admin_site._registry.get(type(row))
        kind = row._meta.verbose_name
        if each is None or not each.has_view_permission(request, row):
            return format_html("{} ({})", called(row), kind)
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        address = reverse(name, args=[row.pk])
        return format_html('<a href="{}">{}</a> ({})', address, called(row), kind)

    def _url(self, page: str, *arguments: Any) -> str:
        return reverse(f"admin:municipalities_linktarget_{page}", args=arguments)

    def _page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        frame = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
        }
        template = f"admin/municipalities/linktarget/{name}.html"
        return TemplateResponse(request, template, frame | context)


def _leading_out(model: type[Any]) -> set[str]:
    """The fields of a form in which addresses stand."""
    codes = [code for code, _name in settings.LANGUAGES]
    texts = {column(name, code) for name in rich_fields(model) for code in codes}
    return texts | set(address_fields(model))


def _field_name(row: Any, field: str) -> str:
    return str(capfirst(row._meta.get_field(field).verbose_name))
