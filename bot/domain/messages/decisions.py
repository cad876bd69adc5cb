"""Rounds and decisions."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.choices import Secrecy
from bot.domain.decisions import Choice, Decision, ProposalState, Tally
from bot.domain.registers import ALL_DECISIONS, Sought


@dataclass(frozen=True)
class Voiced:
    """A reason that was given in a round; ``name`` is empty where the channel is not shown whose it is."""

    choice: Choice
    reason: str
    name: str = ""


@dataclass(frozen=True)
class RoundCard:
    """A proposal and its round: totals, terms, and the reasons of those who gave one."""

    proposal_id: str
    number: int
    text: str
    proposer: str
    state: ProposalState
    tally: Tally
    time_zone: str
    voiced: tuple[Voiced, ...] = ()
    revision: int = 1
    secrecy: Secrecy = Secrecy.NAMED
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    decider: str = ""
    asked: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    limits: str = ""
    asks_interests: bool = False
    interests: tuple[tuple[str, str], ...] = ()
    discussed: int = 0


@dataclass(frozen=True)
class DecisionCard:
    """A decision as recorded."""

    decision: Decision
    time_zone: str
    voiced: tuple[Voiced, ...] = ()


@dataclass(frozen=True)
class DecisionList:
    """One page of a coalition's decisions, newest first."""

    coalition: str
    decisions: tuple[Decision, ...]
    page: int
    pages: int
    time_zone: str
    sought: Sought = ALL_DECISIONS
