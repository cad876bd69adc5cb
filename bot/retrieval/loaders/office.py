"""DOCX by heading, PPTX by slide, XLSX by sheet."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from bot.domain.library import Piece, PlaceKind
from bot.ports.incoming import Unreadable
from bot.retrieval.loaders.parts import Limits, Loaded

BETWEEN = " | "


def docx(data: bytes, _: Limits) -> Loaded:
    """Return a document's text under its headings, tables in their place."""
    import docx

    document = docx.Document(io.BytesIO(data))
    heading, lines = "", list[str]()
    parts = list[Piece]()
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += _rows([cell.text for cell in row.cells] for row in block.rows)
        elif _is_heading(block) and block.text.strip():
            parts.append(Piece("\n\n".join(lines), heading))
            heading, lines = block.text.strip(), []
        elif block.text.strip():
            lines.append(block.text.strip())
    parts.append(Piece("\n\n".join(lines), heading))
    return Loaded(str(document.core_properties.title or "").strip(), tuple(parts))


def _is_heading(paragraph: Any) -> bool:
    name = str(paragraph.style.name if paragraph.style else "")
    return name.startswith(("Heading", "Title"))


def pptx(data: bytes, limits: Limits) -> Loaded:
    """Return a presentation's slides with their notes."""
    import pptx

    show = pptx.Presentation(io.BytesIO(data))
    if len(show.slides) > limits.pages:
        raise Unreadable("long", limit=limits.pages)
    parts = [_slide(slide, str(n)) for n, slide in enumerate(show.slides, 1)]
    return Loaded(str(show.core_properties.title or "").strip(), tuple(parts))


def _slide(slide: Any, number: str) -> Piece:
    title = slide.shapes.title
    heading = title.text_frame.text.strip() if title is not None else ""
    lines = [line for shape in slide.shapes if shape != title for line in _shape(shape)]
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        lines.append(slide.notes_slide.notes_text_frame.text.strip())
    text = "\n".join(line for line in lines if line) or heading
    return Piece(text, heading, PlaceKind.SLIDE, number)


def _shape(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield shape.text_frame.text.strip()
    if getattr(shape, "has_table", False):
        yield from _rows([cell.text for cell in row.cells] for row in shape.table.rows)
    for inner in getattr(shape, "shapes", ()):
        yield from _shape(inner)


def xlsx(data: bytes, limits: Limits) -> Loaded:
    """Return a workbook's sheets, a line a row; formulas by their last values."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        if len(book.worksheets) > limits.pages:
            raise Unreadable("long", limit=limits.pages)
        parts = [_sheet(sheet, limits) for sheet in book.worksheets]
        return Loaded(str(book.properties.title or "").strip(), tuple(parts))
    finally:
        book.close()


def _sheet(sheet: Any, limits: Limits) -> Piece:
    """A sheet's own word on its size is not believed: what is counted is what is there."""
    sheet.reset_dimensions()
    rows = _counted(sheet.iter_rows(values_only=True), limits.cells)
    return Piece("\n".join(_rows(rows)), sheet.title, PlaceKind.SHEET, sheet.title)


def _counted(rows: Iterable[tuple[object, ...]], most: int) -> Iterator[tuple[object, ...]]:
    """Yield rows until there are too many cells: a single one far out stands for millions of empty ones."""
    count = 0
    for row in rows:
        count += 1 + len(row)
        if count > most:
            raise Unreadable("bomb")
        yield row


def _rows(rows: Iterable[Iterable[object]]) -> list[str]:
    lines = []
    for row in rows:
        cells = [str(cell).strip() for cell in row if cell is not None and str(cell).strip()]
        if cells:
            lines.append(BETWEEN.join(dict.fromkeys(cells)))
    return lines
