"""Time and ids, so that the core knows neither a clock nor chance."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time in UTC."""

    def now(self) -> datetime:
        """Return the present moment, timezone-aware, in UTC."""
        ...


class Ids(Protocol):
    """New identifiers."""

    def new(self) -> str:
        """Return an id that was never given before, at most 32 characters."""
        ...
