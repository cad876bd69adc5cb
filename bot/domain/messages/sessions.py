"""A session's card, and the message of each kind of step."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.contributions import Quote, Theme
from bot.domain.decisions import Decision
from bot.domain.framework import Mode, PillarKey
from bot.domain.messages.actions import ActionLine
from bot.domain.sessions import SessionState


@dataclass(frozen=True)
class SessionCard:
    """A session's card: it always shows where the session is."""

    session_id: str
    pillar: PillarKey
    title: str
    question: str
    intro: str
    state: SessionState
    mode: Mode
    step_id: str
    step_title: str
    step_number: int
    step_count: int
    minutes: int
    facilitators: tuple[str, ...]
    observers: int = 0
    partial: bool = False
    until: datetime | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True)
class StepCard:
    """What every step's message shows. ``takes_late``: words count until the session ends, also when it was left."""

    session_id: str
    step_id: str
    title: str
    ask: str
    help: str
    minutes: int
    number: int
    count: int
    is_open: bool = True
    due: datetime | None = None
    time_zone: str = "UTC"
    passage_id: str = ""
    takes_late: bool = False


@dataclass(frozen=True)
class ExplainCard:
    """An idea and its equity check; what every step's message shows links to the passage."""

    step: StepCard
    equity_check: str


@dataclass(frozen=True)
class GatherCard:
    """A question to the group, with its own thread and one large button."""

    step: StepCard
    contributions: int = 0


@dataclass(frozen=True)
class SynthesisCard:
    """Contributions drawn together, and *Did I get this right?*

    Until the facilitator has looked at the draft only the number of contributions is shown. ``later`` came after that.
    """

    step: StepCard
    themes: tuple[Theme, ...] = ()
    later: tuple[Quote, ...] = ()
    is_draft: bool = False
    sources: int = 0
    recognised: int = 0
    missing: int = 0
    not_meant: int = 0


@dataclass(frozen=True)
class ProposeCard:
    """An invitation to put words to the group. Any participant may."""

    step: StepCard


@dataclass(frozen=True)
class AssignCard:
    """An invitation to say who does what by when."""

    step: StepCard
    actions: tuple[ActionLine, ...] = ()


@dataclass(frozen=True)
class Finished:
    """What a session came to. ``next_up`` facilitates next, where there is a rota."""

    title: str
    contributions: int
    voices: int
    decisions: tuple[Decision, ...]
    actions: tuple[ActionLine, ...]
    partial: bool
    time_zone: str
    records: tuple[tuple[str, str], ...] = ()
    parked: tuple[str, ...] = ()
    detached: int = 0
    next_up: str = ""
