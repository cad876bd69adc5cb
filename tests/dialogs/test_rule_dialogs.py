"""Whole conversations about every decision rule, replayed through the real Bolt app."""

from pathlib import Path

import pytest
import yaml

from bot.domain.choices import Rule
from tests.dialogs.rule_replay import replay
from tests.world import World

RULES = sorted((Path(__file__).parent / "rules").glob("*.yaml"))


@pytest.mark.parametrize("file", RULES, ids=lambda file: file.stem)
def test_a_recorded_dialog_goes_as_recorded(world: World, file: Path) -> None:
    replay(world, file)


def test_every_rule_has_a_dialog() -> None:
    told = {yaml.safe_load(file.read_text("utf-8"))["rule"] for file in RULES}
    assert told == {rule.value for rule in Rule}
