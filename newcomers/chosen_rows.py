"""Rows that somebody ticks in a list, as their ids."""

from typing import Any

from django import forms

LARGEST_ID = 2**63 - 1


class ChosenRowsField(forms.TypedMultipleChoiceField):
    """Ids of ticked rows. Whether they are still there is asked when each is looked at, and told
    then; `most` at once, so that a person can look at each."""

    def __init__(self, *, most: int, too_many: Any, **options: Any) -> None:
        super().__init__(coerce=_id, **options)
        self.most, self.too_many = most, too_many

    def valid_value(self, value: Any) -> bool:
        """Any: a row that somebody else has changed meanwhile is no mistake in the form."""
        return True

    def validate(self, value: Any) -> None:
        """Say so where there are too many."""
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(self.too_many)


def _id(written: str) -> int:
    """The id; ValueError for what none can be."""
    number = int(written)
    if not 0 < number <= LARGEST_ID:
        raise ValueError
    return number
