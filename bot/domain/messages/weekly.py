"""The weekly message."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.actions import ActionState
from bot.domain.messages.said import Param
from bot.domain.silences import Open

NOTHING = "weekly.need.nothing"


@dataclass(frozen=True)
class Need:
    """The one thing needed this week: a key of the voice texts with its parameters."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()


@dataclass(frozen=True)
class WeeklyMessage:
    """A week of a coalition in numbers. Those who finished something are thanked; nobody is named as late.

    ``states`` counts the actions by state, for the picture; empty where no picture is wanted.
    """

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
    blocked: int = 0
    blocked_soft: int = 0
    shares: int = 0
    next_share: date | None = None
    states: tuple[tuple[ActionState, int], ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Tell whether there is no news and nothing to do."""
        news = (self.decisions, self.finished, self.due_soon, self.blocked, len(self.thanked))
        return not any(news) and self.need.key == NOTHING


@dataclass(frozen=True)
class Stuck:
    """An action that is blocked or at risk, and since when. Nobody is named."""

    number: int
    text: str
    state: ActionState
    since: date | None


@dataclass(frozen=True)
class WeeklyMore:
    """What stands behind the weekly message: what moved, what is stuck, what is waited for.

    ``missing`` are open rounds: the proposal's number and how many positions are missing. ``reviews`` are the
    titles of what is due for review, ``sessions`` the open pillars.
    """

    coalition: str
    moved: tuple[str, ...]
    stuck: tuple[Stuck, ...]
    missing: tuple[tuple[int, int], ...]
    reviews: tuple[str, ...]
    sessions: tuple[str, ...]


@dataclass(frozen=True)
class QuietThing:
    """An action or a session in which nothing moved since a day; without a title it stands in a private channel."""

    about: Open
    record_id: str
    number: int
    title: str
    since: date


@dataclass(frozen=True)
class StillHere:
    """For facilitators alone: what has been silent for two weeks, and what they can do; ``more`` had no room."""

    coalition: str
    things: tuple[QuietThing, ...]
    more: int = 0


@dataclass(frozen=True)
class LookBack:
    """All actions of a decision are done: four questions to learn from."""

    number: int
    statement: str
