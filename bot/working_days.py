"""Public holidays by country and region, from the holidays library."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files


class PublicHolidays:
    """The Holidays port."""

    def is_holiday(self, day: date, place: str) -> bool:
        """Tell whether a day is a public holiday in a country or region, like "US" or "US-IL"; no where unknown."""
        return bool(place) and day in _calendar(place, day.year)

    def knows(self, place: str) -> bool:
        """Tell whether the holidays of a country or region are known."""
        import holidays

        country, _, region = place.partition("-")
        known = holidays.list_supported_countries()
        return country in known and (not region or region in known[country])

    def place_of(self, time_zone: str) -> str:
        """Return the country in which the clocks go by a time zone, like "US"; nothing where it is unknown."""
        return _countries().get(time_zone, "")


@cache
def _calendar(place: str, year: int) -> Mapping[date, str]:
    import holidays

    country, _, region = place.partition("-")
    try:
        return dict(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError:
        return {}


@cache
def _countries() -> Mapping[str, str]:
    """Read the table of the time zone database: country, coordinates, zone, and a comment where there is one."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}
