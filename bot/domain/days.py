"""Days and moments in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.voice import Voice


def weekday(voice: Voice, number: int) -> str:
    """Return a weekday's name; Monday is 0."""
    return voice.say(f"weekday.{number}")


def day_in_words(voice: Voice, day: date) -> str:
    """Return a day in words: the weekday, the day, the month."""
    month = voice.say(f"month.{day.month}")
    return voice.say(
        "date.day", weekday=weekday(voice, day.weekday()), day=day.day, month=month, year=day.year
    )


def moment_in_words(voice: Voice, moment: datetime, time_zone: str) -> str:
    """Return a moment in words, in a time zone that is named."""
    local = moment.astimezone(ZoneInfo(time_zone))
    place = place_of(time_zone)
    day = day_in_words(voice, local.date())
    return voice.say("date.moment", day=day, time=f"{local:%H:%M}", place=place)


def place_of(time_zone: str) -> str:
    """Return the place after which a time zone is called."""
    return time_zone.rpartition("/")[2].replace("_", " ")
