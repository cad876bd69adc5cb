"""Files from outside: fetching them, and reading them as text. Both refuse in one sentence."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.library import Dropped, Piece


class Unreadable(Exception):
    """A file or address is refused; ``reason`` ends a text's key (``library.refused.REASON``), ``params`` fill it."""

    def __init__(self, reason: str, **params: str | int) -> None:
        """Keep the reason and what its sentence needs."""
        super().__init__(reason)
        self.reason = reason
        self.params = params


@dataclass(frozen=True)
class File:
    """A file as it came: its name, its bytes, and the address if it was fetched from one."""

    name: str
    data: bytes
    url: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class Text:
    """A file's words in pieces. ``title`` is its own, or its name; ``wordless`` are pages or slides without words."""

    title: str
    kind: str
    lang: str
    pieces: tuple[Piece, ...]
    wordless: tuple[Piece, ...] = ()


class Reader(Protocol):
    """Reads files as text."""

    def read(self, file: File, lang: str) -> Text:
        """Return a file's pieces; ``lang`` is the likely language. Raises Unreadable."""
        ...


class Fetcher(Protocol):
    """Fetches files from the web, of at most ``limit`` bytes."""

    @property
    def limit(self) -> int:
        """The most bytes that are fetched."""
        ...

    def fetch(self, url: str) -> File:
        """Return what stands at a public address. Raises Unreadable."""
        ...


class SharedFiles(Protocol):
    """Fetches files that were dropped into Slack."""

    def fetch(self, workspace_id: str, file: Dropped) -> File:
        """Return a dropped file. Raises Unreadable."""
        ...
