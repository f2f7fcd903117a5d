"""What newcomers and companies type when they ask something."""

import datetime
import json
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.http import urlsafe_base64_encode
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.models import Enquiry
from portal.lib.dates import spell, today
from portal.lib.identity import holds_identity_number, refuse_identity_number
from portal.lib.typed import (
    LanguageSelect,
    LineField,
    PassageField,
    PhoneField,
    ReachableEmailField,
)

MONTHS_AHEAD = 24
TOKEN_LENGTH = 24
# As it stands in the addresses that are printed on posters and given out at fairs.
CAMPAIGN = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")

KINDS = [
    (Enquiry.Kind.PERSON, _("A person or a family")),
    (Enquiry.Kind.COMPANY, _("A company or an organisation")),
]
HOUSEHOLDS = [
    ("", _("I don’t know yet")),
    *((value, capfirst(label)) for value, label in Enquiry.Household.choices),
]
SAFE_WAYS = [
    (Enquiry.SafeToContact.YES, _("Call, leave a message, write")),
    (Enquiry.SafeToContact.NO_VOICEMAIL, _("Call and write, but leave no message on voicemail")),
    (Enquiry.SafeToContact.EMAIL_ONLY, _("Only write e-mails")),
    (Enquiry.SafeToContact.PHONE_ONLY, _("Only call")),
]


