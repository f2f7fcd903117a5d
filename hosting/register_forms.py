"""What organisations type when they register an offer, or what they need."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hosting.models import Need, Offer
from hosting.offer_filters import spoken_languages
from hosting.register_base import (
    CHOOSE,
    CHOOSE_ONE,
    REACHABLE,
    TOO_LONG,
    DayField,
    Section,
    SentForm,
)
from municipalities.models.page import Group
from portal.lib.languages import current, names_of
from portal.lib.typed import LineField, ReachableEmailField

YEARS_AHEAD = 3
NEED_MONTHS_AHEAD = 12


class OfferForm(SentForm):
    """An offer to newcomers (tilbud)."""

    texts = ("title", "text", "times", "cost", "how_to_join")
    sections_of = (
        Section(_("Who offers it?"), ("organisation_name", "municipalities", "place")),
        Section(_("What is it?"), ("kind", "written_in", "title", "text")),
        Section(
            _("When, and what does it cost?"),
            ("times", "is_outside_working_hours", "is_beside_work", "cost", "is_free"),
        ),
        Section(
            _("Only for Norwegian classes"),
            ("levels", "seats"),
            _("Leave this empty for everything else."),
        ),
        Section(
            _("How do people get in touch?"),
            ("how_to_join", "website", "contact_email", "contact_phone"),
        ),
        Section(
            _("More, if you want to"),
            ("groups", "languages", "starts_on", "ends_on"),
            is_folded=True,
        ),
        Section(_("Who are you?"), ("sender_name", "sender_email")),
    )

    kind = forms.ChoiceField(
        label=_("What kind of offer?"),
        choices=[choice for choice in Offer.Kind.choices if choice[0] != Offer.Kind.WORK],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    place = LineField(
        label=_("Place (optional)"),
        required=False,
        max_length=120,
        help_text=_("A house, a street, a village."),
        error_messages=TOO_LONG,
    )
    times = LineField(
        label=_("When?"),
        max_length=200,
        help_text=_("For example: Thursdays 18–20, not in July."),
        error_messages={"required": _("Please write when it is; or “any time”.")} | TOO_LONG,
    )
    is_outside_working_hours = forms.BooleanField(
        label=_("It is in the evening or at the weekend"), required=False
    )
    is_beside_work = forms.BooleanField(label=_("One can take part beside a job"), required=False)
    cost = LineField(
        label=_("What does it cost?"),
        required=False,
        max_length=200,
        help_text=_("For example: 300 kroner a year."),
        error_messages=TOO_LONG,
    )
    is_free = forms.BooleanField(label=_("It is free of charge"), required=False)
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        required=False,
        choices=Offer.Level.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=999,
        error_messages={
            "invalid": _("Please write a number."),
            "min_value": _("Please write a number from 1 to 999."),
            "max_value": _("Please write a number from 1 to 999."),
        },
    )
    groups = forms.MultipleChoiceField(
        label=_("For whom?"),
        required=False,
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing if it is for everybody."),
        error_messages=CHOOSE,
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages are spoken there?"),
        required=False,
        choices=names_of(spoken_languages()),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    starts_on = DayField(
        label=_("First day"),
        required=False,
        months_ahead=12 * YEARS_AHEAD,
        may_be_past=True,
        help_text=_("Only if it begins on a certain day."),
    )
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        months_ahead=12 * YEARS_AHEAD,
        help_text=_("After it readers do not see the offer any more."),
    )

    def clean(self) -> dict[str, Any]:
        """Whether cost, class and days fit together."""
        typed = super().clean()
        if not typed.get("is_free") and typed.get("cost") == "":
            self.add_error("cost", gettext("Please write what it costs, or tick that it is free."))
        if typed.get("is_free") and typed.get("cost"):
            self.add_error("cost", gettext("You ticked that it is free: please take out one."))
        # Of an offer that is changed, the kind is known and stays.
        kind = typed.get("kind", self.initial.get("kind") if self.is_change else None)
        is_class = kind == Offer.Kind.NORWEGIAN_CLASS
        if is_class and typed.get("levels") == []:
            self.add_error("levels", gettext("A Norwegian class has at least one level."))
        for name in ("levels", "seats"):
            if kind and not is_class and typed.get(name):
                self.add_error(name, gettext("Only for Norwegian classes: please take this out."))
        first, last = typed.get("starts_on"), typed.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("It cannot end before it begins."))
        return typed


class NeedForm(SentForm):
    """What an employer or a company needs (behov): people for work."""

    sections_of = (
        Section(_("Who needs somebody?"), ("organisation_name", "municipalities")),
        Section(
            _("For which work?"),
            ("area", "posts", "written_in", "title", "text", "ends_on"),
        ),
        Section(
            _("How do people get in touch?"),
            ("how_to_join", "website", "contact_email", "contact_phone"),
        ),
        Section(_("Who are you?"), ("sender_name", "sender_email")),
    )

    area = forms.ChoiceField(
        label=_("Area of work"),
        choices=[("", _("Please choose")), *Need.Area.choices],
        error_messages=CHOOSE_ONE,
    )
    posts = forms.IntegerField(
        label=_("How many people do you need?"),
        min_value=1,
        max_value=999,
        error_messages={
            "required": _("Please write a number from 1 to 999."),
            "invalid": _("Please write a number."),
            "min_value": _("Please write a number from 1 to 999."),
            "max_value": _("Please write a number from 1 to 999."),
        },
    )
    ends_on = DayField(
        label=_("Valid until"),
        months_ahead=NEED_MONTHS_AHEAD,
        help_text=_("After that day readers do not see it any more."),
        error_messages={"required": _("Please say until when.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["title"].label = _("Whom are you looking for?")
        self.fields["title"].help_text = _("For example: nurses, or a car mechanic.")
        self.fields["text"].label = _("What is the work like?")
        self.fields["how_to_join"].label = _("How does one apply?")
        self.fields["how_to_join"].help_text = _("Readers see this.")

    def facts(self) -> dict[str, Any]:
        """The columns of the offer of work that the need belongs to."""
        facts = super().facts()
        for name in ("area", "posts"):
            del facts[name]
        return facts | {"kind": Offer.Kind.WORK}

    def need(self) -> dict[str, Any]:
        """The columns of the need itself."""
        return {name: self.cleaned_data[name] for name in ("area", "posts")}


class SendLinkForm(forms.Form):
    """Where to send the links with which one changes what one has sent in."""

    use_required_attribute = False

    email = ReachableEmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("The address that you gave when you sent it in."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Please write your address.")} | REACHABLE,
    )


def initial_language() -> dict[str, str]:
    """What an empty form begins with."""
    return {"written_in": current()}
