"""Addresses in texts: found, and put in the place of others."""

import pytest

from portal.lib.html import clean
from portal.lib.links import addresses_in, is_external, with_addresses, with_bare_addresses

OLD, NEW = "https://gammel.no/a?b=1&c=2", "https://ny.no/?x=\"1\"&y='2'"


def swapped(address: str) -> str:
    return NEW if address == OLD else address


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("", []),
        ("<p>https://a.no/ uten lenke</p>", []),
        ('<p><a href="https://a.no/">A</a> og <a href="/en/pages/b/">B</a></p>',
         ["https://a.no/", "/en/pages/b/"]),
        ('<p><a href="https://a.no/?b=1&amp;c=2">A</a></p>', ["https://a.no/?b=1&c=2"]),
        ('<p>&lt;a href="https://a.no/"&gt;</p>', []),
        ("<p><a>uten</a> <a href='https://a.no/x>y'><strong>B</strong></a></p>",
         ["https://a.no/x>y"]),
    ],
)  # fmt: skip
def test_addresses_are_found_in_cleaned_text(markup: str, found: list[str]) -> None:
    assert addresses_in(clean(markup)) == found


def test_address_is_replaced_wherever_it_is_written_the_same() -> None:
    before = clean(
        f'<p><a href="{OLD}">Skjema</a>, <a href="{OLD}">{OLD}</a> '
        f'<a href="https://gammel.no/a?b=1">annet</a> href="{OLD}"</p>'
    )
    after = with_addresses(before, swapped)
    assert addresses_in(after) == [NEW, NEW, "https://gammel.no/a?b=1"]
    assert clean(after) == after
    assert after.count("Skjema") == 1
    # Words that are the address change along; words beside a link are words.
    assert after.count("gammel.no/a?b=1&amp;c=2") == 1


def test_text_without_the_address_stays_to_the_letter() -> None:
    for markup in ("", "<p>Ingen</p>", '<p><a href="https://a.no/">A</a>\n<a>x</a></p>'):
        assert with_addresses(markup, swapped) == markup


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Se https://a.no/x.", "Se https://b.no/."),
        ("(https://a.no/x), og https://a.no/xy", "(https://b.no/), og https://a.no/xy"),
        ("a.no/x", "a.no/x"),
    ],
)
def test_address_in_plain_text_is_replaced_without_its_full_stop(before: str, after: str) -> None:
    changed = {"https://a.no/x": "https://b.no/"}
    assert with_bare_addresses(before, lambda found: changed.get(found, found)) == after


@pytest.mark.parametrize(
    ("address", "leads_out"),
    [("https://a.no", True), ("HTTP://A.NO", True), ("/a", False), ("#a", False),
     ("mailto:a@b.no", False), ("tel:+47", False), ("", False)],
)  # fmt: skip
def test_address_leads_out_or_not(address: str, leads_out: bool) -> None:
    assert is_external(address) is leads_out
