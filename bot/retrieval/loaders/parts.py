"""What loaders are given and what they return."""

from dataclasses import dataclass

from bot.domain.library import Piece

# A full page holds about 3,000 letters.
PAGE = 5_000


@dataclass(frozen=True)
class Limits:
    """What is too much: bytes of a file, pages (or slides or sheets), bytes when unpacked.

    A page is also so many letters: what has no pages is measured by them.
    """

    size: int = 20_000_000
    pages: int = 500
    unpacked: int = 200_000_000
    cells: int = 20_000_000

    @property
    def letters(self) -> int:
        """The most letters of text."""
        return self.pages * PAGE


@dataclass(frozen=True)
class Loaded:
    """A document's own title, if it has one, and its parts in order, not yet split."""

    title: str
    parts: tuple[Piece, ...]
