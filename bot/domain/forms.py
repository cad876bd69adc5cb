"""The forms that the bot opens, as plain values. Each knows the channel that it was opened from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.answers import Citation, Passage
from bot.domain.attention import NudgeSettings
from bot.domain.checkins import Report
from bot.domain.history import Difference
from bot.domain.messages.sessions import StepCard
from bot.domain.round_forms import (
    AmendForm,
    BallotForm,
    DecideForm,
    DecidingForm,
    ForOtherForm,
    InterestForm,
    LateObjectionForm,
    ReasonForm,
    SeatForm,
)
from bot.domain.steps.rank import Option
from bot.domain.steps.synthesise import Numbered


@dataclass(frozen=True)
class ContributeForm:
    """Words for one step; with a name, confidentially or, where it is on and the group is large enough, detached."""

    channel_id: str
    session_id: str
    step_id: str
    title: str
    ask: str
    detached: bool = False


@dataclass(frozen=True)
class ProposalForm:
    """Words to put to the group."""

    channel_id: str
    session_id: str
    step_id: str
    draft: str = ""


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
class DocumentForm:
    """The address of a document to add."""

    channel_id: str


@dataclass(frozen=True)
class PassagesView:
    """All that an answer was drawn from, by the numbers that stand in it."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class PassageView:
    """A passage opened from an answer's source."""

    passage: Passage


@dataclass(frozen=True)
class RankForm:
    """Dots to spread over the options; ``chosen`` are those that the person spread before."""

    channel_id: str
    session_id: str
    step_id: str
    ask: str
    options: tuple[Option, ...]
    dots: int
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftForm:
    """A synthesis before it is shown: the contributions with their numbers, and the themes to edit.

    ``rows`` are wording and numbers; the last one is empty, for a theme to add.
    """

    channel_id: str
    session_id: str
    step_id: str
    sources: tuple[Numbered, ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ParkForm:
    """A point for the parking lot."""

    channel_id: str
    session_id: str


@dataclass(frozen=True)
class PasteForm:
    """A scribe's notes: a line a contribution, with the participant's name in front."""

    channel_id: str
    session_id: str
    step_id: str
    title: str


@dataclass(frozen=True)
class HandForm:
    """Who steers a session from now on."""

    channel_id: str
    session_id: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProjectorView:
    """A step in large type, with the moment at which its time is up."""

    step: StepCard
    ends: datetime | None
    time_zone: str


Form = (
    RankForm
    | DraftForm
    | RecordForm
    | ParkForm
    | PasteForm
    | HandForm
    | ProjectorView
    | ContributeForm
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
    | DocumentForm
    | AskForm
    | PassageView
    | PassagesView
)
