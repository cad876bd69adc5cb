"""Pictures of progress: pillars over time, and counts as bars. No percentages, and no race."""

from datetime import date
from typing import TYPE_CHECKING

from bot.documents.pictures import COLOURS, INK, QUIET, paper, png
from bot.domain.pictures import Bars, Picture, PillarRow, PillarTimeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, ROW, HEAD = 8.0, 0.55, 1.1
LEFT, FAINT = 0.27, "#e3e1e3"
MARKS = 4
OPEN, AGREED = COLOURS[0], COLOURS[5]


def draw(picture: Picture) -> bytes:
    """Return a picture as a PNG."""
    return _timeline(picture) if isinstance(picture, PillarTimeline) else _bars(picture)


def _timeline(picture: PillarTimeline) -> bytes:
    figure, axes = paper(WIDE, ROW * len(picture.rows) + HEAD + 0.4, (LEFT, 0.24, 0.7, 0.62))
    for n, row in enumerate(picture.rows):
        _pillar(axes, n, row)
    start, end = picture.first.toordinal(), picture.last.toordinal()
    edge = max(1.0, (end - start) / 20)
    axes.set_xlim(start - edge, end + edge)
    axes.set_ylim(len(picture.rows) - 0.4, -0.6)
    names = [f"{row.name}\n{row.state}" for row in picture.rows]
    axes.set_yticks(range(len(names)), names, color=INK, fontsize=8)
    marked = sorted({start + (end - start) * n // MARKS for n in range(MARKS + 1)})
    axes.set_xticks(marked, [date.fromordinal(day).isoformat() for day in marked])
    axes.tick_params(axis="x", labelsize=7, colors=QUIET)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title(picture.title, color=INK, fontsize=10, weight="bold", loc="left")
    _legend(axes, picture.legend)
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


def _legend(axes: "Axes", legend: tuple[str, str]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks = [
        Patch(facecolor=OPEN, edgecolor=INK, label=legend[0]),
        Line2D([], [], marker="D", color=AGREED, markeredgecolor=INK, linestyle="", label=legend[1]),
    ]
    axes.legend(
        handles=marks, loc="upper right", bbox_to_anchor=(1, -0.2), ncols=2, frameon=False, fontsize=7
    )


def _bars(picture: Bars) -> bytes:
    figure, axes = paper(WIDE, ROW * max(1, len(picture.bars)) + HEAD, (LEFT, 0.05, 0.68, 0.78))
    most = max((count for _, count in picture.bars), default=1) or 1
    for n, (_, count) in enumerate(picture.bars):
        axes.barh(n, count, height=0.55, color=COLOURS[n % len(COLOURS)], edgecolor=INK, linewidth=0.5)
        axes.text(count + most * 0.015, n, str(count), va="center", color=INK, fontsize=9)
    axes.set_yticks(range(len(picture.bars)), [name for name, _ in picture.bars], color=INK, fontsize=8)
    axes.set_xticks([])
    axes.set_xlim(0, most * 1.12)
    axes.set_ylim(len(picture.bars) - 0.4, -0.6)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_title(picture.title, color=INK, fontsize=10, weight="bold", loc="left")
    return png(figure)
