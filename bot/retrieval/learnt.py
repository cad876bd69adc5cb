"""What all ways of asking teach together: how much a question sounds like being asked for each passage.

The nearest way of asking is one line, and near by chance at times. Softmax regression on the vectors of all of them
weighs what sets the ways for one passage apart from those for all others; the questions that no page answers are one
group among them. It is learnt when an index is built, in seconds, and is one row of numbers for each passage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
# A chance is e times another where a question sounds nearer by one over this: on the scale of cosines, .05.
SHARPNESS = 20.0
# The part of each way's label that is spread over all passages (Szegedy et al., 2016): some are asked for alike.
SPREAD = 0.1
# Steps and pace of Adam, with its authors' constants (Kingma and Ba, 2015), slower to the end. Three times as many
# steps were no better while tuning.
STEPS, PACE, FIRST, SECOND, TINY = 100, 0.02, 0.9, 0.999, 1e-8


def _nothing() -> Matrix:
    return np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True)
class Learnt:
    """For each id a row of weights: one for each number of a vector, and a last one that is added."""

    ids: tuple[str, ...] = ()
    weights: Matrix = field(default_factory=_nothing)

    def sounding(self, vector: Sequence[float]) -> dict[str, float]:
        """Return how much a question sounds like being asked for each id, on the scale of cosines."""
        if not self.ids:
            return {}
        told = np.asarray(vector, dtype=np.float32)
        scores = self.weights[:, :-1] @ (told / (np.linalg.norm(told) or 1.0)) + self.weights[:, -1]
        return dict(zip(self.ids, scores.tolist(), strict=True))


def learn(ids: Sequence[str], ways: Sequence[Sequence[float]]) -> Learnt:
    """Return what ways of asking teach; ``ids`` tell what each vector of ``ways`` is asked for, in the same order."""
    if not ids:
        return Learnt()
    told = np.asarray(ways, dtype=np.float32)
    with_one = np.c_[told / np.linalg.norm(told, axis=1, keepdims=True), np.ones(len(told), dtype=np.float32)]
    known = tuple(dict.fromkeys(ids))
    rows = {key: row for row, key in enumerate(known)}
    wanted = np.eye(len(known), dtype=np.float32)[[rows[key] for key in ids]]
    labels = (1 - SPREAD) * wanted + SPREAD / len(known)
    return Learnt(known, _descended(_middles(wanted, with_one), with_one, labels))


def _middles(wanted: Matrix, ways: Matrix) -> Matrix:
    """Return where to begin: the middle of each id's ways, at length 1, and nothing added."""
    middles = wanted.T @ ways
    middles[:, -1] = 0.0
    return np.asarray(middles / np.linalg.norm(middles, axis=1, keepdims=True), dtype=np.float32)


def _descended(weights: Matrix, ways: Matrix, labels: Matrix) -> Matrix:
    drift: NDArray[np.floating] = np.zeros_like(weights)
    size: NDArray[np.floating] = np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = (_chances(weights, ways) - labels).T @ ways * (SHARPNESS / len(ways))
        drift = FIRST * drift + (1 - FIRST) * slope
        size = SECOND * size + (1 - SECOND) * slope**2
        steepness = np.sqrt(size / (1 - SECOND**step)) + TINY
        pace = PACE * (1 - step / (STEPS + 1)) / (1 - FIRST**step)
        weights = np.asarray(weights - pace * drift / steepness, dtype=np.float32)
    return weights


def _chances(weights: Matrix, ways: Matrix) -> Matrix:
    """Return for each way the chance of each id that it is asked for."""
    scores = SHARPNESS * (ways @ weights.T)
    scores -= scores.max(axis=1, keepdims=True)
    chances = np.exp(scores)
    return np.asarray(chances / chances.sum(axis=1, keepdims=True), dtype=np.float32)
