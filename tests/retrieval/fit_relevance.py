"""How the weights of bot/domain/relevance.py came about: ``python -m tests.retrieval.fit_relevance``.

A logistic regression over the questions that tune. Each set of them, by another hand, is judged by what was fitted to
the others. Never give it the questions that judge.
"""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.answers import PAGES_LOOKED_AT
from bot.domain.particulars import is_after_one_thing, is_of_us
from bot.domain.passages import Found
from bot.domain.relevance import AS_ASKED, NOT_NEAR
from bot.retrieval.passages import load_passages
from bot.retrieval.search import BuiltInLibrary, Shelves
from tests.retrieval.judging import ROOT, SHARE, lang_of, questions, searched

SETS = ("questions.yaml", "busy_people.yaml", "strangers.yaml", "tuning.yaml", "fresh.yaml", "newcomers.yaml")
# Of what the library does not hold, in the sets that are fitted to; by words alone, more would cost too many answers.
DECLINED = {"default": 0.955, "none": 0.93}
# The words of the signs of one thing were chosen with these questions known, which flatters them: they are held back.
RIDGES, STEPS = (1.0, 1.0, 1.0, 1.0, 1.0, 4.0, 1.0, 0.0), 50
SURE = 99.0
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """A question: its set, whether the library covers it, and the signs of the passages that are looked at."""

    of: str
    covered: bool
    near: bool
    lang: str
    signs: tuple[Numbers, ...]
    sure: bool


def main() -> int:
    """Print the weights, and how each set is declined under those of the others, by meaning and by words."""
    for embeddings in ("default", "none"):
        with tempfile.TemporaryDirectory() as folder:
            places = (SHARE / "index", Path(folder))
            passages = load_passages(ROOT / "knowledge")
            library = BuiltInLibrary(passages, Shelves(places, SHARE / "models", embeddings))
            seen = [_seen(library, name, one) for name in SETS for one in questions(name)]
        _tell(embeddings, seen)
    return 0


def _seen(library: BuiltInLibrary, name: str, question: dict[str, Any]) -> Seen:
    found = searched(library, question)[:PAGES_LOOKED_AT]
    asked = question["ask"]
    kind = question.get("part") or question.get("kind") or ""
    return Seen(
        of=name,
        covered=bool(question["wants"]),
        near=kind.startswith("near"),
        lang=library.language(asked, lang_of(question)),
        signs=tuple(_signs(asked, one) for one in found),
        sure=any(one.declared or _is_as_asked(asked, one) for one in found),
    )


def _is_as_asked(question: str, found: Found) -> bool:
    near = found.similarity is not None and (found.asked or 0) >= AS_ASKED
    return near and not is_after_one_thing(question, found.passage)


def _signs(question: str, found: Found) -> Numbers:
    asked = NOT_NEAR if found.asked is None else found.asked
    of_one = is_after_one_thing(question, found.passage)
    similar = found.similarity or 0.0
    return np.array(
        [found.overlap, similar, asked, found.outside, found.elsewhere, of_one, is_of_us(question), 1.0]
    )


def _tell(way: str, seen: Sequence[Seen]) -> None:
    weights, least = _fitted(seen), DECLINED[way]
    print(
        way,
        "overlap, similarity, asked, outside, elsewhere, particular, of us, enough:",
        np.round([*weights[:-1], _least(seen, weights, least)], 2),
    )
    declined: list[tuple[Seen, bool]] = []
    for name in SETS:
        others = [one for one in seen if one.of != name]
        theirs = _fitted(others)
        enough = _least(others, theirs, least)
        held_out = [(one, _weighed(one, theirs) < enough) for one in seen if one.of == name]
        print(f"  {name:18} {_shares(held_out)}")
        declined += held_out
    print(f"  {'all':18} {_shares(declined)}")


def _fitted(seen: Sequence[Seen]) -> Numbers:
    """Newton's steps; what is covered counts as much in all as what is not."""
    told = [one for one in seen if one.signs]
    signs, covered = np.array([one.signs[0] for one in told]), np.array([one.covered for one in told])
    counts = np.where(covered, 0.5 / covered.mean(), 0.5 / (1 - covered.mean()))
    ridge = np.diag(RIDGES)
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (counts * (chance - covered)) + ridge @ weights
        bend = (signs * (counts * chance * (1 - chance))[:, None]).T @ signs + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def _weighed(one: Seen, weights: Numbers) -> float:
    """Return what the best passage has in all, without the constant."""
    return SURE if one.sure else max((float(signs[:-1] @ weights[:-1]) for signs in one.signs), default=-SURE)


def _least(seen: Sequence[Seen], weights: Numbers, declined: float) -> float:
    """Return how much is enough, so that such a share of what the library does not hold is declined."""
    uncovered = sorted(_weighed(one, weights) for one in seen if not one.covered)
    return uncovered[int(np.ceil(declined * len(uncovered))) - 1] + 0.005


def _shares(declined: Sequence[tuple[Seen, bool]]) -> str:
    parts = {
        "covered": [no for one, no in declined if one.covered],
        "uncovered": [no for one, no in declined if not one.covered],
        "near": [no for one, no in declined if one.near],
        "Spanish covered": [no for one, no in declined if one.covered and one.lang == "es"],
        "Spanish uncovered": [no for one, no in declined if not one.covered and one.lang == "es"],
    }
    return ", ".join(f"{name} {np.mean(told):.3f}" for name, told in parts.items() if told)


if __name__ == "__main__":
    sys.exit(main())
