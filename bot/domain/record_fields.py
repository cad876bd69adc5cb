"""What the form of a record asks, read off its dataclass, and what is still wrong with the answers."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from bot.domain.records import (
    KINDS,
    LINE,
    LINES,
    LONG_FIELDS,
    SCALE,
    Hardness,
    Parameter,
    Record,
    RecordKind,
)

COMMON = frozenset(field.name for field in fields(Record))


class FieldType(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    DAY = "day"
    PERSON = "person"
    NUMBER = "number"


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form. ``choices`` are values of its enumeration; ``most`` is a length of its own."""

    name: str
    type: FieldType
    required: bool
    choices: tuple[StrEnum, ...] = ()
    most: int = 0

    @property
    def longest(self) -> int:
        """How many characters a text may have."""
        return self.most or (LINES if self.type is FieldType.LINES else LINE)


@cache
def asked(kind: RecordKind) -> tuple[FieldSpec, ...]:
    """Return the fields that the form of a kind asks, in order: the title, its own, the review day."""
    record = KINDS[kind]
    hints = get_type_hints(record)
    own = [_spec(field.name, hints[field.name]) for field in fields(record) if field.name not in COMMON]
    return (
        FieldSpec("title", FieldType.LINE, required=True),
        *own,
        FieldSpec("review_on", FieldType.DAY, required=False),
    )


def _spec(name: str, hint: Any) -> FieldSpec:
    plain, optional = _plain(hint)
    if issubclass(plain, StrEnum):
        return FieldSpec(name, FieldType.CHOICE, not optional, tuple(plain))
    if issubclass(plain, date):
        return FieldSpec(name, FieldType.DAY, not optional)
    if issubclass(plain, int):
        return FieldSpec(name, FieldType.NUMBER, not optional)
    if name.endswith("_id"):
        return FieldSpec(name, FieldType.PERSON, required=False)
    long = FieldType.LINES if name in LONG_FIELDS else FieldType.LINE
    return FieldSpec(name, long, required=name in ("given_by", "given_to"))


def _plain(hint: Any) -> tuple[type, bool]:
    if get_origin(hint) is UnionType:
        return next(arg for arg in get_args(hint) if arg is not type(None)), True
    return hint, False


def problems(record: Record) -> tuple[tuple[str, str], ...]:
    """Return the fields that need another answer, and why (keys of the texts); none where all is well.

    A soft parameter asks how it could shift, who looks again, and when: it is never just a "no".
    """
    wrong = [] if record.title.strip() else [("title", "empty")]
    if isinstance(record, Parameter) and record.hardness is Hardness.SOFT:
        asks = ("could_shift", "looks_again_id", "review_on")
        wrong += [(name, "soft") for name in asks if not getattr(record, name)]
    scaled = ("interest", "influence", "impact")
    wrong += [(name, "scale") for name in scaled if getattr(record, name, None) not in (None, *SCALE)]
    if (getattr(record, "smallest_count", None) or 0) < 0:
        wrong.append(("smallest_count", "number"))
    return tuple(wrong)


def problem(record: Record) -> tuple[str, str] | None:
    """Return the first field that needs another answer and why, or None where all is well."""
    return next(iter(problems(record)), None)
