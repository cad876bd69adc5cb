"""The dense index: Chroma, embedded in a folder or as a server; nothing else imports it."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

    from bot.retrieval.exact import Vectors
    from bot.retrieval.learnt import Learnt

BATCH = 500
_WAY = "?"


class DenseIndex:
    """Vectors of one set of passages under one embedding model: their texts, and the ways they are asked for."""

    def __init__(self, collection_name: str, folder: Path, url: str = "") -> None:
        """Open the collections; ``url`` names a Chroma server that is used instead of the folder."""
        self._client = _client(folder, url)
        self._collection = self._open(collection_name)
        self._asked = self._open(f"{collection_name}-asked")
        self._learnt = self._open(f"{collection_name}-learnt", space="l2")

    def _open(self, name: str, space: str = "cosine") -> Any:
        return self._client.get_or_create_collection(
            name, metadata={"hnsw:space": space}, embedding_function=None
        )

    def count(self) -> int:
        """Return how many texts the index holds."""
        return int(self._collection.count())

    def count_asked(self) -> int:
        """Return how many ways of asking the index holds."""
        return int(self._asked.count())

    def fill(self, vectors: "Vectors") -> None:
        """Add all vectors of some passages; the texts come last, so that a full count of them means all."""
        self.add_asked(vectors.asked_ids, vectors.asked)
        _add(self._learnt, vectors.learnt.ids, vectors.learnt.weights.tolist())
        self.add(vectors.ids, vectors.told)

    def add(self, ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Add texts' vectors; those of known ids are replaced."""
        _add(self._collection, ids, vectors)

    def add_asked(self, ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Add vectors of ways to ask for passages; an id may come several times. Those of before are replaced."""
        counted: Counter[str] = Counter()
        ways = []
        for key in ids:
            counted[key] += 1
            ways.append(f"{key}{_WAY}{counted[key]}")
        _add(self._asked, ways, vectors)

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Return ids with the cosine of their text to a vector, nearest first."""
        return _nearest(self._collection, vector, limit)

    def search_asked(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Return the nearest ways of asking, nearest first: the id of what each asks for, with its cosine."""
        near = _nearest(self._asked, vector, limit)
        return [(way.rpartition(_WAY)[0], cosine) for way, cosine in near]

    def sounding(self, vector: Sequence[float]) -> dict[str, float]:
        """Return how much a question sounds like all ways of asking for each passage."""
        return self._all_learnt.sounding(vector)

    @cached_property
    def _all_learnt(self) -> "Learnt":
        import numpy as np

        from bot.retrieval.learnt import Learnt

        held = self._learnt.get(include=["embeddings"])
        return Learnt(tuple(held["ids"]), np.asarray(held["embeddings"], dtype=np.float32))

    def similarity(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of a vector to each of some passages, by id."""
        import numpy as np

        if not ids:
            return {}
        held = self._collection.get(ids=list(ids), include=["embeddings"])
        matrix = np.asarray(held["embeddings"], dtype=np.float32)
        told = np.asarray(vector, dtype=np.float32)
        cosines = matrix @ told / (np.linalg.norm(matrix, axis=1) * (np.linalg.norm(told) or 1.0))
        return dict(zip(held["ids"], (float(value) for value in cosines), strict=True))


def _add(collection: Any, ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
    for start in range(0, len(ids), BATCH):
        end = start + BATCH
        collection.upsert(ids=list(ids[start:end]), embeddings=list(vectors[start:end]))


def _nearest(collection: Any, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
    found = collection.query(query_embeddings=[list(vector)], n_results=limit, include=["distances"])
    return [
        (str(key), 1.0 - float(distance))
        for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
    ]


def _client(folder: Path, url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 8000)
        return chromadb.HttpClient(
            host=parts.hostname or "localhost", port=port, ssl=secure, settings=settings
        )
    return chromadb.PersistentClient(path=str(folder), settings=settings)
