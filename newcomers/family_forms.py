"""What is typed about a family and its people, and about who takes them."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from newcomers.actions.families import (
    EARLIEST_DAYS,
    LATEST_DAYS,
    MOST_PEOPLE,
    STRICTLY_CONFIDENTIAL,
    NewCase,
)
from newcomers.actions.tasks import NewTask
from newcomers.case_forms import LANGUAGES, CaseForm, DayField, SoundLineField
from newcomers.deed_forms import CHOOSE, FIRST_TASK_DAYS, AssignForm
from newcomers.models import Case, Family, Person
from newcomers.models.family import FIRST_BIRTH_YEAR
from portal.lib.dates import add_working_days, today
from portal.lib.identity import refuse_identity_number
from portal.lib.languages import names_of
from portal.lib.typed import PhoneField

OF_AGE = 18
ROWS_AT_FIRST = 3
COUNTRY = re.compile(r"[A-Z]{2}")
PROTECTIONS = [
    (Family.Protection.NONE, _("None")),
    (Family.Protection.CONFIDENTIAL, _("Confidential address (fortrolig)")),
    (STRICTLY_CONFIDENTIAL, _("Strictly confidential address (strengt fortrolig)")),
]
# What the form stores as it is typed.
STORED = ("label", "languages", "interpreter_language", "category", "segments", "from_country",
          "expected_on", "arrived_on", "reasons", "address_protection")  # fmt: skip


class SoundPhoneField(PhoneField):
    """A telephone number, and no identity number in its place."""

    def clean(self, value: Any) -> str:
        """The number."""
        number = super().clean(value)
        refuse_identity_number(number)
        return number


class FamilyForm(CaseForm):
    """Who moves here, as one household."""

    prefix_of_ids = "family"

    label = SoundLineField(
        label=_("What do you call them?"), max_length=120,
        help_text=_("For lists: a surname, or “The nurse from Kiel”."),
    )  # fmt: skip
    category = forms.ChoiceField(
        label=_("How do they come?"),
        choices=[CHOOSE, *((v, capfirst(t)) for v, t in Family.Category.choices)],
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages do they speak?"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    interpreter_language = SoundLineField(
        label=_("Interpreter for"), max_length=40, required=False,
        help_text=_("Empty: no interpreter is needed."),
    )  # fmt: skip
    from_country = SoundLineField(
        label=_("From which country?"), max_length=2, required=False,
        help_text=_("Two letters: PL, DE, SE."),
        error_messages={"max_length": _("Two letters: PL, DE, SE.")},
    )  # fmt: skip
    expected_on = DayField(label=_("When do you expect them?"), required=False)
    arrived_on = DayField(
        label=_("When did they arrive?"), required=False,
        help_text=_("From this day staying is counted: asked after one year and after two."),
    )  # fmt: skip
    segments = forms.MultipleChoiceField(
        label=_("What else is true of them?"),
        choices=[(v, capfirst(t)) for v, t in Family.Segment.choices],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reasons = forms.MultipleChoiceField(
        label=_("Why do they move?"),
        choices=[(v, capfirst(t)) for v, t in Family.Reason.choices],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    address_protection = forms.ChoiceField(
        label=_("Is their address protected?"), choices=PROTECTIONS,
        initial=Family.Protection.NONE, widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, family: Family | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.family = family or Family()
        spoken = [code for code in self.family.languages if code not in LANGUAGES]
        self.fields["languages"].choices = names_of([*LANGUAGES, *spoken])  # type: ignore[attr-defined]
        if family is not None:
            for name in STORED:
                self.initial.setdefault(name, getattr(family, name))

    def clean_from_country(self) -> str:
        """Two capital letters."""
        typed = str(self.cleaned_data["from_country"]).upper()
        if typed and not COUNTRY.fullmatch(typed):
            raise ValidationError(_("Two letters: PL, DE, SE."))
        return typed

    def clean_expected_on(self) -> datetime.date | None:
        """A day of these years."""
        return _within(self.cleaned_data["expected_on"], LATEST_DAYS)

    def clean_arrived_on(self) -> datetime.date | None:
        """A day that has come."""
        day: datetime.date | None = self.cleaned_data["arrived_on"]
        if day and day > today():
            raise ValidationError(_("This day lies ahead: then it is when you expect them."))
        return _within(day, 0)

    @property
    def is_strictly_protected(self) -> bool:
        """Whether nothing at all may be stored here."""
        return self.data.get("address_protection") == STRICTLY_CONFIDENTIAL

    def filled_in(self, family: Family) -> Family:
        """The family with what the valid form says, not stored."""
        for name in STORED:
            setattr(family, name, self.cleaned_data[name])
        return family


class PersonForm(CaseForm):
    """One member of the family."""

    person = forms.IntegerField(required=False, widget=forms.HiddenInput)
    given_name = SoundLineField(label=_("Given name"), max_length=80, required=False)
    family_name = SoundLineField(label=_("Family name"), max_length=80, required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=FIRST_BIRTH_YEAR,
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
    )  # fmt: skip
    relation = forms.ChoiceField(
        label=_("Who is it?"), required=False,
        choices=[(v, capfirst(t)) for v, t in Person.Relation.choices],
    )  # fmt: skip
    phone = SoundPhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    leaves = forms.BooleanField(label=_("Does not belong to the family any more"), required=False)

    def clean_birth_year(self) -> int | None:
        """Not ahead."""
        year: int | None = self.cleaned_data["birth_year"]
        if year and year > today().year:
            raise ValidationError(_("This year lies ahead."))
        return year

    def clean_email(self) -> str:
        """An address, and no identity number before its @."""
        refuse_identity_number(self.cleaned_data["email"])
        return str(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Somebody about whom anything is known has a name."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        known = ("family_name", "birth_year", "phone", "email")
        if any(typed.get(name) for name in known) and typed.get("given_name") == "":
            self.add_error("given_name", _("Please write a given name."))
        return typed

    @property
    def is_empty(self) -> bool:
        """Whether the row was left alone."""
        typed = self.cleaned_data
        return not typed.get("given_name") and not typed.get("person")

    def filled_in(self, person: Person, is_main: bool) -> Person:
        """The person with what the valid row says, not stored."""
        typed = self.cleaned_data
        for name in ("given_name", "family_name", "birth_year", "phone", "email"):
            setattr(person, name, typed[name])
        relation = typed["relation"] or Person.Relation.OTHER
        if relation == Person.Relation.SELF and not is_main:
            relation = Person.Relation.OTHER
        person.relation = Person.Relation.SELF if is_main else relation
        person.age, person.is_main_contact = self._age(person), is_main
        return person

    def _age(self, person: Person) -> Person.Age:
        """By the year of birth; where that is not known, a child is one who is called so."""
        if person.birth_year:
            is_child = today().year - person.birth_year < OF_AGE
        else:
            is_child = person.relation == Person.Relation.CHILD
        return Person.Age.CHILD if is_child else Person.Age.ADULT


class People:
    """The rows of people: as many as were sent, one more where that was asked for."""

    def __init__(
        self, data: Any = None, people: Sequence[Person] = (), first: dict[str, Any] | None = None
    ) -> None:
        self.is_bound = data is not None
        sent = data.get("rows", "") if data is not None else ""
        rows = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else ROWS_AT_FIRST
        self.has_too_many = rows > MOST_PEOPLE
        if data is None:
            rows = len(people) + 1 if people else ROWS_AT_FIRST
        elif "add_row" in data:
            rows += 1
        chosen = data.get("main", "0") if data is not None else "0"
        self.main = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else 0
        known = [*people, *([None] * MOST_PEOPLE)]
        self.rows = [
            self._row(number, data, known[number], first if number == 0 else None)
            for number in range(min(rows, MOST_PEOPLE))
        ]
        self.error = ""

    def _row(
        self, number: int, data: Any, person: Person | None, first: dict[str, Any] | None
    ) -> PersonForm:
        relations = (Person.Relation.SELF, Person.Relation.PARTNER)
        relation = relations[number] if number < len(relations) else Person.Relation.CHILD
        initial: dict[str, Any] = {"relation": relation} | (first or {})
        if person is not None:
            names = ("given_name", "family_name", "birth_year", "relation", "phone", "email")
            initial = {name: getattr(person, name) for name in names} | {"person": person.pk}
        named = f"person-{number}"
        return PersonForm(data, initial=initial, prefix=named, auto_id="%s")

    @property
    def errors(self) -> bool:
        """Whether anything in the rows is wrong."""
        return self.is_bound and (bool(self.error) or any(row.errors for row in self.rows))

    def is_valid(self) -> bool:
        """Whether all rows are right and one adult is the main contact."""
        right = all([row.is_valid() for row in self.rows])
        if self.has_too_many:
            self.error = gettext("A family has %(count)s people at most.") % {"count": MOST_PEOPLE}
        elif right and not self._has_main():
            self.error = gettext("Choose an adult with a name as the main contact.")
        return right and not self.error

    def people(self, known: Sequence[Person] = ()) -> list[Person]:
        """The people of valid rows, not stored; those known already keep their ids."""
        by_id = {person.pk: person for person in known}
        return [
            row.filled_in(by_id.get(row.cleaned_data["person"]) or Person(), number == self.main)
            for number, row in enumerate(self.rows)
            if not row.is_empty and not row.cleaned_data["leaves"]
        ]

    def _has_main(self) -> bool:
        if self.main >= len(self.rows):
            return False
        row = self.rows[self.main]
        if row.is_empty or row.cleaned_data["leaves"] or not row.cleaned_data["given_name"]:
            return False
        return row.filled_in(Person(), is_main=True).age == Person.Age.ADULT


class TakeForm(AssignForm):
    """Who follows the new family up, and the first thing to do; or the lead's queue."""

    prefix_of_ids = "take"
    municipality = forms.TypedChoiceField(label=_("In which municipality?"), coerce=int)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=[(v, capfirst(t)) for v, t in Case.Priority.choices]
    )

    field_order = ("municipality", "to")

    def __init__(self, *args: Any, places: Sequence[Municipality], **options: Any) -> None:
        super().__init__(*args, case=Case(), **options)
        self.places = {place.pk: place for place in places}
        self.fields["municipality"].choices = [(p.pk, p.name) for p in places]  # type: ignore[attr-defined]
        queue = ("", _("Nobody yet: the lead decides"))
        people = [(person.pk, str(person)) for person in options.get("people", ())]
        self.fields["to"].choices = [*people, queue]  # type: ignore[attr-defined]
        self.fields["to"].required = False
        self.initial.setdefault("due_on", add_working_days(today(), FIRST_TASK_DAYS))

    @property
    def place(self) -> Municipality:
        """The municipality of the valid form."""
        return self.places[self.cleaned_data["municipality"]]

    def new_case(self, person: Any) -> NewCase | None:
        """Who takes it; None for the lead's queue."""
        typed = self.cleaned_data
        if not person:
            return None
        task = NewTask(typed["title"], typed["due_on"])
        return NewCase(person, task)


def _within(day: datetime.date | None, days_ahead: int) -> datetime.date | None:
    first = today() - datetime.timedelta(days=EARLIEST_DAYS)
    if day and not first <= day <= today() + datetime.timedelta(days=days_ahead):
        raise ValidationError(_("Is this year right?"))
    return day
