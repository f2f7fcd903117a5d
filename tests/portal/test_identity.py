"""Finding national identity numbers in what people write. All numbers here are made up."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.lib.identity import (
    FIRST,
    SECOND,
    holds_identity_number,
    refuse_identity_number,
    without_identity_numbers,
)


def control(digits: str, weights: tuple[int, ...]) -> str:
    """The control digit after the digits; "" where there is none (10 is not used)."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return {0: "0", 1: ""}.get(rest, str(11 - rest))


def number_of(day: datetime.date, serial: int, *, day_more: int = 0, month_more: int = 0) -> str:
    """The first valid number from the serial on, for somebody born on the day."""
    while True:
        digits = f"{day.day + day_more:02}{day.month + month_more:02}{day:%y}{serial:03}"
        first = control(digits, FIRST)
        second = first and control(digits + first, SECOND)
        if first and second:
            return digits + first + second
        serial += 1


BORN = datetime.date(1984, 5, 17)
ORDINARY = number_of(BORN, 300)
D_NUMBER = number_of(BORN, 300, day_more=40)
SYNTHETIC = number_of(BORN, 300, month_more=80)


def test_the_numbers_of_these_tests_are_different_ones() -> None:
    assert ORDINARY.startswith("170584")
    assert D_NUMBER.startswith("570584")
    assert SYNTHETIC.startswith("178584")


@pytest.mark.parametrize("number", [ORDINARY, D_NUMBER, SYNTHETIC])
@pytest.mark.parametrize(
    "written",
    [
        "{0}{1}",
        "{0} {1}",
        "{0}-{1}",
        "{0} – {1}",
        "{0}\u00a0{1}",
        "Ich heiße Greta ({0} {1}) und frage:",
        "room 12 {0} {1}",
        "{0}{1} 7",
        "fnr.{0}.{1}.",
    ],
)
def test_identity_number_is_found_however_it_is_written(number: str, written: str) -> None:
    assert holds_identity_number(written.format(number[:6], number[6:]))


def test_identity_number_is_found_digit_by_digit() -> None:
    assert holds_identity_number(" ".join(ORDINARY))
    assert holds_identity_number(".".join([ORDINARY[:2], ORDINARY[2:4], ORDINARY[4:]]))


@pytest.mark.parametrize("place", range(11))
def test_one_wrong_digit_makes_another_number(place: int) -> None:
    wrong = str((int(ORDINARY[place]) + 1) % 10)
    assert not holds_identity_number(ORDINARY[:place] + wrong + ORDINARY[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We come in May 2027 with 2 children, 4 and 7 years old.",
        "+47 77 87 10 00, or 77 87 10 00 from 08.00 to 15.30",
        f"+{ORDINARY}",
        f"1{ORDINARY}",
        f"{ORDINARY}1",
        f"{ORDINARY[:6]} and {ORDINARY[6:]}",
        f"{ORDINARY[:6]}\n{ORDINARY[6:]}",
        "000000 00000",
        "99999999999",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_identity_number(text)


def test_validator_explains_and_lets_the_rest_pass() -> None:
    refuse_identity_number("We are four.")
    with override("en"), pytest.raises(ValidationError, match="national identity number"):
        refuse_identity_number(f"My number is {ORDINARY}.")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Hun er {0}.", "Hun er …."),
        ("{0} og {0}", "… og …"),
        ("{0}", "…"),
        ("Ring +47 77 00 00 00 om 12345678901", "Ring +47 77 00 00 00 om 12345678901"),
        ("", ""),
    ],
)
def test_numbers_are_taken_out_and_all_else_stays(written: str, left: str) -> None:
    for number in (ORDINARY, f"{SYNTHETIC[:6]} {SYNTHETIC[6:]}"):
        assert without_identity_numbers(written.format(number)) == left
