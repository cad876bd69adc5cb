"""Over years of weeks and every switch of daylight saving, the wall clock shows the agreed hour."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cadence import WEEK, Cadence, is_stale, latest_due, next_due, passed

ZONES = (
    "America/Chicago",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Madrid",
    "Pacific/Auckland",
    "Pacific/Chatham",
)
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
MOMENTS = st.integers(0, 3 * 365 * 24).map(
    lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)


def exists(day: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the wall clock ever shows this."""
    return day.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == day.replace(tzinfo=None)


@settings(deadline=None)
@given(st.integers(0, 6), HOURS, st.sampled_from(ZONES), MOMENTS)
def test_week_after_week_it_is_the_same_day_and_hour(
    weekday: int, at: time, zone_name: str, start: datetime
) -> None:
    zone, due = ZoneInfo(zone_name), next_due(weekday, at, zone_name, start)
    days = []
    for _ in range(60):
        local = due.astimezone(zone)
        meant = datetime.combine(local.date(), at, zone)
        days.append(local.date())
        assert local.time() == at or not exists(meant, zone)
        following = next_due(weekday, at, zone_name, due)
        assert timedelta(days=6, hours=22) <= following - due <= timedelta(days=7, hours=2)
        due = following
    assert {later - sooner for sooner, later in pairwise(days)} == {WEEK}


@settings(deadline=None)
@given(st.integers(0, 6), HOURS, st.sampled_from(ZONES), MOMENTS, st.integers(0, 30 * 24))
def test_a_catch_up_stands_for_the_last_moment_and_the_next_is_ahead(
    weekday: int, at: time, zone: str, start: datetime, hours_down: int
) -> None:
    cadence = Cadence("e", "c", weekday, at, zone, next_due(weekday, at, zone, start))
    now = cadence.next_due + timedelta(hours=hours_down)
    due = latest_due(cadence, now)
    ahead = passed(cadence, now)
    assert cadence.next_due <= due <= now < ahead.next_due
    assert next_due(weekday, at, zone, due) == ahead.next_due
    assert is_stale(due, now) == (now - due > timedelta(hours=24))


@pytest.mark.parametrize(
    ("weekday", "hour", "zone", "after", "due"),
    [
        # midnight is skipped in Santiago on 6 September 2026, and comes twice around 4 April 2026
        (6, time(0, 30), "America/Santiago", "2026-09-01T00:00", "2026-09-06T04:30"),
        (6, time(9), "America/Santiago", "2026-09-01T00:00", "2026-09-06T12:00"),
        (5, time(23, 30), "America/Santiago", "2026-03-30T00:00", "2026-04-05T02:30"),
        # Lord Howe moves by half an hour
        (6, time(9), "Australia/Lord_Howe", "2026-04-01T00:00", "2026-04-04T22:30"),
        (6, time(9), "Australia/Lord_Howe", "2026-10-01T00:00", "2026-10-03T22:00"),
        # quarters of an hour
        (0, time(9), "Asia/Kathmandu", "2026-11-20T00:00", "2026-11-23T03:15"),
        # the local day is another than the day in UTC, on both sides
        (0, time(0, 15), "Pacific/Auckland", "2026-11-22T11:15", "2026-11-29T11:15"),
        (6, time(23, 45), "America/Chicago", "2026-11-23T05:44", "2026-11-23T05:45"),
    ],
)
def test_the_next_moment_where_clocks_are_odd(
    weekday: int, hour: time, zone: str, after: str, due: str
) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (after, due)]
    assert next_due(weekday, hour, zone, moments[0]) == moments[1]
