"""The weekly message."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.messages.said import Param


@dataclass(frozen=True)
class Need:
    """The one thing needed this week: a key of the voice texts with its parameters."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()


@dataclass(frozen=True)
class WeeklyMessage:
    """A week of a coalition in numbers. Those who finished something are thanked; nobody is named as late."""

    coalition: str
    need: Need
    decisions: int
    with_partner: int
    finished: int
    due_soon: int
    thanked: tuple[str, ...] = ()
    thanked_more: int = 0
    week_of: datetime | None = None
    time_zone: str = "UTC"
