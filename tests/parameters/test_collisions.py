"""Hard parameters shown before a round opens: how many of those that matter, and how many that don't."""

from pathlib import Path

import pytest
import yaml

from bot.domain.collisions import collisions, runs_into
from bot.domain.records import Bearing, Hardness, Parameter, ParameterKind
from tests.fakes import MONDAY

PAIRS = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text("utf-8"))
LEAST_RECALL, LEAST_PRECISION = 0.9, 0.6


def measured(half: str) -> tuple[float, float]:
    """Return recall and precision on one half of the pairs."""
    found = [(pair["runs_into"], runs_into(pair["proposal"], pair["parameter"])) for pair in PAIRS[half]]
    hits = sum(true and said for true, said in found)
    return hits / sum(true for true, _ in found), hits / max(1, sum(said for _, said in found))


def test_there_are_a_hundred_pairs_half_of_them_for_judging() -> None:
    assert [len(PAIRS[half]) for half in ("tuning", "judging")] == [50, 50]


@pytest.mark.parametrize("half", ["tuning", "judging"])
def test_most_of_what_matters_is_shown_and_most_of_what_is_shown_matters(half: str) -> None:
    recall, precision = measured(half)
    assert recall >= LEAST_RECALL, f"{half}: recall {recall:.2f}, precision {precision:.2f}"
    assert precision >= LEAST_PRECISION, f"{half}: recall {recall:.2f}, precision {precision:.2f}"


def parameter(hardness: Hardness = Hardness.HARD, effect: Bearing = Bearing.CONSTRAINS) -> Parameter:
    return Parameter(
        id="p",
        coalition_id="c",
        channel_id="CHOME",
        number=1,
        title="No names of clients leave the shelter",
        recorded_by="m",
        recorded_at=MONDAY,
        kind=ParameterKind.PRIVACY,
        hardness=hardness,
        effect=effect,
    )


def test_only_a_hard_parameter_that_constrains_is_shown() -> None:
    words = "Share client names with the city"
    assert collisions(words, [parameter()]) == (parameter(),)
    assert collisions(words, [parameter(Hardness.SOFT), parameter(effect=Bearing.ENABLES)]) == ()
