"""What is typed for one thing that is done to a case, a task or an entry."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hosting.models import Organisation
from newcomers.actions.tasks import FURTHEST_DAYS, NewTask
from newcomers.case_forms import (
    DAYS,
    WEEK,
    CaseForm,
    DayField,
    EntryForm,
    SoundLineField,
    proposed,
)
from newcomers.models import Case, FollowUp, Task
from newcomers.states import FIRST_TASK_WITHIN_WORKING_DAYS
from portal.lib.dates import add_working_days, today
from portal.lib.tokens import new_token

CHOOSE = ("", _("Choose …"))
FIRST_TASK_DAYS = 2


def labelled(choices: Any) -> list[tuple[str, Any]]:
    """The choices with a capital letter, after one that asks to choose."""
    return [CHOOSE, *((value, capfirst(label)) for value, label in choices.choices)]


class FutureDayField(DayField):
    """A day from today on, and not so far ahead that it must be a slip."""

    def clean(self, value: Any) -> Any:
        """The day."""
        day: datetime.date | None = super().clean(value)
        if day and day < today():
            raise ValidationError(_("This day has passed."))
        if day and day > today() + datetime.timedelta(days=FURTHEST_DAYS):
            raise ValidationError(_("This day is too far ahead."))
        return day


class PersonField(forms.TypedChoiceField):
    """Somebody of those who follow up cases in the municipality."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"coerce": int, "empty_value": None} | options)


