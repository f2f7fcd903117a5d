"""What a lead types about how long families are kept."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.actions.retention import LONGEST_HOLD, MOST_AT_ONCE
from newcomers.case_forms import CaseForm, DayField, SoundLineField
from newcomers.chosen_rows import ChosenRowsField
from newcomers.models import Family, RetentionRule
from newcomers.models.retention import LEAST_MONTHS, MOST_MONTHS, REASON_LENGTH
from portal.lib.dates import today
from portal.lib.tokens import new_token


class ApproveForm(forms.Form):
    """Which families of one municipality are anonymised."""

    use_required_attribute = False

    families = ChosenRowsField(
        label=_("Families"),
        most=MOST_AT_ONCE,
        too_many=_("Choose a hundred families at most."),
        error_messages={"required": _("Choose at least one family.")},
    )
    form_key = forms.CharField(max_length=24, min_length=16, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, place: Municipality, over: Sequence[Family]) -> None:
        super().__init__(data, prefix=place.slug, initial={"form_key": new_token()})
        self.place, self.over = place, list(over)

    @property
    def shown(self) -> list[Family]:
        """As many as can be approved at once."""
        return self.over[:MOST_AT_ONCE]

    @property
    def has_more(self) -> bool:
        """Whether there are others behind those."""
        return len(self.over) > MOST_AT_ONCE

    @property
    def chosen(self) -> list[str]:
        """What was ticked when the form was sent."""
        return [str(pk) for pk in self["families"].value() or []]


class RuleForm(forms.Form):
    """How long a municipality keeps families."""

    use_required_attribute = False

    review_after = forms.IntegerField(
        label=_("Looked at after (months)"), min_value=LEAST_MONTHS, max_value=MOST_MONTHS
    )
    anonymise_after = forms.IntegerField(
        label=_("Anonymised after (months)"), min_value=LEAST_MONTHS, max_value=MOST_MONTHS
    )

    def __init__(self, data: Any, *, rule: RetentionRule) -> None:
        super().__init__(
            data,
            prefix=f"rule-{rule.municipality.slug}",
            initial={"review_after": rule.review_after, "anonymise_after": rule.anonymise_after},
        )

    def clean(self) -> dict[str, Any]:
        """Looked at before they are anonymised."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = typed.get("review_after"), typed.get("anonymise_after")
        if first and last and first > last:
            self.add_error("anonymise_after", _("Families are looked at first."))
        return typed


class HoldForm(CaseForm):
    """Why a family is kept, and until when."""

    prefix_of_ids = "hold"

    reason = SoundLineField(label=_("Why is it kept?"), max_length=REASON_LENGTH)
    until = DayField(label=_("Until which day?"))

    def clean_until(self) -> Any:
        """From tomorrow on, and within five years."""
        until = self.cleaned_data["until"]
        if not today() < until <= today() + LONGEST_HOLD:
            raise ValidationError(_("From tomorrow on, and five years at most."))
        return until
