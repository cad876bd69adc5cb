"""Advice: one person decides, after asking those affected and those who know (after F. Laloux)."""

from collections.abc import Sequence

from bot.domain.choices import Choice, Missing
from bot.domain.rules.ballots import Ballot, Bounds, Outcome, absent


def outcome(ballots: Sequence[Ballot], bounds: Bounds) -> Outcome:
    """Pass when those affected were asked, somebody gave advice, and the one who decides says yes.

    There is no quorum of people: who was asked is what counts. Whoever decides must listen, and need not agree.
    """
    advised = [one for one in ballots if one.choice is Choice.ADVICE and one.holder != bounds.decider]
    decided = next((one.choice for one in ballots if one.holder == bounds.decider), None)
    partners = [reason for reason in absent(ballots, bounds) if reason is Missing.COMMUNITY_PARTNER]
    tests = [
        (not set(bounds.asked) - {bounds.decider}, Missing.ASKED),
        (not advised, Missing.ADVICE),
        (decided not in (Choice.YES, Choice.NO), Missing.DECIDER),
        (decided is Choice.NO, Missing.REJECTED),
    ]
    return Outcome((*partners, *(reason for applies, reason in tests if applies)))
