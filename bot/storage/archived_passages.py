"""The words of a coalition's documents in its archive. Vectors stay out of it: they are made anew from the words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from bot.storage.tables import documents, passages

WORDS = tuple(
    column.name
    for column in passages.c
    if column.name not in ("workspace_id", "coalition_id", "model", "vector")
)
SAME_FILE = ("digest", "edition", "state")
Row = Mapping[str, Any]


class WrongPassages(Exception):
    """The passages of an archive cannot be read in."""


def passages_out(connection: Connection, workspace_id: str, kept: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the passages of these documents, each with the moments of its document."""
    return [
        {
            "id": f"{one['id']}#{row['position']}",
            "coalition_id": one["coalition_id"],
            **row,
            "created_at": one["created_at"],
            "updated_at": one["updated_at"],
        }
        for one in kept
        for row in _words(connection, workspace_id, one["id"])
    ]


def passages_in(
    connection: Connection, workspace_id: str, kept: Sequence[Row], given: Sequence[Row]
) -> dict[str, int]:
    """Put in the passages of those documents that were put in as they are; return how many, by fate.

    Raises WrongPassages where a field is missing or wrong, or a passage belongs to no document of the archive.
    """
    told = {one["id"]: list[dict[str, Any]]() for one in kept}
    for row in given:
        try:
            told[row["document_id"]].append(_checked(row))
        except (KeyError, TypeError) as wrong:
            raise WrongPassages(str(wrong)) from wrong
    fates = Counter[str]()
    for one in kept:
        fates[_put(connection, workspace_id, one, told[one["id"]])] += len(told[one["id"]])
    return {fate: count for fate, count in fates.items() if count}


def _put(connection: Connection, workspace_id: str, one: Row, told: list[dict[str, Any]]) -> str:
    place = (documents.c.workspace_id == workspace_id) & (documents.c.id == one["id"])
    held = connection.execute(select(documents).where(place)).mappings().one()
    if any(str(held[name]) != str(one[name]) for name in SAME_FILE):
        return "kept"
    before = _words(connection, workspace_id, one["id"])
    if before == told:
        return "same"
    connection.execute(delete(passages).where(_of(workspace_id, one["id"])))
    bound = {"workspace_id": workspace_id, "coalition_id": one["coalition_id"], "model": "", "vector": b""}
    for row in told:
        connection.execute(insert(passages).values({**row, **bound}))
    return "updated" if before else "added"


def _words(connection: Connection, workspace_id: str, document_id: str) -> list[dict[str, Any]]:
    columns = [passages.c[name] for name in WORDS]
    rows = connection.execute(
        select(*columns).where(_of(workspace_id, document_id)).order_by(passages.c.position)
    )
    return [dict(row) for row in rows.mappings()]


def _of(workspace_id: str, document_id: str) -> ColumnElement[bool]:
    return (passages.c.workspace_id == workspace_id) & (passages.c.document_id == document_id)


def _checked(row: Row) -> dict[str, Any]:
    """Return a passage's words and place by column. Raises KeyError or TypeError."""
    told = {name: row[name] for name in WORDS}
    if any(type(value) is not (int if name == "position" else str) for name, value in told.items()):
        raise TypeError(str(row.get("id")))
    return told
