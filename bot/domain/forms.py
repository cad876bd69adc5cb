"""The forms that the bot opens, as plain values. Each knows the channel that it was opened from."""

from dataclasses import dataclass

from bot.domain.answers import Citation, Passage
from bot.domain.decisions import Choice


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


Form = (
    ContributeForm
    | ProposalForm
    | ReasonForm
    | LateObjectionForm
    | ActionForm
    | SetupForm
    | DocumentForm
    | AskForm
    | PassageView
    | PassagesView
)
