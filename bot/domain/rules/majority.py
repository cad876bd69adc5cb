"""Majority, and two thirds: those who abstain count for quorum, and neither for nor against."""

from collections.abc import Sequence

from bot.domain.choices import Choice, Missing
from bot.domain.rules.ballots import Ballot, Bounds, Outcome, absent, spoken


def votes(ballots: Sequence[Ballot]) -> tuple[int, int]:
    """Return how many said yes, and how many no."""
    return spoken(ballots, Choice.YES), spoken(ballots, Choice.NO)


def carried(yes: int, no: int) -> tuple[Missing, ...]:
    """Say why more did not say yes than no. A tie decides nothing, nor does a round in which all abstain."""
    if yes > no:
        return ()
    return (Missing.TIE,) if yes == no else (Missing.REJECTED,)


def outcome(ballots: Sequence[Ballot], bounds: Bounds) -> Outcome:
    """Pass when quorum is there and more say yes than no."""
    return Outcome((*absent(ballots, bounds), *carried(*votes(ballots))))


def two_thirds(ballots: Sequence[Ballot], bounds: Bounds) -> Outcome:
    """Pass when quorum is there and at least two in three of those who vote say yes."""
    yes, no = votes(ballots)
    reasons = carried(yes, no)
    if not reasons and yes < 2 * no:
        reasons = (Missing.THRESHOLD,)
    return Outcome((*absent(ballots, bounds), *reasons))
