"""The unit of work over SQLAlchemy: one transaction, bound to a workspace, audited."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.ports.clock import Clock
from bot.ports.work import AlreadySeen, Stale, Work
from bot.storage.codec import to_json
from bot.storage.engine import READ_ONLY
from bot.storage.outbox import SqlOutbox
from bot.storage.passages import SqlPassages
from bot.storage.repository import SqlRepository
from bot.storage.tables import RECORDS, audit, coalitions, seen

UNAUDITED = {"addings", "cadences", "questions", "judgements"}
WORDS_OF_PEOPLE = {"contributions": {"text"}}


class SqlWork:
    """One open transaction. Each kind of record is an attribute: ``work.sessions``, ``work.actions``..."""

    def __init__(self, connection: Connection, workspace_id: str, by: str, now: datetime) -> None:
        """Open the repositories of a workspace on a connection."""
        self._connection = connection
        self._workspace_id = workspace_id
        self._by = by
        self._now = now
        self.outbox = SqlOutbox(connection, workspace_id, now)
        self.passages = SqlPassages(connection, workspace_id)
        for name, (table, kind) in RECORDS.items():
            setattr(self, name, SqlRepository(connection, table, kind, workspace_id, now, self._note))

    def once(self, key: str) -> None:
        """Mark an act as seen, in this transaction. Raises AlreadySeen if it was seen before."""
        try:
            self._connection.execute(
                insert(seen).values(workspace_id=self._workspace_id, key=key, seen_at=self._now)
            )
        except IntegrityError as before:
            raise AlreadySeen(key) from before

    def commit(self) -> None:
        """Keep everything. Raises Stale if somebody else was first."""
        try:
            self._connection.commit()
        except OperationalError as busy:
            raise Stale("the database was busy") from busy

    def _note(self, record: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        if record in UNAUDITED:
            return
        self._connection.execute(
            insert(audit).values(
                workspace_id=self._workspace_id,
                coalition_id=after["id"] if record == "coalitions" else after.get("coalition_id"),
                record=record,
                record_id=after["id"],
                by=self._by,
                at=self._now,
                before=_told(record, before),
                after=_told(record, after),
            )
        )


def _told(record: str, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what the audit trail keeps: not people's own words, which they may withdraw."""
    if values is None:
        return None
    hidden = WORDS_OF_PEOPLE.get(record, set())
    return {name: to_json(value) for name, value in values.items() if name not in hidden}


class SqlUnitOfWork:
    """Opens transactions on an engine."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Keep the engine, and the clock that stamps records."""
        self._engine = engine
        self._clock = clock

    @contextmanager
    def open(self, workspace_id: str, by: str = "") -> Iterator[Work]:
        """Open a transaction of one workspace; leaving it without a commit rolls it back."""
        try:
            with self._engine.connect() as connection:
                _wait_for_turn(connection, workspace_id)
                yield SqlWork(connection, workspace_id, by, self._clock.now())  # type: ignore[misc]
        except OperationalError as busy:
            if not _may_be_repeated(busy):
                raise
            raise Stale("the database was busy") from busy

    @contextmanager
    def read(self, workspace_id: str) -> Iterator[Work]:
        """Open a transaction that only reads, and so waits for nobody."""
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            yield SqlWork(connection, workspace_id, "", self._clock.now())  # type: ignore[misc]

    def workspaces(self) -> tuple[str, ...]:
        """Return the ids of all workspaces that have a coalition."""
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            return tuple(connection.execute(select(coalitions.c.workspace_id).distinct()).scalars())


def _wait_for_turn(connection: Connection, workspace_id: str) -> None:
    """Let one writer at a time into a workspace, as SQLite does by itself: rules look at more than one record."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(workspace_id, 0))))


def _may_be_repeated(failed: OperationalError) -> bool:
    """Tell whether the database asks to try again: a deadlock, a conflict, or a lock that was not given in time."""
    return getattr(failed.orig, "sqlstate", None) in ("40001", "40P01") or "locked" in str(failed.orig)
