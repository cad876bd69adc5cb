"""The unit of work: state is read and saved in one transaction, and nothing is kept unless committed."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from bot.domain.actions import Action
from bot.domain.amendments import Amendment, Interest
from bot.domain.attention import Nudge, NudgeSettings
from bot.domain.cadence import Cadence
from bot.domain.canvases import Canvas
from bot.domain.checkins import CheckIn
from bot.domain.choices import Choice
from bot.domain.contributions import Contribution, SynthesisCheck
from bot.domain.deciding import Deciding, RoundPart, Terms
from bot.domain.decisions import Decision, Objection, Position, Proposal
from bot.domain.deliveries import Delivery, Place
from bot.domain.gaps import Gap
from bot.domain.history import Change
from bot.domain.home import HomeShown
from bot.domain.library import Adding, Document, DocumentPassage
from bot.domain.links import Link
from bot.domain.people import Coalition, LinkedChannel, Organisation, Participant
from bot.domain.preferences import Preference
from bot.domain.questions import Judgement, Question
from bot.domain.records import (
    Agreement,
    DataAsset,
    DecisionRight,
    Goal,
    Measure,
    Parameter,
    Share,
    SharingProfile,
    Stakeholder,
    WorkingAgreement,
)
from bot.domain.sessions import Session
from bot.domain.silences import Silence
from bot.domain.steps.parking import ParkedPoint
from bot.domain.steps.rank import RankBallot
from bot.domain.steps.synthesise import DrawnTheme

T = TypeVar("T")


class Stale(Exception):
    """Somebody else saved the same record first; look at it again and try again."""


class AlreadySeen(Exception):
    """Slack sent this act before; it has been dealt with."""


class Repository(Protocol[T]):
    """The records of one kind, of one workspace."""

    def add(self, record: T) -> None:
        """Add a new record. Raises Stale if its id or number was taken meanwhile."""
        ...

    def save(self, record: T) -> T:
        """Save a changed record and return it as it stands now. Raises Stale if it was saved since it was read."""
        ...

    def save_all(self, records: Sequence[T]) -> None:
        """Save many changed records at once. Raises Stale if one of them was saved since it was read."""
        ...

    def get(self, record_id: str) -> T | None:
        """Return one record, or None."""
        ...

    def where(self, **equals: object) -> tuple[T, ...]:
        """Return the records whose fields have these values, in the order in which they were added.

        A tuple stands for any of its values.
        """
        ...

    def due(self, field: str, by: datetime, most: int | None = None, **equals: object) -> tuple[T, ...]:
        """Return the records whose moment in ``field`` is not after ``by``, the earliest first, ``most`` of them."""
        ...


class Outbox(Protocol):
    """Messages on their way, and where the posted ones stand."""

    def plan(self, deliveries: Sequence[Delivery]) -> None:
        """Put deliveries on their way; one whose key is known already is left as it is."""
        ...

    def withdraw(self, key: str) -> None:
        """Take back a delivery that nobody has begun to send."""
        ...

    def place(self, name: str) -> Place | None:
        """Return where a posted message stands, or None while it has not been posted."""
        ...

    def planned(self, key: str) -> bool:
        """Tell whether a delivery of that key was planned."""
        ...

    def place_at(self, channel_id: str, ts: str) -> Place | None:
        """Return the message of ours that stands at a time stamp, or None."""
        ...

    def given_up(self, name: str) -> bool:
        """Tell whether a message was planned for a place, does not stand there, and is not on its way any more."""
        ...

    def in_flight(self, channel_id: str) -> bool:
        """Tell whether something was sent to a channel of which it is not known yet where it stands."""
        ...


class Traceless(Protocol):
    """Detached words; they are read as contributions."""

    def add(self, said: Contribution) -> None:
        """Add words; nothing tells which of a session's came before which. Raises Stale if their id was taken."""
        ...


class BallotBox(Protocol):
    """Detached ballots: how often each choice was made, and apart from it, who has voted.

    Neither has an order, a time, an id of its own, or a line in the audit trail.
    """

    def cast(self, proposal_id: str, participant_id: str, choice: Choice) -> bool:
        """Put a ballot in; it is final. Return False, and change nothing, where this person has voted."""
        ...

    def counts(self, proposal_id: str) -> dict[Choice, int]:
        """Return how often each choice was made."""
        ...

    def voters(self, proposal_id: str) -> frozenset[str]:
        """Return the participants who have voted."""
        ...


