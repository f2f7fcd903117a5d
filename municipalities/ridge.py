"""The ridge: one peak per municipality, one lit light. Drawn from the list, not a fixed picture."""

from collections.abc import Sequence
from zlib import crc32

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 1000, 200
FOOT = 164
AURORA = (
    '<g class="aurora" fill="none" stroke-linecap="round">'
    '<path d="M-20 72C190 26 330 92 520 54S860 28 1020 66" stroke-width="11"/>'
    '<path d="M40 100C240 52 380 116 560 78S850 58 980 94" stroke-width="5"/></g>'
)


def draw(slugs: Sequence[str], lit: str | None = None) -> SafeString:
    """Inline SVG of the ridge; the light stands on `lit`, or on every peak. Decorative."""
    peaks = [_peak(index, len(slugs), slug) for index, slug in enumerate(slugs)]
    lights = "".join(
        f'<circle class="{"lit" if lit in (None, slug) else "unlit"}" cx="{x}" cy="{y - 3}" '
        f'r="{7 if lit in (None, slug) else 3.5}"/>'
        for slug, (x, y) in zip(slugs, peaks, strict=True)
    )
    return mark_safe(
        f'<svg class="ridge" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMax slice" '
        f'aria-hidden="true" focusable="false">{AURORA}'
        f'<path class="far" d="{_far_ridge(len(slugs))}"/>'
        f'<path class="near" d="{_outline(peaks)}"/>{lights}</svg>'
    )


def _peak(index: int, count: int, slug: str) -> tuple[int, int]:
    """Where the peak of a municipality stands: evenly apart, its height its own for ever."""
    gap = WIDTH / max(count, 1)
    spread = crc32(slug.encode())
    x = gap * (index + 0.5) + (spread % 21 - 10) / 100 * gap
    return round(x), 52 + spread // 21 % 70


def _outline(peaks: Sequence[tuple[int, int]]) -> str:
    points = [(0, FOOT - 4)]
    for before, (x, y) in zip([None, *peaks], peaks, strict=False):
        if before:
            points.append(((before[0] + x) // 2, FOOT - (before[0] + y) % 17))
        # A shoulder on one side, so that mountains do not look like tents.
        points += [(x - 34, y + 36), (x - 16, y + 26), (x, y), (x + 22, y + 30)]
    points.append((WIDTH, FOOT - 8))
    return "M" + "L".join(f"{x} {y}" for x, y in points) + f"V{HEIGHT}H0Z"


def _far_ridge(count: int) -> str:
    steps = max(count, 3) * 2
    points = [
        (round(WIDTH * step / steps), (104 if step % 2 else 142) + crc32(bytes([step])) % 18)
        for step in range(steps + 1)
    ]
    return "M" + "L".join(f"{x} {y}" for x, y in points) + f"V{HEIGHT}H0Z"
