"""Days on which people don't work."""

from datetime import date
from typing import Protocol


class Holidays(Protocol):
    """Knows the public holidays of a place."""

    def is_holiday(self, day: date, time_zone: str) -> bool:
        """Tell whether a day is a public holiday where the clocks go by a time zone."""
        ...