class Passages(Protocol):
    """The passages of documents, with their vectors."""

    def put(self, document_id: str, passages: Sequence[DocumentPassage]) -> None:
        """Keep these passages of a document, and no others."""
        ...

    def of(self, document_ids: Sequence[str]) -> tuple[DocumentPassage, ...]:
        """Return the passages of some documents, in order."""
        ...

    def models(self, document_id: str) -> frozenset[str]:
        """Return the names of the embedding models that made a document's vectors; "" where there are none."""
        ...


class Work(Protocol):
    """One open transaction, bound to a workspace."""

    workspace_id: str
    coalitions: Repository[Coalition]
    channels: Repository[LinkedChannel]
    organisations: Repository[Organisation]
    participants: Repository[Participant]
    preferences: Repository[Preference]
    homes: Repository[HomeShown]
    sessions: Repository[Session]
    contributions: Repository[Contribution]
    checks: Repository[SynthesisCheck]
    drawn_themes: Repository[DrawnTheme]
    rank_ballots: Repository[RankBallot]
    parked_points: Repository[ParkedPoint]
    proposals: Repository[Proposal]
    positions: Repository[Position]
    objections: Repository[Objection]
    decisions: Repository[Decision]
    deciding: Repository[Deciding]
    terms: Repository[Terms]
    round_parts: Repository[RoundPart]
    amendments: Repository[Amendment]
    interests: Repository[Interest]
    actions: Repository[Action]
    cadences: Repository[Cadence]
    questions: Repository[Question]
    judgements: Repository[Judgement]
    gaps: Repository[Gap]
    goals: Repository[Goal]
    parameters: Repository[Parameter]
    stakeholders: Repository[Stakeholder]
    decision_rights: Repository[DecisionRight]
    working_agreements: Repository[WorkingAgreement]
    sharing_profiles: Repository[SharingProfile]
    measures: Repository[Measure]
    data_assets: Repository[DataAsset]
    agreements: Repository[Agreement]
    shares: Repository[Share]
    links: Repository[Link]
    canvases: Repository[Canvas]
    checkins: Repository[CheckIn]
    nudges: Repository[Nudge]
    silences: Repository[Silence]
    nudge_settings: Repository[NudgeSettings]
    documents: Repository[Document]
    addings: Repository[Adding]
    passages: Passages
    outbox: Outbox
    ballot_box: BallotBox
    traceless: Traceless

    def once(self, key: str) -> None:
        """Mark an act as seen, in this transaction. Raises AlreadySeen if it was seen before."""
        ...

    def because(self, reason: str) -> None:
        """Give the reason for what is saved from here on; it stands in the audit trail."""
        ...

    def history(self, register: str, record_id: str) -> tuple[Change, ...]:
        """Return what happened to a record, the oldest first; ``register`` is the repository's name."""
        ...

    def revision(self, coalition_id: str) -> int:
        """Return a number that grows with each change of a coalition's records."""
        ...

    def commit(self) -> None:
        """Keep everything. Raises Stale if somebody else was first."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions; leaving one without a commit rolls it back."""

    def open(
        self, workspace_id: str, by: str = "", traceless_at: datetime | None = None
    ) -> AbstractContextManager[Work]:
        """Open a transaction of one workspace; ``by`` is who acts, for the audit trail.

        ``traceless_at``: what is done leaves no trace of whose it is or when. It stands at that moment, and the
        audit trail has nothing of it.
        """
        ...

    def read(self, workspace_id: str) -> AbstractContextManager[Work]:
        """Open a transaction that only reads, and so waits for nobody."""
        ...

    def changed(self, workspace_id: str, since: int) -> tuple[int, frozenset[str]]:
        """Return how far the audit trail goes now, and the coalitions that changed after ``since``.

        The empty id stands for what belongs to no coalition.
        """
        ...

    def with_due(self, kind: str, field: str, by: datetime, **equals: object) -> tuple[str, ...]:
        """Return the workspaces that have records of a kind whose moment in ``field`` is not after ``by``."""
        ...

    def workspaces(self) -> tuple[str, ...]:
        """Return the ids of all workspaces that have a coalition."""
        ...
