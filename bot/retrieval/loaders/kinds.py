"""What a file is, by its first bytes; its name is believed only where the bytes leave it open."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

from bot.ports.incoming import File, Unreadable
from bot.retrieval.loaders.parts import Limits

PDF, ZIP, OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 1024
MOST_ENTRIES = 10_000
DENSEST = 200
SMALL = 1_000_000
XML = (".xml", ".rels", ".vml")
BOMS = (b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    """The kinds of files that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    XLSX = "xlsx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


MAIN_PARTS = {
    "word/document.xml": Kind.DOCX,
    "ppt/presentation.xml": Kind.PPTX,
    "xl/workbook.xml": Kind.XLSX,
}
ENDINGS = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
}
BINARY_ENDINGS = (".pdf", ".docx", ".pptx", ".xlsx", ".docm", ".pptm", ".xlsm")


def kind_of(file: File, limits: Limits) -> Kind:
    """Return what a file is. Raises Unreadable where it is nothing that can be read, or hostile."""
    head = file.data[:HEAD]
    if PDF in head:
        return Kind.PDF
    if head.startswith(ZIP):
        return _packed(file, limits)
    if head.startswith(OLE):
        raise Unreadable("old_or_locked")
    ending = PurePath(file.name).suffix.casefold()
    if ending in BINARY_ENDINGS:
        raise Unreadable("not_what_it_says", kind=ending.lstrip(".").upper())
    return _written(file, ending)


def _written(file: File, ending: str) -> Kind:
    if b"\x00" in file.data and not file.data.startswith(BOMS):
        raise Unreadable("unknown_kind")
    head = file.data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or file.media_type.startswith("text/html"):
        return Kind.HTML
    return ENDINGS.get(ending, Kind.TEXT)


def _packed(file: File, limits: Limits) -> Kind:
    """Look into a packed Office file before anything reads it."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
            names = _checked_names(packed, limits)
            kind = next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
            if kind is None:
                raise Unreadable("unknown_kind")
            _refuse_entities(packed)
            return kind
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as broken:
        raise Unreadable("broken", kind="Office") from broken


def _checked_names(packed: zipfile.ZipFile, limits: Limits) -> set[str]:
    entries = packed.infolist()
    whole = sum(entry.file_size for entry in entries)
    dense = any(
        entry.file_size > SMALL and entry.file_size > DENSEST * max(entry.compress_size, 1)
        for entry in entries
    )
    if whole > limits.unpacked or len(entries) > MOST_ENTRIES or dense:
        raise Unreadable("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("old_or_locked")
    names = {entry.filename for entry in entries}
    if any(name.casefold().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Unreadable("macros")
    if "[Content_Types].xml" in names and b"macroenabled" in packed.read("[Content_Types].xml").lower():
        raise Unreadable("macros")
    return names


def _refuse_entities(packed: zipfile.ZipFile) -> None:
    """Office files hold no document type; one that does wants to expand entities or to read other files."""
    from xml.sax import ContentHandler, SAXException

    from defusedxml import DefusedXmlException, sax

    for entry in packed.infolist():
        if entry.filename.casefold().endswith(XML):
            try:
                with packed.open(entry) as part:
                    sax.parse(part, ContentHandler(), forbid_dtd=True)
            except DefusedXmlException as hostile:
                raise Unreadable("entities") from hostile
            except SAXException as broken:
                raise Unreadable("broken", kind="Office") from broken
