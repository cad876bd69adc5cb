"""The dense index: Chroma, embedded in a folder or as a server; nothing else imports it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

BATCH = 500


class DenseIndex:
    """Vectors of one set of passages under one embedding model: one collection."""

    def __init__(self, collection_name: str, folder: Path, url: str = "") -> None:
        """Open the collection; ``url`` names a Chroma server that is used instead of the folder."""
        self._client = _client(folder, url)
        self._name = collection_name
        self._collection: Any = self._client.get_or_create_collection(
            collection_name, metadata={"hnsw:space": "cosine"}, embedding_function=None
        )

    def count(self) -> int:
        """Return how many vectors the collection holds."""
        return int(self._collection.count())

    def add(self, ids: Sequence[str], vectors: Sequence[Sequence[float]]) -> None:
        """Add vectors; those of known ids are replaced."""
        for start in range(0, len(ids), BATCH):
            end = start + BATCH
            self._collection.upsert(ids=list(ids[start:end]), embeddings=list(vectors[start:end]))

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Return ids with their cosine to a vector, nearest first."""
        found = self._collection.query(
            query_embeddings=[list(vector)], n_results=limit, include=["distances"]
        )
        return [
            (str(key), 1.0 - float(distance))
            for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def similarity(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of a vector to each of some passages, by id."""
        import numpy as np

        if not ids:
            return {}
        held = self._collection.get(ids=list(ids), include=["embeddings"])
        matrix = np.asarray(held["embeddings"], dtype=np.float32)
        cosines = matrix @ np.asarray(vector, dtype=np.float32) / np.linalg.norm(matrix, axis=1)
        return dict(zip(held["ids"], (float(value) for value in cosines), strict=True))


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
