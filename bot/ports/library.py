"""The library that questions are answered from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.answers import Found, Passage


class Library(Protocol):
    """Searches passages by meaning and by words."""

    def search(self, question: str, lang: str, limit: int = 10) -> tuple[Found, ...]:
        """Return the passages nearest to a question, best first."""
        ...

    def language(self, question: str, preferred: str) -> str:
        """Return the language to answer in: the one a question is plainly asked in, else the preferred one."""
        ...

    def passage(self, passage_id: str) -> Passage | None:
        """Return one passage by its id, or None if the library no longer holds it."""
        ...


@dataclass(frozen=True)
class Shelved:
    """A passage of a coalition with its vector (32-bit floats of ``model``), empty where there is none."""

    passage: Passage
    vector: bytes = b""
    model: str = ""


@dataclass(frozen=True)
class Shelf:
    """Passages that are indexed together, apart from all others. The index is made anew when ``revision`` changes."""

    key: tuple[str, ...]
    revision: str
    load: Callable[[], tuple[Shelved, ...]]


class CoalitionShelves(Protocol):
    """Indexes over what coalitions added themselves, one a shelf."""

    def over(self, shelves: Sequence[Shelf]) -> Library:
        """Return a library of the built-in pages and these shelves, and nothing else."""
        ...

    def model(self, lang: str) -> str:
        """Return the embedding model's name, or nothing where there is none that knows the language."""
        ...

    def vectors(self, texts: Sequence[str], lang: str) -> tuple[str, tuple[bytes, ...]]:
        """Return the embedding model's name and the texts' vectors; all empty without a model for the language."""
        ...
