"""The lead's queue: cases that nobody owns or whose coordinator has left, given on many at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from municipalities.models import Municipality
from municipalities.permissions import holders
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.actions.handover import MOST_AT_ONCE, FirstTaskNeeded, HandedOver, hand_over_cases
from newcomers.actions.tasks import NewTask
from newcomers.admin.refusals import told
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.case_forms import SoundLineField
from newcomers.chosen_rows import ChosenRowsField
from newcomers.deed_forms import CHOOSE, FIRST_TASK_DAYS, FutureDayField, PersonField
from newcomers.models import Case, CaseAccess
from portal.lib.dates import add_working_days, today

QUEUE = "admin:newcomers_case_without_coordinator"


class HandOverForm(forms.Form):
    """Which cases of one municipality, and who takes them."""

    use_required_attribute = False

    cases = ChosenRowsField(
        label=_("Cases"),
        most=MOST_AT_ONCE,
        too_many=_("Choose a hundred cases at most."),
        error_messages={"required": _("Choose at least one case.")},
    )
    to = PersonField(
        label=_("Who takes them over?"),
        error_messages={"required": _("Choose who takes them over.")},
    )
    title = SoundLineField(
        label=_("What is to be done first?"),
        max_length=200,
        required=False,
    )
    due_on = FutureDayField(label=_("On which day?"), required=False)

    def __init__(
        self, data: Any, *, place: Municipality, people: Iterable[Any], waiting: Sequence[Case]
    ) -> None:
        first = {
            "title": gettext("Call the family"),
            "due_on": add_working_days(today(), FIRST_TASK_DAYS),
        }
        super().__init__(data, prefix=place.slug, initial=first)
        self.place, self.waiting = place, list(waiting)
        names = [(person.pk, str(person)) for person in people]
        self.fields["to"].choices = [CHOOSE, *names]  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[Case]:
        """As many as can be given on at once."""
        return self.waiting[:MOST_AT_ONCE]

    @property
    def has_more(self) -> bool:
        """Whether there are others behind those."""
        return len(self.waiting) > MOST_AT_ONCE

    @property
    def has_received(self) -> bool:
        """Whether a first task may be needed."""
        return any(case.status == Case.Status.RECEIVED for case in self.shown)

    @property
    def chosen(self) -> list[str]:
        """What was ticked when the form was sent."""
        return [str(pk) for pk in self["cases"].value() or []]

    def first_task(self) -> NewTask | None:
        """The first task, where title and day were given."""
        title, due_on = self.cleaned_data["title"], self.cleaned_data["due_on"]
        return NewTask(title, due_on) if title and due_on else None


@require_http_methods(["GET", "HEAD", "POST"])
def without_coordinator(request: HttpRequest) -> HttpResponse:
    """The queues of the municipalities that the person leads."""
    led = places_where(request, Ability.LEAD_CASES)
    places = Municipality.objects.without_outline().filter(pk__in=led).order_by("name")
    sent = request.POST.get("place") if request.method == "POST" else None
    queues = [_form(place, request.POST if sent == place.slug else None) for place in places]
    for form in queues:
        if form.is_bound and form.is_valid():
            _hand_over(request, form)
            return HttpResponseRedirect(reverse(QUEUE))
    note_access(
        by=request.user,
        what=CaseAccess.What.LIST,
        table="case",
        rows=[case for form in queues for case in form.shown],
        standing=standing_in(request),
    )
    title = gettext("Without coordinator")
    return staff_page(request, "newcomers/case/without_coordinator.html", title, queues=queues)


def _form(place: Municipality, data: Any) -> HandOverForm:
    waiting = Case.objects.in_municipalities([place.pk]).without_coordinator()
    rows = waiting.select_related("family", "coordinator").order_by("opened_on", "pk")
    held = holders(Ability.FOLLOW_UP, place.pk)
    people = {membership.user_id: membership.user for membership in held}
    return HandOverForm(
        data,
        place=place,
        people=sorted(people.values(), key=str),
        waiting=list(rows[: MOST_AT_ONCE + 1]),
    )


def _hand_over(request: HttpRequest, form: HandOverForm) -> None:
    """Do it, and tell what became of each."""
    wanted = set(form.cleaned_data["cases"])
    rows = Case.objects.in_municipalities([form.place.pk]).filter(pk__in=wanted).order_by("pk")
    to = get_user_model().objects.get(pk=form.cleaned_data["to"])
    done = hand_over_cases(cases=list(rows), to=to, by=request.user, first_task=form.first_task())
    if count := sum(each.refusal is None for each in done):
        said = ngettext(
            "%(count)s case is with %(person)s now.",
            "%(count)s cases are with %(person)s now.",
            count,
        )
        messages.success(request, said % {"count": count, "person": to})
    for each in done:
        if each.refusal is not None:
            messages.warning(request, f"{each.case.number}: {_told(each)}")
    if missing := len(wanted) - len(done):
        said = ngettext(
            "%(count)s case that you chose is not here.",
            "%(count)s cases that you chose are not here.",
            missing,
        )
        messages.warning(request, said % {"count": missing})


def _told(each: HandedOver) -> str:
    if isinstance(each.refusal, FirstTaskNeeded):
        return gettext("Nobody has taken it yet: say what is to be done first, and when.")
    if isinstance(each.refusal, PermissionDenied):
        return gettext("You may not give it to somebody.")
    assert each.refusal is not None
    return told(each.refusal)
