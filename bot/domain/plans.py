"""A session over days, planned by counting back from its last day.

Words are gathered a working day a step, at most one new question a day; the draft has a working day; a round has
at least 72 hours and two working days. Weekends and public holidays are no working days. Steps that need no time of
their own end with the step before them; an opening one ends at once or, begun at a time at which nothing is posted,
on the next working morning: days are counted from then on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.framework import Pillar, Step, StepKind
from bot.domain.timetable import LONGEST_LOOK, Holiday, is_working_day, no_holidays

OPEN_FROM, OPEN_TO = time(8), time(18)
MORNING, EVENING = time(9), time(17)
ROUND_DAYS = 3
DAYS_OF = {StepKind.EXPLAIN: 0, StepKind.ASSIGN: 0, StepKind.DECIDE: ROUND_DAYS}


@dataclass(frozen=True)
class PlannedStep:
    """A step and the moment by which it is done."""

    step_id: str
    title: str
    kind: StepKind
    due: datetime


@dataclass(frozen=True)
class Plan:
    """All steps with their deadlines, the last of them the end. ``fits``: there is time for each."""

    steps: tuple[PlannedStep, ...]
    until: datetime
    earliest: date
    fits: bool = True

    def due(self, step_id: str) -> datetime | None:
        """Return the deadline of a step, or None where it is not planned."""
        return next((one.due for one in self.steps if one.step_id == step_id), None)


def working_days(first: date, last: date, closed: Holiday = no_holidays) -> tuple[date, ...]:
    """Return the days between two, both included, that are neither weekend nor holiday."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if is_working_day(day, closed))


def next_working_day(day: date, closed: Holiday = no_holidays) -> date:
    """Return the first working day after a day."""
    following = (day + timedelta(days=n) for n in range(1, LONGEST_LOOK))
    return next((one for one in following if is_working_day(one, closed)), day + timedelta(days=1))


def next_opening(now: datetime, time_zone: str, closed: Holiday = no_holidays) -> datetime:
    """Return when steps may move on by themselves: now or, at night and on days off, the next working morning."""
    zone = ZoneInfo(time_zone)
    here = now.astimezone(zone)
    works = is_working_day(here.date(), closed)
    if works and OPEN_FROM <= here.time() < OPEN_TO:
        return now
    today = works and here.time() < OPEN_FROM
    return _at(here.date() if today else next_working_day(here.date(), closed), OPEN_FROM, zone)


def plan(
    pillar: Pillar,
    now: datetime,
    until: date | None,
    time_zone: str,
    first: str = "",
    closed: Holiday = no_holidays,
) -> Plan:
    """Plan the steps from ``first`` (or the beginning) on; without a day, on the earliest that has time for each."""
    steps = pillar.steps[max(pillar.number(first) - 1, 0) :]
    zone, opens = ZoneInfo(time_zone), next_opening(now, time_zone, closed)
    tomorrow = opens.astimezone(zone).date() + timedelta(days=1)
    needed = [_days(step) for step in steps]
    possible = _first_days(tomorrow, sum(needed), closed)
    wished = working_days(tomorrow, until or possible[-1], closed)
    fits = len(wished) >= len(possible)
    days = wished if fits else possible
    planned = tuple(
        PlannedStep(step.id, step.title, step.kind, _at(day, MORNING, zone) if day else opens)
        for step, day in zip(steps, _ends(steps, needed, days), strict=True)
    )
    end = _at(days[-1], EVENING, zone)
    return Plan(_with_last(planned, end), end, possible[-1], fits)


def _days(step: Step) -> int:
    return DAYS_OF.get(step.kind, 1)


def _first_days(first: date, needed: int, closed: Holiday) -> tuple[date, ...]:
    """Return as many working days as are needed, one at least, beginning with a day."""
    days = [next_working_day(first - timedelta(days=1), closed)]
    while len(days) < needed:
        days.append(next_working_day(days[-1], closed))
    return tuple(days)


def _ends(steps: Sequence[Step], needed: Sequence[int], days: Sequence[date]) -> Iterator[date | None]:
    """Spread what is left over among the gathering steps, the first ones first; count the rest back from the end.

    What needs no time of its own and has nothing before it has no day: the next step opens at once.
    """
    spare = len(days) - sum(needed)
    gathers = [n for n, step in enumerate(steps) if step.kind is StepKind.GATHER] or [0]
    used = 0
    for n, days_of_step in enumerate(needed):
        share = spare // len(gathers) + (gathers.index(n) < spare % len(gathers)) if n in gathers else 0
        used += days_of_step + share
        yield days[used - 1] if used else None


def _with_last(planned: tuple[PlannedStep, ...], end: datetime) -> tuple[PlannedStep, ...]:
    """What ends on the last day ends in its evening."""
    day = end.date()
    return tuple(
        PlannedStep(one.step_id, one.title, one.kind, end) if one.due.date() == day else one
        for one in planned
    )


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)
