"""One record of every kind that has a table, with something in every field: a new kind is filled from its first day."""

from dataclasses import fields
from datetime import date, datetime, time
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.domain.messages import Message, Say
from bot.storage.tables import RECORDS
from tests.fakes import MONDAY

COALITION = "c"
PLAIN: dict[type, Any] = {
    bool: True,
    int: 3,
    datetime: MONDAY.replace(microsecond=123456),
    date: MONDAY.date(),
    time: MONDAY.time(),
}
# What is no free text: a place that the clock knows, the account of a person.
KNOWN = {"time_zone": "Asia/Kolkata", "lang": "es", "coalition_id": COALITION, "version": 0}


def one_of_each() -> dict[str, Any]:
    """Return a record of every kind, by the name of its repository."""
    return {name: filled(name, record) for name, (_, record) in RECORDS.items()}


def filled(name: str, record: type) -> Any:
    """Return a record with something in every field."""
    hints = get_type_hints(record)
    told = {field.name: _value(name, field.name, hints[field.name]) for field in fields(record)}
    return record(**told)


def _value(name: str, field: str, hint: Any) -> Any:
    if field == "id":
        return COALITION if name == "coalitions" else f"{name}-1"
    if field in KNOWN:
        return KNOWN[field]
    if hint == Message | None:
        return Say.of("help.text")
    kind = next(arg for arg in get_args(hint) if arg is not type(None)) if _is_union(hint) else hint
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)[-1]
    return PLAIN.get(kind, f"{field} of Ñandú & <b> 🏠")


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType)
