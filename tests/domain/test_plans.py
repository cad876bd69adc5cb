"""A plan over days: deadlines on days that people work, counted from when the first question is really asked."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.framework import Pillar, PillarKey, StepKind
from bot.domain.plans import next_opening, next_working_day, plan, working_days
from bot.domain.timetable import is_working_day
from bot.wiring import content

ZONE = "America/Chicago"
CHICAGO = ZoneInfo(ZONE)
MONDAY_NINE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SATURDAY_NOON = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
THANKSGIVING, LAST = date(2026, 11, 26), date(2026, 12, 4)


@pytest.fixture(scope="module")
def vision() -> Pillar:
    """The script of Shared Vision as it is walked over days."""
    return content().pillars[PillarKey.VISION, "en"].walked(frozenset({("session.mode", "async")}))


def closed(day: date) -> bool:
    return day == THANKSGIVING


def test_a_holiday_is_no_working_day() -> None:
    wednesday, friday = date(2026, 11, 25), date(2026, 11, 27)
    assert working_days(wednesday, friday, closed) == (wednesday, friday)
    assert next_working_day(wednesday, closed) == friday


def test_no_deadline_falls_on_a_holiday_and_each_question_keeps_its_day(vision: Pillar) -> None:
    planned = plan(vision, MONDAY_NINE, LAST, ZONE, closed=closed)
    days = [one.due.astimezone(CHICAGO).date() for one in planned.steps]
    assert THANKSGIVING in [one.due.date() for one in plan(vision, MONDAY_NINE, LAST, ZONE).steps]
    assert THANKSGIVING not in days and days == sorted(days)
    asked = [one.due for one in planned.steps if one.kind is StepKind.GATHER]
    assert len(asked) == len(set(asked))


def test_a_holiday_takes_a_day_from_what_there_is(vision: Pillar) -> None:
    first = plan(vision, MONDAY_NINE, None, ZONE).earliest
    later = plan(vision, MONDAY_NINE, None, ZONE, closed=closed)
    assert later.earliest == next_working_day(first)
    assert not plan(vision, MONDAY_NINE, first, ZONE, closed=closed).fits


def test_a_last_day_on_which_nobody_works_ends_with_the_working_day_before(vision: Pillar) -> None:
    saturday = LAST + timedelta(days=1)
    assert plan(vision, MONDAY_NINE, saturday, ZONE).until.isoformat() == "2026-12-04T17:00:00-06:00"


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T09:00", "2026-11-23T09:00"),
        ("2026-11-23T06:30", "2026-11-23T08:00"),
        ("2026-11-23T18:00", "2026-11-24T08:00"),
        ("2026-11-21T12:00", "2026-11-23T08:00"),
        ("2026-11-25T21:00", "2026-11-27T08:00"),
        ("2026-11-26T11:00", "2026-11-27T08:00"),
    ],
)
def test_what_moves_by_itself_waits_for_the_working_morning(now: str, opens: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=CHICAGO)
    assert next_opening(moment, ZONE, closed) == datetime.fromisoformat(opens).replace(tzinfo=CHICAGO)


def test_begun_on_a_saturday_the_welcome_says_monday_and_the_question_has_a_whole_day(
    vision: Pillar,
) -> None:
    planned = plan(vision, SATURDAY_NOON, LAST, ZONE)
    welcome, problem = (planned.due(one) for one in ("welcome", "problem"))
    assert welcome is not None and problem is not None
    assert welcome.isoformat() == "2026-11-23T08:00:00-06:00"
    assert problem - welcome >= timedelta(hours=24)


def test_no_plan_has_a_deadline_at_which_nothing_moves_in_2000_calendars(vision: Pillar) -> None:
    draw = random.Random(4)
    for _ in range(2_000):
        now = MONDAY_NINE + timedelta(minutes=draw.randrange(60 * 24 * 730))
        holidays = {now.date() + timedelta(days=draw.randrange(30)) for _ in range(draw.randrange(6))}
        until = draw.choice([None, now.date() + timedelta(days=draw.randrange(-3, 40))])
        planned = plan(vision, now, until, ZONE, closed=holidays.__contains__)
        dues = [one.due for one in planned.steps]
        assert dues == sorted(dues) and dues[-1] == planned.until
        for due in dues:
            assert next_opening(due, ZONE, holidays.__contains__) == due
            assert is_working_day(due.astimezone(CHICAGO).date(), holidays.__contains__)
