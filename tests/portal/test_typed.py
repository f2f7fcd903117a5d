"""What people type, cleaned."""

import pytest
from django.core.exceptions import ValidationError

from portal.lib.typed import LineField, PassageField, PhoneField, one_line, passage


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Åse\tB.\n Berg ", "Åse B. Berg"),
        ("A\u030ase", "Åse"),
        ("Anna\x00\u202egro.live", "Annagro.live"),
        ("Anna\r\nBcc: all@example.org", "Anna Bcc: all@example.org"),
        ("نام\u200cها", "نام\u200cها"),
    ],
)
def test_line_is_composed_and_without_controls(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b\u202ec\u200fd", "abc\u200fd"),
        ("<b>1 < 2</b>", "<b>1 < 2</b>"),
    ],
)
def test_passage_keeps_lines_and_loses_controls(typed, kept):
    assert passage(typed) == kept


def test_fields_measure_what_is_kept():
    assert LineField(max_length=4).clean("Å\x00s  e\u202e") == "Ås e"
    assert PassageField(max_length=5).clean("\r\nfünf!\x00") == "fünf!"
    with pytest.raises(ValidationError):
        LineField(max_length=4).clean("five!")


@pytest.mark.parametrize("number", ["+47 77 00 00 00", "(077) 12-34/56", "12345"])
def test_phone_takes_a_number_as_people_write_it(number):
    assert PhoneField().clean(number) == number


@pytest.mark.parametrize(
    "number", ["ring meg", "seven seven", "1234", "+", "1" * 16, "77 00 00 00 x", "٧٧٠٠٠٠"]
)
def test_phone_refuses_what_nobody_can_dial(number):
    with pytest.raises(ValidationError):
        PhoneField().clean(number)
