"""The library that questions are answered from."""

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
