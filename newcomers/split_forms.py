"""What is typed when a household parts: who goes, what goes with them, and where to."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newcomers.actions.splitting import Contact, Going
from newcomers.actions.tasks import NewTask
from newcomers.case_forms import SoundLineField, SoundPassageField
from newcomers.deed_forms import AssignForm
from newcomers.forms import coming_months
from newcomers.models import FollowUp, Person, Task
from newcomers.models.follow_up import TEXT_LENGTH
from newcomers.transfer_forms import month_of
from portal.lib.tokens import new_token

AS_IT_IS = ("", _("As it is, else the first adult"))
SHORT = 90


class SplitForm(AssignForm):
    """Who goes; their contact; what goes along; why; the first thing to do; and where to."""

    prefix_of_ids = "split"
    form_key = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)
    persons = forms.TypedMultipleChoiceField(
        label=_("Who goes?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    label = SoundLineField(
        label=_("What do you call their family in lists?"), max_length=120, required=False,
        help_text=_("Empty: by the name of their main contact."),
    )  # fmt: skip
    contact = forms.TypedChoiceField(
        label=_("Main contact of those who go"), coerce=int, required=False, empty_value=None
    )
    phone = SoundLineField(label=_("Phone of that person"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail of that person"), required=False)
    contact_left = forms.TypedChoiceField(
        label=_("Main contact of those who stay"), coerce=int, required=False, empty_value=None
    )
    phone_left = SoundLineField(label=_("Phone of that person"), max_length=30, required=False)
    email_left = forms.EmailField(label=_("E-mail of that person"), required=False)
    tasks = forms.TypedMultipleChoiceField(
        label=_("Which tasks go with them?"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    entries = forms.TypedMultipleChoiceField(
        label=_("Which entries of the log do they need?"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What you choose can be read in their case too. Choose nothing that is about those "
            "who stay. Restricted entries never go along."
        ),
    )  # fmt: skip
    reason = SoundLineField(
        label=_("Why do they part?"), max_length=200,
        help_text=_("Stands in both logs: write nothing that one of the two may not read."),
    )  # fmt: skip
    place = forms.TypedChoiceField(
        label=_("Do they move to another municipality?"), coerce=int, required=False,
        empty_value=None,
    )  # fmt: skip
    planned_month = forms.ChoiceField(label=_("In which month do they move?"), required=False)
    note = SoundPassageField(
        label=_("Hand-over note"), max_length=TEXT_LENGTH, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, household: Sequence[Person], planned: Sequence[Task],
        log: Sequence[FollowUp], places: Sequence[Any], **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        del self.fields["to"]
        self.household = {person.pk: person for person in household}
        self.planned = {task.pk: task for task in planned}
        self.log = {entry.pk: entry for entry in log}
        adults = [each for each in household if each.age == Person.Age.ADULT]
        named = [(each.pk, each.full_name) for each in adults]
        _unknown, *months = coming_months()
        choices: dict[str, Any] = {
            "persons": [(each.pk, each.full_name) for each in household],
            "contact": [AS_IT_IS, *named],
            "contact_left": [AS_IT_IS, *named],
            "tasks": [(each.pk, f"{_day(each.due_on)}: {each.title}") for each in planned],
            "entries": [(each.pk, _line(each)) for each in log],
            "place": [("", _("No, they stay in the municipality")),
                      *((each.pk, each.name) for each in places)],
            "planned_month": [("", _("Not known, or they have moved already")), *months],
        }  # fmt: skip
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.initial.setdefault("form_key", new_token())
        self.initial["title"] = gettext("Call those who go: who we are, and what we store")
        self.order_fields(["form_key", "persons", "label", "contact", "phone", "email"])

    def clean_planned_month(self) -> datetime.date | None:
        """The first day of the month."""
        return month_of(self.cleaned_data["planned_month"])

    def new_task(self) -> NewTask:
        """The first thing to do; the place of this form is where they move."""
        return NewTask(self.cleaned_data["title"], self.cleaned_data["due_on"])

    def going(self) -> Going:
        """What the valid form says of those who go."""
        typed = self.cleaned_data
        return Going(
            persons=[self.household[pk] for pk in typed["persons"]],
            label=typed["label"],
            contact=self._contact("contact", "phone", "email"),
            contact_left=self._contact("contact_left", "phone_left", "email_left"),
            tasks=[self.planned[pk] for pk in typed["tasks"]],
            entries=[self.log[pk] for pk in typed["entries"]],
        )

    def _contact(self, who: str, phone: str, email: str) -> Contact | None:
        typed = self.cleaned_data
        if typed[who] is None:
            return None
        return Contact(self.household[typed[who]], typed[phone] or None, typed[email] or None)


def _day(day: datetime.date) -> str:
    return str(date_format(day, "SHORT_DATE_FORMAT"))


def _line(entry: FollowUp) -> str:
    said = Truncator(" ".join(entry.text.split())).chars(SHORT)
    return f"{_day(entry.occurred_on)}, {entry.author_name}: {said or entry.get_kind_display()}"
