"""Check-ins: when an action's owner is asked how it stands, and what they say."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, ActionState

BEFORE_DUE = timedelta(days=2)
RECENT = timedelta(days=5)
ASKED_AT = time(9, 0)
LINE = 255


class Report(StrEnum):
    """What an owner says about an action."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"
    NOTE = "note"
    SNOOZE = "snooze"
    HAND_OVER = "hand_over"

    @property
    def is_plain(self) -> bool:
        """Tell whether it needs no more words: a press is enough."""
        return self in (Report.ON_TRACK, Report.AT_RISK)

    @property
    def state(self) -> ActionState | None:
        """Return the state that an action comes to by it, or None where it stays in its own."""
        return ActionState(self.value) if self.value in set(ActionState) else None


@dataclass(frozen=True)
class CheckIn:
    """What somebody said about an action, and when."""

    id: str
    coalition_id: str
    action_id: str
    participant_id: str
    report: Report
    at: datetime
    text: str = ""
    version: int = 0


@dataclass(frozen=True)
class Said:
    """A report with what belongs to it: words, what blocks, until when, or who takes over."""

    report: Report
    text: str = ""
    blocker_kind: str = ""
    blocker_id: str = ""
    until: date | None = None
    participant_id: str | None = None


def reported(action: Action, said: Said, by: str, now: datetime) -> Action:
    """Return an action after a report of a participant."""
    text = said.text.strip()[:LINE]
    told = replace(action, checked_at=now)
    match said.report:
        case Report.NOTE:
            return replace(told, note=text)
        case Report.SNOOZE:
            return replace(told, quiet_until=said.until)
        case Report.HAND_OVER:
            return _handed_over(told, by, said.participant_id)
        case Report.BLOCKED:
            told = replace(told, blocker=text, blocker_kind=said.blocker_kind, blocker_id=said.blocker_id)
        case Report.DONE:
            told = replace(told, changed=text, done_at=now)
        case Report.DROPPED:
            told = replace(told, reason=text)
    return _moved(told, said.report.state or action.state, now)


def _moved(action: Action, state: ActionState, now: datetime) -> Action:
    """A state that an action is in already keeps the moment since which it is."""
    if state is not ActionState.BLOCKED:
        action = replace(action, blocker="", blocker_kind="", blocker_id="")
    return action if state is action.state else replace(action, state=state, moved_at=now)


def _handed_over(action: Action, by: str, to: str | None) -> Action:
    """The one who lets go is replaced, or leaves it without them; a facilitator replaces the first owner."""
    gone = by if by in action.owner_ids else action.owner_id
    others = [one for one in action.owner_ids if one not in (gone, to)]
    owners = [to, *others] if to else others
    return replace(action, owner_id=owners[0] if owners else None, co_owners=" ".join(owners[1:]))


def next_check_in(
    action: Action, time_zone: str, cadence_due: datetime | None, now: datetime
) -> datetime | None:
    """Return when (UTC) the owners are asked next, or None: two days before the day, and on the coalition's cadence.

    ``cadence_due`` is the cadence's next moment. Who has just said how it stands is not asked again at once.
    """
    if not action.is_open or not action.owner_ids:
        return None
    earliest = max(now, _morning(action.quiet_until, time_zone) if action.quiet_until else now)
    moments = []
    if action.due_on is not None:
        moments.append(_morning(action.due_on - BEFORE_DUE, time_zone))
    if cadence_due is not None:
        moments.append(_after(cadence_due, max(earliest, (action.checked_at or action.recorded_at) + RECENT)))
    coming = [moment for moment in moments if moment > earliest]
    if action.quiet_until and earliest > now:
        coming.append(earliest)
    return min(coming, default=None)


def _after(due: datetime, moment: datetime) -> datetime:
    while due <= moment:
        due += timedelta(days=7)
    return due


def _morning(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, ASKED_AT, ZoneInfo(time_zone)).astimezone(ZoneInfo("UTC"))
