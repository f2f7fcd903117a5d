"""National identity numbers (fødselsnummer, D-nummer): found so that nobody stores one."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Eleven digits with what people type between them. After a plus it is a telephone number.
BETWEEN = r"[ \u00a0\u2009\u202f.\u2010-\u2015-]{0,3}"
ELEVEN = re.compile(rf"(?<![\d+])(?=(\d(?:{BETWEEN}\d){{10}})(?!\d))")
# What each digit counts for the two control digits, which themselves count once (Skatteetaten).
FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def holds_identity_number(text: str) -> bool:
    """Whether eleven digits with valid control digits stand in the text, together or spaced.

    Ordinary numbers, D-numbers and those made up for tests are all counted alike, so all are
    found. Of other numbers with eleven digits about one in a hundred is taken for one.
    """
    return any(_is_valid(match[1]) for match in ELEVEN.finditer(text))


def without_identity_numbers(text: str) -> str:
    """The text with an ellipsis in the place of each identity number."""
    for match in reversed(list(ELEVEN.finditer(text))):
        if _is_valid(match[1]):
            text = text[: match.start(1)] + "…" + text[match.end(1) :]
    return text


def refuse_identity_number(text: str) -> None:
    """Validator: raises ValidationError where the text holds an identity number."""
    if holds_identity_number(text):
        raise ValidationError(
            _(
                "This looks like a national identity number. Please take it out: we do not store "
                "such numbers, and nobody needs yours to answer you."
            ),
            code="identity_number",
        )


def _is_valid(written: str) -> bool:
    digits = [int(letter) for letter in written if letter.isdigit()]
    return len(set(digits)) > 1 and all(
        sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0
        for weights in (FIRST, SECOND)
    )
