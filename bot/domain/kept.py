"""All that is kept on record and has a form: the records of the pillars, decisions, and actions."""

from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.actions import Action
from bot.domain.decisions import Decision
from bot.domain.record_fields import FieldSpec, FieldType, asked
from bot.domain.records import KINDS, Record, RecordKind

DECISION, ACTION = "decision", "action"
KEPT_KINDS: tuple[str, ...] = (DECISION, ACTION, *RecordKind)
LONGEST_ACTION, LONGEST_STATEMENT = 500, 1500

Kept = Record | Decision | Action

_DECISION = (
    FieldSpec("statement", FieldType.LINES, required=True, most=LONGEST_STATEMENT),
    FieldSpec("review_on", FieldType.DAY, required=False),
)
_ACTION = (
    FieldSpec("text", FieldType.LINES, required=True, most=LONGEST_ACTION),
    FieldSpec("owner_id", FieldType.PERSON, required=False),
    FieldSpec("due_on", FieldType.DAY, required=False),
)


def fields_of(kind: str) -> tuple[FieldSpec, ...]:
    """Return the fields that the form of a kind asks; ``decision`` and ``action`` are kinds, too."""
    if kind == DECISION:
        return _DECISION
    return _ACTION if kind == ACTION else asked(RecordKind(kind))


def plural(kind: str) -> str:
    """Return the name of a kind's register, as in the export and in the unit of work."""
    return f"{kind}s"


def kind_of(kept: Kept) -> str:
    """Return what kind of record something is."""
    if isinstance(kept, Decision):
        return DECISION
    if isinstance(kept, Action):
        return ACTION
    return next(kind for kind, record in KINDS.items() if type(kept) is record)


def title_of(kept: Kept) -> str:
    """Return what a list shows of something on record."""
    if isinstance(kept, Decision):
        return kept.statement
    return kept.text if isinstance(kept, Action) else kept.title


def answers_of(kept: Kept) -> dict[str, str]:
    """Return what stands in a record as a form holds it: text by field, empty where there is nothing."""
    return {spec.name: _written(getattr(kept, spec.name)) for spec in fields_of(kind_of(kept))}


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def read_answers(kind: str, given: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what was written in a form by type, and what is wrong by field (keys of the texts)."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for spec in fields_of(kind):
        words = (given.get(spec.name) or "").strip()
        if spec.required and not words:
            wrong[spec.name] = "empty"
            continue
        try:
            values[spec.name] = _read(spec, words)
        except ValueError:
            wrong[spec.name] = "number" if spec.type is FieldType.NUMBER else "unclear"
    return values, wrong


def _read(spec: FieldSpec, words: str) -> Any:
    """Return one answer by its type. Raises ValueError where it is none."""
    if spec.type in (FieldType.LINE, FieldType.LINES):
        return words[: spec.longest]
    if not words:
        return None
    if spec.type is FieldType.DAY:
        return date.fromisoformat(words)
    if spec.type is FieldType.NUMBER:
        return int(words)
    if spec.type is FieldType.CHOICE:
        return _choice(spec, words)
    return words


def _choice(spec: FieldSpec, words: str) -> StrEnum:
    """Return the choice of that value. Raises ValueError where the field does not offer it."""
    for choice in spec.choices:
        if choice == words:
            return choice
    raise ValueError(words)
