"""Actions: who does what by when."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

_OWNER = re.compile(
    r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>|(?<!\w)@(?!(?:channel|here|everyone)\b)(?P<name>[\w.\-]+)"
)
_ONE = r"(?:<@[A-Z0-9]+(?:\|[^>]*)?>|(?<!\w)@(?!(?:channel|here|everyone)\b)[\w.\-]+)"
# Owners stand side by side: "@ana and @ben". Who is named elsewhere is part of the action.
_OWNERS = re.compile(rf"{_ONE}(?:\s*(?:,|&|\band\b|\by\b)?\s*{_ONE})*")
_DUE = re.compile(r"\s+(?:by|before|until|para el|para|antes del?|hasta)\s+", re.IGNORECASE)


class ActionState(StrEnum):
    """How an action is coming along."""

    OPEN = "open"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more is to be done."""
        return self in (ActionState.DONE, ActionState.DROPPED)


@dataclass(frozen=True)
class Action:
    """Something that somebody promised to do. The owner may still be missing.

    ``co_owners`` are participant ids, separated by spaces. ``blocker`` says in words what is in the way;
    ``blocker_kind`` and ``blocker_id`` name the parameter or action. ``changed`` is what it changed once done,
    ``reason`` why it was dropped. ``moved_at`` is when its state changed last, ``checked_at`` when somebody
    last said how it stands, ``quiet_until`` the day before which nobody asks.
    """

    id: str
    coalition_id: str
    channel_id: str
    number: int
    text: str
    recorded_by: str
    recorded_at: datetime
    owner_id: str | None = None
    due_on: date | None = None
    decision_id: str | None = None
    session_id: str | None = None
    state: ActionState = ActionState.OPEN
    done_at: datetime | None = None
    permalink: str = ""
    quoted: str = ""
    co_owners: str = ""
    blocker: str = ""
    blocker_kind: str = ""
    blocker_id: str = ""
    changed: str = ""
    reason: str = ""
    note: str = ""
    moved_at: datetime | None = None
    checked_at: datetime | None = None
    quiet_until: date | None = None
    next_check_in: datetime | None = None
    version: int = 0

    @property
    def owner_ids(self) -> tuple[str, ...]:
        """Return all owners, the first first."""
        return tuple(one for one in (self.owner_id, *self.co_owners.split()) if one)

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return not self.state.is_over


@dataclass(frozen=True)
class ActionWords:
    """A typed action taken apart: ``share the file @owner by next Friday``. ``others`` are further owners."""

    text: str
    owner_user_id: str | None = None
    owner_name: str | None = None
    due_words: str = ""
    others: tuple[tuple[str | None, str | None], ...] = ()


def take_apart(typed: str) -> tuple[ActionWords, ActionWords]:
    """Return a typed action in two readings: with the words after the last "by" as a due day, and without.

    The caller takes the first where those words are a day ("by next Friday"), else the second
    ("the file made by Ben").
    """
    named = _OWNERS.search(typed)
    owners = [(found["id"], found["name"]) for found in _OWNER.finditer(named[0] if named else "")]
    rest = " ".join(_OWNERS.sub(" ", typed, count=1).split())
    user_id, name = owners[0] if owners else (None, None)
    whole = ActionWords(rest, user_id, name, others=tuple(owners[1:]))
    cuts = list(_DUE.finditer(rest))
    if not cuts:
        return whole, whole
    last = cuts[-1]
    return replace(whole, text=rest[: last.start()], due_words=rest[last.end() :]), whole
