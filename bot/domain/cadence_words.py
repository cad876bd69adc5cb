"""A cadence in people's words: "every two weeks Monday 9:00", "first Monday 9:00", "monthly 15 9:00"."""

import re
from dataclasses import replace

from bot.domain.cadence import Change, Every
from bot.domain.grammar import weekly_words

_EVERY = (
    (
        re.compile(r"^(?:every two weeks|every other week|cada dos semanas|cada quince días)\s+(?:on\s+)?"),
        Every.TWO_WEEKS,
    ),
    (re.compile(r"^(?:(?:the\s+)?first|(?:el\s+)?primer)\s+"), Every.FIRST),
    (re.compile(r"^(?:every week|weekly|cada semana|semanal)\s+(?:on\s+)?"), Every.WEEK),
)
_MONTHLY = re.compile(
    r"^(?:monthly|every month|mensual|cada mes)\s+(?:on the\s+|el\s+)?(?P<day>[1-9]|[12]\d|3[01])(?P<hour>\s+\S+)?$"
)
_HOLIDAYS = re.compile(r"^(?:holidays|feriados|festivos)\s+(?P<place>[a-z]{2}(?:-[a-z0-9]{1,3})?|off|no)$")
_PICTURE = re.compile(r"^(?:picture|pictures|imagen)(?P<off>\s+(?:off|no))?$")
QUIET = {"quiet": True, "callado": True, "always": False, "siempre": False}


def cadence_words(rest: str) -> Change | None:
    """Return what the words change, or None where they say nothing of a cadence."""
    said = " ".join(rest.casefold().split())
    if said in QUIET:
        return Change(silent=QUIET[said])
    picture = _PICTURE.match(said)
    if picture:
        return Change(picture=not picture["off"])
    place = _HOLIDAYS.match(said)
    if place:
        return Change(place="" if place["place"] in ("off", "no") else place["place"].upper())
    monthly = _MONTHLY.match(said)
    if monthly:
        hour = weekly_words(f"monday{monthly['hour'] or ''}")
        return Change(True, Every.MONTH, monthday=int(monthly["day"]), at=hour[2]) if hour else None
    for pattern, every in _EVERY:
        if pattern.match(said):
            told = _weekly(pattern.sub("", said))
            return replace(told, every=every) if told and told.weekday is not None else None
    return _weekly(said)


def _weekly(said: str) -> Change | None:
    wanted = weekly_words(said)
    if wanted is None:
        return None
    on, weekday, at = wanted
    return Change(on=on, every=Every.WEEK if weekday is not None else None, weekday=weekday, at=at)
