"""The forms that the bot opens, as plain values. Each knows the channel that it was opened from."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.answers import Citation, Passage
from bot.domain.attention import NudgeSettings
from bot.domain.checkins import Report
from bot.domain.choices import Rule
from bot.domain.deciding import Deciding
from bot.domain.decisions import Choice
from bot.domain.history import Difference


@dataclass(frozen=True)
class ContributeForm:
    """Words for one step; with a name, or confidentially."""

    channel_id: str
    session_id: str
    step_id: str
    title: str
    ask: str


@dataclass(frozen=True)
class ProposalForm:
    """Words to put to the group."""

    channel_id: str
    session_id: str
    step_id: str
    draft: str = ""


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
    """How a coalition decides."""

    channel_id: str
    settings: Deciding


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


@dataclass(frozen=True)
class ActionForm:
    """Who does what by when. ``action_id`` is set where an action is completed, not added.

    ``people`` are those who can own it: participant id and name.
    """

    channel_id: str
    session_id: str = ""
    action_id: str = ""
    text: str = ""
    people: tuple[tuple[str, str], ...] = ()


class Filing(StrEnum):
    """What a record's form is for."""

    ADD = "add"
    EDIT = "edit"
    SUPERSEDE = "supersede"


@dataclass(frozen=True)
class RecordForm:
    """A record to add, to change, or to put in another's place. ``kind``: as in ``bot.domain.kept``.

    ``answers`` are what stands in it already, by field name. ``record_id`` and ``version`` are those of the
    record that is changed or superseded, as it was when the form was opened; ``meanwhile`` is what somebody
    else changed since. ``session_id`` is that of the session that asked. ``permalink`` and ``quoted`` are
    those of the message that it comes from.
    """

    channel_id: str
    kind: str
    filing: Filing = Filing.ADD
    answers: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    record_id: str = ""
    version: int = 0
    session_id: str = ""
    permalink: str = ""
    quoted: str = ""
    meanwhile: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class RetireForm:
    """Why a record does not hold any more."""

    channel_id: str
    kind: str
    record_id: str
    title: str


@dataclass(frozen=True)
class LinkForm:
    """What a record hangs on: to be chosen among those on record (``kind``, ``number``, ``title``, ``id`` of each).

    ``replaces``: the chosen one takes the place of the record, and a reason is asked.
    """

    channel_id: str
    kind: str
    record_id: str
    title: str
    options: tuple[tuple[str, int, str, str], ...]
    replaces: bool = False


@dataclass(frozen=True)
class ReportForm:
    """What belongs to a report on an action. ``blockers`` are kind, id and title; ``people`` id and name."""

    channel_id: str
    action_id: str
    report: Report
    number: int
    text: str
    blockers: tuple[tuple[str, str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NudgesForm:
    """How one person wants to be reached."""

    channel_id: str
    settings: NudgeSettings


@dataclass(frozen=True)
class SetupForm:
    """A coalition's name, facilitators and roles (Slack user ids); everything else has a default."""

    channel_id: str
    name: str
    facilitators: tuple[str, ...]
    time_zone: str
    lang: str
    community_partners: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskForm:
    """A question to the library."""

    channel_id: str


@dataclass(frozen=True)
class PassagesView:
    """All that an answer was drawn from, by the numbers that stand in it."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class PassageView:
    """A passage opened from an answer's source."""

    passage: Passage


Form = (
    ContributeForm
    | ProposalForm
    | ReasonForm
    | LateObjectionForm
    | BallotForm
    | DecideForm
    | DecidingForm
    | SeatForm
    | AmendForm
    | ForOtherForm
    | InterestForm
    | ActionForm
    | RecordForm
    | RetireForm
    | LinkForm
    | ReportForm
    | NudgesForm
    | SetupForm
    | AskForm
    | PassageView
    | PassagesView
)
