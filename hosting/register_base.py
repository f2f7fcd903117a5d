"""What the forms for offers and for needs share: fields, sections, and reading back."""

import datetime
import json
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from dateutil.relativedelta import relativedelta
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.lib.dates import spell, today
from portal.lib.identity import refuse_identity_number
from portal.lib.typed import (
    LanguageSelect,
    LineField,
    PassageField,
    PhoneField,
    ReachableEmailField,
)

WHOLE_REGION = "whole-region"
CHOOSE = {
    "required": _("Please choose at least one."),
    "invalid_choice": _("Please choose from the list."),
    "invalid_list": _("Please choose from the list."),
}
CHOOSE_ONE = {"required": _("Please choose one."), "invalid_choice": CHOOSE["invalid_choice"]}
TOO_LONG = {
    "max_length": _(
        "The text is too long: it has %(show_value)d characters, and there is room for "
        "%(limit_value)d."
    )
}
REACHABLE = {
    "invalid": _("Write the address like this: name@example.org."),
    "other_letters": _(
        "We can only write to addresses with the letters a–z before the @. Please give another "
        "address."
    ),
}


class Section(NamedTuple):
    """Some fields under a heading."""

    heading: Any
    names: tuple[str, ...]
    hint: Any = ""
    is_folded: bool = False


class ShownSection(NamedTuple):
    """A section as a page shows it."""

    heading: Any
    hint: Any
    fields: list[Any]
    is_folded: bool


class DayField(forms.DateField):
    """A day that has not passed, and is not too far ahead to be promised."""

    default_error_messages = {
        "invalid": _("There is no such day. Write day, month and year like this: 31.1.2027."),
        "passed": _("That day has passed."),
        "too_late": _("That is too far ahead. The latest day is %(day)s."),
    }

    def __init__(self, *, months_ahead: int, may_be_past: bool = False, **options: Any) -> None:
        self.months_ahead, self.may_be_past = months_ahead, may_be_past
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(input_formats=formats, widget=widget, **options)

    def clean(self, value: Any) -> datetime.date | None:
        """The day; raises ValidationError for one that has passed, or is years away."""
        day: datetime.date | None = super().clean(value)
        latest = today() + relativedelta(months=self.months_ahead)
        if day and day < today() and not self.may_be_past:
            raise ValidationError(self.error_messages["passed"], code="passed")
        if day and not today() - relativedelta(years=10) < day <= latest:
            params = {"day": spell(latest)}
            raise ValidationError(self.error_messages["too_late"], code="too_late", params=params)
        return day


