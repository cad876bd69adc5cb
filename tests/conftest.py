"""Fixtures that all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.stub import SlackStub
from tests.world import World, furnish, new_engine


@pytest.fixture
def slack() -> Iterator[SlackStub]:
    """A strict Slack; at the end, nothing bad may have been sent to it."""
    with SlackStub() as stub:
        furnish(stub)
        yield stub
        stub.assert_clean()


@pytest.fixture
def bare_world(slack: SlackStub, tmp_path: Path) -> World:
    """The bot in a workspace where nothing is set up."""
    return World(slack, new_engine(tmp_path))


@pytest.fixture
def world(bare_world: World) -> World:
    """The bot with a coalition in the home channel."""
    bare_world.found()
    return bare_world
