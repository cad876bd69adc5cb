"""The passages of documents: their text, their place, and their vector, from which any index can be rebuilt."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.domain.library import DocumentPassage, Piece, PlaceKind
from bot.storage.tables import passages


class SqlPassages:
    """The Passages port within one transaction and one workspace."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        """Bind to a transaction and a workspace."""
        self._connection = connection
        self._workspace_id = workspace_id

    def put(self, document_id: str, kept: Sequence[DocumentPassage]) -> None:
        """Keep these passages of a document, and no others."""
        here = (passages.c.workspace_id == self._workspace_id, passages.c.document_id == document_id)
        self._connection.execute(delete(passages).where(*here))
        if kept:
            self._connection.execute(insert(passages), [self._row(one) for one in kept])

    def of(self, document_ids: Sequence[str]) -> tuple[DocumentPassage, ...]:
        """Return the passages of some documents, in order."""
        rows = self._connection.execute(
            select(passages)
            .where(passages.c.workspace_id == self._workspace_id, passages.c.document_id.in_(document_ids))
            .order_by(passages.c.document_id, passages.c.position)
        )
        return tuple(_passage(row._mapping) for row in rows)

    def models(self, document_id: str) -> frozenset[str]:
        """Return the names of the embedding models that made a document's vectors; "" where there are none."""
        mine = (passages.c.workspace_id == self._workspace_id) & (passages.c.document_id == document_id)
        rows = self._connection.execute(select(passages.c.model).where(mine).distinct())
        return frozenset(rows.scalars())

    def _row(self, one: DocumentPassage) -> dict[str, Any]:
        return {
            "workspace_id": self._workspace_id,
            "document_id": one.document_id,
            "position": one.position,
            "coalition_id": one.coalition_id,
            "channel_id": one.channel_id,
            "heading": one.piece.heading,
            "place_kind": one.piece.place_kind.value,
            "place": one.piece.place[:255],
            "text": one.piece.text,
            "lang": one.lang,
            "model": one.model,
            "vector": one.vector,
        }


def _passage(row: Any) -> DocumentPassage:
    piece = Piece(row["text"], row["heading"], PlaceKind(row["place_kind"]), row["place"])
    return DocumentPassage(
        document_id=row["document_id"],
        coalition_id=row["coalition_id"],
        channel_id=row["channel_id"],
        position=row["position"],
        piece=piece,
        lang=row["lang"],
        vector=bytes(row["vector"]),
        model=row["model"],
    )
