"""Check-ins: one message with all of a person's actions, and what facilitators hear."""

from dataclasses import dataclass
from datetime import date

from bot.domain.actions import ActionState


@dataclass(frozen=True)
class CheckInLine:
    """One action of a person, of whichever coalition."""

    action_id: str
    coalition: str
    number: int
    text: str
    due_on: date | None
    state: ActionState


@dataclass(frozen=True)
class CheckInCard:
    """All of a person's open actions, the next due first; ``more`` is how many did not fit."""

    lines: tuple[CheckInLine, ...]
    more: int = 0


@dataclass(frozen=True)
class BlockedCard:
    """An action that is blocked, for a facilitator; ``blocker`` names what is in the way, in words."""

    coalition: str
    number: int
    text: str
    blocker: str
    action_id: str
