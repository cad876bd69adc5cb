"""Questions of people who have never seen the library.

Floors are what they reached while they judged. Their figures have been looked at while choosing since: now they tune,
and floors keep what was reached from getting lost. What is judged by is in test_by_others.py.
"""

from collections import Counter
from typing import Any

import pytest

from bot.retrieval.search import BuiltInLibrary
from tests.retrieval.judging import judge, questions

STRANGERS = questions("strangers.yaml")


def of(kind: str) -> list[dict[str, Any]]:
    return [one for one in STRANGERS if one["kind"] == kind]


def test_the_set_is_as_large_as_promised() -> None:
    sizes = Counter(one["kind"] for one in STRANGERS)
    assert sizes == {"plain": 40, "misspelled": 20, "spanish": 20, "foreign": 20, "near": 20}


def test_what_a_question_wants_exists(library: BuiltInLibrary) -> None:
    known = [passage.id for passage in library.passages]
    wanted = {place for one in STRANGERS for place in one["wants"]}
    assert [place for place in wanted if not any(one.startswith(place) for one in known)] == []


@pytest.mark.parametrize(
    ("kind", "first", "in_three", "answered"),
    [("plain", 0.85, 0.97, 0.65), ("misspelled", 0.90, 0.95, 0.90), ("spanish", 0.85, 0.95, 0.80)],
)
def test_what_the_library_covers(
    library: BuiltInLibrary, kind: str, first: float, in_three: float, answered: float
) -> None:
    judged = judge(library, of(kind))
    assert (judged.first or 0) >= first, judged
    assert (judged.in_three or 0) >= in_three, judged
    assert (judged.answered or 0) >= answered, judged


@pytest.mark.parametrize(("kind", "declined"), [("near", 0.80), ("foreign", 1.0)])
def test_what_it_does_not_cover_is_declined(library: BuiltInLibrary, kind: str, declined: float) -> None:
    judged = judge(library, of(kind))
    assert (judged.declined or 0) >= declined, judged
