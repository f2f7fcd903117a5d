"""What is typed when a case moves to another municipality, on both sides of the border."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newcomers.case_forms import CaseForm, SoundLineField, SoundPassageField
from newcomers.deed_forms import AssignForm, PlanForm
from newcomers.forms import coming_months
from newcomers.models.follow_up import TEXT_LENGTH
from newcomers.models.transfer import REASON_LENGTH


class ProposeForm(PlanForm):
    """Where to, why, and what the colleague there should know."""

    prefix_of_ids = "transfer"
    place = forms.TypedChoiceField(label=_("To which municipality?"), coerce=int)
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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _unknown, *months = coming_months()
        self.fields["planned_month"].choices = [  # type: ignore[attr-defined]
            ("", _("Not known, or they have moved already")), *months,
        ]  # fmt: skip

    def clean_planned_month(self) -> datetime.date | None:
        """The first day of the month."""
        month = self.cleaned_data["planned_month"]
        return datetime.date.fromisoformat(f"{month}-01") if month else None


class AcceptForm(AssignForm):
    """Who takes the case over, and the first thing to do."""

    prefix_of_ids = "accept"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["title"] = gettext("Call the family: who we are, and what we store")


class DeclineForm(CaseForm):
    """Why not: the sender reads it."""

    prefix_of_ids = "decline"
    reason = SoundLineField(
        label=_("Why not?"), max_length=REASON_LENGTH,
        help_text=_("The other municipality reads this in its log. Write no names."),
    )  # fmt: skip
