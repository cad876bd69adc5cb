"""A session over days, planned by counting back from its last day.

Words are gathered a working day a step, at most one new question a day; the draft has a working day; a round has
at least 72 hours and two working days. Steps that need no time of their own end with the step before them;
an opening one ends at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.framework import Pillar, Step, StepKind

MORNING, EVENING = time(9), time(17)
WEEKEND = 5
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


def working_days(first: date, last: date) -> tuple[date, ...]:
    """Return the days from Monday to Friday between two days, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < WEEKEND)


def plan(pillar: Pillar, now: datetime, until: date | None, time_zone: str, first: str = "") -> Plan:
    """Plan the steps from ``first`` (or the beginning) on; without a day, on the earliest that has time for each."""
    steps = pillar.steps[max(pillar.number(first) - 1, 0) :]
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    needed = [_days(step) for step in steps]
    earliest = _earliest(today, sum(needed))
    last = until or earliest
    days = working_days(today + timedelta(days=1), last)
    fits = bool(days) and len(days) >= sum(needed)
    ends = _ends(steps, needed, days if fits else working_days(today + timedelta(days=1), earliest))
    planned = tuple(
        PlannedStep(step.id, step.title, step.kind, _at(day, MORNING, zone) if day else now)
        for step, day in zip(steps, ends, strict=True)
    )
    end = _at(last if fits else earliest, EVENING, zone)
    return Plan(_with_last(planned, end), end, earliest, fits)


def _days(step: Step) -> int:
    return DAYS_OF.get(step.kind, 1)


def _earliest(today: date, needed: int) -> date:
    day = today + timedelta(days=1)
    while len(working_days(today + timedelta(days=1), day)) < max(needed, 1):
        day += timedelta(days=1)
    return day


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
