"""What is said about a round beside its card."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.choices import Choice, Missing, Rule, Secrecy
from bot.domain.decisions import Decision, ObjectionState, ProposalState
from bot.domain.messages.decisions import RoundCard


class Door(StrEnum):
    """Why the ways into deciding are shown; each is a key of the voice texts."""

    DECIDE = "decide"
    SETTINGS = "settings"
    SAVED = "saved"


@dataclass(frozen=True)
class RoundDoors:
    """The ways into deciding, as buttons: guests can't use commands, and a mention opens no form."""

    why: Door


@dataclass(frozen=True)
class RoundPlan:
    """What a proposer sees before a round opens: its moments, and the hard parameters it runs into.

    ``moved``: the wished day left too little time. Parameters: number, title, text.
    """

    proposal_id: str
    text: str
    opens_at: datetime | None
    closes_at: datetime | None
    moved: bool
    parameters: tuple[tuple[int, str, str], ...]
    time_zone: str


@dataclass(frozen=True)
class NotDecided:
    """A round that ended without a decision, and why."""

    number: int
    text: str
    state: ProposalState
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class ClosingSoon:
    """One reminder, to somebody who has not spoken."""

    card: RoundCard


@dataclass(frozen=True)
class Amended:
    """New words of a proposal, beside the old ones. ``typo``: a mended typing mistake, which keeps positions."""

    amendment_id: str
    number: int
    revision: int
    was: str
    text: str
    by: str
    typo: bool = False


@dataclass(frozen=True)
class SaidFor:
    """A position that somebody recorded for somebody else, read back.

    In a channel, neither the choice nor the reason is shown.
    """

    position_id: str
    number: int
    choice: Choice
    by: str
    for_whom: str
    reason: str = ""
    told: bool = False
    in_channel: bool = False


@dataclass(frozen=True)
class Who:
    """For a facilitator alone: who has not spoken, and what the others said.

    ``said`` is empty in a detached round, of which nobody knows it.
    """

    number: int
    secrecy: Secrecy
    missing: tuple[str, ...]
    said: tuple[tuple[str, Choice], ...] = ()


@dataclass(frozen=True)
class ObjectionLine:
    """An objection and what became of it; no name where the round was confidential."""

    name: str
    reason: str
    state: ObjectionState


@dataclass(frozen=True)
class PositionLine:
    """What one participant said; no name where the round was confidential."""

    name: str
    choice: Choice
    reason: str = ""
    recorded_by: str = ""


@dataclass(frozen=True)
class DecisionRecord:
    """The whole record of a decision."""

    decision: Decision
    rule: Rule
    secrecy: Secrecy
    recorded_by: str
    time_zone: str
    positions: tuple[PositionLine, ...] = ()
    objections: tuple[ObjectionLine, ...] = ()
    interests: tuple[tuple[str, str], ...] = ()
    decider: str = ""
    asked: tuple[str, ...] = ()
    limits: str = ""
    versions: int = 1
    supersedes: tuple[int, ...] = ()
    superseded_by: int = 0
    links: tuple[str, ...] = ()
    review_on: date | None = None
