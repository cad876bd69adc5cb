"""Proposals, positions, and the rule by which a group decides: here, consent.

Consent asks "can you live with it, and is it safe enough to try?". It is reached when quorum
is there and no objection is open. Silence is never consent: a live decision is provisional
until its objection window ends, and an objection within it reopens the round. (Sociocracy
For All, on consent and objections; the windows are Convener's own defaults.)
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.framework import Mode
from bot.domain.people import Participant, Role

OBJECTION_WINDOW = timedelta(hours=48)
REVIEW_AFTER_MONTHS = 6


class Rule(StrEnum):
    """How a group decides. Convener knows consent now."""

    CONSENT = "consent"


class Choice(StrEnum):
    """What one member says to a proposal."""

    CONSENT = "consent"
    STAND_ASIDE = "stand_aside"
    CONCERN = "concern"
    OBJECTION = "objection"

    @property
    def needs_reason(self) -> bool:
        """All but plain consent are asked for their reason."""
        return self is not Choice.CONSENT


class ProposalState(StrEnum):
    """The life of a proposal."""

    OPEN = "open"
    DECIDED = "decided"
    REOPENED = "reopened"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Proposal:
    """Words put to a group, frozen when the round opens. ``card`` names the place of the round's card."""

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
    version: int = 0

    @property
    def takes_positions(self) -> bool:
        """A round takes positions while it is open, also after an objection reopened it."""
        return self.state in (ProposalState.OPEN, ProposalState.REOPENED)


@dataclass(frozen=True)
class Position:
    """What one participant says to a proposal; one each, and it may change until the close."""

    id: str
    coalition_id: str
    proposal_id: str
    participant_id: str
    choice: Choice
    taken_at: datetime
    reason: str = ""
    version: int = 0


class ObjectionState(StrEnum):
    """The life of an objection. It blocks consent while it is raised or discussed."""

    RAISED = "raised"
    WITHDRAWN = "withdrawn"


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
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the objection still stands in the way of consent."""
        return self.state is ObjectionState.RAISED


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
    superseded_by: str = ""
    permalink: str = ""
    quoted: str = ""
    version: int = 0


class Missing(StrEnum):
    """Why a proposal is not decided yet; each is a key of the voice texts."""

    QUORUM = "quorum"
    COMMUNITY_PARTNER = "community_partner"
    OBJECTION = "objection"
    CONSENT = "consent"


@dataclass(frozen=True)
class Tally:
    """A round in numbers. ``ballots`` is how many people have one."""

    ballots: int
    taken: int
    quorum: int
    counts: tuple[tuple[Choice, int], ...]
    partner_ballots: int
    partners_taken: int
    open_objections: int

    def count(self, choice: Choice) -> int:
        """Return how many took one kind of position."""
        return dict(self.counts).get(choice, 0)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Return what still stands between the proposal and a decision; empty when it passes."""
        reasons = [
            (self.taken < self.quorum, Missing.QUORUM),
            (self.partner_ballots > 0 and self.partners_taken == 0, Missing.COMMUNITY_PARTNER),
            (self.open_objections > 0, Missing.OBJECTION),
            (self.count(Choice.CONSENT) == 0, Missing.CONSENT),
        ]
        return tuple(reason for applies, reason in reasons if applies)


def quorum_of(ballots: int) -> int:
    """Return the least number of positions for a decision: half of the ballots, rounded up."""
    return max(1, -(-ballots // 2))


def tally(
    people: Sequence[Participant], positions: Iterable[Position], objections: Iterable[Objection]
) -> Tally:
    """Count a round. Positions of people without a ballot (any more) do not count."""
    voters = {person.id: person for person in people if person.has_ballot}
    counted = [position for position in positions if position.participant_id in voters]
    partners = {key for key, person in voters.items() if person.role is Role.COMMUNITY_PARTNER}
    return Tally(
        ballots=len(voters),
        taken=len(counted),
        quorum=quorum_of(len(voters)),
        counts=tuple(sorted(Counter(position.choice for position in counted).items())),
        partner_ballots=len(partners),
        partners_taken=sum(position.participant_id in partners for position in counted),
        open_objections=sum(objection.is_open for objection in objections),
    )


def decide(
    proposal: Proposal, counted: Tally, *, decision_id: str, number: int, by: str, now: datetime
) -> Decision:
    """Turn a passed live round into a provisional decision.

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
        rule=proposal.rule,
        consents=counted.count(Choice.CONSENT),
        stand_asides=counted.count(Choice.STAND_ASIDE),
        concerns=counted.count(Choice.CONCERN),
        community_partners=counted.partners_taken,
        ballots=counted.ballots,
        recorded_by=by,
        decided_at=now,
        provisional_until=now + OBJECTION_WINDOW,
        review_on=months_later(now.date(), REVIEW_AFTER_MONTHS),
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
