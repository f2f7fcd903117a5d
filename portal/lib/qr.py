"""QR codes, drawn here: a path of SVG in the page itself, so that nothing more is asked for."""

from functools import lru_cache
from io import BytesIO
from itertools import groupby

import segno
from django.utils.safestring import SafeString, mark_safe

# What the standard asks for around a code, in modules.
QUIET = 4
# The fewest modules that hold the text, as large as can be on the paper; what room is left in them
# goes into correction.
CORRECTION = "l"
# Any mask can be read. To try all eight, as the standard wants, costs 4 ms instead of 0.7.
MASK = 2
# As many addresses as the region has pages in all languages, twice over.
REMEMBERED = 2048
# Bytes that fill 53 modules a side. A denser code is hard to read from paper.
LONGEST = 230
# Pixels of a module in a picture for print: a code of 29 modules is as wide as A5 at 200 dpi.
PIXELS = 32


def fits(text: str) -> bool:
    """Whether the text is short enough for paper."""
    return len(text.encode()) <= LONGEST


@lru_cache(maxsize=REMEMBERED)
def draw(text: str) -> SafeString:
    """Inline SVG of the text, black on white. Raises ValueError for more than LONGEST bytes.

    Hidden from screen readers: whoever prints it writes the text beside it.
    """
    if not fits(text):
        raise ValueError("too long to be read from paper")
    code = segno.make(text, error=CORRECTION, boost_error=True, micro=False, mask=MASK)
    side = len(code.matrix) + 2 * QUIET
    rows = (_row(list(bits)) for bits in code.matrix)
    return mark_safe(
        f'<svg class="qr" viewBox="0 0 {side} {side}" aria-hidden="true">'
        f'<path d="M{QUIET} {QUIET}.5{"".join(rows)}" stroke="#000"/></svg>'
    )


def picture(text: str, kind: str) -> bytes:
    """The code as a file for print, "svg" or "png"; a quarter of it may be soiled.

    Raises ValueError for more than LONGEST bytes.
    """
    if not fits(text):
        raise ValueError("too long to be read from paper")
    out = BytesIO()
    code = segno.make(text, error="q", boost_error=True, micro=False)
    code.save(out, kind=kind, scale=PIXELS if kind == "png" else 1, border=QUIET)
    return out.getvalue()


def _row(bits: list[int]) -> str:
    """One row from its left edge: black runs drawn, white ones skipped, then down and back."""
    runs = [(is_black, len(list(run))) for is_black, run in groupby(bits)]
    drawn = "".join(f"h{length}" if is_black else f"m{length} 0" for is_black, length in runs)
    return f"{drawn}m-{len(bits)} 1"