class DeedForm(CaseForm):
    """What every deed's form is given: the case it is about, if any, and what may be chosen."""

    # What somebody else has saved meanwhile, to be shown beside what was typed.
    conflict: dict[str, Any] | None = None

    def __init__(
        self, *args: Any, case: Any = None, people: Sequence[Any] = (), user: Any = None,
        organisations: Sequence[Organisation] = (), places: Sequence[Any] = (),
        household: Sequence[Any] = (), **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.case = case
        choices: dict[str, Any] = {
            "to": [(person.pk, str(person)) for person in people],
            "organisation": [CHOOSE, *((each.pk, str(each)) for each in organisations)],
            "place": [CHOOSE, *((each.pk, each.name) for each in places)],
        }
        for name in choices.keys() & self.fields.keys():
            self.fields[name].choices = choices[name]  # type: ignore[attr-defined]
        if user and "to" in self.fields:
            self.initial.setdefault("to", user.pk)

    def new_task(self) -> NewTask:
        """The task of the valid form."""
        typed = self.cleaned_data
        names = {"kind", "due_at", "place", "waiting_for"} & typed.keys()
        return NewTask(typed["title"], typed["due_on"], **{name: typed[name] for name in names})


class NothingForm(DeedForm):
    """A button is all there is."""


class PlanForm(DeedForm):
    """Something that is planned: the form sent twice plans it once."""

    form_key = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("form_key", new_token())


class TaskForm(PlanForm):
    """Something to do."""

    prefix_of_ids = "task"
    title = SoundLineField(label=_("What is to be done?"), max_length=200)
    due_on = FutureDayField(label=_("On which day?"))
    waiting_for = forms.ChoiceField(
        label=_("For whom do we wait?"),
        choices=[(v, capfirst(t)) for v, t in Task.WaitingFor.choices],
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("due_on", proposed(DAYS[WEEK]))

    def clean_waiting_for(self) -> str:
        """Us, where nothing else is said."""
        return self.cleaned_data["waiting_for"] or Task.WaitingFor.US


class AppointmentForm(PlanForm):
    """A meeting, with time and place."""

    prefix_of_ids = "appointment"
    title = SoundLineField(label=_("What is it about?"), max_length=200)
    due_on = FutureDayField(label=_("On which day?"))
    due_at = forms.TimeField(
        label=_("At what time?"), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    place = SoundLineField(label=_("Where?"), max_length=120, required=False)

    def new_task(self) -> NewTask:
        """The appointment."""
        typed = self.cleaned_data
        return NewTask(
            typed["title"], typed["due_on"], Task.Kind.APPOINTMENT, typed["due_at"], typed["place"]
        )


class ReferralForm(PlanForm):
    """Somebody else is asked to help."""

    prefix_of_ids = "referral"
    organisation = forms.TypedChoiceField(label=_("To whom do you refer?"), coerce=int)
    title = SoundLineField(label=_("What with?"), max_length=200)
    due_on = FutureDayField(label=_("When do we expect an answer?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = {each.pk: each for each in options.get("organisations", ())}

    def new_task(self) -> NewTask:
        """The referral."""
        typed = self.cleaned_data
        return NewTask(
            typed["title"], typed["due_on"], Task.Kind.REFERRAL,
            referred_to=self.offered[typed["organisation"]], waiting_for=Task.WaitingFor.AGENCY,
        )  # fmt: skip


class AssignForm(DeedForm):
    """Who takes the case, and the first thing to do."""

    prefix_of_ids = "assign"
    to = PersonField(label=_("Who follows it up?"))
    title = SoundLineField(label=_("What is to be done first?"), max_length=200)
    due_on = FutureDayField(label=_("On which day?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("title", gettext("Call the family"))
        self.initial.setdefault("due_on", add_working_days(today(), FIRST_TASK_DAYS))

    def clean_due_on(self) -> datetime.date:
        """Soon: a family does not wait for longer than a week."""
        day: datetime.date = self.cleaned_data["due_on"]
        if day > add_working_days(today(), FIRST_TASK_WITHIN_WORKING_DAYS):
            raise ValidationError(_("The first task is due within five working days."))
        return day


class ReassignForm(DeedForm):
    """Who takes it over."""

    prefix_of_ids = "reassign"
    to = PersonField(label=_("Who takes it over?"))


class RejectForm(DeedForm):
    """Why there should be no case."""

    prefix_of_ids = "reject"
    reason = forms.ChoiceField(label=_("Why?"), choices=labelled(Case.Rejection))
    duplicate_of = SoundLineField(
        label=_("Of a duplicate: the number of the other case"), max_length=20, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A duplicate names the case that goes on, and nothing else does."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        is_duplicate = typed.get("reason") == Case.Rejection.DUPLICATE
        if is_duplicate and typed.get("duplicate_of") == "":
            self.add_error("duplicate_of", _("Give the number of the case that goes on."))
        if not is_duplicate and typed.get("duplicate_of"):
            self.add_error("reason", _("You gave the number of another case: is it a duplicate?"))
        return typed


class PauseForm(DeedForm):
    """Until when, and why."""

    prefix_of_ids = "pause"
    reason = SoundLineField(label=_("Why does it rest?"), max_length=200)
    resume_on = FutureDayField(label=_("On which day does it go on?"))


class CloseForm(DeedForm):
    """Why it ends, and what becomes of what is planned."""

    prefix_of_ids = "close"
    reason = forms.ChoiceField(label=_("Why is it closed?"), choices=labelled(Case.Closure))
    outcome = forms.ChoiceField(label=_("What did they get?"), choices=labelled(Case.Outcome))
    unfinished = forms.ChoiceField(
        label=_("What becomes of planned tasks?"),
        choices=[CHOOSE, (Task.Status.DONE, _("They are done")),
                 (Task.Status.CANCELLED, _("They are cancelled"))],
        required=False,
    )  # fmt: skip


class ReopenForm(DeedForm):
    """Why it goes on, and with what."""

    prefix_of_ids = "reopen"
    reason = SoundLineField(label=_("Why is it taken up again?"), max_length=200)
    title = SoundLineField(label=_("What is to be done first?"), max_length=200)
    due_on = FutureDayField(label=_("On which day?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("title", gettext("Call the family"))
        self.initial.setdefault("due_on", add_working_days(today(), FIRST_TASK_DAYS))


class FactsForm(DeedForm):
    """What is known of a case besides its log. Carries the version that was on the page."""

    prefix_of_ids = "facts"
    version = forms.IntegerField(widget=forms.HiddenInput)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=[(v, capfirst(t)) for v, t in Case.Priority.choices]
    )
    housing = forms.ChoiceField(
        label=_("Have they a home?"), choices=[(v, capfirst(t)) for v, t in Case.Housing.choices]
    )
    privacy_notice_on = DayField(
        label=_("Told about privacy on"),
        required=False,
        help_text=_("The day the family was told what is stored and what their rights are."),
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        for name in self.fields:
            self.initial.setdefault(name, getattr(case, name))

    def clean_privacy_notice_on(self) -> datetime.date | None:
        """A day that has come, and not long before the case."""
        day: datetime.date | None = self.cleaned_data["privacy_notice_on"]
        if day and day > today():
            raise ValidationError(_("This day lies ahead."))
        if day and day < self.case.opened_on - datetime.timedelta(days=365):
            raise ValidationError(_("This day lies more than a year before the case."))
        return day

    def changes(self) -> dict[str, Any]:
        """What is to be stored."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EndForm(DeedForm):
    """Done or cancelled. What comes next is needed where nothing else is planned."""

    title = SoundLineField(
        label=_("What comes next?"), max_length=200, required=False,
        help_text=_("Needed when nothing else is planned: an open case has a next task."),
    )  # fmt: skip
    due_on = FutureDayField(label=_("On which day?"), required=False)

    def clean(self) -> dict[str, Any]:
        """A next task has a day."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("title") and not typed.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say on which day."))
        return typed

    def replacing(self) -> NewTask | None:
        """The task that comes instead, if there is one."""
        return self.new_task() if self.cleaned_data["title"] else None


class PostponeForm(DeedForm):
    """To when, and why."""

    to_day = FutureDayField(label=_("To which day?"))
    reason = SoundLineField(label=_("Why?"), max_length=200)


class CorrectForm(EntryForm):
    """The entry as it should be, or that it should not be; always with the reason."""

    prefix_of_ids = "correct"
    correction = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=[
            (FollowUp.Correction.FIX, _("Something in it is wrong: it reads so")),
            (FollowUp.Correction.VOID, _("It should not be there at all: strike it out")),
        ],
        initial=FollowUp.Correction.FIX,
        widget=forms.RadioSelect,
    )
    reason = SoundLineField(label=_("Why?"), max_length=200)

    field_order = ("form_key", "correction", "reason")

    @property
    def strikes_out(self) -> bool:
        """Whether nothing takes the entry's place."""
        return self.data.get("correction") == FollowUp.Correction.VOID

    def full_clean(self) -> None:
        """What is struck out needs no new text: only the reason counts."""
        super().full_clean()
        if self.is_bound and self.strikes_out:
            kept = {"form_key", "correction", "reason"}
            for name in list(self.errors):
                if name not in kept:
                    del self.errors[name]
