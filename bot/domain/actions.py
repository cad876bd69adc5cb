"""Actions: who does what by when."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

_OWNER = re.compile(
    r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>|(?<!\w)@(?!(?:channel|here|everyone)\b)(?P<name>[\w.\-]+)"
)
_DUE = re.compile(r"\s+(?:by|before|until|para el|para|antes del?|hasta)\s+", re.IGNORECASE)


class ActionState(StrEnum):
    """How an action is coming along."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Action:
    """Something that somebody promised to do. The owner may still be missing."""

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
    version: int = 0


@dataclass(frozen=True)
class ActionWords:
    """A typed action taken apart: ``share the file @owner by next Friday``."""

    text: str
    owner_user_id: str | None = None
    owner_name: str | None = None
    due_words: str = ""


def take_apart(typed: str) -> tuple[ActionWords, ActionWords]:
    """Return a typed action in two readings: with the words after the last "by" as a due day, and without.

    The caller takes the first where those words are a day ("by next Friday"), else the second
    ("the file made by Ben").
    """
    owner = _OWNER.search(typed)
    rest = " ".join(_OWNER.sub(" ", typed, count=1).split())
    user_id, name = (owner["id"], owner["name"]) if owner else (None, None)
    whole = ActionWords(rest, user_id, name)
    cuts = list(_DUE.finditer(rest))
    if not cuts:
        return whole, whole
    last = cuts[-1]
    return ActionWords(rest[: last.start()], user_id, name, rest[last.end() :]), whole
