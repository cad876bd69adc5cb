"""Every two weeks, the first Monday, a day of the month, public holidays: the moments that a rule names."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cadence import Cadence, Change, Every, following, with_change
from bot.domain.cadence_words import cadence_words
from bot.working_days import PublicHolidays

CHICAGO = "America/Chicago"
WEEKLY = Cadence("c", "C", 0, time(9), CHICAGO, datetime(2026, 11, 30, 15, tzinfo=UTC))


def moments(cadence: Cadence, count: int, start: str = "2026-11-24", place: str = "") -> list[str]:
    """The next moments of a rule, by its own wall clock."""
    zone, after, found = ZoneInfo(cadence.time_zone), datetime.fromisoformat(start).replace(tzinfo=UTC), []
    for _ in range(count):
        after = following(cadence, after, lambda day: PublicHolidays().is_holiday(day, place))
        found.append(f"{after.astimezone(zone):%a %Y-%m-%d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        (WEEKLY, ["Mon 2026-11-30 09:00", "Mon 2026-12-07 09:00"]),
        (
            replace(WEEKLY, every=Every.TWO_WEEKS, anchor=date(2026, 11, 23)),
            ["Mon 2026-12-07 09:00", "Mon 2026-12-21 09:00"],
        ),
        (replace(WEEKLY, every=Every.FIRST), ["Mon 2026-12-07 09:00", "Mon 2027-01-04 09:00"]),
        (
            replace(WEEKLY, every=Every.MONTH, monthday=31),
            ["Mon 2026-11-30 09:00", "Thu 2026-12-31 09:00", "Sun 2027-01-31 09:00", "Sun 2027-02-28 09:00"],
        ),
    ],
)
def test_a_rule_names_its_days(cadence: Cadence, expected: list[str]) -> None:
    assert moments(cadence, len(expected)) == expected


def test_both_switches_of_daylight_saving_keep_the_hour() -> None:
    for start in ("2026-03-01", "2026-10-25"):
        assert all(one.endswith("09:00") for one in moments(WEEKLY, 4, start))


def test_a_public_holiday_moves_it_to_the_next_working_day() -> None:
    assert moments(WEEKLY, 2, "2026-09-02", "US-IL") == ["Tue 2026-09-08 09:00", "Mon 2026-09-14 09:00"]
    friday = replace(WEEKLY, weekday=4)
    assert moments(friday, 1, "2026-12-23", "US")[0] == "Mon 2026-12-28 09:00"


def test_each_is_named_once_though_a_holiday_moves_it() -> None:
    named = moments(WEEKLY, 60, "2026-01-01", "US")
    assert len(set(named)) == 60
    assert named == sorted(named, key=lambda one: one.split(" ", 1)[1])


def test_a_place_is_known_or_not() -> None:
    known = PublicHolidays()
    assert known.knows("US-IL") and known.knows("MX") and not known.knows("XX") and not known.knows("US-XX")
    assert not known.is_holiday(date(2026, 12, 25), "XX-1")


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("on", Change(on=True)),
        ("off", Change(on=False)),
        ("Monday 9:00", Change(True, Every.WEEK, 0, at=time(9))),
        ("every two weeks on Tuesday 10:30", Change(True, Every.TWO_WEEKS, 1, at=time(10, 30))),
        ("cada dos semanas martes", Change(True, Every.TWO_WEEKS, 1)),
        ("first Monday 9:00", Change(True, Every.FIRST, 0, at=time(9))),
        ("primer lunes 9:00", Change(True, Every.FIRST, 0, at=time(9))),
        ("monthly 15 9:00", Change(True, Every.MONTH, monthday=15, at=time(9))),
        ("monthly on the 31", Change(True, Every.MONTH, monthday=31)),
        ("quiet", Change(silent=True)),
        ("always", Change(silent=False)),
        ("holidays us-il", Change(place="US-IL")),
        ("feriados no", Change(place="")),
    ],
)
def test_people_say_it_in_words(words: str, change: Change) -> None:
    assert cadence_words(words) == change


@pytest.mark.parametrize(
    "words", ["", "sometimes", "first", "monthly 32", "monthly 15 25:00", "every two weeks on", "first on"]
)
def test_what_says_nothing_of_a_cadence_changes_nothing(words: str) -> None:
    assert cadence_words(words) is None


def test_a_change_brings_no_second_one_on_the_day_of_the_last() -> None:
    now = datetime(2026, 11, 30, 15, 1, tzinfo=UTC)
    sent = replace(WEEKLY, last_due=now - timedelta(minutes=1))
    moved = with_change(sent, Change(weekday=0, at=time(10)), now)
    assert moved.next_due == datetime(2026, 12, 7, 16, tzinfo=UTC)
