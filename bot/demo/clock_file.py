"""The clock of the demo and of tests: a file with the seconds that are added to the time."""

import os
import re
from datetime import timedelta
from pathlib import Path

_JUMP = re.compile(r"^\+?(\d+)\s*([mhd])$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class ClockFile:
    """Moves the bot's clock; the bot reads the file at each look at the time."""

    def __init__(self, path: Path) -> None:
        """Begin at the present."""
        self.path = path
        self._write(0.0)

    @property
    def offset(self) -> timedelta:
        """Return how far the clock was moved."""
        return timedelta(seconds=float(self.path.read_text()))

    def jump(self, by: timedelta) -> None:
        """Move the clock on."""
        self._write((self.offset + by).total_seconds())

    def _write(self, seconds: float) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{seconds}\n")
        os.replace(fresh, self.path)


def read_jump(words: str) -> timedelta | None:
    """Return the time that words like ``2d``, ``48h`` or ``+30m`` stand for, or None."""
    found = _JUMP.match(words.strip().casefold())
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None
