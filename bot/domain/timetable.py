"""When a round over days opens, when it may close, and when it closes by itself.

A round over days stays open for its minimum and for two working days: 48 hours of days that are neither
weekend nor holiday where the coalition is. In the rapid lane both are 24 hours. Hours are real ones, so that
a change of the clocks makes no round shorter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TWO_WORKING_DAYS = timedelta(hours=48)
RAPID = timedelta(hours=24)
EVENING = time(17, 0)
SATURDAY = 5
LONGEST_LOOK = 120  # days: a calendar with no working day in them is wrong, and is not waited for
Holiday = Callable[[date], bool]


@dataclass(frozen=True)
class Timetable:
    """The moments of a round, in UTC. ``fits`` is False where the wished day came too early and was moved."""

    opens_at: datetime
    earliest: datetime
    closes_at: datetime
    fits: bool = True


@dataclass(frozen=True)
class Pace:
    """How long a round takes at least: notice before it, and the time that it is open."""

    notice: timedelta = timedelta()
    minimum: timedelta = timedelta(hours=72)
    working: timedelta = TWO_WORKING_DAYS


def no_holidays(_: date) -> bool:
    """Know no holidays."""
    return False


def plan(
    now: datetime, pace: Pace, zone: ZoneInfo, until: date | None = None, holiday: Holiday = no_holidays
) -> Timetable:
    """Return a round's moments. It closes at the end of a wished day, but never before its minimum."""
    opens_at = now + pace.notice
    earliest = max(opens_at + pace.minimum, _after_working(opens_at, pace.working, zone, holiday))
    if until is None:
        return Timetable(opens_at, earliest, earliest)
    wished = datetime.combine(until, EVENING, zone).astimezone(UTC)
    return Timetable(opens_at, earliest, max(wished, earliest), wished >= earliest)


def is_working_day(day: date, holiday: Holiday = no_holidays) -> bool:
    """Tell whether people work on a day: no weekend, no holiday."""
    return day.weekday() < SATURDAY and not holiday(day)


def working_time(start: datetime, end: datetime, zone: ZoneInfo, holiday: Holiday = no_holidays) -> timedelta:
    """Return how much time between two moments lies on working days."""
    total, at = timedelta(), start
    while at < end:
        following = min(_midnight_after(at, zone), end)
        if is_working_day(at.astimezone(zone).date(), holiday):
            total += following - at
        at = following
    return total


def _after_working(start: datetime, needed: timedelta, zone: ZoneInfo, holiday: Holiday) -> datetime:
    at, left = start, needed
    for _ in range(LONGEST_LOOK):
        following = _midnight_after(at, zone)
        if is_working_day(at.astimezone(zone).date(), holiday):
            if following - at >= left:
                return at + left
            left -= following - at
        at = following
    return at


def _midnight_after(moment: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
