"""Consensus by grades of agreement, from 1 to 8 (after S. Kaner and others, 1987; the labels are ours)."""

from collections.abc import Sequence

from bot.domain.choices import GRADES, Missing
from bot.domain.rules.ballots import Ballot, Bounds, Outcome, absent, spoken

ABSTAINS, VETO = GRADES[3], GRADES[7]


def outcome(ballots: Sequence[Ballot], bounds: Bounds) -> Outcome:
    """Pass when enough of those who gave a grade support it, and nobody says that it must not happen.

    An abstention counts for quorum, and neither for nor against.
    """
    support = spoken(ballots, *(one for one in GRADES[: bounds.threshold] if one is not ABSTAINS))
    graded = spoken(ballots) - spoken(ballots, ABSTAINS)
    short = support == 0 or support * 100 < graded * bounds.threshold_percent
    tests = [(spoken(ballots, VETO) > 0, Missing.VETO), (short, Missing.THRESHOLD)]
    return Outcome((*absent(ballots, bounds), *(reason for applies, reason in tests if applies)))
