"""The charter as a Word document."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.documents.pictures import link_picture
from bot.domain.charter import Charter, Entry, Section

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LANGUAGES = {"en": "en-US", "es": "es-US"}
PICTURE_INCHES = 6.2
RECORD, FACT = "Heading 2", "List Bullet"


def write(charter: Charter) -> bytes:
    """Return the document, with headings that a screen reader can walk and its language set."""
    import docx

    document = docx.Document()
    _describe(document, charter)
    document.add_heading(charter.title, level=0)
    document.add_paragraph(charter.subtitle)
    for line in charter.about:
        document.add_paragraph(line)
    if charter.picture is not None:
        _picture(document, charter)
    for section in charter.sections:
        _section(document, section)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _describe(document: "Document", charter: Charter) -> None:
    from docx.oxml.ns import qn

    told = document.core_properties
    told.title, told.subject, told.author, told.language = (
        charter.title,
        charter.subtitle,
        "Convener",
        charter.lang,
    )
    font = document.styles["Normal"].element.get_or_add_rPr()
    language = font.makeelement(qn("w:lang"), {qn("w:val"): LANGUAGES.get(charter.lang, charter.lang)})
    font.append(language)


def _picture(document: "Document", charter: Charter) -> None:
    from docx.shared import Inches

    if charter.picture is None:
        return
    document.add_heading(charter.picture_title, level=1)
    document.add_picture(io.BytesIO(link_picture(charter.picture)), width=Inches(PICTURE_INCHES))
    shape = document.inline_shapes[-1]
    shape._inline.docPr.set("descr", charter.picture.alt_text)


def _section(document: "Document", section: Section) -> None:
    styles = {name: str(document.styles[name].style_id) for name in (RECORD, FACT)}
    document.add_heading(section.title, level=1)
    if not section.entries:
        document.add_paragraph(section.empty)
    for entry in section.entries:
        _entry(document, entry, styles)


def _entry(document: "Document", entry: Entry, styles: Mapping[str, str]) -> None:
    _paragraph(document, styles[RECORD], f"{entry.ref}. {entry.title}")
    for fact in entry.facts:
        line = _paragraph(document, styles[FACT])
        line.add_run(f"{fact.lead} ").bold = True
        line.add_run(fact.value)
    for link in entry.links:
        _paragraph(document, styles[FACT], link)


def _paragraph(document: "Document", style_id: str, words: str = "") -> "Paragraph":
    """Add a paragraph with the id of its style: looking a style up by name each time takes most of a long charter."""
    added = document.add_paragraph(words)
    added._p.style = style_id
    return added
