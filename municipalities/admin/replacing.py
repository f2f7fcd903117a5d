"""The form for another address in the place of one, and how its places are told."""

import re
from html import unescape
from itertools import zip_longest
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.actions.replacing import Change, Fate, Place, Replacement
from municipalities.admin.base import in_words
from municipalities.linked import rich_fields
from portal.lib.answers import LONGEST, NoAnswer
from portal.lib.difference import Piece, difference
from portal.lib.html import to_text
from portal.lib.links import LINK
from portal.lib.outside import is_public, literal, parsed

FATES: dict[Fate, Any] = {
    Fate.AT_ONCE: _("Readers see it at once."),
    Fate.DRAFT: _("It goes into the draft; readers see it when that is published."),
    Fate.REVIEW: _("It waits for a review; readers see it when it is published."),
    Fate.SCHEDULED: _("It goes into the draft, which is published at its time."),
    Fate.LEFT: _("It stays as it is: somebody else answers for this text."),
}
DONE: dict[Fate, Any] = {
    Fate.AT_ONCE: _("Readers see it now."),
    Fate.DRAFT: _("It is in the draft; readers see it when that is published."),
    Fate.REVIEW: _("It waits for a review; readers see it when it is published."),
    Fate.SCHEDULED: _("It is in the draft, which is published at its time."),
    Fate.LEFT: _("It stayed as it was: somebody else answers for this text."),
}
UNREACHABLE = _("Readers cannot reach this address from the open internet.")
EXACT, BELOW = "exact", "below"


class ReplaceForm(forms.Form):
    """Which address, and which one in its place."""

    old = forms.CharField(
        label=_("Old address"),
        max_length=LONGEST,
        help_text=_("As it stands in the texts, with http:// or https://."),
        widget=forms.TextInput(attrs={"class": "vURLField", "inputmode": "url"}),
    )
    match = forms.ChoiceField(
        label=_("What is replaced?"),
        choices=[
            (EXACT, _("This address alone")),
            (BELOW, _("This address and all below it; what comes after it stays")),
        ],
        initial=EXACT,
        widget=forms.RadioSelect,
    )
    new = forms.CharField(
        label=_("New address"),
        max_length=LONGEST,
        help_text=_("It begins with https://."),
        widget=forms.TextInput(attrs={"class": "vURLField", "inputmode": "url"}),
    )

    def clean_old(self) -> str:
        """An address of the web, at least up to the host."""
        old = str(self.cleaned_data["old"])
        if not re.fullmatch(r"https?://[^/?#\s]+[^\s]*", old, re.IGNORECASE):
            raise forms.ValidationError(_("Write the whole address, with http:// or https://."))
        return old

    def clean_new(self) -> str:
        """An address of the open internet, under https."""
        new = str(self.cleaned_data["new"])
        if not new.startswith("https://"):
            raise forms.ValidationError(_("The new address begins with https://."))
        try:
            number = literal(str(parsed(new).host))
        except NoAnswer as reason:
            raise forms.ValidationError(UNREACHABLE) from reason
        if number is not None and not is_public(number):
            raise forms.ValidationError(UNREACHABLE)
        return new

    def clean(self) -> dict[str, Any]:
        super().clean()
        old, new = (self.cleaned_data.get(each) for each in ("old", "new"))
        if old and old == new:
            self.add_error("new", _("Both addresses are the same."))
        return self.cleaned_data

    @property
    def replacement(self) -> Replacement:
        """What was asked for."""
        typed = self.cleaned_data
        return Replacement(typed["old"], typed["new"], is_prefix=typed["match"] == BELOW)

    def refuse_too_long(self, row: Any) -> None:
        """Say where there is no room for the new address."""
        name = strip_tags(called(row))
        told = gettext("The address is too long for a field of “%(object)s”.") % {"object": name}
        self.add_error("new", told)


def called(row: Any) -> SafeString:
    """What an object is called: in the editor's language, else in the source's and marked so."""
    if page := getattr(row, "page", None):
        return format_html("{} – {}", called(page), row.municipality)
    names = [name for name in ("title", "label", "name") if name in getattr(row, "TEXTS", ())]
    return in_words(row, names[0]) if names else format_html("{}", row)


def told(place: Place, name: SafeString) -> dict[str, Any]:
    """A place for its template: the object, what changes in it, and what becomes of it."""
    return {
        "name": name,
        "fate": FATES[place.fate],
        "done": DONE[place.fate],
        "has_direct": bool(place.fields and place.texts),
        "changes": [_told_change(place.row, each) for each in place.changes],
    }


def _told_change(row: Any, change: Change) -> dict[str, Any]:
    model = type(row)
    label = str(capfirst(model._meta.get_field(change.field).verbose_name))
    language = dict(settings.LANGUAGES).get(change.language, "")
    is_rich = change.field in rich_fields(model)
    links = _links(change) if is_rich else [("", difference(change.before, change.after))]
    return {"label": label, "code": change.language, "language": language, "links": links}


def _links(change: Change) -> list[tuple[str, list[Piece]]]:
    """Each link that changes: its words, and its address before and after."""
    pairs = zip_longest(LINK.finditer(change.before), LINK.finditer(change.after))
    return [
        (
            to_text(old["words"]),
            [Piece("removed", unescape(old["href"])), Piece("added", unescape(new["href"]))],
        )
        for old, new in pairs
        if old and new and old["href"] != new["href"]
    ]
