"""When the weekly message is due: by the wall clock, on both switches of daylight saving, in any zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cadence import GRACE, dedupe_key, first, is_stale, latest_due, next_due, passed

ZONES = ("America/Chicago", "Europe/Madrid", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "hour", "zone", "after", "due"),
    [
        (0, time(9), "UTC", "2026-11-23T08:59", "2026-11-23T09:00"),
        (0, time(9), "UTC", "2026-11-23T09:00", "2026-11-30T09:00"),
        (
            0,
            time(9),
            "America/Chicago",
            "2026-10-31T12:00",
            "2026-11-02T15:00",
        ),  # the clock went back on the 1st
        (0, time(9), "America/Chicago", "2026-03-07T12:00", "2026-03-09T14:00"),  # and forward on the 8th
        (
            6,
            time(2, 30),
            "America/Chicago",
            "2026-03-02T00:00",
            "2026-03-08T08:30",
        ),  # an hour that is skipped
        (6, time(1, 30), "America/Chicago", "2026-10-26T00:00", "2026-11-01T06:30"),  # one that comes twice
        (0, time(9), "Asia/Kolkata", "2026-11-22T00:00", "2026-11-23T03:30"),
        (6, time(9), "Australia/Lord_Howe", "2026-10-01T00:00", "2026-10-03T22:00"),  # half an hour forward
        (0, time(0), "Pacific/Auckland", "2026-11-20T00:00", "2026-11-22T11:00"),
    ],
)
def test_the_next_moment(weekday: int, hour: time, zone: str, after: str, due: str) -> None:
    assert next_due(weekday, hour, zone, at(after)) == at(due)


@given(
    st.integers(0, 6),
    st.times(),
    st.sampled_from(ZONES),
    st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: at("2025-01-01") + timedelta(minutes=minutes)),
)
def test_it_is_later_within_eight_days_and_on_the_right_weekday(
    weekday: int, hour: time, zone: str, after: datetime
) -> None:
    due = next_due(weekday, hour.replace(second=0, microsecond=0), zone, after)
    assert after < due <= after + timedelta(days=8)
    assert due.astimezone(ZoneInfo(zone)).weekday() in (weekday, (weekday + 1) % 7)  # a skipped midnight
    assert due.utcoffset() == timedelta(0)


CADENCE = first("e", "c", 0, time(9), "America/Chicago", at("2026-11-20T00:00"))


def test_after_weeks_of_downtime_there_is_one_catch_up() -> None:
    back = at("2026-12-15T16:00")
    assert latest_due(CADENCE, back) == at("2026-12-14T15:00")
    assert passed(CADENCE, back).next_due == at("2026-12-21T15:00")


def test_a_monday_message_never_comes_on_thursday() -> None:
    due = CADENCE.next_due
    assert not is_stale(due, due + GRACE)
    assert is_stale(due, due + timedelta(days=3))


def test_each_due_moment_has_a_key_of_its_own() -> None:
    keys = {dedupe_key(CADENCE, CADENCE.next_due + timedelta(weeks=n)) for n in range(60)}
    assert len(keys) == 60
