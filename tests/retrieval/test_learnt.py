"""Many ways of asking teach more than the nearest of them."""

import numpy as np
import pytest

from bot.retrieval.learnt import Learnt, learn

# On the first number alone, "stipend" and "pillar" are alike; the second sets them apart, the third says nothing.
STIPEND = [[1.0, 0.3, 0.5], [1.0, 0.4, -0.5], [1.0, 0.3, 0.0]]
PILLAR = [[1.0, -0.3, 0.5], [1.0, -0.4, -0.5], [1.0, -0.3, 0.0]]
IDS = ["stipend"] * 3 + ["pillar"] * 3


def best(learnt: Learnt, vector: list[float]) -> str:
    sounding = learnt.sounding(vector)
    return max(sounding, key=lambda key: sounding[key])


def gap(learnt: Learnt, vector: list[float]) -> float:
    sounding = learnt.sounding(vector)
    return sounding["stipend"] - sounding["pillar"]


def test_what_says_nothing_counts_little_beside_what_sets_ways_apart() -> None:
    learnt = learn(IDS, STIPEND + PILLAR)
    telling = gap(learnt, [1.0, 0.2, 0.0]) - gap(learnt, [1.0, -0.2, 0.0])
    idle = gap(learnt, [1.0, 0.0, 0.2]) - gap(learnt, [1.0, 0.0, -0.2])
    assert telling > 5 * abs(idle) and telling > 0


@pytest.mark.parametrize(("asked", "wanted"), [([1.0, 0.2, 0.0], "stipend"), ([2.0, -0.4, 0.2], "pillar")])
def test_a_question_sounds_most_like_those_on_its_side(asked: list[float], wanted: str) -> None:
    assert best(learn(IDS, STIPEND + PILLAR), asked) == wanted


def test_the_order_and_length_of_vectors_count_nothing() -> None:
    asked = [1.0, 0.2, 0.1]
    longer = [[3 * number for number in way] for way in (PILLAR + STIPEND)]
    other = learn(IDS[3:] + IDS[:3], longer)
    assert gap(learn(IDS, STIPEND + PILLAR), asked) == pytest.approx(
        gap(other, [5 * number for number in asked]), abs=1e-3
    )


def test_the_same_ways_teach_the_same() -> None:
    one, again = (learn(IDS, STIPEND + PILLAR) for _ in range(2))
    assert one.ids == again.ids and np.array_equal(one.weights, again.weights)


def test_where_nobody_wrote_a_way_nothing_is_learnt() -> None:
    assert learn([], []).sounding([1.0, 0.0]) == {}
