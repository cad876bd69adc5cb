"""Days in people's words, read with dateparser; and days on which they do not work."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache

_MONTH_END = re.compile(
    r"^(?:the )?end of (?:the )?month$|^(?:fin|final(?:es)?) de(?:l)? mes$", re.IGNORECASE
)
_ORDER_UNCLEAR = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})(?:[/.\-]\d{2,4})?$")
_NEXT = re.compile(
    r"^(?:el )?(?:próximo |proximo )(?P<day>\S+)$|^(?:el )?(?P<day2>\S+) próximo$", re.IGNORECASE
)


class PeoplesDates:
    """The Dates port."""

    def read(self, words: str, today: date, lang: str) -> date | None:
        """Return the day that the words name, or None where they name none, or two (like 4/5)."""
        said = words.strip().rstrip(".!")
        if _MONTH_END.match(said):
            return _last_of_month(today)
        if _is_unclear(said):
            return None
        spanish = _NEXT.match(said)
        if spanish:
            said = spanish["day"] or spanish["day2"]
        found = _parse(said, today, lang)
        return found if found is not None and found >= today else None

    def choices(self, words: str, today: date, lang: str) -> tuple[date, ...]:
        """Return the two days that words like "4/5" can mean; none where they are clear or no day at all."""
        said = words.strip().rstrip(".!")
        numbers = _ORDER_UNCLEAR.match(said)
        if numbers is None or not _is_unclear(said):
            return ()
        one, other = int(numbers[1]), int(numbers[2])
        return tuple(sorted((_coming(one, other, today), _coming(other, one, today))))


def _coming(month: int, day: int, today: date) -> date:
    """Return the next day of that month and number; both are at most 12 here."""
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _last_of_month(today: date) -> date:
    first_of_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first_of_next - timedelta(days=1)


def _is_unclear(said: str) -> bool:
    """Day or month first? Where both read as a month, nobody can tell."""
    numbers = _ORDER_UNCLEAR.match(said)
    if numbers is None:
        return False
    one, other = int(numbers[1]), int(numbers[2])
    return one <= 12 and other <= 12 and one != other


def _parse(said: str, today: date, lang: str) -> date | None:
    import dateparser

    languages = ["es", "en"] if lang == "es" else ["en", "es"]
    settings = {"RELATIVE_BASE": datetime.combine(today, time()), "PREFER_DATES_FROM": "future"}
    found = dateparser.parse(said, languages=languages, settings=settings)
    return found.date() if found else None


COUNTRIES = {
    "America/Mexico_City": "MX",
    "America/Bogota": "CO",
    "America/Toronto": "CA",
    "Europe/London": "GB",
    "Europe/Madrid": "ES",
    **dict.fromkeys(
        (
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "Pacific/Honolulu",
            "America/Puerto_Rico",
            "America/Detroit",
            "America/Boise",
        ),
        "US",
    ),
}


class PublicHolidays:
    """The Holidays port: national holidays of the country that a time zone lies in, where it is known."""

    def is_holiday(self, day: date, time_zone: str) -> bool:
        """Tell whether a day is a public holiday where the clocks go by a time zone."""
        country = COUNTRIES.get(time_zone)
        return country is not None and day in _of_country(country, day.year)


@cache
def _of_country(country: str, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, years=year))
