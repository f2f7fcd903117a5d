"""The ratios as a picture: a bar for each, with a mark for its floor and one for its goal."""

from collections.abc import Sequence
from html import escape

from tests.bench.goals import Verdict, written

WIDTH, LABELS, ROW, TOP = 860, 400, 26, 60
BARS = WIDTH - LABELS - 90
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1b2733 }
  .small { font-size: 11px; fill: #51606e }
  .ground { fill: #ffffff } .bar { fill: #2f6f8f } .low { fill: #a8321f }
  .floor { stroke: #a8321f } .goal { stroke: #1f7a3d }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8eef3 } .small { fill: #a9b7c3 }
    .ground { fill: #12202c } .bar { fill: #63b3d4 } .low { fill: #ff8d78 }
    .floor { stroke: #ff8d78 } .goal { stroke: #6fd08c }
  }
"""


def ratios(found: Sequence[Verdict], caption: str) -> str:
    """An SVG of the ratios among the measures; each bar's full length is half again its goal."""
    rows = [verdict for verdict in found if verdict.goal.unit == "×"]
    height = TOP + ROW * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{escape(caption)}</title><style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        f'<text x="16" y="24">{escape(caption)}</text>',
        f'<text class="small" x="16" y="44">{escape(LEGEND)}</text>',
    ]
    parts += [_row(verdict, TOP + ROW * place) for place, verdict in enumerate(rows)]
    return "\n".join([*parts, "</svg>", ""])


LEGEND = "Left mark: floor. Right mark: goal. Each bar is drawn to the scale of its own goal."


def _row(verdict: Verdict, top: float) -> str:
    goal = verdict.goal
    bar = "low" if verdict.is_below_floor else "bar"
    label = escape(f"{goal.id}  {goal.what}")
    return (
        f'<text class="small" x="16" y="{top + 14:.0f}">{label}</text>'
        f'<rect class="{bar}" x="{LABELS}" y="{top + 2:.0f}" height="16"'
        f' width="{_place(verdict.measured, goal.goal):.1f}"/>'
        f"{_mark('floor', _place(goal.floor, goal.goal), top)}"
        f"{_mark('goal', _place(goal.goal, goal.goal), top)}"
        f'<text x="{LABELS + BARS + 10}" y="{top + 15:.0f}">{written(verdict.measured)} ×</text>'
    )


def _mark(kind: str, place: float, top: float) -> str:
    x = LABELS + place
    return (
        f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{top - 1:.0f}" y2="{top + 21:.0f}"'
        ' stroke-width="2"/>'
    )


def _place(value: float, goal: float) -> float:
    return min(max(value, 0.0) / (1.5 * goal), 1.0) * BARS
