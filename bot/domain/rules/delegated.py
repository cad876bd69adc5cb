"""Delegated: a named group decides within written limits, and reports back."""

from collections.abc import Sequence

from bot.domain.choices import Missing
from bot.domain.rules.ballots import Ballot, Bounds, Outcome, absent
from bot.domain.rules.majority import carried, votes


def outcome(ballots: Sequence[Ballot], bounds: Bounds) -> Outcome:
    """Pass when a group is named, its limits are written, and more of its ballots say yes than no."""
    tests = [(not bounds.group, Missing.GROUP), (not bounds.limits.strip(), Missing.LIMITS)]
    named = tuple(reason for applies, reason in tests if applies)
    return Outcome((*named, *absent(ballots, bounds), *carried(*votes(ballots))))
