"""Pictures where people would rather look: readable in light and dark mode, and by colour-blind people.

Every picture has a ground of its own, so that it is the same in both modes; shapes, words and numbers say what
colours say (the colours are Okabe and Ito's, which are told apart by all).
"""

import io
from collections.abc import Sequence
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from bot.domain.charter import LinkPicture, Node

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUND, INK, QUIET = "#ffffff", "#1d1c1d", "#5c5a5c"
COLOURS = ("#56b4e9", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#0072b2")
WIDE, ROW, DOTS = 8.0, 0.62, 150
BOX_WIDE, BOX_HIGH = 0.88, 0.74
LETTERS, LINES = 30, 2
Place = tuple[float, float]


def link_picture(picture: LinkPicture) -> bytes:
    """Return the picture of what follows from what as a PNG."""
    rows = max((_count(picture.nodes, n) for n in range(len(picture.columns))), default=1)
    figure, axes = paper(WIDE, ROW * (max(rows, 1) + 1.2))
    axes.set_axis_off()
    axes.set_xlim(-0.5, len(picture.columns) - 0.5)
    axes.set_ylim(max(rows, 1) - 0.3, -1.1)
    places = _places(picture.nodes)
    for n, name in enumerate(picture.columns):
        axes.text(n, -0.8, name, ha="center", va="center", weight="bold", color=INK, fontsize=9)
    for one, other in picture.edges:
        _arrow(axes, places[one], places[other])
    for node in picture.nodes:
        _box(axes, node, places[node.ref])
    return png(figure)


def _count(nodes: Sequence[Node], column: int) -> int:
    return sum(node.column == column for node in nodes)


def _places(nodes: Sequence[Node]) -> dict[str, Place]:
    held: dict[str, Place] = {}
    for node in nodes:
        row = sum(other.column == node.column for other in nodes if other.ref in held)
        held[node.ref] = (float(node.column), float(row))
    return held


def _box(axes: "Axes", node: Node, place: Place) -> None:
    from matplotlib.patches import FancyBboxPatch

    left, top = place[0] - BOX_WIDE / 2, place[1] - BOX_HIGH / 2
    colour = COLOURS[node.column % len(COLOURS)]
    axes.add_patch(
        FancyBboxPatch(
            (left, top),
            BOX_WIDE,
            BOX_HIGH,
            boxstyle="round,pad=0,rounding_size=0.06",
            fc=GROUND,
            ec=colour,
            lw=1.6,
            zorder=2,
        )
    )
    words = wrap(shorten(f"{node.ref}: {node.title}", LETTERS * LINES, placeholder="…"), LETTERS)
    axes.text(*place, "\n".join(words), ha="center", va="center", color=INK, fontsize=6.5, zorder=3)


def _arrow(axes: "Axes", start: Place, end: Place) -> None:
    """Draw an arrow: straight to the next column; past columns, in the gap below the row."""
    half = BOX_WIDE / 2
    if start[0] == end[0]:
        _head(axes, (start[0] + half, start[1]), (end[0] + half, end[1]), bend=-0.2)
        return
    side = half if end[0] > start[0] else -half
    first, last = (start[0] + side, start[1]), (end[0] - side, end[1])
    if abs(end[0] - start[0]) > 1:
        corners = [first, (first[0] + side / 8, start[1] + 0.5), (last[0] - side / 4, start[1] + 0.5)]
        axes.plot(*zip(*corners, strict=True), color=QUIET, lw=1.0, zorder=1)
        first = corners[-1]
    _head(axes, first, last)


def _head(axes: "Axes", start: Place, end: Place, bend: float = 0.06) -> None:
    style = {
        "arrowstyle": "-|>",
        "color": QUIET,
        "lw": 1.0,
        "shrinkA": 0,
        "connectionstyle": f"arc3,rad={bend}",
    }
    axes.annotate("", xy=end, xytext=start, zorder=1, arrowprops=style)


def paper(
    wide: float, high: float, inside: tuple[float, float, float, float] = (0.01, 0.01, 0.98, 0.98)
) -> "tuple[Figure, Axes]":
    """Return an empty sheet in inches; ``inside`` is the part to draw on: left, bottom, width, height as shares."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(wide, high), dpi=DOTS, facecolor=GROUND)
    FigureCanvasAgg(figure)
    return figure, figure.add_axes(inside)


def png(figure: "Figure") -> bytes:
    """Return a finished sheet as a PNG."""
    held = io.BytesIO()
    figure.savefig(held, format="png", facecolor=GROUND, metadata={"Software": None})
    return held.getvalue()
