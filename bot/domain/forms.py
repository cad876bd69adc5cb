"""The forms that the bot opens, as plain values. Each knows the channel that it was opened from."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.answers import Citation, Passage
from bot.domain.decisions import Choice
from bot.domain.messages.sessions import StepCard
from bot.domain.records import RecordKind
from bot.domain.steps.rank import Option
from bot.domain.steps.synthesise import Numbered


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
class RecordForm:
    """A new record of one kind, as a step asks for it. ``people`` are those it can name: participant id and name."""

    channel_id: str
    session_id: str
    step_id: str
    kind: RecordKind
    people: tuple[tuple[str, str], ...] = ()


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
    | ActionForm
    | SetupForm
    | AskForm
    | PassageView
    | PassagesView
)
