"""Pictures of progress: pillars over time, and counts as bars. No percentages, and no race."""

from collections.abc import Sequence
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from bot.documents.pictures import COLOURS, INK, QUIET, paper, png
from bot.domain.pictures import Bars, Picture, PillarRow, PillarTimeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, ROW, TOP, MARGIN = 8.0, 0.55, 0.55, 0.2
LEFT, BELOW = 2.3, 0.85
LETTERS, LINES, LETTERS_IN_TITLE = 32, 3, 76
FAINT = "#e3e1e3"
OPEN, AGREED = COLOURS[0], COLOURS[3]


def draw(picture: Picture) -> bytes:
    """Return a picture as a PNG."""
    return _timeline(picture) if isinstance(picture, PillarTimeline) else _bars(picture)


def _sheet(title: str, names: Sequence[str], below: float) -> "tuple[Figure, Axes]":
    """Return a sheet with a title, and a named row for each name; ``below`` is the room under them, in inches."""
    rows = ROW * max(1, len(names))
    high = rows + TOP + below
    inside = (LEFT / WIDE, below / high, (WIDE - LEFT - 2 * MARGIN) / WIDE, rows / high)
    figure, axes = paper(WIDE, high, inside)
    axes.set_yticks(range(len(names)), [_wrapped(name) for name in names], color=INK, fontsize=8)
    axes.set_ylim(max(1, len(names)) - 0.5, -0.5)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, pad=6)
    head = shorten(title, LETTERS_IN_TITLE, placeholder="…")
    figure.text(MARGIN / WIDE, 1 - TOP / 2 / high, head, color=INK, fontsize=11, weight="bold", va="center")
    return figure, axes


def _wrapped(name: str) -> str:
    """Return a row's name on three lines at most."""
    lines = [line for part in name.splitlines() for line in wrap(part, LETTERS)]
    return "\n".join(lines[:LINES])


def _timeline(picture: PillarTimeline) -> bytes:
    names = [f"{row.name}\n{row.state}" for row in picture.rows]
    figure, axes = _sheet(picture.title, names, BELOW)
    for n, row in enumerate(picture.rows):
        _pillar(axes, n, row)
    days = [day.toordinal() for day, _ in picture.days]
    edge = max(1.0, (days[-1] - days[0]) / 20)
    axes.set_xlim(days[0] - edge, days[-1] + edge)
    axes.set_xticks(days, [words for _, words in picture.days])
    axes.tick_params(axis="x", labelsize=7, colors=QUIET)
    axes.grid(axis="both", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    _legend(figure, picture.legend)
    return png(figure)


def _pillar(axes: "Axes", place: int, row: PillarRow) -> None:
    for span in row.sessions:
        start, days = span.first.toordinal(), max(1, (span.last - span.first).days)
        axes.barh(place, days, left=start, height=0.42, color=OPEN, edgecolor=INK, linewidth=0.5)
    for day in row.agreed:
        axes.plot(
            [day.toordinal()],
            [place],
            marker="D",
            markersize=7,
            color=AGREED,
            markeredgecolor=INK,
            linestyle="",
        )


def _legend(figure: "Figure", legend: tuple[str, str]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks = [
        Patch(facecolor=OPEN, edgecolor=INK, label=legend[0]),
        Line2D([], [], marker="D", color=AGREED, markeredgecolor=INK, linestyle="", label=legend[1]),
    ]
    figure.legend(handles=marks, loc="lower right", ncols=2, frameon=False, fontsize=8, labelcolor=INK)


def _bars(picture: Bars) -> bytes:
    figure, axes = _sheet(picture.title, [name for name, _ in picture.bars], MARGIN)
    most = max((count for _, count in picture.bars), default=1) or 1
    for n, (_, count) in enumerate(picture.bars):
        axes.barh(n, count, height=0.55, color=OPEN, edgecolor=INK, linewidth=0.5)
        axes.text(count + most * 0.015, n, str(count), va="center", color=INK, fontsize=9)
    axes.set_xticks([])
    axes.set_xlim(0, most * 1.12)
    return png(figure)