class SentForm(forms.Form):
    """What the two forms share: who, where, what it says, how to get in touch, who sends it.

    The fields are named as those of `Offer`. `places` are the region's row and all municipalities.
    """

    # What is missing is said by us, in the page's language.
    use_required_attribute = False
    sections_of: ClassVar[tuple[Section, ...]] = ()
    # What is never shown to readers.
    private: ClassVar[tuple[str, ...]] = ("sender_name", "sender_email")
    texts: ClassVar[tuple[str, ...]] = ("title", "text", "how_to_join")

    organisation_name = LineField(
        label=_("Name of the organisation"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": _("Please write who it is.")} | TOO_LONG,
    )
    municipalities = forms.MultipleChoiceField(
        label=_("Where?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={**CHOOSE, "required": _("Please choose at least one municipality.")},
    )
    written_in = forms.ChoiceField(
        label=_("In which language do you write?"),
        choices=settings.LANGUAGES,
        widget=LanguageSelect,
        help_text=_("We write to you in it. Readers of other languages see which one it is."),
        error_messages=CHOOSE_ONE,
    )
    title = LineField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Please give it a title.")} | TOO_LONG,
    )
    text = PassageField(
        label=_("What is it?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Up to 2,000 characters, in plain words."),
        error_messages={"required": _("Please write some words about it.")} | TOO_LONG,
    )
    how_to_join = LineField(
        label=_("How do people join?"),
        max_length=400,
        help_text=_("For example: just come, or call first. Readers see this."),
        error_messages={"required": _("Please write what people have to do.")} | TOO_LONG,
    )
    website = forms.URLField(
        label=_("Website (optional)"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput({"autocomplete": "url", "spellcheck": "false"}),
        error_messages={"invalid": _("Write the address like this: https://www.example.org.")}
        | TOO_LONG,
    )
    contact_email = ReachableEmailField(
        label=_("E-mail for readers (optional)"),
        required=False,
        max_length=254,
        help_text=_("Everybody can see it. Better the organisation’s than your own."),
        widget=forms.EmailInput({"spellcheck": "false"}),
        error_messages=REACHABLE,
    )
    contact_phone = PhoneField(
        label=_("Telephone for readers (optional)"),
        required=False,
        help_text=_("Everybody can see it."),
    )
    sender_name = LineField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Please write your name.")} | TOO_LONG,
    )
    sender_email = ReachableEmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("Never shown. You get a link there with which you confirm what you send."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("We need an address to send you the link.")} | REACHABLE,
    )

    def __init__(
        self,
        typed: QueryDict | None = None,
        *,
        places: Sequence[Municipality],
        is_change: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(typed, **options)
        self.is_change = is_change
        self.places = {place.slug: place for place in places if place.is_current}
        self.fields["municipalities"].choices = self._places_offered()  # type: ignore[attr-defined]
        if is_change:
            del self.fields["written_in"]
        # The limit is told and checked; a browser would cut what is pasted without a word.
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """Without identity numbers; not in validators: those search texts of any length."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.fields:
            if isinstance(typed.get(name), str):
                try:
                    refuse_identity_number(typed[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return typed

    def clean_municipalities(self) -> list[str]:
        """The slugs, each once; none beside the whole region."""
        chosen = list(dict.fromkeys(self.cleaned_data["municipalities"]))
        return [WHOLE_REGION] if WHOLE_REGION in chosen else chosen

    @property
    def sections(self) -> list[ShownSection]:
        """The fields in their order; a folded section opens where something is wrong in it."""
        return [
            ShownSection(
                each.heading,
                each.hint,
                (fields := [self[name] for name in each.names if name in self.fields]),
                each.is_folded and not any(field.errors for field in fields),
            )
            for each in self.sections_of
        ]

    @property
    def chosen_places(self) -> list[Municipality]:
        """The municipalities of a valid form; none for the whole region."""
        slugs = self.cleaned_data["municipalities"]
        return [self.places[slug] for slug in slugs if slug != WHOLE_REGION]

    @property
    def language(self) -> str:
        """In which language it is written."""
        return str(self.cleaned_data.get("written_in") or self.initial.get("written_in"))

    def said(self) -> dict[str, str]:
        """The texts of a valid form, by the offer's field."""
        return {name: self.cleaned_data[name] for name in self.texts}

    def facts(self) -> dict[str, Any]:
        """All other columns of the offer, of a valid form."""
        others = {*self.texts, *self.private, "municipalities", "written_in"}
        facts = {name: value for name, value in self.cleaned_data.items() if name not in others}
        return facts | {"serves_region": self.cleaned_data["municipalities"] == [WHOLE_REGION]}

    def read_back(self) -> list[tuple[Any, str]]:
        """What readers would see of a valid form: label and value, without what is empty."""
        shown = [name for each in self.sections_of for name in each.names]
        lines = [
            (self.fields[name].label, self._in_words(name))
            for name in shown
            if name in self.fields and name not in self.private and name != "written_in"
        ]
        return [(label, words) for label, words in lines if words]

    def token(self, key: str) -> str:
        """The same for the same content under one ticket, and for nothing else."""
        content = json.dumps(self.cleaned_data, default=str, sort_keys=True)
        digest = salted_hmac("hosting.offer", key + content, algorithm="sha256").hexdigest()
        return digest[:24]

    def _in_words(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        if isinstance(value, datetime.date):
            return spell(value)
        if isinstance(value, bool):
            return gettext("yes") if value else ""
        choices = dict(getattr(self.fields[name], "choices", ()))
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(choices.get(each, each)) for each in chosen if each not in ("", None))

    def _places_offered(self) -> list[tuple[str, Any]]:
        places = [(place.slug, place.name) for place in self.places.values() if not place.is_region]
        return [*places, (WHOLE_REGION, _("the whole region"))]
