"""A small dense index as plain arrays: every vector is looked at, so nothing near is missed, and it opens at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.learnt import Learnt

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Vectors:
    """What is embedded of some passages: their texts, and the ways to ask for them with the ids that these are for.

    ``learnt`` is what the ways of asking teach together.
    """

    ids: Sequence[str]
    told: Sequence[Sequence[float]]
    asked_ids: Sequence[str] = ()
    asked: Sequence[Sequence[float]] = ()
    learnt: Learnt = field(default_factory=Learnt)


def save(path: Path, vectors: Vectors) -> None:
    """Write vectors as one file, each brought to length 1."""
    with path.open("wb") as file:
        np.savez(
            file,
            ids=np.asarray(vectors.ids, dtype=np.str_),
            told=_unit(vectors.told),
            asked_ids=np.asarray(vectors.asked_ids, dtype=np.str_),
            asked=_unit(vectors.asked),
            learnt_ids=np.asarray(vectors.learnt.ids, dtype=np.str_),
            learnt=vectors.learnt.weights,
        )


class ExactIndex:
    """Vectors of a file that ``save`` wrote, held in memory: about 1.5 kB each."""

    def __init__(self, path: Path) -> None:
        """Read the file."""
        with np.load(path) as held:
            self._ids: list[str] = held["ids"].tolist()
            self._asked_ids: list[str] = held["asked_ids"].tolist()
            self._told: Matrix = held["told"]
            self._asked: Matrix = held["asked"]
            self._learnt = Learnt(tuple(held["learnt_ids"].tolist()), held["learnt"])
        self._rows = {key: row for row, key in enumerate(self._ids)}

    def count(self) -> int:
        """Return how many texts the index holds."""
        return len(self._ids)

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Return ids with the cosine of their text to a vector, nearest first."""
        return _best(self._ids, self._told @ _one(vector), limit) if self._ids else []

    def search_asked(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Return the nearest ways of asking, nearest first: the id of what each asks for, with its cosine."""
        return _best(self._asked_ids, self._asked @ _one(vector), limit) if self._asked_ids else []

    def sounding(self, vector: Sequence[float]) -> dict[str, float]:
        """Return how much a question sounds like all ways of asking for each passage."""
        return self._learnt.sounding(vector)

    def similarity(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of a vector to each of some passages, by id."""
        known = [key for key in ids if key in self._rows]
        cosines = self._told[[self._rows[key] for key in known]] @ _one(vector) if known else ()
        return {key: float(cosine) for key, cosine in zip(known, cosines, strict=True)}


def _best(ids: Sequence[str], cosines: Matrix, limit: int) -> list[tuple[str, float]]:
    order = np.argsort(-cosines, kind="stable")[:limit]
    return [(ids[row], float(cosines[row])) for row in order]


def _one(vector: Sequence[float]) -> Matrix:
    told = np.asarray(vector, dtype=np.float32)
    return np.asarray(told / (np.linalg.norm(told) or 1.0), dtype=np.float32)


def _unit(vectors: Sequence[Sequence[float]]) -> Matrix:
    matrix = np.asarray(vectors, dtype=np.float32)
    if not matrix.size:
        return np.zeros((0, 0), dtype=np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)
