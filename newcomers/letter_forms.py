"""What readers type to get the monthly letter."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from portal.lib.languages import current
from portal.lib.typed import LanguageSelect, ReachableEmailField


class LetterForm(forms.Form):
    """A wish to get the letter of a municipality, or of the whole region.

    `places` are the region's row and all municipalities; a former one gives way to its successor.
    """

    # What is missing is said by us, in the page's language.
    use_required_attribute = False

    municipality = forms.ChoiceField(
        label=_("News from where?"),
        error_messages={
            "required": _("Please choose one from the list."),
            "invalid_choice": _("Please choose one from the list."),
        },
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=settings.LANGUAGES,
        widget=LanguageSelect({"autocomplete": "language"}),
        error_messages={
            "required": _("Please choose one from the list."),
            "invalid_choice": _("Please choose one from the list."),
        },
    )
    email = ReachableEmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Please write the address that the letter is to come to."),
            "invalid": _("Write the address like this: name@example.org."),
        },
    )

    def __init__(
        self,
        typed: QueryDict | None = None,
        *,
        places: Sequence[Municipality],
        asked_for: str = "",
    ) -> None:
        super().__init__(typed)
        self.places = {place.slug: place for place in places}
        municipality: Any = self.fields["municipality"]
        municipality.choices = _offered(places)
        asked = self.places.get(asked_for)
        place = asked.place_today if asked else None
        self.initial.update(language=current(), municipality=place.slug if place else "")

    def clean_municipality(self) -> Municipality:
        """The municipality of today."""
        return self.places[self.cleaned_data["municipality"]]

    def clean_email(self) -> str:
        """The address, its domain as the net writes it: so each mailbox has one way to be typed."""
        mailbox, _at, domain = self.cleaned_data["email"].rpartition("@")
        try:
            return f"{mailbox}@{punycode(domain.lower())}"
        except UnicodeError as error:
            invalid = self.fields["email"].error_messages["invalid"]
            raise ValidationError(invalid, code="invalid") from error

    def key(self, ticket: str) -> str:
        """The same for the same wish under one ticket, and for nothing else."""
        wish = self.cleaned_data
        content = (ticket, wish["municipality"].pk, wish["language"], wish["email"].lower())
        return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def _offered(places: Sequence[Municipality]) -> list[tuple[str, Any]]:
    """The whole region first, then today's municipalities."""
    region = [
        (place.slug, _("The whole region: %(name)s") % {"name": place.name})
        for place in places
        if place.is_region
    ]
    return region + [
        (place.slug, place.name) for place in places if place.is_current and not place.is_region
    ]
