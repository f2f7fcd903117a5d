"""What is typed when a case moves to another municipality, on both sides of the border."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newcomers.case_forms import CaseForm, SoundLineField, SoundPassageField
from newcomers.deed_forms import AssignForm, PlanForm
from newcomers.forms import coming_months
from newcomers.models import Person
from newcomers.models.follow_up import TEXT_LENGTH
from newcomers.models.transfer import REASON_LENGTH


class PlaceField(forms.TypedChoiceField):
    """A municipality of those offered, or one that was when the page was made: the action knows
    what has become of it, and says so."""

    def valid_value(self, value: Any) -> bool:
        """Whether it looks like one."""
        written = str(value)
        return written.isascii() and written.isdigit() and len(written) < 10


class ProposeForm(PlanForm):
    """Where to, who, why, and what the colleague there should know."""

    prefix_of_ids = "transfer"
    place = PlaceField(label=_("To which municipality?"), coerce=int)
    persons = forms.TypedMultipleChoiceField(
        label=_("Who moves? (nobody chosen: all)"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "If only some move, they become a family with a case of their own, and that one is "
            "proposed. Nothing of the log goes along. To choose entries and tasks, use “Some of "
            "the family go their own way”."
        ),
    )  # fmt: skip
    reason = SoundLineField(
        label=_("Why?"), max_length=REASON_LENGTH,
        help_text=_("For your own log. Ask the family first: do they know, and do they want it?"),
    )  # fmt: skip
    planned_month = forms.ChoiceField(label=_("In which month do they move?"), required=False)
    note = SoundPassageField(
        label=_("Hand-over note"), max_length=TEXT_LENGTH, required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "What your colleague there should know. It is read there when the case is accepted, "
            "together with the log, without restricted entries."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, household: Sequence[Person] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.household = {person.pk: person for person in household}
        if len(household) > 1:
            self.fields["persons"].choices = [  # type: ignore[attr-defined]
                (person.pk, person.full_name) for person in household
            ]
        else:
            del self.fields["persons"]
        _unknown, *months = coming_months()
        self.fields["planned_month"].choices = [  # type: ignore[attr-defined]
            ("", _("Not known, or they have moved already")), *months,
        ]  # fmt: skip

    def clean_planned_month(self) -> datetime.date | None:
        """The first day of the month."""
        return month_of(self.cleaned_data["planned_month"])

    def part(self) -> list[Person]:
        """Those who move, if not all do."""
        chosen = self.cleaned_data.get("persons") or []
        return [self.household[pk] for pk in chosen] if len(chosen) < len(self.household) else []


class AcceptForm(AssignForm):
    """Who takes the case over, and the first thing to do."""

    prefix_of_ids = "accept"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["title"] = gettext("Call the family: who we are, and what we store")


def month_of(written: str) -> datetime.date | None:
    """The first day of a month like "2026-03"; none for nothing."""
    return datetime.date.fromisoformat(f"{written}-01") if written else None


class DeclineForm(CaseForm):
    """Why not: the sender reads it."""

    prefix_of_ids = "decline"
    reason = SoundLineField(
        label=_("Why not?"), max_length=REASON_LENGTH,
        help_text=_("The other municipality reads this in its log. Write no names."),
    )  # fmt: skip
