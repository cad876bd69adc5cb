"""HTML without its navigation, Markdown by heading, and plain text."""

import codecs
import re

from bot.domain.library import Piece
from bot.ports.incoming import Unreadable
from bot.retrieval.loaders.parts import Limits, Loaded

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^(```|~~~)")
_SUSPICIOUS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def html(data: bytes, _: Limits) -> Loaded:
    """Return a page's own text under its headings."""
    import trafilatura

    written = decoded(data)
    text = trafilatura.extract(written, output_format="markdown", include_tables=True, include_comments=False)
    about = trafilatura.extract_metadata(written)
    title = str((about.title if about else None) or "").strip()
    return Loaded(title, _by_heading(text or ""))


def markdown(data: bytes, _: Limits) -> Loaded:
    """Return a Markdown file's text under its headings; its front matter is left out."""
    return Loaded("", _by_heading(_FRONT.sub("", decoded(data), count=1)))


def text(data: bytes, _: Limits) -> Loaded:
    """Return a plain text."""
    return Loaded("", (Piece(decoded(data)),))


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 by its mark, else as Windows writes. Raises Unreadable for other things."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            told = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _SUSPICIOUS.search(told):
            return told.replace("\r\n", "\n")
    raise Unreadable("unknown_kind")


def _by_heading(told: str) -> tuple[Piece, ...]:
    heading, lines, fenced = "", list[str](), False
    parts = list[Piece]()
    for line in told.splitlines():
        fenced ^= bool(_FENCE.match(line))
        found = None if fenced else _HEADING.match(line)
        if found:
            parts.append(Piece("\n".join(lines), heading))
            heading, lines = found[1], []
        else:
            lines.append(line)
    parts.append(Piece("\n".join(lines), heading))
    return tuple(parts)
