"""Consent: "can you live with it, and is it safe enough to try?" (Sociocracy For All)."""

from collections.abc import Sequence

from bot.domain.choices import Choice, Missing
from bot.domain.rules.ballots import Ballot, Bounds, Outcome, absent, spoken


def outcome(ballots: Sequence[Ballot], bounds: Bounds) -> Outcome:
    """Pass when quorum is there, no objection is open, and somebody wants it. Silence is never consent."""
    blocked = any(one.objects or one.choice is Choice.OBJECTION for one in ballots)
    tests = [(blocked, Missing.OBJECTION), (spoken(ballots, Choice.CONSENT) == 0, Missing.CONSENT)]
    return Outcome((*absent(ballots, bounds), *(reason for applies, reason in tests if applies)))
