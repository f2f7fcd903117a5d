"""What is planned with organisations: tasks that are about no family, and so on no case's page."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.roles import Ability
from newcomers.actions import tasks
from newcomers.admin.case_page import colleagues
from newcomers.admin.lists import PlainList
from newcomers.admin.refusals import REFUSED, STALE, told
from newcomers.admin.staff_page import staff_page
from newcomers.deed_forms import DeedForm, NothingForm, PostponeForm, ReassignForm
from newcomers.models import CaseAccess, Task
from newcomers.models.task import TaskQuerySet

LIST = "admin:newcomers_task_changelist"


class StateFilter(admin.SimpleListFilter):
    """One's own that are planned come first."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("planned", _("planned, everybody’s")),
            ("nobody", _("of people who are not here any more")),
            ("ended", _("done or cancelled")),
        ]

    def choices(self, changelist: Any) -> Any:
        """ "Mine" is what the list shows without a choice."""
        first, *others = super().choices(changelist)
        yield first | {"display": _("mine")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        rows = cast(TaskQuerySet, queryset)
        if self.value() == "ended":
            return rows.ended()
        if self.value() == "nobody":
            return rows.without_owner()
        return rows.planned() if self.value() == "planned" else rows.planned().of(request.user)


@admin.register(Task)
class OrganisationTaskAdmin(PlainList, admin.ModelAdmin[Task]):
    """Tasks without a case; those of a case stand on its page."""

    opens = (Ability.READ_CASES,)
    writes = (Ability.FOLLOW_UP,)
    place = "municipality_id"
    list_display = ("due_on", "title", "with_whom", "owner", "status", "municipality")
    list_display_links = ("due_on", "title")
    list_select_related = ("organisation", "municipality", "owner")
    list_filter = (StateFilter,)
    ordering = ("due_on", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        """Those without a case."""
        rows = cast(TaskQuerySet, super().get_queryset(request))
        return rows.with_organisations().defer("municipality__boundary")

    @admin.display(description=_("with"))
    def with_whom(self, task: Task) -> str:
        """The organisation."""
        return str(task.organisation)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, called what it is."""
        context = {"title": gettext("Planned with organisations")}
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One of them: done, put off, cancelled, given to somebody else."""
        task: Any = self.get_object(request, object_id)
        if task is None:
            raise Http404
        may_end = task.is_planned and tasks.may_end(request.user, task)
        forms = _forms(request, task) if may_end else {}
        for name, form in forms.items():
            if form.is_bound and form.is_valid() and self._do(request, name, task, form):
                return HttpResponseRedirect(reverse(LIST))
        self._note(request, CaseAccess.What.VIEW, [task])
        title = gettext("Planned with an organisation")
        return staff_page(request, "newcomers/task/page.html", title, task=task, forms=forms)

    def _do(self, request: HttpRequest, name: str, task: Task, form: Any) -> bool:
        typed = form.cleaned_data
        try:
            if name == "done":
                tasks.finish_task(task=task, by=request.user)
            elif name == "cancel":
                tasks.cancel_task(task=task, by=request.user)
            elif name == "postpone":
                day, reason = typed["to_day"], typed["reason"]
                tasks.postpone_task(task=task, to=day, reason=reason, by=request.user)
            else:
                to = get_user_model().objects.get(pk=typed["to"])
                tasks.hand_over_task(task=task, to=to, by=request.user)
        except STALE as stale:
            messages.warning(request, told(stale))
        except REFUSED as refusal:
            form.add_error(None, told(refusal))
            return False
        else:
            messages.success(request, gettext("Saved."))
        return True


def _forms(request: HttpRequest, task: Task) -> dict[str, DeedForm]:
    """The forms by name; the one that was sent is bound."""
    if request.method == "POST" and not request.POST.get("deed"):
        raise PermissionDenied
    classes = {
        "done": NothingForm,
        "postpone": PostponeForm,
        "hand_over": ReassignForm,
        "cancel": NothingForm,
    }
    people = [one for one in colleagues(task.municipality_id) if one.pk != task.owner_id]
    sent = request.POST.get("deed", "")
    return {
        name: form_class(
            request.POST if name == sent else None, people=people, auto_id=f"{name}_%s"
        )
        for name, form_class in classes.items()
    }
