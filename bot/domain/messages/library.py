"""The library of a coalition: a document on its way in, and an answer's rest for one person alone."""

from dataclasses import dataclass

from bot.domain.library import Piece
from bot.domain.messages.said import Say


@dataclass(frozen=True)
class AddingCard:
    """A document on its way into the library, and what became of it."""

    name: str
    said: Say
    kinds: tuple[str, ...] = ()
    skipped: int = 0
    wordless: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class MoreForYou:
    """There is more to a question that one person alone may see."""

    question_id: str
