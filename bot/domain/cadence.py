"""When the weekly message is due: a wall-clock rule and a time zone, turned into UTC when planned."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

GRACE = timedelta(hours=24)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Cadence:
    """A coalition's weekly message: weekday (Monday is 0), local time, and the next moment in UTC."""

    id: str
    coalition_id: str
    weekday: int
    at: time
    time_zone: str
    next_due: datetime
    on: bool = True
    version: int = 0


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


def passed(cadence: Cadence, now: datetime) -> Cadence:
    """Return the cadence after its due message was planned: once, however many weeks were missed."""
    return replace(cadence, next_due=next_due(cadence.weekday, cadence.at, cadence.time_zone, now))


def latest_due(cadence: Cadence, now: datetime) -> datetime:
    """Return the last due moment that is not after ``now``: what a catch-up after downtime stands for."""
    due = cadence.next_due
    while (following := next_due(cadence.weekday, cadence.at, cadence.time_zone, due)) <= now:
        due = following
    return due


def is_stale(due: datetime, now: datetime) -> bool:
    """Tell whether a message's time is past its grace: never a Monday message on Thursday."""
    return now - due > GRACE


def dedupe_key(cadence: Cadence, due: datetime) -> str:
    """Return the key under which this one message exists, whoever plans it and however often."""
    return f"weekly:{cadence.coalition_id}:{due:%Y-%m-%dT%H:%M}"
