"""Questions that judge: written by somebody who tuned nothing, and nothing was tuned on them.

Floors are what they reached. Whoever chooses a weight, a word or a page by looking at them spends them:
then they tune, and others have to judge.
"""

from collections import Counter
from typing import Any

import pytest

from bot.retrieval.search import BuiltInLibrary
from tests.retrieval.judging import Questions, judge, questions

SIZES = {"plain": 92, "misspelled": 26, "spanish": 32, "near": 35, "foreign": 33}

# What one run reached: right first, right among the first three, answered (of what the library covers).
FLOORS = {
    "plain": (0.68, 0.88, 0.64),
    "misspelled": (0.80, 0.96, 0.73),
    "spanish": (0.62, 0.87, 0.78),
}
# Declined, of what it does not cover.
DECLINED = {"near": 0.91, "foreign": 1.0}


@pytest.fixture(scope="module")
def fresh() -> Questions:
    return questions("fresh.yaml")


def of(fresh: Questions, kind: str) -> list[dict[str, Any]]:
    return [one for one in fresh if one["kind"] == kind]


def test_the_set_is_as_large_as_promised(fresh: Questions) -> None:
    assert Counter(one["kind"] for one in fresh) == SIZES


def test_what_a_question_wants_exists(fresh: Questions, wordy_library: BuiltInLibrary) -> None:
    known = [passage.id for passage in wordy_library.passages]
    wanted = {place for one in fresh for place in one["wants"]}
    assert [place for place in wanted if not any(one.startswith(place) for one in known)] == []


@pytest.mark.parametrize("kind", FLOORS)
def test_what_the_library_covers(fresh: Questions, library: BuiltInLibrary, kind: str) -> None:
    judged = judge(library, of(fresh, kind))
    first, in_three, answered = FLOORS[kind]
    assert (judged.first or 0) >= first, judged
    assert (judged.in_three or 0) >= in_three, judged
    assert (judged.answered or 0) >= answered, judged


@pytest.mark.parametrize("kind", DECLINED)
def test_what_it_does_not_cover_is_declined(fresh: Questions, library: BuiltInLibrary, kind: str) -> None:
    judged = judge(library, of(fresh, kind))
    assert (judged.declined or 0) >= DECLINED[kind], judged
