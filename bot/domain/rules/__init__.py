"""Decision rules as pure functions: ballots and bounds in, an outcome with its reasons out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.domain.choices import Choice, Rule
from bot.domain.rules import advice, consensus, consent, delegated, majority
from bot.domain.rules.ballots import (
    Ballot,
    Bounds,
    Outcome,
    ballots_of,
    holders,
    quorum_of,
    spoken,
    voted,
)


class DecisionRule(Protocol):
    """What every rule is: a function without a memory."""

    def __call__(self, ballots: Sequence[Ballot], bounds: Bounds, /) -> Outcome:
        """Return what the ballots come to."""
        ...


RULES: dict[Rule, DecisionRule] = {
    Rule.CONSENT: consent.outcome,
    Rule.CONSENSUS: consensus.outcome,
    Rule.MAJORITY: majority.outcome,
    Rule.TWO_THIRDS: majority.two_thirds,
    Rule.ADVICE: advice.outcome,
    Rule.DELEGATED: delegated.outcome,
}
FOR_AND_AGAINST: dict[Rule, tuple[Choice, Choice]] = {
    Rule.CONSENT: (Choice.CONSENT, Choice.OBJECTION),
    Rule.CONSENSUS: (Choice.GRADE_1, Choice.GRADE_8),
}


def outcome(ballots: Sequence[Ballot], bounds: Bounds) -> Outcome:
    """Return what a round's ballots come to under its rule."""
    return RULES[bounds.rule](ballots, bounds)


def is_settled(ballots: Sequence[Ballot], bounds: Bounds) -> bool:
    """Tell whether those who have not spoken cannot change the outcome, whatever they say.

    What was said is taken as it stands. A decision by advice is settled by the decider's word alone,
    once everybody who was asked has answered.
    """
    if bounds.rule is Rule.ADVICE:
        return _advice_is_complete(ballots, bounds)
    now = outcome(ballots, bounds).passed
    endings = (
        _all_say(ballots, choice) for choice in FOR_AND_AGAINST.get(bounds.rule, (Choice.YES, Choice.NO))
    )
    return all(outcome(ending, bounds).passed is now for ending in endings)


def _advice_is_complete(ballots: Sequence[Ballot], bounds: Bounds) -> bool:
    spoke = {one.holder for one in ballots if one.choice is not None}
    return {bounds.decider, *bounds.asked} <= spoke


def _all_say(ballots: Sequence[Ballot], choice: Choice) -> tuple[Ballot, ...]:
    return tuple(one if one.choice is not None else replace(one, choice=choice) for one in ballots)


__all__ = [
    "RULES",
    "Ballot",
    "Bounds",
    "DecisionRule",
    "Outcome",
    "ballots_of",
    "holders",
    "is_settled",
    "outcome",
    "quorum_of",
    "spoken",
    "voted",
]
