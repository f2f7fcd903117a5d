"""What a person says of two families that may be one: who is who, and what is true."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newcomers.actions.joining import OF_PERSON, ONE_OF_TWO, Answers, Double
from newcomers.case_forms import CaseForm
from newcomers.models import Family, Person
from portal.lib.languages import names_of

OURS, THEIRS = "ours", "theirs"
NOBODY = ("", _("nobody there: one more person"))


class JoinForm(CaseForm):
    """For each person of the other family, who it is here; for each difference, what is true.

    Which differences there are follows from who is who: when that changes, they are asked for.
    """

    prefix_of_ids = "join"

    def __init__(
        self, data: Any, *, keep: Family, other: Family, ours: Sequence[Person],
        theirs: Sequence[Person],
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.ours = {person.pk: person for person in ours}
        self.theirs = {person.pk: person for person in theirs}
        self.facts = [name for name in ONE_OF_TWO if _differ(keep, other, name)]
        for name in self.facts:
            self.fields[f"fact_{name}"] = _which(keep, other, name)
        named = [(pk, each.full_name) for pk, each in self.ours.items()]
        for pk, person in self.theirs.items():
            self.fields[f"same_{pk}"] = forms.TypedChoiceField(
                label=person.full_name, choices=[NOBODY, *named], coerce=int, required=False,
                empty_value=None, initial=_namesake(person, ours),
            )  # fmt: skip
            for name in self._differences(pk):
                mine = self.ours[self._said(pk)]
                self.fields[f"of_{pk}_{name}"] = _which(mine, person, name)

    @property
    def fact_fields(self) -> list[Any]:
        """What the two families' rows say differently."""
        return [self[f"fact_{name}"] for name in self.facts]

    @property
    def people(self) -> list[tuple[Any, list[Any]]]:
        """For each person of the other family: who it is here, and what to choose."""
        return [
            (self[f"same_{pk}"], [self[f"of_{pk}_{name}"] for name in self._differences(pk)])
            for pk in self.theirs
        ]

    def clean(self) -> dict[str, Any]:
        """Each is one of ours at most."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [typed[f"same_{pk}"] for pk in self.theirs if typed.get(f"same_{pk}")]
        if len(chosen) != len(set(chosen)):
            self.add_error(None, _("Each person is the same as one of the others at most."))
        return typed

    def answers(self) -> Answers:
        """What the valid form says."""
        typed = self.cleaned_data
        doubles = [
            Double(
                self.ours[typed[f"same_{pk}"]],
                person,
                frozenset(
                    name for name in self._differences(pk) if typed[f"of_{pk}_{name}"] == THEIRS
                ),
            )
            for pk, person in self.theirs.items()
            if typed[f"same_{pk}"] is not None
        ]
        taken = frozenset(name for name in self.facts if typed[f"fact_{name}"] == THEIRS)
        return Answers(doubles, taken)

    def _said(self, pk: int) -> Any:
        """Who the person is here, as it was sent or is guessed; None for nobody known."""
        if not self.is_bound:
            return _namesake(self.theirs[pk], list(self.ours.values()))
        sent = str(self.data.get(f"same_{pk}", ""))
        found = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else None
        return found if found in self.ours else None

    def _differences(self, pk: int) -> list[str]:
        said = self._said(pk)
        if said is None:
            return []
        mine, person = self.ours[said], self.theirs[pk]
        fixed = {"age", "relation"} if mine.is_main_contact else set()
        return [name for name in OF_PERSON if name not in fixed and _differ(mine, person, name)]


def in_words(row: Any, name: str) -> str:
    """What the row's field says, as people read it."""
    value = getattr(row, name)
    if name == "languages":
        return ", ".join(said for _code, said in names_of(value)) or "–"
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value) or "–"


def label_of(row: Any, name: str) -> Any:
    """What the row's field is called."""
    return row._meta.get_field(name).verbose_name


def _differ(one: Any, other: Any, name: str) -> bool:
    """Whether both say something, and not the same."""
    mine, yours = getattr(one, name), getattr(other, name)
    return mine != yours and mine not in (None, "") and yours not in (None, "")


def _which(one: Any, other: Any, name: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label_of(one, name),
        choices=[(OURS, in_words(one, name)), (THEIRS, in_words(other, name))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose which of the two is right.")},
    )


def _namesake(person: Person, ours: Sequence[Person]) -> int | None:
    """Who has the same name here; a person says whether it is one."""
    name = person.full_name.casefold()
    return next((each.pk for each in ours if each.full_name.casefold() == name), None)
