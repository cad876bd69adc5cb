"""Days in people's words."""

from datetime import date
from typing import Protocol


class Dates(Protocol):
    """Reads days as people write them."""

    def read(self, words: str, today: date, lang: str) -> date | None:
        """Return the day that words like "next Friday" name, or None where they name none, or two."""
        ...

    def choices(self, words: str, today: date, lang: str) -> tuple[date, ...]:
        """Return the two days that words like "4/5" can mean; none where they are clear or no day at all."""
        ...
