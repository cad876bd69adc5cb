"""Silence: two weeks in which nothing moved in something that is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.actions import Action
from bot.domain.sessions import Session

SILENCE = timedelta(days=14)


class Open(StrEnum):
    """What can fall silent."""

    ACTION = "action"
    SESSION = "session"


@dataclass(frozen=True)
class Silence:
    """What facilitators heard of last, of one action or session: since when (UTC) it was silent then.

    ``patience_until`` is when they want to hear of it again, if it is silent still; None: not again.
    """

    id: str
    coalition_id: str
    about: Open
    record_id: str
    since: datetime
    patience_until: datetime | None = None
    version: int = 0


def last_sign_of_action(action: Action) -> datetime:
    """Return when somebody last recorded, moved, or spoke of an action."""
    return max(one for one in (action.recorded_at, action.moved_at, action.checked_at) if one is not None)


def last_sign_of_session(session: Session) -> datetime:
    """Return when somebody last did something in a session."""
    return max(session.started_at, session.touched_at or session.started_at)


def action_rests(action: Action, now: datetime, time_zone: str) -> bool:
    """Tell whether an action is over, or its owner asked for quiet until a day that is still to come."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    return not action.is_open or (action.quiet_until or date.min) > today


def session_rests(session: Session, now: datetime) -> bool:
    """Tell whether a session waits for a deadline that is still to come."""
    return session.step_due is not None and session.step_due > now


def is_to_be_told(since: datetime, known: Silence | None, now: datetime) -> bool:
    """Tell whether facilitators are to hear of a silence: once, and again where the patience they asked for is over."""
    if now - since < SILENCE:
        return False
    if known is None:
        return True
    if known.patience_until is not None:
        return known.patience_until <= now
    return known.since < since
