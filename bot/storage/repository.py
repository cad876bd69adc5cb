"""One small repository for every kind of record: its table's columns are its dataclass's fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar, cast, get_args, get_type_hints

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.ports.work import Stale

T = TypeVar("T")
Note = Callable[[str, Mapping[str, Any] | None, Mapping[str, Any]], None]


@cache
def _enums(kind: type) -> dict[str, type[StrEnum]]:
    found = {}
    for name, hint in get_type_hints(kind).items():
        for option in get_args(hint) or (hint,):
            if isinstance(option, type) and issubclass(option, StrEnum):
                found[name] = option
    return found


class SqlRepository(Generic[T]):
    """The records of one kind within one transaction and one workspace."""

    def __init__(
        self, connection: Connection, table: Table, kind: type, workspace_id: str, now: datetime, note: Note
    ) -> None:
        """Bind the repository to a transaction, a workspace, and the audit trail's note-taker."""
        self._connection = connection
        self._table = table
        self._kind = kind
        self._workspace_id = workspace_id
        self._now = now
        self._note = note
        self._enums = _enums(kind)

    def add(self, record: T) -> None:
        """Add a new record. Raises Stale if its id or number was taken meanwhile."""
        after = self._values(record)
        moments = {"created_at": self._now, "updated_at": self._now}
        try:
            self._connection.execute(
                insert(self._table).values(workspace_id=self._workspace_id, **after, **moments)
            )
        except IntegrityError as taken:
            raise Stale(f"{self._table.name}: taken") from taken
        self._note(self._table.name, None, after)

    def save(self, record: T) -> T:
        """Save a changed record and return it as it stands now. Raises Stale if it was saved since it was read."""
        held = self._values(record)
        before = self.get(held["id"])
        after = {**held, "version": held["version"] + 1}
        done = self._connection.execute(
            update(self._table)
            .where(self._here(), self._table.c.id == held["id"], self._table.c.version == held["version"])
            .values(**after, updated_at=self._now)
        )
        if done.rowcount != 1 or before is None:
            raise Stale(f"{self._table.name} {held['id']}: saved meanwhile")
        self._note(self._table.name, self._values(before), after)
        return cast(T, self._kind(**after))

    def save_all(self, records: Sequence[T]) -> None:
        """Save many changed records at once. Raises Stale if one of them was saved since it was read."""
        if not records:
            return
        held = [self._values(record) for record in records]
        before = {one["id"]: one for one in map(self._values, self.where(id=tuple(v["id"] for v in held)))}
        columns: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in held[0] if name not in ("id", "version")
        }
        columns |= {"version": bindparam("old_version") + 1, "updated_at": self._now}
        ours = (self._table.c.id == bindparam("old_id"), self._table.c.version == bindparam("old_version"))
        done = self._connection.execute(
            update(self._table).where(self._here(), *ours).values(columns), [_bound(one) for one in held]
        )
        if done.rowcount != len(held):
            raise Stale(f"{self._table.name}: saved meanwhile")
        for one in held:
            self._note(self._table.name, before[one["id"]], {**one, "version": one["version"] + 1})

    def get(self, record_id: str) -> T | None:
        """Return one record, or None."""
        found = self.where(id=record_id)
        return found[0] if found else None

    def where(self, **equals: object) -> tuple[T, ...]:
        """Return the records whose fields have these values, in the order in which they were added.

        A tuple stands for any of its values.
        """
        conditions = [_is(self._table.c[name], value) for name, value in equals.items()]
        rows = self._connection.execute(
            select(self._table)
            .where(self._here(), *conditions)
            .order_by(self._table.c.created_at, self._table.c.id)
        )
        return tuple(self._record(row._mapping) for row in rows)

    def due(self, field: str, by: datetime, most: int | None = None, **equals: object) -> tuple[T, ...]:
        """Return the records whose moment in ``field`` is not after ``by``, the earliest first, ``most`` of them."""
        moment = self._table.c[field]
        conditions = [self._table.c[name] == value for name, value in equals.items()]
        rows = self._connection.execute(
            select(self._table)
            .where(self._here(), moment <= by, *conditions)
            .order_by(moment, self._table.c.id)
            .limit(most)
        )
        return tuple(self._record(row._mapping) for row in rows)

    def _here(self) -> Any:
        return and_(self._table.c.workspace_id == self._workspace_id)

    def _values(self, record: T) -> dict[str, Any]:
        return {field.name: getattr(record, field.name) for field in fields(cast(Any, record))}

    def _record(self, row: Mapping[Any, Any]) -> T:
        values = {field.name: row[field.name] for field in fields(self._kind)}
        for name, kind in self._enums.items():
            if values[name] is not None:
                values[name] = kind(values[name])
        return cast(T, self._kind(**values))


def _is(column: Column[Any], value: object) -> ColumnElement[bool]:
    return column.in_(value) if isinstance(value, tuple) else column == value


def _bound(values: Mapping[str, Any]) -> dict[str, Any]:
    """Name the values of a record so that they are told from the columns: the old id and version, the rest anew."""
    return {f"{'old' if name in ('id', 'version') else 'new'}_{name}": it for name, it in values.items()}
