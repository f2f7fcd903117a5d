"""The difference of two texts, word by word."""

import pytest

from portal.lib.difference import AROUND, COMPARED_AT_MOST, difference


def written(old: str, new: str) -> str:
    """The difference as one line: -removed-, +added+."""
    signs = {"same": "", "removed": "-", "added": "+"}
    return " ".join(f"{signs[p.kind]}{p.text}{signs[p.kind]}" for p in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Elva er lang", "Elva er lang", ""),
        ("Elva  er\nlang", "Elva er lang", ""),
        ("", "", ""),
        ("", "Elva er lang", "+Elva er lang+"),
        ("Elva er lang", "", "-Elva er lang-"),
        ("Elva er lang", "Elva er kort", "Elva er -lang- +kort+"),
        ("Elva er lang", "Den er lang", "-Elva- +Den+ er lang"),
        ("Elva er lang", "Elva er ikke lang", "Elva er +ikke+ lang"),
        ("a b c", "a c", "a -b- c"),
        ("a a", "a a a", "a a +a+"),
        ("a a a", "a", "a -a a-"),
        ("a b c d", "x b y d", "-a- +x+ b -c- +y+ d"),
        ("ja", "nei", "-ja- +nei+"),
    ],
)
def test_difference_shows_what_went_and_what_came(old: str, new: str, found: str) -> None:
    assert written(old, new) == found


def test_difference_cuts_long_stretches_that_stayed() -> None:
    words = [f"w{n}" for n in range(100)]
    other = [*words]
    other[30], other[60] = "X", "Y"
    pieces = difference(" ".join(words), " ".join(other))
    assert [piece.kind for piece in pieces] == [
        "same", "removed", "added", "same", "removed", "added", "same",
    ]  # fmt: skip
    first, middle, last = (piece.text.split() for piece in pieces if piece.kind == "same")
    assert first == ["…", *words[30 - AROUND : 30]]
    assert middle == [*words[31 : 31 + AROUND], "…", *words[60 - AROUND : 60]]
    assert last == [*words[61 : 61 + AROUND], "…"]


def test_difference_keeps_short_stretches_whole() -> None:
    pieces = difference("a " + "b " * (AROUND + 2), "x " + "b " * (AROUND + 2))
    assert pieces[-1].text.split() == ["b"] * (AROUND + 2)


def test_difference_of_huge_texts_is_not_searched_for() -> None:
    size = int(COMPARED_AT_MOST**0.5) + 2
    old = " ".join(f"a{n}" for n in range(size))
    new = " ".join(f"a{n + 1}" for n in range(size))
    # One word went at the beginning and one came at the end: looking for that would take long.
    assert [piece.kind for piece in difference(old, new)] == ["removed", "added"]
    fewer = " ".join(old.split()[:100]), " ".join(new.split()[:100])
    assert [piece.kind for piece in difference(*fewer)] == ["removed", "same", "added"]
