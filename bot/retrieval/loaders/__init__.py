"""Files to text: PDF, DOCX, PPTX, XLSX, HTML, Markdown, text. What is broken or hostile is refused."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from bot.domain.library import Piece, PlaceKind
from bot.ports.incoming import File, Text, Unreadable
from bot.retrieval.loaders import office, pages, web
from bot.retrieval.loaders.kinds import Kind, kind_of
from bot.retrieval.loaders.parts import Limits, Loaded
from bot.retrieval.splitting import split
from bot.retrieval.terms import language_of

log = logging.getLogger(__name__)
LOADERS: dict[Kind, Callable[[bytes, Limits], Loaded]] = {
    Kind.PDF: pages.pdf,
    Kind.DOCX: office.docx,
    Kind.PPTX: office.pptx,
    Kind.XLSX: office.xlsx,
    Kind.HTML: web.html,
    Kind.MARKDOWN: web.markdown,
    Kind.TEXT: web.text,
}
SAMPLE = 20_000
HEADING, PLACE = 200, 100


@dataclass(frozen=True)
class FileReader:
    """The Reader port."""

    limits: Limits

    def read(self, file: File, lang: str) -> Text:
        """Return a file's pieces with their places. Raises Unreadable with what is wrong."""
        if len(file.data) > self.limits.size:
            raise Unreadable("huge", limit=self.limits.size // 1_000_000)
        if not file.data.strip():
            raise Unreadable("empty")
        kind = kind_of(file, self.limits)
        loaded = self._loaded(kind, file)
        if sum(len(part.text) for part in loaded.parts) > self.limits.letters:
            raise Unreadable("long", limit=self.limits.pages)
        pieces = _pieces(loaded)
        if not pieces:
            raise Unreadable("scanned" if kind is Kind.PDF else "empty")
        sample = " ".join(piece.text for piece in pieces)[:SAMPLE]
        title = loaded.title or PurePath(file.name).name
        return Text(title, kind, language_of(sample, lang), pieces, _wordless(loaded))

    def _loaded(self, kind: Kind, file: File) -> Loaded:
        """Hand a file to its loader. A broken file may raise anything in the library that reads it."""
        try:
            return LOADERS[kind](file.data, self.limits)
        except Unreadable:
            raise
        except MemoryError as grown:
            raise Unreadable("bomb") from grown
        except Exception as broken:
            log.info("a %s file could not be read: %s", kind, type(broken).__name__, exc_info=True)
            raise Unreadable("broken", kind=kind.upper()) from broken


def _pieces(loaded: Loaded) -> tuple[Piece, ...]:
    return tuple(
        Piece(text.strip(), " ".join(part.heading.split())[:HEADING], part.place_kind, part.place[:PLACE])
        for part in loaded.parts
        for text in split(part.text.strip())
        if _says_something(text)
    )


def _wordless(loaded: Loaded) -> tuple[Piece, ...]:
    """Return the pages and slides in which there are no words: mostly scans and pictures."""
    seen = (part for part in loaded.parts if part.place_kind in (PlaceKind.PAGE, PlaceKind.SLIDE))
    return tuple(replace(part, text="") for part in seen if not _says_something(part.text))


def _says_something(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


__all__: Sequence[str] = ("FileReader", "Limits")
