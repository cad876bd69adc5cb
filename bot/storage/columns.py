"""How a record's fields become columns: each table has the fields of its domain dataclass, plus who and when."""

from dataclasses import fields
from datetime import date, datetime, time
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from bot.domain.messages import Message
from bot.domain.records import LONG_FIELDS
from bot.storage.types import MessageJson, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
LONG = {
    *("text", "was", "understood", "cited", "members", "picks", "changed", "blocker", "reason", "statement"),
    *("conditions", "limits", "quoted", "url"),
    *LONG_FIELDS,
}
COLUMN_TYPES: dict[type, Any] = {
    bool: Boolean,
    int: Integer,
    datetime: UtcDateTime,
    date: Date,
    time: Time,
}


def _plain(hint: Any) -> tuple[type, bool]:
    """Return a field's type without None, and whether None is allowed."""
    if get_origin(hint) in (Union, UnionType):
        known = [arg for arg in get_args(hint) if arg is not type(None)]
        return known[0], True
    return hint, False


def _column(name: str, hint: Any) -> Column[Any]:
    if hint == Message | None:
        return Column(name, MessageJson, nullable=True)
    kind, optional = _plain(hint)
    if name in LONG:
        return Column(name, Text, nullable=optional)
    if issubclass(kind, StrEnum):
        return Column(name, String(32), nullable=optional)
    return Column(name, COLUMN_TYPES.get(kind, String(255)), nullable=optional)


def record_table(name: str, record: type, *constraints: Any) -> Table:
    """Return the table of a record: a column a field, bound to a workspace, with when it was made and changed."""
    hints = get_type_hints(record)
    columns = [
        Column("workspace_id", String(32), primary_key=True),
        Column("id", String(64), primary_key=True),
        *(_column(field.name, hints[field.name]) for field in fields(record) if field.name != "id"),
        Column("created_at", UtcDateTime, nullable=False),
        Column("updated_at", UtcDateTime, nullable=False),
    ]
    return Table(name, metadata, *columns, *constraints)


def numbered() -> UniqueConstraint:
    """Return the rule that a number exists once in a coalition."""
    return UniqueConstraint("workspace_id", "coalition_id", "number")
