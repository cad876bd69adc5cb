"""What happened to a record: every change with who, when, before, after, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

UNSHOWN = frozenset({"id", "coalition_id", "channel_id", "version", "number", "recorded_by", "recorded_at"})


@dataclass(frozen=True)
class Change:
    """One event of the audit trail. ``before`` is None where the record was added; ``by`` is an account's id."""

    by: str
    at: datetime
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True)
class Difference:
    """A field that has two values: what stood there, and what stands there now. ``by`` is a name."""

    name: str
    before: str
    after: str
    by: str = ""


def differences(change: Change) -> tuple[str, ...]:
    """Return the names of the fields that a change changed; none where it added the record."""
    before = change.before
    if before is None:
        return ()
    return tuple(
        name
        for name, value in change.after.items()
        if name not in UNSHOWN and before.get(name) != value and (before.get(name) or value)
    )


def between(opened: Mapping[str, str], now: Mapping[str, str], by: str = "") -> tuple[Difference, ...]:
    """Return what stands otherwise now than when a form was opened; both are answers by field."""
    return tuple(
        Difference(name, opened.get(name, ""), value, by)
        for name, value in now.items()
        if opened.get(name, "") != value
    )


def last_by(changes: Iterable[Change]) -> str:
    """Return the account that changed a record last, or nothing."""
    return next((change.by for change in reversed(tuple(changes))), "")
