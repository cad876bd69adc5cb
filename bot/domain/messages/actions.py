"""Actions, one and in lists."""

from dataclasses import dataclass
from datetime import date

from bot.domain.actions import ActionState
from bot.domain.registers import ALL_ACTIONS, Sought


@dataclass(frozen=True)
class ActionLine:
    """An action in a list."""

    id: str
    number: int
    text: str
    owner: str
    due_on: date | None
    state: ActionState
    closable: bool = False


@dataclass(frozen=True)
class ActionCard:
    """An action that was just recorded."""

    action: ActionLine


@dataclass(frozen=True)
class DayChoices:
    """The days that the words of an action can mean, to choose from."""

    action_id: str
    number: int
    days: tuple[date, ...]


@dataclass(frozen=True)
class ActionList:
    """One page of a coalition's actions, the next due first."""

    coalition: str
    actions: tuple[ActionLine, ...]
    page: int
    pages: int
    without_account: tuple[str, ...] = ()
    sought: Sought = ALL_ACTIONS
