"""The forms of rounds: how a group decides, and what people say in it."""

from dataclasses import dataclass

from bot.domain.choices import Rule
from bot.domain.deciding import Deciding
from bot.domain.decisions import Choice
from bot.domain.people import Habits


@dataclass(frozen=True)
class ReasonForm:
    """The reason behind a stand-aside, a concern or an objection."""

    channel_id: str
    proposal_id: str
    number: int
    choice: Choice
    text: str


@dataclass(frozen=True)
class BallotForm:
    """A detached ballot: one choice, no words."""

    channel_id: str
    proposal_id: str
    number: int
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class DecideForm:
    """A round outside a session. ``rapid``: whether the coalition has a rapid lane."""

    channel_id: str
    rule: Rule
    text: str = ""
    supersedes: str = ""
    rapid: bool = False


@dataclass(frozen=True)
class DecidingForm:
    """How a coalition decides, and what it has switched on."""

    channel_id: str
    settings: Deciding
    habits: Habits


@dataclass(frozen=True)
class SeatForm:
    """One person's organisation, its sector, and their seat in it; and who writes for them."""

    channel_id: str


@dataclass(frozen=True)
class AmendForm:
    """New words for a proposal."""

    channel_id: str
    proposal_id: str
    text: str


@dataclass(frozen=True)
class ForOtherForm:
    """A position for somebody else. ``people``: participant id and name."""

    channel_id: str
    proposal_id: str
    text: str
    people: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class InterestForm:
    """A conflict of interest."""

    channel_id: str
    proposal_id: str
    text: str


@dataclass(frozen=True)
class LateObjectionForm:
    """An objection to a provisional decision, within its window."""

    channel_id: str
    decision_id: str
    number: int
    statement: str
