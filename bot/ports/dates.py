"""Days in people's words."""

from datetime import date
from typing import Protocol


class Dates(Protocol):
    """Reads days as people write them."""

    def read(self, words: str, today: date, lang: str) -> date | None:
        """Return the day that words like "next Friday" name, or None where they name none, or two."""
        ...
