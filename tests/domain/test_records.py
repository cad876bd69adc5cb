"""The records of the pillars: what their forms ask, and what is still wrong with an answer."""

from datetime import date
from typing import Any

import pytest

from bot.domain.record_fields import FieldType, asked, problem
from bot.domain.records import KINDS, Bearing, Hardness, Parameter, ParameterKind, RecordKind, Stakeholder
from tests.fakes import MONDAY

COMMON: dict[str, Any] = {
    "id": "r1",
    "coalition_id": "c1",
    "channel_id": "CHOME",
    "number": 1,
    "title": "Consent form of 2019",
    "recorded_by": "p1",
    "recorded_at": MONDAY,
}


def parameter(**given: Any) -> Parameter:
    told = {"kind": ParameterKind.PRIVACY, "hardness": Hardness.SOFT, "effect": Bearing.CONSTRAINS, **given}
    return Parameter(**{**COMMON, **told})


@pytest.mark.parametrize("kind", RecordKind)
def test_each_form_asks_for_a_title_first_and_a_review_day_last(kind: RecordKind) -> None:
    specs = asked(kind)
    assert (specs[0].name, specs[0].required) == ("title", True)
    assert (specs[-1].name, specs[-1].type) == ("review_on", FieldType.DAY)
    assert len({spec.name for spec in specs}) == len(specs)


def test_every_kind_has_its_record() -> None:
    assert set(KINDS) == set(RecordKind)


def test_a_parameters_form_offers_hard_soft_and_unknown() -> None:
    (hardness,) = [spec for spec in asked(RecordKind.PARAMETER) if spec.name == "hardness"]
    assert hardness.type is FieldType.CHOICE
    assert hardness.choices == ("hard", "soft", "unknown")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, ("could_shift", "soft")),
        ({"could_shift": "Ask the clinic's counsel"}, ("looks_again_id", "soft")),
        ({"could_shift": "Ask", "looks_again_id": "p2"}, ("review_on", "soft")),
        ({"could_shift": "Ask", "looks_again_id": "p2", "review_on": date(2027, 1, 4)}, None),
        ({"hardness": Hardness.HARD}, None),
        ({"hardness": Hardness.UNKNOWN, "title": "  "}, ("title", "empty")),
    ],
)
def test_a_soft_parameter_is_never_just_a_no(given: dict[str, Any], wrong: tuple[str, str] | None) -> None:
    assert problem(parameter(**given)) == wrong


def test_a_scale_runs_from_one_to_five() -> None:
    assert problem(Stakeholder(**COMMON, interest=6)) == ("interest", "scale")
    assert problem(Stakeholder(**COMMON, interest=5, impact=1)) is None
