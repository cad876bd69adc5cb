"""The charter as a PDF."""

import io
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from bot.documents.pictures import link_picture
from bot.domain.charter import Charter, Entry, Section

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"
INK, QUIET = "#1d1c1d", "#5c5a5c"
MARGIN, WIDTH = 54, 504


def write(charter: Charter) -> bytes:
    """Return the document: its title page, the picture of links, the registers; with an outline to walk by."""
    from reportlab.lib.pagesizes import LETTER
    from reportlab.platypus import SimpleDocTemplate

    held = io.BytesIO()
    document = SimpleDocTemplate(
        held,
        pagesize=LETTER,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=charter.title,
        author="Convener",
        subject=charter.subtitle,
        lang=charter.lang,
        invariant=1,
    )
    document.build([*_flow(charter)], onFirstPage=_number, onLaterPages=_number)
    return held.getvalue()


def _flow(charter: Charter) -> Iterator[Any]:
    from reportlab.platypus import Spacer

    styles = _styles()
    yield _heading(charter.title, styles["title"], 0)
    yield _text(charter.subtitle, styles["quiet"])
    for line in charter.about:
        yield _text(line, styles["body"])
    if charter.picture is not None:
        yield Spacer(1, 6)
        yield from _picture(charter, styles)
    for section in charter.sections:
        yield from _section(section, styles)


def _picture(charter: Charter, styles: dict[str, "ParagraphStyle"]) -> Iterator[Any]:
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    if charter.picture is None:
        return
    drawn = link_picture(charter.picture)
    wide, high = ImageReader(io.BytesIO(drawn)).getSize()
    yield _heading(charter.picture_title, styles["section"], 1)
    yield Image(io.BytesIO(drawn), width=WIDTH, height=WIDTH * high / wide)
    yield _text(charter.picture.alt_text, styles["quiet"])


def _section(section: Section, styles: dict[str, "ParagraphStyle"]) -> Iterator[Any]:
    """A heading stands on the page of its first record, and each record whole on one page where it has room."""
    from reportlab.platypus import KeepTogether

    heading = _heading(section.title, styles["section"], 1)
    entries = [[*_lines(entry, styles)] for entry in section.entries]
    first, *others = entries or [[_text(section.empty, styles["quiet"])]]
    yield KeepTogether([heading, *first])
    yield from (KeepTogether(lines) for lines in others)


def _lines(entry: Entry, styles: dict[str, "ParagraphStyle"]) -> Iterator[Any]:
    yield _text(f"{entry.ref}. {entry.title}", styles["entry"])
    for fact in entry.facts:
        label = f'<font name="{BOLD}">{escape(fact.lead)}</font>'
        yield _marked(f"{label} {escape(fact.value)}", styles["fact"])
    for link in entry.links:
        yield _text(link, styles["fact"])


def _text(words: str, style: "ParagraphStyle") -> Any:
    return _marked(escape(words), style)


def _marked(markup: str, style: "ParagraphStyle") -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(markup.replace("\n", "<br/>"), style)


def _heading(words: str, style: "ParagraphStyle", level: int) -> Any:
    """Return a heading that stands in the document's outline, too."""
    from reportlab.platypus import Paragraph

    class Heading(Paragraph):
        def draw(self) -> None:
            key = f"{level}-{words}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(words, key, level, closed=False)
            super().draw()

    return Heading(escape(words), style)


@cache
def _styles() -> dict[str, "ParagraphStyle"]:
    from reportlab.lib.styles import ParagraphStyle

    _fonts()

    def style(name: str, size: float, **more: Any) -> ParagraphStyle:
        told = {"fontName": FONT, "fontSize": size, "leading": size * 1.35, "textColor": INK, **more}
        return ParagraphStyle(name, **told)

    return {
        "title": style("title", 20, fontName=BOLD, spaceAfter=6),
        "section": style("section", 14, fontName=BOLD, spaceBefore=16, spaceAfter=4, keepWithNext=1),
        "entry": style("entry", 10.5, fontName=BOLD, spaceBefore=8, spaceAfter=2, keepWithNext=1),
        "fact": style("fact", 9.5, leftIndent=12),
        "body": style("body", 10, spaceAfter=3),
        "quiet": style("quiet", 9, textColor=QUIET, spaceAfter=4),
    }


def _fonts() -> None:
    """Register a font that knows more than Latin letters; matplotlib brings it along."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise RuntimeError("matplotlib is not installed")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    for name in (FONT, BOLD):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.setFillColor(QUIET)
    canvas.drawRightString(MARGIN + WIDTH, MARGIN / 2, str(document.page))
