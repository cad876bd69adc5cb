"""Ballots: who holds one, what was said with it, and whether enough of them were used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.choices import BallotsBy, Choice, Missing, Rule
from bot.domain.people import Organisation, Participant, Role, Seat

BY_NAME = (Rule.ADVICE, Rule.DELEGATED)  # people are named for these, whoever holds ballots otherwise


@dataclass(frozen=True)
class Bounds:
    """By what a round is decided, as it stood when the round opened.

    ``threshold`` is the last grade that counts as support; ``threshold_percent`` how many of those who
    gave a grade must support. ``decider``, ``asked``, ``group`` (participant ids) and ``limits`` belong to
    advice and to delegated decisions.
    """

    rule: Rule = Rule.CONSENT
    ballots_by: BallotsBy = BallotsBy.PERSON
    quorum_percent: int = 50
    quorum_organisations: int = 0
    quorum_sectors: int = 0
    quorum_partners: int = 1
    threshold: int = 3
    threshold_percent: int = 75
    decider: str = ""
    asked: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    limits: str = ""


@dataclass(frozen=True)
class Ballot:
    """One ballot. ``choice`` is None while nothing was said; ``objects``: an objection is open behind it."""

    holder: str
    choice: Choice | None = None
    organisation: str = ""
    sector: str = ""
    partner: bool = False
    objects: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a round came to. ``reasons`` say why it is not decided; none: it passed."""

    reasons: tuple[Missing, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether the proposal passed."""
        return not self.reasons

    @property
    def rejected(self) -> bool:
        """Tell whether the group said no; otherwise, what has reasons is "not decided yet"."""
        return self.reasons == (Missing.REJECTED,)


def spoken(ballots: Iterable[Ballot], *choices: Choice) -> int:
    """Return how many ballots said one of these, or anything at all."""
    return sum(one.choice in choices if choices else one.choice is not None for one in ballots)


def quorum_of(ballots: int, percent: int = 50) -> int:
    """Return the least number of positions for a decision: a share of the ballots, rounded up; never none."""
    return max(1, -(-ballots * percent // 100))


def absent(ballots: Sequence[Ballot], bounds: Bounds) -> tuple[Missing, ...]:
    """Return which quorum is not met: of ballots, organisations, sectors, or community partners."""
    used = [one for one in ballots if one.choice is not None]
    partners = sum(one.partner for one in ballots)
    needed = min(bounds.quorum_partners, partners)
    tests = [
        (len(used) < quorum_of(len(ballots), bounds.quorum_percent), Missing.QUORUM),
        (len({one.organisation for one in used} - {""}) < bounds.quorum_organisations, Missing.ORGANISATIONS),
        (len({one.sector for one in used} - {""}) < bounds.quorum_sectors, Missing.SECTORS),
        (sum(one.partner for one in used) < needed, Missing.COMMUNITY_PARTNER),
    ]
    return tuple(reason for applies, reason in tests if applies)


def holders(people: Sequence[Participant], bounds: Bounds) -> dict[str, tuple[Participant, ...]]:
    """Return who speaks for each ballot, the first who spoke in this order counts.

    By person, each for themselves. By organisation, its representative, else its alternate; where an
    organisation has named neither, whoever of its members speaks. Community partners, and people of no
    organisation, always for themselves.
    """
    able = [one for one in people if one.has_ballot and _takes_part(one, bounds)]
    if bounds.ballots_by is BallotsBy.PERSON or bounds.rule in BY_NAME:
        return {one.id: (one,) for one in able}
    held: dict[str, tuple[Participant, ...]] = {}
    for one in able:
        if one.role is Role.COMMUNITY_PARTNER or not one.organisation_id:
            held[one.id] = (one,)
        elif one.seat is not Seat.WATCHES:
            held[one.organisation_id] = (*held.get(one.organisation_id, ()), one)
    return {key: _speakers(these) for key, these in held.items()}


def _takes_part(person: Participant, bounds: Bounds) -> bool:
    """A delegated decision is the named group's, and never without the community partners."""
    if bounds.rule is not Rule.DELEGATED:
        return True
    return person.id in bounds.group or person.role is Role.COMMUNITY_PARTNER


def _speakers(members: Sequence[Participant]) -> tuple[Participant, ...]:
    order = (Seat.REPRESENTATIVE, Seat.ALTERNATE)
    named = [one for seat in order for one in members if one.seat is seat]
    return tuple(named or members)


def ballots_of(
    people: Sequence[Participant],
    said: Mapping[str, Choice],
    objecting: Iterable[str] = (),
    *,
    bounds: Bounds | None = None,
    organisations: Iterable[Organisation] = (),
) -> tuple[Ballot, ...]:
    """Return a round's ballots. ``said``: choices by participant; ``objecting``: who has an open objection."""
    sectors = {one.id: one.sector for one in organisations}
    stopped = set(objecting)
    return tuple(
        Ballot(
            holder,
            next((said[one.id] for one in speakers if one.id in said), None),
            speakers[0].organisation_id or "",
            sectors.get(speakers[0].organisation_id or "", ""),
            speakers[0].role is Role.COMMUNITY_PARTNER,
            any(one.id in stopped for one in speakers),
        )
        for holder, speakers in holders(people, bounds or Bounds()).items()
    )


def voted(
    ballots: Sequence[Ballot], voters: Iterable[str], counts: Mapping[Choice, int]
) -> tuple[Ballot, ...]:
    """Return detached ballots for counting: who has voted is known, and how often each choice was made.

    Which choice goes to which voter is made up, and no rule looks at it. Whoever voted and left still counts:
    nobody can tell which ballot was theirs.
    """
    cast = iter([choice for choice, count in sorted(counts.items()) for _ in range(count)])
    came = set(voters)
    left = tuple(Ballot(one) for one in sorted(came - {ballot.holder for ballot in ballots}))
    return tuple(
        replace(one, choice=next(cast, None)) if one.holder in came else one for one in (*ballots, *left)
    )
