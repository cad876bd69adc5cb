"""Where a coalition stands with each pillar: agreed, open, visited, or not started. No percentages, and no race."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.decisions import Decision, DecisionState
from bot.domain.framework import PillarKey
from bot.domain.sessions import Session, SessionState

STANDING = frozenset({DecisionState.FINAL, DecisionState.PROVISIONAL})


class PillarState(StrEnum):
    """How far a coalition has come with a pillar."""

    OPEN = "open"
    AGREED = "agreed"
    VISITED = "visited"
    NEW = "new"


@dataclass(frozen=True)
class PillarLine:
    """A pillar's state, and the day on which the group last began a session on it."""

    key: PillarKey
    state: PillarState
    visited_on: date | None = None


def pillar_line(key: PillarKey, sessions: Iterable[Session], decisions: Iterable[Decision]) -> PillarLine:
    """Return where a coalition stands with a pillar; agreed: a session on it came to a decision that stands."""
    held = [one for one in sessions if one.pillar == key]
    last = max((one.started_at.date() for one in held), default=None)
    if any(one.state is not SessionState.ENDED for one in held):
        return PillarLine(key, PillarState.OPEN, last)
    ids = {one.id for one in held}
    if any(one.session_id in ids and one.state in STANDING for one in decisions):
        return PillarLine(key, PillarState.AGREED, last)
    return PillarLine(key, PillarState.VISITED if held else PillarState.NEW, last)
