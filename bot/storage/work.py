"""The unit of work over SQLAlchemy: one transaction, bound to a workspace, audited."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.domain.history import Change
from bot.ports.clock import Clock
from bot.ports.work import AlreadySeen, Stale, Work
from bot.storage.ballots import SqlBallotBox
from bot.storage.codec import to_json
from bot.storage.engine import READ_ONLY
from bot.storage.outbox import SqlOutbox
from bot.storage.passages import SqlPassages
from bot.storage.repository import SqlRepository
from bot.storage.tables import RECORDS, audit, coalitions, seen
from bot.storage.traceless import SqlTraceless

UNAUDITED = {
    "addings",
    "cadences",
    "canvases",
    "gaps",
    "homes",
    "judgements",
    "nudge_settings",
    "nudges",
    "questions",
    "silences",
}
WORDS_OF_PEOPLE = {"contributions": {"text"}}


class SqlWork:
    """One open transaction. Each kind of record is an attribute: ``work.sessions``, ``work.actions``..."""

    def __init__(
        self, connection: Connection, workspace_id: str, by: str, now: datetime, *, audited: bool = True
    ) -> None:
        """Open the repositories of a workspace on a connection."""
        self._connection = connection
        self.workspace_id = workspace_id
        self._by = by
        self._now = now
        self._reason = ""
        self._audited = audited
        self.outbox = SqlOutbox(connection, workspace_id, now)
        self.ballot_box = SqlBallotBox(connection, workspace_id)
        self.traceless = SqlTraceless(connection, workspace_id)
        self.passages = SqlPassages(connection, workspace_id)
        for name, (table, kind) in RECORDS.items():
            setattr(self, name, SqlRepository(connection, table, kind, workspace_id, now, self._note))

    def once(self, key: str) -> None:
        """Mark an act as seen, in this transaction. Raises AlreadySeen if it was seen before."""
        try:
            self._connection.execute(
                insert(seen).values(workspace_id=self.workspace_id, key=key, seen_at=self._now)
            )
        except IntegrityError as before:
            raise AlreadySeen(key) from before

    def because(self, reason: str) -> None:
        """Give the reason for what is saved from here on; it stands in the audit trail."""
        self._reason = reason

    def history(self, register: str, record_id: str) -> tuple[Change, ...]:
        """Return what happened to a record, the oldest first; ``register`` is the repository's name."""
        here = select(audit).where(
            audit.c.workspace_id == self.workspace_id,
            audit.c.record == RECORDS[register][0].name,
            audit.c.record_id == record_id,
        )
        return tuple(
            Change(row.by, row.at, row.before, row.after, row.reason)
            for row in self._connection.execute(here.order_by(audit.c.id))
        )

    def revision(self, coalition_id: str) -> int:
        """Return a number that grows with each change of a coalition's records."""
        here = (audit.c.workspace_id == self.workspace_id) & (audit.c.coalition_id == coalition_id)
        return int(self._connection.execute(select(func.max(audit.c.id)).where(here)).scalar() or 0)

    def commit(self) -> None:
        """Keep everything. Raises Stale if somebody else was first."""
        try:
            self._connection.commit()
        except OperationalError as busy:
            raise Stale("the database was busy") from busy

    def _note(self, record: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        if record in UNAUDITED or not self._audited:
            return
        self._connection.execute(
            insert(audit).values(
                workspace_id=self.workspace_id,
                coalition_id=after["id"] if record == "coalitions" else after.get("coalition_id"),
                record=record,
                record_id=after["id"],
                by=self._by,
                at=self._now,
                before=_told(record, before),
                after=_told(record, after),
                reason=self._reason,
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
    def open(self, workspace_id: str, by: str = "", traceless_at: datetime | None = None) -> Iterator[Work]:
        """Open a transaction of one workspace; leaving it without a commit rolls it back."""
        try:
            with self._engine.connect() as connection:
                _wait_for_turn(connection, workspace_id)
                now, audited = traceless_at or self._clock.now(), traceless_at is None
                yield SqlWork(connection, workspace_id, by, now, audited=audited)  # type: ignore[misc]
        except OperationalError as busy:
            if not _may_be_repeated(busy):
                raise
            raise Stale("the database was busy") from busy

    @contextmanager
    def read(self, workspace_id: str) -> Iterator[Work]:
        """Open a transaction that only reads, and so waits for nobody."""
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            yield SqlWork(connection, workspace_id, "", self._clock.now())  # type: ignore[misc]

    def changed(self, workspace_id: str, since: int) -> tuple[int, frozenset[str]]:
        """Return how far the audit trail goes now, and the coalitions that changed after ``since``."""
        here = (audit.c.workspace_id == workspace_id, audit.c.id > since)
        wanted = (
            select(audit.c.coalition_id, func.max(audit.c.id)).where(*here).group_by(audit.c.coalition_id)
        )
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            rows = connection.execute(wanted).all()
        return max((row[1] for row in rows), default=since), frozenset(row[0] or "" for row in rows)

    def with_due(self, kind: str, field: str, by: datetime, **equals: object) -> tuple[str, ...]:
        """Return the workspaces that have records of a kind whose moment in ``field`` is not after ``by``."""
        table, _ = RECORDS[kind]
        conditions = [table.c[name] == value for name, value in equals.items()]
        due = select(table.c.workspace_id).where(table.c[field] <= by, *conditions).distinct()
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            return tuple(connection.execute(due.order_by(table.c.workspace_id)).scalars())

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
