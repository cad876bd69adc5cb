"""The passages of a coalition's documents in its archive: their words go out and in, their vectors are made anew."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.storage.tables import passages

NAME = "document_passages"
# What the embedding model makes of the words; where they go in, another model may be at work.
MADE_ANEW = {"vector": b"", "model": ""}
FIELDS = tuple(
    column.name for column in passages.c if column.name not in ("workspace_id", "coalition_id", *MADE_ANEW)
)
Row = dict[str, Any]


def passages_out(
    connection: Connection, workspace_id: str, coalition_id: str, documents: Sequence[Row]
) -> list[Row]:
    """Return the passages of these documents; each carries its document's moments, having none of its own."""
    here = select(passages).where(
        passages.c.workspace_id == workspace_id, passages.c.coalition_id == coalition_id
    )
    rows = connection.execute(here.order_by(passages.c.document_id, passages.c.position)).mappings()
    moments = {one["id"]: {name: one[name] for name in ("created_at", "updated_at")} for one in documents}
    return [_plain(row, coalition_id, moments[row["document_id"]]) for row in rows]


def passages_in(connection: Connection, workspace_id: str, rows: Sequence[Row]) -> dict[str, int]:
    """Put passages in, a document as a whole; return how many, by fate. Raises KeyError for a field that is missing."""
    by_document: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_document[str(row["document_id"])].append(row)
    fates: Counter[str] = Counter()
    for document_id, told in by_document.items():
        fates[_document_in(connection, workspace_id, document_id, told)] += len(told)
    return dict(fates)


def _document_in(connection: Connection, workspace_id: str, document_id: str, told: Sequence[Row]) -> str:
    mine = (passages.c.workspace_id == workspace_id) & (passages.c.document_id == document_id)
    held = connection.execute(select(passages).where(mine).order_by(passages.c.position)).mappings().all()
    wanted = [{name: row[name] for name in FIELDS} for row in told]
    if [{name: row[name] for name in FIELDS} for row in held] == wanted:
        return "same"
    connection.execute(delete(passages).where(mine))
    whose = {"workspace_id": workspace_id, "coalition_id": told[0]["coalition_id"], **MADE_ANEW}
    connection.execute(insert(passages), [{**whose, **values} for values in wanted])
    return "updated" if held else "added"


def _plain(row: Mapping[Any, Any], coalition_id: str, moments: Row) -> Row:
    told = {name: row[name] for name in FIELDS}
    return {
        "id": f"{row['document_id']}:{row['position']}",
        "coalition_id": coalition_id,
        **told,
        **moments,
    }
