"""What newcomers answer before they get their first steps. Sent by GET: nothing is stored."""

import datetime
from collections.abc import Sequence
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hosting.first_steps.answers import ANY, WITH_CHILDREN, Answers
from hosting.models import Occupation
from municipalities.models import Municipality
from municipalities.models.page import Group
from portal.lib.dates import spell, today

# Rules of longer ago no longer hold, and those of later are not made yet.
YEARS_BACK, YEARS_AHEAD = 2, 3
# What browsers send, and what people write.
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]

GROUPS: list[tuple[str, Any]] = [
    (Group.NORDIC, _("Citizen of Denmark, Finland, Iceland or Sweden")),
    (Group.EU_EEA, _("Citizen of another EU or EEA country, or of Switzerland")),
    (Group.NON_EEA, _("Citizen of another country, coming for work or studies")),
    (Group.FAMILY_REUNIFICATION, _("Citizen of another country, joining family in Norway")),
    (Group.REFUGEE, _("Refugee")),
    (Group.NORWEGIAN_MOVER, _("Moving within Norway, or coming back")),
]
OCCUPATIONS: list[tuple[str, Any]] = [
    (Occupation.WORKER, _("I have a job, or will have one")),
    (Occupation.SELF_EMPLOYED, _("I run my own business")),
    (Occupation.STUDENT, _("I study")),
    (Occupation.JOBSEEKER, _("I am looking for work")),
    (ANY, _("None of these, or I don’t know yet")),
]
CHILDREN = [(WITH_CHILDREN, _("Yes")), (ANY, _("No"))]
NO_SUCH = _("Please choose one from the list.")


class DayField(forms.DateField):
    """A day, neither too long ago nor too far ahead to be planned for.

    What is no day stays where it was typed: a browser's own field for dates would not show it.
    """

    default_error_messages = {
        "invalid": _("There is no such day. Write day, month and year like this: 31.1.2027."),
        "too_early": _("That is too long ago for first steps. The earliest day is %(day)s."),
        "too_late": _("That is too far ahead: rules change. The latest day is %(day)s."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, input_formats=DAY_FORMATS, widget=widget, **options)

    def clean(self, value: Any) -> datetime.date | None:
        """The day; raises ValidationError for what is none, and for years not planned for."""
        day: datetime.date | None = super().clean(value)
        earliest = today() - relativedelta(years=YEARS_BACK)
        latest = today() + relativedelta(years=YEARS_AHEAD)
        if day and day < earliest:
            self._refuse("too_early", earliest)
        if day and day > latest:
            self._refuse("too_late", latest)
        return day

    def _refuse(self, code: str, limit: datetime.date) -> None:
        raise ValidationError(self.error_messages[code], code=code, params={"day": spell(limit)})


class FirstStepsForm(forms.Form):
    """The questions. `places` are the region's row and all municipalities, former ones too.

    A former municipality gives way to its successor, and the page says so.
    """

    # What is missing is said by us, in the page's language.
    use_required_attribute = False

    group = forms.ChoiceField(
        label=_("Who are you?"),
        choices=GROUPS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose what fits you best: the steps depend on it."),
            "invalid_choice": NO_SUCH,
        },
    )
    children = forms.ChoiceField(
        label=_("Are children coming with you?"),
        choices=CHILDREN,
        initial=ANY,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NO_SUCH},
    )
    occupation = forms.ChoiceField(
        label=_("What will you do here?"),
        choices=OCCUPATIONS,
        initial=ANY,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NO_SUCH},
    )
    municipality = forms.ChoiceField(
        label=_("Which municipality?"),
        required=False,
        error_messages={"invalid_choice": NO_SUCH},
    )
    arrival = DayField(
        label=_("On which day do you arrive, or did you arrive?"),
        help_text=_("Deadlines are counted from it. Leave it empty if you don’t know yet."),
    )
    start = DayField(
        label=_("Your first day at work (optional)"),
        help_text=_("Then you see when each thing has to be handed in to be ready by then."),
    )

    def __init__(
        self, typed: QueryDict | None = None, *, places: Sequence[Municipality], **options: Any
    ) -> None:
        self.places = {place.slug: place for place in places if not place.is_region}
        self.former: Municipality | None = None
        super().__init__(None if typed is None else self._completed(typed), **options)
        current = [(place.slug, place.name) for place in self.places.values() if place.is_current]
        offered = [("", _("I don’t know yet")), *current]
        self.fields["municipality"].choices = offered  # type: ignore[attr-defined]

    @property
    def place(self) -> Municipality | None:
        """The municipality of a valid form."""
        return self.places.get(self.cleaned_data["municipality"])

    def clean(self) -> dict[str, Any]:
        """Whether the days fit each other; and each day in the form that its widget shows."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        arrival, start = typed.get("arrival"), typed.get("start")
        if arrival and start and start < arrival:
            self.add_error(
                "start", gettext("This is before the day you arrive. Please check both days.")
            )
        for name in ("arrival", "start"):
            self._show(name, typed.get(name))
        return typed

    def answers(self) -> Answers:
        """The answers of a valid form."""
        said = self.cleaned_data
        return Answers(
            group=said["group"],
            has_children=said["children"] == WITH_CHILDREN,
            occupation=said["occupation"],
            municipality=said["municipality"],
            arrival=said["arrival"],
            start=said["start"],
        )

    def said(self) -> list[str]:
        """The answers of a valid form in words, the open ones left out."""
        said = self.cleaned_data
        words = [str(dict(GROUPS)[said["group"]])]
        if said["occupation"] != ANY:
            words.append(str(dict(OCCUPATIONS)[said["occupation"]]))
        if said["children"] == WITH_CHILDREN:
            words.append(gettext("with children"))
        if self.place:
            words.append(self.place.name)
        if said["arrival"]:
            words.append(gettext("arriving on %(day)s") % {"day": spell(said["arrival"])})
        if said["start"]:
            words.append(gettext("at work from %(day)s") % {"day": spell(said["start"])})
        return words

    def _completed(self, typed: QueryDict) -> QueryDict:
        """What was sent, with what was left open said, and the municipality of today."""
        data = typed.copy()
        for name in ("children", "occupation"):
            data[name] = data.get(name) or ANY
        asked = self.places.get(data.get("municipality", ""))
        place = asked.place_today if asked else None
        if asked and place and place != asked:
            self.former = asked
            data["municipality"] = place.slug
        return data

    def _show(self, name: str, day: datetime.date | None) -> None:
        if day:
            self.data[name] = day.isoformat()  # type: ignore[index]
        elif name in self.errors:
            self.fields[name].widget.input_type = "text"


def is_answered(sent: QueryDict) -> bool:
    """Whether the address holds an answer to any of the questions."""
    return not FirstStepsForm.base_fields.keys().isdisjoint(sent)
