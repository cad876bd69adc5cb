"""A fair clock: no round over days closes before its minimum, whatever the calendar."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.choices import BallotsBy, Rule, Secrecy
from bot.domain.deciding import Deciding, WrongSetting, pace_of, secrecy_allowed, terms_of, wrong_setting
from bot.domain.timetable import TWO_WORKING_DAYS, Pace, is_working_day, plan, working_time

CHICAGO = ZoneInfo("America/Chicago")
ZONES = [
    ZoneInfo(name)
    for name in ("America/Chicago", "America/St_Johns", "Asia/Kolkata", "Pacific/Auckland", "UTC")
]
MONDAY_NINE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_the_default_is_three_days() -> None:
    times = plan(MONDAY_NINE, Pace(), CHICAGO)
    assert (times.opens_at, times.earliest, times.closes_at) == (
        MONDAY_NINE,
        *(MONDAY_NINE + timedelta(hours=72),) * 2,
    )


def test_a_weekend_is_no_time_to_decide() -> None:
    friday = MONDAY_NINE - timedelta(days=3)
    assert plan(friday, Pace(), CHICAGO).closes_at == MONDAY_NINE + timedelta(days=1)


def test_a_holiday_is_none_either() -> None:
    thanksgiving = date(2026, 11, 26)
    wednesday = MONDAY_NINE + timedelta(days=2)
    times = plan(wednesday, Pace(), CHICAGO, holiday=lambda day: day == thanksgiving)
    assert times.closes_at.astimezone(CHICAGO).date() == date(2026, 11, 30)


def test_a_wished_day_is_kept_where_it_leaves_time_and_told_where_it_does_not() -> None:
    kept = plan(MONDAY_NINE, Pace(), CHICAGO, date(2026, 12, 4))
    assert kept.closes_at.astimezone(CHICAGO).isoformat() == "2026-12-04T17:00:00-06:00"
    assert kept.fits
    moved = plan(MONDAY_NINE, Pace(), CHICAGO, date(2026, 11, 24))
    assert (moved.closes_at, moved.fits) == (moved.earliest, False)


def test_the_rapid_lane_takes_a_day_that_people_work() -> None:
    settings = Deciding("c", "c", rapid_hours=24, notice_hours=24)
    friday = MONDAY_NINE - timedelta(days=3)
    assert plan(friday, pace_of(settings, rapid=True), CHICAGO).closes_at == MONDAY_NINE
    assert plan(friday, pace_of(settings), CHICAGO).opens_at == friday + timedelta(hours=24)
    assert pace_of(Deciding("c", "c"), rapid=True) == Pace()


def test_no_round_over_days_closes_before_its_minimum_in_10000_calendars() -> None:
    draw = random.Random(4)
    for _ in range(10_000):
        zone = draw.choice(ZONES)
        now = MONDAY_NINE + timedelta(minutes=draw.randrange(60 * 24 * 730))
        holidays = {now.date() + timedelta(days=draw.randrange(20)) for _ in range(draw.randrange(5))}
        settings = Deciding(
            "c",
            "c",
            open_hours=draw.randrange(24, 200),
            notice_hours=draw.randrange(0, 72),
            rapid_hours=draw.choice([0, 24]),
        )
        rapid = draw.random() < 0.3
        pace = pace_of(settings, rapid=rapid)
        until = draw.choice([None, now.date() + timedelta(days=draw.randrange(-3, 20))])
        times = plan(now, pace, zone, until, holidays.__contains__)
        assert times.opens_at == now + pace.notice
        assert times.closes_at >= times.earliest >= times.opens_at + pace.minimum
        worked = working_time(times.opens_at, times.earliest, zone, holidays.__contains__)
        assert worked >= pace.working
        if not (rapid and settings.rapid_hours):
            assert pace.working == TWO_WORKING_DAYS
        if until and times.fits:
            assert times.closes_at.astimezone(zone).date() == until


def test_a_calendar_without_a_working_day_is_not_waited_for_for_ever() -> None:
    times = plan(MONDAY_NINE, Pace(), CHICAGO, holiday=lambda _: True)
    assert times.closes_at < MONDAY_NINE + timedelta(days=121)
    assert not is_working_day(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, None),
        ({"quorum_percent": 0}, WrongSetting.QUORUM),
        ({"quorum_sectors": -1}, WrongSetting.QUORUM),
        ({"threshold": 8}, WrongSetting.THRESHOLD),
        ({"open_hours": 23}, WrongSetting.OPEN_HOURS),
        ({"rapid_hours": 12}, WrongSetting.RAPID_HOURS),
        ({"rapid_hours": 96}, WrongSetting.RAPID_HOURS),
        ({"window_hours": 1}, WrongSetting.WINDOW_HOURS),
        ({"notice_hours": -1}, WrongSetting.NOTICE_HOURS),
    ],
)
def test_settings_that_would_be_unfair_are_not_kept(
    changed: dict[str, int], wrong: WrongSetting | None
) -> None:
    assert wrong_setting(Deciding("c", "c", **changed)) is wrong  # type: ignore[arg-type]


def test_the_defaults_are_those_of_a_coalition_that_has_chosen_nothing() -> None:
    terms = terms_of(Deciding("c", "c"), "r")
    assert (terms.rule, terms.secrecy, terms.ballots_by) == (Rule.CONSENT, Secrecy.NAMED, BallotsBy.PERSON)
    assert (terms.quorum_percent, terms.quorum_partners, terms.window_hours, terms.review_months) == (
        50,
        1,
        48,
        6,
    )


@pytest.mark.parametrize(
    ("secrecy", "rule", "ballots", "allowed"),
    [
        (Secrecy.DETACHED, Rule.MAJORITY, 8, True),
        (Secrecy.DETACHED, Rule.MAJORITY, 7, False),
        (Secrecy.DETACHED, Rule.CONSENT, 20, False),
        (Secrecy.DETACHED, Rule.ADVICE, 20, False),
        (Secrecy.CONFIDENTIAL, Rule.CONSENT, 2, True),
        (Secrecy.NAMED, Rule.CONSENT, 1, True),
    ],
)
def test_which_secrecy_a_round_may_have(secrecy: Secrecy, rule: Rule, ballots: int, allowed: bool) -> None:
    assert secrecy_allowed(secrecy, rule, ballots) is allowed
