"""What readers choose from the list of events: by GET, with how many each choice holds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hosting.events.listing import Choice
from hosting.models import Event
from municipalities.models import Municipality
from municipalities.models.page import Group


class EventFilter(forms.Form):
    """Place and group. Whatever stands in the address, what is not offered chooses nothing.

    A former municipality gives way to its successor.
    """

    municipality = forms.ChoiceField(label=_("Which municipality?"), required=False)
    group = forms.ChoiceField(label=_("For whom?"), required=False)

    def __init__(
        self, asked: QueryDict, events: Sequence[Event], places: Sequence[Municipality]
    ) -> None:
        current = [place for place in places if place.is_current and not place.is_region]
        known = {place.slug: place.place_today for place in places if not place.is_region}
        group = asked.get("group", "")
        self.choice = Choice(
            known.get(asked.get("municipality", "")), group if group in Group.values else ""
        )
        slug = self.choice.place.slug if self.choice.place else ""
        super().__init__(initial={"municipality": slug, "group": self.choice.group})
        self._offer("municipality", _("All"), [
            (place.slug, place.name, Choice(place, self.choice.group)) for place in current
        ], events)  # fmt: skip
        self._offer("group", _("Everybody"), [
            (group.value, capfirst(group.label), Choice(self.choice.place, group.value))
            for group in Group
        ], events)  # fmt: skip

    @property
    def question(self) -> str:
        """What was chosen, as addresses write it; "" for all."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.initial.items() if value})
        return query.urlencode()

    def _offer(
        self, name: str, everything: Any, rows: list[tuple[str, Any, Choice]], events: Any
    ) -> None:
        """Those that hold anything, and the one that is chosen."""
        counted = [(value, label, _how_many(events, choice)) for value, label, choice in rows]
        field: Any = self.fields[name]
        field.choices = [("", everything)] + [
            (value, f"{label} ({number})")
            for value, label, number in counted
            if number or value == self.initial[name]
        ]


def _how_many(events: Sequence[Event], choice: Choice) -> int:
    return sum(choice.takes(event) for event in events)