class CampaignField(forms.CharField):
    """Where somebody got the form's address from. Nobody typed it, so what is odd is left out."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> str:
        """The campaign; empty where it is none."""
        slug = str(value or "").lower()
        is_one = CAMPAIGN.fullmatch(slug) and not holds_identity_number(slug)
        return slug if is_one else ""

    prepare_value = to_python


class EnquiryForm(forms.Form):
    """A question to a municipality (henvendelse).

    `places` are the region's row and all municipalities, former ones too. A former one that is
    asked for, by the page's address or by a form that is older than its end, gives way to its
    successor.
    """

    # What is missing is said by us, in the page's language.
    use_required_attribute = False

    municipality = forms.ChoiceField(
        label=_("Which municipality is it about?"),
        error_messages={"invalid_choice": _("Please choose one from the list.")},
    )
    message = PassageField(
        label=_("Your question"),
        max_length=Enquiry.MESSAGE_LENGTH,
        help_text=_(
            "Up to 4,000 characters. Please do not write national identity numbers, or anything "
            "about health, faith or politics: nobody needs that to answer you."
        ),
        widget=forms.Textarea({"rows": 8}),
        error_messages={
            "required": _("Please write what you want to ask."),
            "max_length": _(
                "The text is too long: it has %(show_value)d characters, and there is room for "
                "%(limit_value)d."
            ),
        },
    )
    planned_month = forms.ChoiceField(
        label=_("When do you want to move? (optional)"),
        required=False,
        error_messages={"invalid_choice": _("Please choose one from the list.")},
    )
    household = forms.ChoiceField(
        label=_("Who is moving? (optional)"), required=False, choices=HOUSEHOLDS
    )
    kind = forms.ChoiceField(
        label=_("Who is asking?"),
        choices=KINDS,
        initial=Enquiry.Kind.PERSON,
        widget=forms.RadioSelect,
    )
    name = LineField(
        label=_("Name"),
        max_length=100,
        help_text=_("What we may call you. For a company: its name and yours."),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Please write a name that we may call you by.")},
    )
    email = ReachableEmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("An e-mail address or a telephone number is enough; you may give both."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Write the address like this: name@example.org.")},
    )
    phone = PhoneField(
        label=_("Telephone"),
        required=False,
        help_text=_("With country code, for example +49 151 23456789."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    safe_to_contact = forms.ChoiceField(
        label=_("How may we reach you?"),
        choices=SAFE_WAYS,
        initial=Enquiry.SafeToContact.YES,
        widget=forms.RadioSelect,
        help_text=_("If somebody else must not know that you ask, choose what is safe for you."),
    )
    language = forms.ChoiceField(
        label=_("In which language should we answer?"),
        choices=settings.LANGUAGES,
        widget=LanguageSelect({"autocomplete": "language"}),
        help_text=_("You may write in any language."),
    )
    campaign = CampaignField(required=False)

    def __init__(
        self,
        typed: QueryDict | None = None,
        *,
        places: Sequence[Municipality],
        asked_for: str = "",
        **options: Any,
    ) -> None:
        super().__init__(typed, **options)
        self.places = {place.slug: place for place in places}
        choices: dict[str, Any] = {
            "municipality": _offered(places),
            "planned_month": coming_months(),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        # The limit is told and checked; a browser would cut what is pasted without a word.
        del self.fields["message"].widget.attrs["maxlength"]
        self._choose(asked_for if typed is None else typed.get("municipality", ""))
        if typed is not None and self.former and self.chosen:
            self.data = typed.copy()
            self.data["municipality"] = self.chosen.slug

    def clean_municipality(self) -> Municipality:
        """The municipality of today."""
        if self.former and self.chosen:
            raise ValidationError(_why_successor(self.former, self.chosen), code="former")
        return self.places[self.cleaned_data["municipality"]]

    def clean_message(self) -> str:
        """The question. Not in a validator: those search texts of any length."""
        refuse_identity_number(self.cleaned_data["message"])
        return str(self.cleaned_data["message"])

    def clean_name(self) -> str:
        """The name."""
        refuse_identity_number(self.cleaned_data["name"])
        return str(self.cleaned_data["name"])

    def clean_planned_month(self) -> datetime.date | None:
        """The first day of the month."""
        month = self.cleaned_data["planned_month"]
        return datetime.date.fromisoformat(f"{month}-01") if month else None

    def clean(self) -> dict[str, Any]:
        """Whether there is a way to answer, and a safe one."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        # What was typed wrong is not lacking, and has a message of its own.
        lacks = {name for name in ("email", "phone") if typed.get(name) == ""}
        safe = typed.get("safe_to_contact")
        if lacks == {"email", "phone"}:
            self.add_error("email", _("Please give an e-mail address or a telephone number."))
        elif safe == Enquiry.SafeToContact.EMAIL_ONLY and "email" in lacks:
            self.add_error("email", _("You chose e-mails only: please give an e-mail address."))
        elif safe == Enquiry.SafeToContact.PHONE_ONLY and "phone" in lacks:
            self.add_error("phone", _("You chose calls only: please give a telephone number."))
        return typed

    def enquiry(self, key: str) -> Enquiry:
        """The enquiry, not stored yet, of a valid form that was opened with the ticket's key."""
        return Enquiry(token=self._token(key), **self.cleaned_data)

    def _token(self, key: str) -> str:
        """The same for the same content under one ticket, and for nothing else.

        What is sent twice, or twenty times at once, becomes one row; what somebody changes after
        going back in the browser becomes another, and is not lost.
        """
        content = json.dumps(self.cleaned_data, default=str, sort_keys=True)
        digest = salted_hmac("newcomers.enquiry", key + content, algorithm="sha256").digest()
        return urlsafe_base64_encode(digest)[:TOKEN_LENGTH]

    def _choose(self, slug: str) -> None:
        """Choose the municipality asked for, or its successor; none where that is unknown."""
        asked = self.places.get(slug)
        self.chosen = asked.place_today if asked else None
        self.former = asked if asked != self.chosen else None
        if self.chosen:
            self.initial["municipality"] = self.chosen.slug


def _why_successor(former: Municipality, chosen: Municipality) -> str:
    return gettext(
        "Since %(day)s %(former)s is part of %(place)s, and %(place)s is chosen now. "
        "If that is right, please send the form once more."
    ) % {
        "day": spell(former.first_day_of_successor or today()),
        "former": former.name,
        "place": chosen.name,
    }


def _offered(places: Sequence[Municipality]) -> list[tuple[str, Any]]:
    """Today's municipalities; before them the region, for who does not know yet."""
    region = [(place.slug, _("I don’t know yet")) for place in places if place.is_region]
    return region + [
        (place.slug, place.name) for place in places if place.is_current and not place.is_region
    ]


def coming_months() -> list[tuple[str, Any]]:
    """This month and those that follow, with their names."""
    first = today().replace(day=1)
    months = [
        datetime.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range(MONTHS_AHEAD)
    ]
    return [("", _("I don’t know yet")), *((f"{m:%Y-%m}", date_format(m, "F Y")) for m in months)]
