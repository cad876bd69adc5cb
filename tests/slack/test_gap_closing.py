"""What the library lacked is asked again when something new is there; whoever asked is told, and nobody else."""

import pytest

from bot.domain.gaps import Gap, GapState
from bot.domain.people import LinkedChannel
from bot.ports.incoming import File
from tests.world import FAE, HOME, MO, PIA, PRIVATE, World, shown

PLAN = "https://example.org/plan.md"
TEXT = b"# Parking\n\nThe parking permit at Maplewood costs nine dollars a month.\n"
QUESTION = "maplewood parking permit cost"
NEWS = "Now there is one"


@pytest.fixture
def asked(world: World) -> World:
    """A coalition with a private channel, in whose home channel something was asked and not answered."""
    with world.units.open(world.slack.team) as work:
        (coalition,) = work.coalitions.where()
        work.channels.add(LinkedChannel("private", coalition.id, PRIVATE, private=True))
        work.commit()
    world.web.files[PLAN] = File("plan.md", TEXT, PLAN)
    world.mention(PIA, QUESTION)
    world.ticker.tick()
    return world


def told(world: World, user: str) -> list[str]:
    """Return what somebody was told by direct message."""
    return [shown(one) for one in world.posts(world.slack.dm(user).id)]


def gaps(world: World) -> tuple[Gap, ...]:
    with world.units.read(world.slack.team) as work:
        return work.gaps.where()


def test_a_document_closes_it_and_whoever_asked_is_told_once(asked: World) -> None:
    asked.command(MO, f"library add {PLAN}")
    for _ in range(3):
        asked.ticker.tick()
    (gap,) = gaps(asked)
    assert (gap.state, gap.recheck_at) == (GapState.CLOSED, None)
    (news,) = [one for one in told(asked, PIA) if NEWS in one]
    assert QUESTION in news and "nine dollars" not in news
    assert told(asked, MO) == []
    assert "Nothing is missing" in asked.command(FAE, "library gaps")[0]


def test_a_record_closes_it_within_the_hour(asked: World) -> None:
    asked.command(MO, "action pay the Maplewood parking permit, cost nine dollars")
    asked.ticker.tick()
    assert gaps(asked)[0].is_open
    asked.clock.jump(hours=1)
    asked.ticker.tick()
    assert gaps(asked)[0].state is GapState.CLOSED
    assert any(NEWS in one for one in told(asked, PIA))


def test_what_those_in_the_channel_may_not_see_closes_nothing(asked: World) -> None:
    asked.command(MO, f"library add {PLAN}", PRIVATE)
    for _ in range(2):
        asked.clock.jump(hours=1)
        asked.ticker.tick()
    assert gaps(asked)[0].is_open
    assert told(asked, PIA) == []


def test_an_answer_that_did_not_help_is_not_news(world: World) -> None:
    world.mention(MO, "what is a boundary")
    world.press(PIA, "answer.not_helped", world.post_with("hard boundary", HOME))
    for _ in range(3):
        world.clock.jump(hours=1)
        world.ticker.tick()
    assert gaps(world)[0].is_open
    assert told(world, MO) == []
