"""The colours of tokens.css: the values agreed on, and every contrast computed again."""

import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "portal/static/portal/css/tokens.css"
DEVICE = ':root:not([data-theme="light"])'
CHOSEN = ':root[data-theme="dark"]'

# The table of the design, light and dark.
AGREED = {
    "background": ("#F6F9FA", "#0C151D"),
    "surface": ("#FFFFFF", "#132230"),
    "tint": ("#E4EFF2", "#1A3040"),
    "ink": ("#10222E", "#E9F1F5"),
    "muted": ("#445864", "#AEBFCA"),
    "link": ("#0B5567", "#86CFE3"),
    "hover": ("#083F4D", "#B5E3EF"),
    "on-button": ("#FFFFFF", "#0C151D"),
    "success": ("#176B4D", "#7ADBAE"),
    "warning": ("#8A4B00", "#F5B65B"),
    "error": ("#A3231F", "#FFA59C"),
    "tag": ("#5E4680", "#C9B3E6"),
    "input-line": ("#6B808C", "#7F97A5"),
    "hairline": ("#C9D6DC", "#2C4252"),
    "sky": ("#0E3442", "#0A1A26"),
    "focus": ("#FFD24A", "#FFD24A"),
}
SCHEMES = ("light", "dark")

TEXT = ("ink", "muted", "link", "hover", "success", "warning", "error", "tag")
GROUNDS = ("background", "surface", "tint")
TEXT_PAIRS = [
    *itertools.product(TEXT, GROUNDS),
    ("ink", "mark"),
    *itertools.product(("ink", "link", "hover", "warning"), ("warning-tint",)),
    *itertools.product(("ink", "link", "hover", "error"), ("error-tint",)),
    ("on-button", "link"),
    ("on-button", "hover"),
    ("#ffffff", "sky"),
    ("#ffffff", "sky-low"),
    ("#10222e", "focus"),  # the skip link
]
# What must be told apart, but is not read.
SHAPE_PAIRS = [
    ("input-line", "surface"),
    ("input-line", "background"),
    ("focus", "focus-ring"),
    ("lit", "near"),
    ("lit", "sky"),
]


def blocks(css: str) -> dict[str, dict[str, str]]:
    """The custom properties of each rule that stands for a scheme, by selector."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    rules = re.findall(r"(:root[^\s{,]*)\s*\{([^{}]*)\}", css)
    return {selector: dict(re.findall(r"--([\w-]+):\s*([^;]+);", body)) for selector, body in rules}


def colours(scheme: str) -> dict[str, str]:
    """All tokens as they are in one scheme: dark replaces some of the light ones."""
    found = blocks(TOKENS.read_text())
    return found[":root"] | (found[CHOSEN] if scheme == "dark" else {})


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition) of #rrggbb."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(c * weight for c, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_of(pair: tuple[str, str], scheme: str) -> float:
    tokens = colours(scheme)
    return contrast(*(name if name.startswith("#") else tokens[name] for name in pair))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tokens_are_those_of_the_design(scheme: str) -> None:
    tokens = colours(scheme)
    column = SCHEMES.index(scheme)
    agreed = {name: pair[column].lower() for name, pair in AGREED.items()}
    assert {name: tokens[name].lower() for name in AGREED} == agreed


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_tokens_of_text_can_be_read(pair: tuple[str, str], scheme: str) -> None:
    assert contrast_of(pair, scheme) >= 5.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids=" on ".join)
def test_tokens_of_shapes_can_be_told_apart(pair: tuple[str, str], scheme: str) -> None:
    assert contrast_of(pair, scheme) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tokens_of_text_are_mostly_far_above_the_limit(scheme: str) -> None:
    ratios = [contrast_of(pair, scheme) for pair in TEXT_PAIRS]
    assert sum(ratio >= 7 for ratio in ratios) > len(ratios) / 2


def test_tokens_are_dark_alike_by_device_and_by_choice() -> None:
    found = blocks(TOKENS.read_text())
    assert found.keys() == {":root", DEVICE, CHOSEN, ':root[data-theme="light"]'}
    assert found[DEVICE] == found[CHOSEN]
    assert found[CHOSEN].keys() < found[":root"].keys()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48),
     ("#ff0000", "#ffffff", 4.0)],
)  # fmt: skip
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_tokens_reader_keeps_the_blocks_apart() -> None:
    css = ':root { --a: #fff; /* --b: #000; */ }\n@media x { :root[data-theme="d"] { --a: #000; } }'
    assert blocks(css) == {":root": {"a": "#fff"}, ':root[data-theme="d"]': {"a": "#000"}}
