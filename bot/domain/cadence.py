"""When the weekly message is due: a wall-clock rule and a time zone, turned into UTC when planned."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

GRACE = timedelta(hours=24)
WEEK = timedelta(days=7)


Closed = Callable[[date], bool]
SATURDAY = 5
LOOK_BACK = timedelta(days=12)
SETTLED = timedelta(days=2)
DAY = timedelta(days=1)


class Every(StrEnum):
    """How often."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    FIRST = "first"
    MONTH = "month"


@dataclass(frozen=True)
class Cadence:
    """A coalition's regular message: weekday (Monday is 0), local time, and the next moment in UTC.

    ``anchor`` is a day of a week in which a fortnightly one comes; ``monthday`` the day of a monthly one, the
    month's last where it is shorter. ``place`` is the country and region whose public holidays are kept
    ("US", "US-IL"). ``silent``: where there is nothing to say, nothing is said; ``picture``: it comes with one.
    ``last_due`` is the last moment that was planned.
    """

    id: str
    coalition_id: str
    weekday: int
    at: time
    time_zone: str
    next_due: datetime
    on: bool = True
    every: Every = Every.WEEK
    anchor: date | None = None
    monthday: int = 1
    place: str = ""
    silent: bool = False
    picture: bool = False
    last_due: datetime | None = None
    version: int = 0


def never_closed(_: date) -> bool:
    """Keep no holidays."""
    return False


@dataclass(frozen=True)
class Change:
    """What is to be changed in a cadence; None leaves it as it is."""

    on: bool | None = None
    every: Every | None = None
    weekday: int | None = None
    monthday: int | None = None
    at: time | None = None
    silent: bool | None = None
    picture: bool | None = None
    place: str | None = None


def with_change(cadence: Cadence, change: Change, now: datetime) -> Cadence:
    """Return a cadence after a change, with its next moment."""
    wanted = {name: value for name, value in vars(change).items() if value is not None}
    local = now.astimezone(ZoneInfo(cadence.time_zone)).date()
    return changed(replace(cadence, anchor=cadence.anchor or local, **wanted), now)


def next_due(weekday: int, at: time, time_zone: str, after: datetime) -> datetime:
    """Return the first moment (UTC) later than ``after`` at which the wall clock shows that day and time.

    A wall time that daylight saving skips is taken as the moment that follows the gap; one
    that comes twice is taken the first time.
    """
    zone = ZoneInfo(time_zone)
    local = after.astimezone(zone)
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    due = datetime.combine(day, at, zone).astimezone(ZoneInfo("UTC"))
    return due if due > after else datetime.combine(day + WEEK, at, zone).astimezone(ZoneInfo("UTC"))


def first(
    cadence_id: str, coalition_id: str, weekday: int, at: time, time_zone: str, now: datetime
) -> Cadence:
    """Return a new weekly cadence whose first message is the next one from now."""
    return Cadence(cadence_id, coalition_id, weekday, at, time_zone, next_due(weekday, at, time_zone, now))


def passed(cadence: Cadence, now: datetime, closed: Closed = never_closed) -> Cadence:
    """Return the cadence after its due message was planned: once, however many weeks were missed."""
    return replace(cadence, last_due=cadence.next_due, next_due=following(cadence, now, closed))


def following(cadence: Cadence, after: datetime, closed: Closed = never_closed) -> datetime:
    """Return the first moment (UTC) later than ``after`` that the rule names, on the next working day if closed."""
    zone = ZoneInfo(cadence.time_zone)
    for day in _days(cadence, after.astimezone(zone).date() - LOOK_BACK):
        due = datetime.combine(_working(day, closed), cadence.at, zone).astimezone(ZoneInfo("UTC"))
        if due > after:
            return due
    raise AssertionError("the days of a rule do not end")


def changed(cadence: Cadence, now: datetime, closed: Closed = never_closed) -> Cadence:
    """Return a cadence whose rule was changed: its next message is not one more within two days of the last."""
    last = cadence.last_due
    return replace(cadence, next_due=following(cadence, max(now, last + SETTLED) if last else now, closed))


def _days(cadence: Cadence, start: date) -> Iterator[date]:
    day = start
    while True:
        if _falls_on(cadence, day):
            yield day
        day += DAY


def _falls_on(cadence: Cadence, day: date) -> bool:
    if cadence.every is Every.MONTH:
        return day.day == cadence.monthday or (day.day < cadence.monthday and (day + DAY).day == 1)
    if day.weekday() != cadence.weekday:
        return False
    if cadence.every is Every.TWO_WEEKS and cadence.anchor is not None:
        return (_monday(day) - _monday(cadence.anchor)).days % 14 == 0
    return cadence.every is not Every.FIRST or day.day <= 7


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _working(day: date, closed: Closed) -> date:
    """A day that was chosen is kept, though it be a Saturday; one that is closed is moved to a working day."""
    if not closed(day):
        return day
    while closed(day) or day.weekday() >= SATURDAY:
        day += DAY
    return day


def latest_due(cadence: Cadence, now: datetime, closed: Closed = never_closed) -> datetime:
    """Return the last due moment that is not after ``now``: what a catch-up after downtime stands for."""
    due = cadence.next_due
    while (later := following(cadence, due, closed)) <= now:
        due = later
    return due


def is_stale(due: datetime, now: datetime) -> bool:
    """Tell whether a message's time is past its grace: never a Monday message on Thursday."""
    return now - due > GRACE


def dedupe_key(cadence: Cadence, due: datetime) -> str:
    """Return the key under which this one message exists, whoever plans it and however often."""
    return f"weekly:{cadence.coalition_id}:{due:%Y-%m-%dT%H:%M}"
