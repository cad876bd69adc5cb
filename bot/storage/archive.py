"""A coalition as one document, out of the database and into another: what ``convener export`` writes, ``import`` reads.

Every table of records that knows its coalition takes part, so that a new kind of record is in the archive from its
first day. Messages on their way, and where messages stand in Slack, are no records and stay out of it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.storage.archived_passages import WrongPassages, passages_in, passages_out
from bot.storage.tables import RECORDS, audit, coalitions

FORMAT = 1
NAMES = {"participants": "members"}
# What the bot wrote to some alone is not the coalition's record, nor is an attempt to add a document.
PRIVATE = {"addings", "nudges", "silences"}
PARSED = {datetime: datetime.fromisoformat, date: date.fromisoformat, time: time.fromisoformat}
LISTS: dict[str, Table] = {
    NAMES.get(name, name): table
    for name, (table, _) in RECORDS.items()
    if "coalition_id" in table.c and name not in PRIVATE
}
Row = dict[str, Any]
Document = dict[str, Any]


class ArchiveError(Exception):
    """A document cannot be read in; ``key`` names the sentence for the operator, ``params`` fill it."""

    def __init__(self, key: str, **params: str) -> None:
        """Keep the sentence's key and parameters."""
        super().__init__(key)
        self.key = key
        self.params = params


@dataclass(frozen=True)
class ReadIn:
    """What reading a document in did, or would do: how many records, by list and by fate.

    Fates: ``added``, ``same``, ``updated`` (the document's is newer), ``kept`` (the database's is).
    """

    coalition: str
    fates: Mapping[str, Mapping[str, int]]


class SqlArchive:
    """Takes coalitions out of a database, and puts them in."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine."""
        self._engine = engine

    def coalitions(self) -> tuple[tuple[str, str], ...]:
        """Return the ids and names of all coalitions."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(coalitions.c.id, coalitions.c.name).order_by(coalitions.c.name))
            return tuple((str(row.id), str(row.name)) for row in rows)

    def workspace_of(self, coalition_id: str) -> str:
        """Return the workspace of a coalition that is there."""
        with self._engine.connect() as connection:
            found = select(coalitions.c.workspace_id).where(coalitions.c.id == coalition_id)
            return str(connection.execute(found).scalar_one())

    def take_out(self, coalition_id: str) -> Document | None:
        """Return a coalition with all its records, or None where there is none of that id."""
        with self._engine.connect() as connection:
            found = connection.execute(select(coalitions).where(coalitions.c.id == coalition_id))
            row = found.mappings().first()
            if row is None:
                return None
            workspace_id = str(row["workspace_id"])
            lists = {
                name: _listed(connection, table, workspace_id, coalition_id) for name, table in LISTS.items()
            }
            told = {"format": FORMAT, "coalition": {"workspace_id": workspace_id, **_plain(coalitions, row)}}
            lists["passages"] = passages_out(connection, workspace_id, lists["documents"])
            return {**told, **lists, "audit": _events(connection, workspace_id, coalition_id)}

    def put_in(self, document: Document, *, dry_run: bool = False) -> ReadIn:
        """Read a document in: all of it or, where something clashes or on a dry run, nothing. Raises ArchiveError."""
        workspace_id, coalition = _heading(document)
        with self._engine.connect() as connection:
            try:
                fates = _all_in(connection, document, workspace_id, coalition)
            except IntegrityError as clash:
                raise ArchiveError("cli.import.clash", why=str(clash.orig).splitlines()[0]) from clash
            if not dry_run:
                connection.commit()
        return ReadIn(str(coalition["name"]), fates)


def _listed(connection: Connection, table: Table, workspace_id: str, coalition_id: str) -> list[Row]:
    here = select(table).where(table.c.workspace_id == workspace_id, table.c.coalition_id == coalition_id)
    rows = connection.execute(here.order_by(table.c.created_at, table.c.id)).mappings()
    return [_plain(table, row) for row in rows]


def _plain(table: Table, row: Mapping[Any, Any]) -> Row:
    """Return a row as JSON-ready values; moments in UTC, in ISO 8601."""
    return {column.name: _json(row[column.name]) for column in table.c if column.name != "workspace_id"}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _events(connection: Connection, workspace_id: str, coalition_id: str) -> list[Row]:
    """Return the audit trail. An event's id is its place in the trail, which is only ever added to."""
    here = select(audit).where(audit.c.workspace_id == workspace_id, audit.c.coalition_id == coalition_id)
    rows = connection.execute(here.order_by(audit.c.id)).mappings()
    return [_event(row, str(n)) for n, row in zip(count(1), rows, strict=False)]


def _event(row: Mapping[Any, Any], place: str) -> Row:
    at = row["at"].isoformat()
    return {**_plain(audit, row), "id": place, "created_at": at, "updated_at": at}


