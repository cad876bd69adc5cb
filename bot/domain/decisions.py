"""Proposals, positions, objections and decisions; the rules themselves stand in ``rules``.

Silence is never consent: a decision is provisional until its objection window ends, and an
objection within it reopens the round.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.choices import Choice as Choice
from bot.domain.choices import Missing as Missing
from bot.domain.choices import Rule as Rule
from bot.domain.framework import Mode
from bot.domain.people import Organisation, Participant
from bot.domain.rules import Ballot, Bounds, ballots_of, is_settled, outcome, spoken
from bot.domain.rules import quorum_of as quorum_of

OBJECTION_WINDOW = timedelta(hours=48)
REVIEW_AFTER_MONTHS = 6


class ProposalState(StrEnum):
    """The life of a proposal."""

    DRAFT = "draft"
    OPEN = "open"
    DECIDED = "decided"
    REOPENED = "reopened"
    DROPPED = "dropped"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Proposal:
    """Words put to a group, frozen when the round opens. ``card`` names the place of the round's card.

    ``revision`` is the number of the words: an amendment makes the next one.
    """

    id: str
    coalition_id: str
    channel_id: str
    number: int
    text: str
    proposed_by: str
    opened_at: datetime
    session_id: str | None = None
    step_id: str = ""
    rule: Rule = Rule.CONSENT
    mode: Mode = Mode.LIVE
    state: ProposalState = ProposalState.OPEN
    card: str = ""
    revision: int = 1
    version: int = 0

    @property
    def takes_positions(self) -> bool:
        """A round takes positions while it is open, also after an objection reopened it."""
        return self.state in (ProposalState.OPEN, ProposalState.REOPENED)


@dataclass(frozen=True)
class Position:
    """What one participant says to a proposal; one each, and it may change until the close.

    ``revision`` is that of the words it was said to: those to other words do not count. ``recorded_by`` is
    set where somebody else wrote it down for them, ``told_at`` when they were told.
    """

    id: str
    coalition_id: str
    proposal_id: str
    participant_id: str
    choice: Choice
    taken_at: datetime
    reason: str = ""
    revision: int = 1
    recorded_by: str = ""
    told_at: datetime | None = None
    version: int = 0


class ObjectionState(StrEnum):
    """The life of an objection. It blocks consent while it is raised or discussed.

    Integrated: the words were changed, and whoever raised it took another position to them. Standing: it was
    open when the round ended.
    """

    RAISED = "raised"
    DISCUSSED = "discussed"
    INTEGRATED = "integrated"
    WITHDRAWN = "withdrawn"
    STANDING = "standing"


@dataclass(frozen=True)
class Objection:
    """A reasoned harm that a participant sees in a proposal."""

    id: str
    coalition_id: str
    proposal_id: str
    participant_id: str
    reason: str
    raised_at: datetime
    state: ObjectionState = ObjectionState.RAISED
    revision: int = 1
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the objection still stands in the way of consent."""
        return self.state in (ObjectionState.RAISED, ObjectionState.DISCUSSED)


