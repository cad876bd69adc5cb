"""One person's Home tab: what waits for them, and how their coalitions stand."""

from dataclasses import dataclass
from datetime import date

from bot.domain.actions import ActionState
from bot.domain.progress import PillarLine

POSITIONS, ACTIONS, REVIEWS, COALITIONS = 5, 8, 5, 25


@dataclass(frozen=True)
class HomeShown:
    """A fingerprint of what one person's Home shows; the id is their account's."""

    id: str
    shown: str
    version: int = 0


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody: a position, an action, a review. ``kind`` and ``id`` are those on record.

    ``state`` is how an action is coming along.
    """

    kind: str
    id: str
    number: int
    text: str
    coalition: str
    channel_id: str
    day: date | None = None
    state: ActionState | None = None


@dataclass(frozen=True)
class NextDate:
    """A day that comes up in a coalition; ``key`` is the last part of a text's key."""

    key: str
    day: date
    text: str = ""


@dataclass(frozen=True)
class HomeCoalition:
    """One coalition on a Home; ``facilitates``: its settings are offered, too."""

    name: str
    channel_id: str
    pillars: tuple[PillarLine, ...]
    dates: tuple[NextDate, ...]
    role: str
    facilitates: bool = False
    suggests: bool = False
    may_record: bool = True


@dataclass(frozen=True)
class Home:
    """All that a Home shows; what has no room is counted."""

    positions: tuple[Waiting, ...] = ()
    actions: tuple[Waiting, ...] = ()
    reviews: tuple[Waiting, ...] = ()
    coalitions: tuple[HomeCoalition, ...] = ()
    more_positions: int = 0
    more_actions: int = 0
    more_reviews: int = 0
    others: tuple[str, ...] = ()
