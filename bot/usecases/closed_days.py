"""On which days a coalition does not work."""

from collections.abc import Callable
from datetime import date

from bot.domain.people import Coalition
from bot.ports.holidays import Holidays
from bot.ports.work import Work


def closed_days(holidays: Holidays, work: Work, coalition: Coalition) -> Callable[[date], bool]:
    """Return what tells public holidays: of the place that the coalition has named, or of its time zone's country."""
    cadences = work.cadences.where(coalition_id=coalition.id)
    named = next((one.place for one in cadences if one.place), "")
    place = named or holidays.place_of(coalition.time_zone)
    return lambda day: holidays.is_holiday(day, place)
