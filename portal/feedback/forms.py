"""What readers may add in their own words."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.lib.identity import refuse_identity_number
from portal.lib.tickets import TicketRefused, TicketTooYoung, new_ticket, read_ticket
from portal.lib.typed import PassageField
from portal.models import Feedback

FORM = "feedback"


class FeedbackTextForm(forms.Form):
    """A text to an answer that is stored already."""

    words = PassageField(
        label=_("What was good, or what did you miss?"),
        max_length=Feedback.TEXT_LENGTH,
        validators=[refuse_identity_number],
        help_text=_(
            "Please write nothing about yourself or other people: no names, no phone numbers, "
            "nothing about health."
        ),
        error_messages={"required": _("Please write a few words, or leave this page.")},
        widget=forms.Textarea({"rows": 4}),
    )
    # People do not see it; robots fill it in.
    website = forms.CharField(label=_("Leave this empty"), required=False)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        self.typed = data.copy() if data is not None else None
        super().__init__(self.typed)
        self.initial["ticket"] = new_ticket(FORM)

    @property
    def is_from_robot(self) -> bool:
        """Whether somebody filled in what people do not see."""
        return bool(self.cleaned_data.get("website"))

    def clean_ticket(self) -> str:
        """The ticket. The form that is shown again has one that opens it."""
        ticket: str = self.cleaned_data["ticket"]
        try:
            return read_ticket(FORM, ticket)
        except TicketTooYoung as error:
            raise ValidationError(
                _("That was very fast. Please send it once more."), code="too_young"
            ) from error
        except TicketRefused as error:
            self._give_new_ticket()
            raise ValidationError(
                _("This page stood open too long. Your text is kept: please send it once more."),
                code="refused",
            ) from error

    def _give_new_ticket(self) -> None:
        if self.typed is not None:
            self.typed["ticket"] = new_ticket(FORM)