class DecisionState(StrEnum):
    """How firm a decision is."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    REOPENED = "reopened"
    NOTED = "noted"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Decision:
    """What a group decided, with the count that carried it. Never changed without a trace.

    ``counts`` holds every count of the round, as ``yes 4, no 1``; it is read with ``counts_in``.
    One that was noted from talk has no round behind it, and says so: silence never makes it final.
    """

    id: str
    coalition_id: str
    channel_id: str
    proposal_id: str
    number: int
    statement: str
    rule: Rule
    consents: int
    stand_asides: int
    concerns: int
    community_partners: int
    ballots: int
    recorded_by: str
    decided_at: datetime
    provisional_until: datetime
    review_on: date
    session_id: str | None = None
    state: DecisionState = DecisionState.PROVISIONAL
    counts: str = ""
    conditions: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    permalink: str = ""
    quoted: str = ""
    version: int = 0


def counts_in(counts: str) -> tuple[tuple[Choice, int], ...]:
    """Return the counts that a decision holds as words, by choice."""
    pairs = [part.rsplit(" ", 1) for part in counts.split(", ") if part]
    return tuple((Choice(choice), int(count)) for choice, count in pairs)


@dataclass(frozen=True)
class Tally:
    """A round in numbers. ``ballots`` is how many there are; ``missing`` why it is not decided."""

    ballots: int
    taken: int
    quorum: int
    counts: tuple[tuple[Choice, int], ...]
    partner_ballots: int
    partners_taken: int
    open_objections: int
    rule: Rule = Rule.CONSENT
    missing: tuple[Missing, ...] = ()
    settled: bool = False

    def count(self, choice: Choice) -> int:
        """Return how many took one kind of position."""
        return dict(self.counts).get(choice, 0)

    @property
    def rejected(self) -> bool:
        """Tell whether the group said no, and nothing else is missing."""
        return self.missing == (Missing.REJECTED,)

    def without_counts(self, told: Sequence[Missing]) -> "Tally":
        """Return what may be seen while detached ballots come in: who is missing, not what was said."""
        missing = tuple(one for one in self.missing if one in told)
        return replace(self, counts=(), missing=missing, settled=False)


def tally(
    people: Sequence[Participant],
    positions: Iterable[Position],
    objections: Iterable[Objection],
    bounds: Bounds | None = None,
    *,
    organisations: Iterable[Organisation] = (),
    revision: int = 1,
) -> Tally:
    """Count a round. Positions of people without a ballot (any more), or to other words, do not count."""
    terms = bounds or Bounds()
    said = {one.participant_id: one.choice for one in positions if one.revision == revision}
    stopping = [one.participant_id for one in objections if one.is_open]
    return counted(ballots_of(people, said, stopping, bounds=terms, organisations=organisations), terms)


def counted(ballots: Sequence[Ballot], bounds: Bounds) -> Tally:
    """Count ballots."""
    partners = [one for one in ballots if one.partner]
    return Tally(
        ballots=len(ballots),
        taken=spoken(ballots),
        quorum=quorum_of(len(ballots), bounds.quorum_percent),
        counts=tuple(sorted(Counter(one.choice for one in ballots if one.choice is not None).items())),
        partner_ballots=len(partners),
        partners_taken=spoken(partners),
        open_objections=sum(one.objects for one in ballots),
        rule=bounds.rule,
        missing=outcome(ballots, bounds).reasons,
        settled=is_settled(ballots, bounds),
    )


def decide(
    proposal: Proposal,
    counted: Tally,
    *,
    decision_id: str,
    number: int,
    by: str,
    now: datetime,
    window: timedelta = OBJECTION_WINDOW,
    review_months: int = REVIEW_AFTER_MONTHS,
) -> Decision:
    """Turn a passed round into a provisional decision.

    Raises ValueError if something is still missing: the caller asks ``Tally.missing`` first.
    """
    if counted.missing:
        raise ValueError(f"proposal {proposal.id} is not decided yet: {', '.join(counted.missing)}")
    return Decision(
        id=decision_id,
        coalition_id=proposal.coalition_id,
        channel_id=proposal.channel_id,
        proposal_id=proposal.id,
        session_id=proposal.session_id,
        number=number,
        statement=proposal.text,
        rule=counted.rule,
        consents=counted.count(Choice.CONSENT),
        stand_asides=counted.count(Choice.STAND_ASIDE),
        concerns=counted.count(Choice.CONCERN),
        community_partners=counted.partners_taken,
        ballots=counted.ballots,
        recorded_by=by,
        decided_at=now,
        provisional_until=now + window,
        review_on=months_later(now.date(), review_months),
        counts=", ".join(f"{choice} {count}" for choice, count in counted.counts),
    )


def is_due(decision: Decision, now: datetime) -> bool:
    """Tell whether a provisional decision's objection window has ended."""
    return decision.state is DecisionState.PROVISIONAL and now >= decision.provisional_until


def settle(decision: Decision) -> Decision:
    """Make a decision final, after a window without objection."""
    return replace(decision, state=DecisionState.FINAL)


def reopen(decision: Decision) -> Decision:
    """Take back a provisional decision, since somebody objected within its window."""
    return replace(decision, state=DecisionState.REOPENED)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
