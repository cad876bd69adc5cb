"""Public holidays."""

from datetime import date
from typing import Protocol


class Holidays(Protocol):
    """Knows on which days a place is closed."""

    def is_holiday(self, day: date, place: str) -> bool:
        """Tell whether a day is a public holiday in a country or region, like "US" or "US-IL"; no where unknown."""
        ...

    def knows(self, place: str) -> bool:
        """Tell whether the holidays of a country or region are known."""
        ...

    def place_of(self, time_zone: str) -> str:
        """Return the country in which the clocks go by a time zone, like "US"; nothing where it is unknown."""
        ...


class NoHolidays:
    """A place that is never closed."""

    def is_holiday(self, day: date, place: str) -> bool:
        """Tell that it is none."""
        return False

    def knows(self, place: str) -> bool:
        """Tell that none is known."""
        return False

    def place_of(self, time_zone: str) -> str:
        """Return none."""
        return ""
