"""The messages of the steps that rank, record and check, and what the facilitator alone is told."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.framework import PillarKey, StepKind
from bot.domain.messages.sessions import StepCard
from bot.domain.plans import Plan
from bot.domain.steps.check import Heard
from bot.domain.steps.rank import Ranked


@dataclass(frozen=True)
class RankCard:
    """Options with their dots: totals, never whose they are."""

    step: StepCard
    options: tuple[Ranked, ...] = ()
    voters: int = 0
    dots: int = 3


@dataclass(frozen=True)
class RecordCard:
    """A form to fill in, as often as wanted, and the running list of what came of it."""

    step: StepCard
    kind: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckCard:
    """The equity check's question to the group."""

    step: StepCard
    question: str
    contributions: int = 0


@dataclass(frozen=True)
class HeardCard:
    """Who has been heard, for the facilitator alone."""

    session_id: str
    step_id: str
    heard: Heard


@dataclass(frozen=True)
class PlanCard:
    """A session over days before it starts: its steps, counted back from the last day."""

    pillar: PillarKey
    title: str
    plan: Plan
    time_zone: str
    asked: str = ""


@dataclass(frozen=True)
class QuietVoice:
    """A question sent in private to somebody who has not been heard."""

    session_id: str
    step_id: str
    title: str
    step_title: str
    ask: str


@dataclass(frozen=True)
class StepCloses:
    """A reminder in private that a step's time is nearly over, to somebody who has not spoken."""

    session_id: str
    step_id: str
    title: str
    step_title: str
    ask: str
    kind: StepKind
    due: datetime
    time_zone: str


@dataclass(frozen=True)
class HandOver:
    """A session that nobody touched for some days, or whose facilitator has left: somebody may take it over."""

    session_id: str
    title: str
    step_title: str
    days: int = 0
    left: bool = False


@dataclass(frozen=True)
class Parked:
    """The parking lot of a session."""

    session_id: str
    title: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rehearsal:
    """A script as the facilitator walks it alone: nothing is posted."""

    title: str
    steps: tuple[StepCard, ...]
    minutes: int