def _heading(document: Document) -> tuple[str, Row]:
    if not isinstance(document, dict) or not isinstance(document.get("coalition"), dict):
        raise ArchiveError("cli.import.no_document")
    if document.get("format") != FORMAT:
        raise ArchiveError("cli.import.other_format", found=str(document.get("format")), known=str(FORMAT))
    unknown = sorted(document.keys() - LISTS.keys() - {"format", "coalition", "passages", "audit"})
    if unknown:
        raise ArchiveError("cli.import.unknown_list", name=unknown[0])
    coalition = dict(document["coalition"])
    try:
        return str(coalition.pop("workspace_id")), coalition
    except KeyError as missing:
        raise ArchiveError("cli.import.no_document") from missing


def _all_in(
    connection: Connection, document: Document, workspace_id: str, coalition: Row
) -> dict[str, dict[str, int]]:
    fates = {"coalition": _rows_in(connection, coalitions, workspace_id, [coalition])}
    for name, table in LISTS.items():
        rows = document.get(name, [])
        _mind_owner(name, rows, coalition)
        fates[name] = _rows_in(connection, table, workspace_id, rows)
    fates["passages"] = _passages_in(connection, document, workspace_id, coalition)
    fates["audit"] = _events_in(connection, workspace_id, str(coalition["id"]), document.get("audit", []))
    return fates


def _passages_in(
    connection: Connection, document: Document, workspace_id: str, coalition: Row
) -> dict[str, int]:
    """Put in the words of the documents; an archive of old has none, and then nothing is done."""
    given = document.get("passages")
    if given is None:
        return {}
    _mind_owner("passages", given, coalition)
    try:
        return passages_in(connection, workspace_id, document.get("documents", []), given)
    except WrongPassages as wrong:
        raise ArchiveError("cli.import.bad_row", name="passages", why=str(wrong)) from wrong


def _mind_owner(name: str, rows: Sequence[Row], coalition: Row) -> None:
    """A document speaks of one coalition: a record of another would change what its reader doesn't expect."""
    if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
        raise ArchiveError("cli.import.bad_row", name=name, why="list")
    strangers = [row for row in rows if row.get("coalition_id") != coalition.get("id")]
    if strangers:
        raise ArchiveError("cli.import.stranger", name=name, id=str(strangers[0].get("id")))


def _rows_in(connection: Connection, table: Table, workspace_id: str, rows: Sequence[Row]) -> dict[str, int]:
    fates: Counter[str] = Counter()
    for row in rows:
        fates[_row_in(connection, table, {"workspace_id": workspace_id, **_values(table, row)})] += 1
    return dict(fates)


def _row_in(connection: Connection, table: Table, values: Row) -> str:
    """Put one record in, and return its fate. Of two that differ, the later saved one holds."""
    mine = (table.c.workspace_id == values["workspace_id"]) & (table.c.id == values["id"])
    held = connection.execute(select(table).where(mine)).mappings().first()
    if held is None:
        connection.execute(insert(table).values(values))
        return "added"
    if dict(held) == values:
        return "same"
    if held["updated_at"] >= values["updated_at"]:
        return "kept"
    connection.execute(update(table).where(mine).values(values))
    return "updated"


def _values(table: Table, row: Row) -> Row:
    """Return a record's values as the table takes them. Raises ArchiveError for a field that is missing or wrong."""
    columns = [column for column in table.c if column.name != "workspace_id"]
    wrong = row.keys() ^ {column.name for column in columns}
    if wrong:
        raise ArchiveError("cli.import.bad_row", name=table.name, why=sorted(wrong)[0])
    return {column.name: _value(table, column, row[column.name]) for column in columns}


def _value(table: Table, column: Column[Any], given: Any) -> Any:
    kind = column.type.python_type
    if given is None and column.nullable:
        return None
    try:
        value = PARSED[kind](given) if kind in PARSED else given
    except (TypeError, ValueError) as wrong:
        raise ArchiveError("cli.import.bad_row", name=table.name, why=column.name) from wrong
    if kind in (str, int, bool) and type(value) is not kind:
        raise ArchiveError("cli.import.bad_row", name=table.name, why=column.name)
    return value


def _events_in(
    connection: Connection, workspace_id: str, coalition_id: str, events: Sequence[Row]
) -> dict[str, int]:
    """Add to the audit trail what it doesn't hold yet; it has to be the beginning of the document's, or the whole."""
    held = _events(connection, workspace_id, coalition_id)
    shared = min(len(held), len(events))
    if held[:shared] != list(events[:shared]):
        raise ArchiveError("cli.import.other_trail")
    for event in events[shared:]:
        connection.execute(insert(audit).values(workspace_id=workspace_id, **_trail_values(event)))
    return {fate: n for fate, n in (("same", shared), ("added", len(events) - shared)) if n}


def _trail_values(event: Row) -> Row:
    try:
        told = {
            name: event[name] for name in ("coalition_id", "record", "record_id", "by", "before", "after")
        }
        return {**told, "reason": str(event.get("reason") or ""), "at": datetime.fromisoformat(event["at"])}
    except (KeyError, TypeError, ValueError) as wrong:
        raise ArchiveError("cli.import.bad_row", name="audit", why=str(wrong)) from wrong
