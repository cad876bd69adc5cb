"""The clock and the ids: the only place that looks at the time or draws at random."""

import itertools
import secrets
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The machine's time in UTC, moved by the offset in a file where there is one (demo and tests)."""

    def __init__(self, offset_file: Path | None = None) -> None:
        """Keep the file whose content, in seconds, is added to the time at each look."""
        self._offset_file = offset_file

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC) + self._offset()

    def _offset(self) -> timedelta:
        if self._offset_file is None or not self._offset_file.exists():
            return timedelta()
        return timedelta(seconds=float(self._offset_file.read_text().strip() or 0))


class StandingClock:
    """A clock that stands, so that what is played twice reads the same twice."""

    def __init__(self, now: datetime) -> None:
        """Keep the moment at which it stands."""
        self._now = now

    def now(self) -> datetime:
        """Return that moment."""
        return self._now


class TimeOrderedIds:
    """Ids that sort in the order in which they were made."""

    def __init__(self) -> None:
        """Begin to count."""
        self._count = itertools.count()

    def new(self) -> str:
        """Return 24 characters: the time in milliseconds, a count, and chance."""
        return f"{time.time_ns() // 1_000_000:011x}{next(self._count) % 0x1000:03x}{secrets.token_hex(5)}"
