"""What is going on, and the next sensible thing to do."""

from dataclasses import dataclass

from bot.domain.framework import PillarKey
from bot.domain.sessions import SessionState


@dataclass(frozen=True)
class SessionLine:
    """A session in a list."""

    title: str
    state: SessionState
    step_title: str
    step_number: int
    step_count: int


@dataclass(frozen=True)
class Panel:
    """What is going on here, and the next sensible thing to do."""

    coalition: str = ""
    sessions: tuple[SessionLine, ...] = ()
    decisions: int = 0
    open_actions: int = 0
    pillars: tuple[tuple[PillarKey, str], ...] = ()
