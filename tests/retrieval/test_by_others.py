"""Questions by others, who saw page bodies alone and tuned nothing. Floors are what one run reached.

arrivals.yaml judges: nothing was chosen by looking at it. Whoever chooses a weight, a word or a page by it spends it:
then it tunes, as fresh.yaml and newcomers.yaml do by now, and others have to judge.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from bot.retrieval.search import BuiltInLibrary
from tests.retrieval.judging import judge, questions


@dataclass(frozen=True)
class Reached:
    """A set: how many questions of each kind, and what was reached.

    ``covered``: right first, right among the first three, answered. ``declined``: of what the library does not cover.
    """

    sizes: dict[str, int]
    covered: dict[str, tuple[float, float, float]]
    declined: dict[str, float]


SETS = {
    "fresh.yaml": Reached(
        {"plain": 92, "misspelled": 26, "spanish": 32, "near": 35, "foreign": 33},
        {"plain": (0.68, 0.88, 0.64), "misspelled": (0.80, 0.96, 0.73), "spanish": (0.62, 0.87, 0.78)},
        {"near": 0.91, "foreign": 1.0},
    ),
    "newcomers.yaml": Reached(
        {"plain": 110, "misspelled": 25, "spanish": 35, "near": 40, "foreign": 25},
        {"plain": (0.79, 0.91, 0.85), "misspelled": (0.96, 0.96, 0.92), "spanish": (0.85, 1.0, 0.85)},
        {"near": 0.75, "foreign": 1.0},
    ),
    "arrivals.yaml": Reached(
        {"plain": 150, "misspelled": 25, "spanish": 45, "near": 45, "foreign": 30},
        {"plain": (0.76, 0.85, 0.82), "misspelled": (0.92, 1.0, 0.92), "spanish": (0.91, 0.97, 0.86)},
        {"near": 0.95, "foreign": 1.0},
    ),
}
COVERED = [(name, kind) for name, reached in SETS.items() for kind in reached.covered]
NOT_COVERED = [(name, kind) for name, reached in SETS.items() for kind in reached.declined]


def of(name: str, kind: str) -> list[dict[str, Any]]:
    return [one for one in questions(name) if one["kind"] == kind]


@pytest.mark.parametrize("name", SETS)
def test_the_set_is_as_large_as_promised(name: str) -> None:
    assert Counter(one["kind"] for one in questions(name)) == SETS[name].sizes


@pytest.mark.parametrize("name", SETS)
def test_what_a_question_wants_exists(name: str, wordy_library: BuiltInLibrary) -> None:
    known = [passage.id for passage in wordy_library.passages]
    wanted = {place for one in questions(name) for place in one["wants"]}
    assert [place for place in wanted if not any(one.startswith(place) for one in known)] == []


@pytest.mark.parametrize(("name", "kind"), COVERED)
def test_what_the_library_covers(library: BuiltInLibrary, name: str, kind: str) -> None:
    judged = judge(library, of(name, kind))
    first, in_three, answered = SETS[name].covered[kind]
    assert (judged.first or 0) >= first, judged
    assert (judged.in_three or 0) >= in_three, judged
    assert (judged.answered or 0) >= answered, judged


@pytest.mark.parametrize(("name", "kind"), NOT_COVERED)
def test_what_it_does_not_cover_is_declined(library: BuiltInLibrary, name: str, kind: str) -> None:
    judged = judge(library, of(name, kind))
    assert (judged.declined or 0) >= SETS[name].declined[kind], judged
