"""A filled form as a record."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.actions import Action
from bot.domain.decisions import REVIEW_AFTER_MONTHS, Decision, DecisionState, Rule, months_later
from bot.domain.kept import ACTION, DECISION, Kept
from bot.domain.records import KINDS, Record, RecordKind

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
NO_ROUND = ("consents", "stand_asides", "concerns", "community_partners", "ballots")


def made(kind: str, common: Mapping[str, Any], values: Mapping[str, Any], now: datetime) -> Kept:
    """Return the record of a kind with what all have in common and what its form asked.

    A decision that comes from a form was noted from talk: there is no round behind it, and no positions.
    """
    if kind == ACTION:
        return Action(**common, **values, recorded_at=now)
    if kind == DECISION:
        return _noted(common, values, now)
    return KINDS[RecordKind(kind)](**common, **values, recorded_at=now)


def _noted(common: Mapping[str, Any], values: Mapping[str, Any], now: datetime) -> Decision:
    review = values.get("review_on") or months_later(now.date(), REVIEW_AFTER_MONTHS)
    told: dict[str, Any] = {**common, **values, **dict.fromkeys(NO_ROUND, 0), "review_on": review}
    return Decision(
        **told,
        proposal_id="",
        rule=Rule.CONSENT,
        state=DecisionState.NOTED,
        decided_at=now,
        provisional_until=now,
    )


def sample(kind: RecordKind, values: Mapping[str, Any]) -> Record:
    """Return a record that is not kept, for the rules to look at."""
    blank: dict[str, Any] = dict.fromkeys(("id", "coalition_id", "channel_id", "recorded_by"), "")
    return KINDS[kind](**blank, number=0, recorded_at=LONG_AGO, **values)
