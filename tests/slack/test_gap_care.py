"""Somebody takes what the library could not answer, all can see who, and it can be given back."""

import pytest

from bot.domain.gaps import Gap, GapState
from tests.world import FAE, HOME, MO, OBI, PIA, PRIVATE, STRANGER, World, shown

QUESTION = "maplewood parking permit cost"


@pytest.fixture
def asked(world: World) -> World:
    world.mention(PIA, QUESTION)
    world.ticker.tick()
    return world


def gap(world: World) -> Gap:
    with world.units.read(world.slack.team) as work:
        return work.gaps.where()[0]


def press(world: World, user: str, channel: str = HOME) -> str:
    """Press the button beside the gap, and return what the person alone was told."""
    before = len(world.told(user))
    message = {**world.answer_to(FAE, "library gaps"), "channel": channel}
    world.press(user, "gaps.take", message)
    return "\n".join(
        [
            *world.told(user)[before:],
            *(shown(post) for post in list(world.slack.response_urls.values())[-1].posts),
        ]
    )


def test_a_community_partner_takes_it_and_everybody_sees_who(asked: World) -> None:
    assert f'You look after "{QUESTION}" now' in press(asked, PIA)
    assert gap(asked).state is GapState.TAKEN
    assert "Pia looks after it" in shown(asked.answer_to(MO, "library gaps"))


def test_another_may_take_it_over_and_the_owner_gives_it_back(asked: World) -> None:
    press(asked, PIA)
    press(asked, MO)
    assert "Mo looks after it" in shown(asked.answer_to(MO, "library gaps"))
    assert "Give it back" in str(asked.answer_to(MO, "library gaps")["blocks"])
    assert "Give it back" not in str(asked.answer_to(PIA, "library gaps")["blocks"])
    assert "Nobody looks after" in press(asked, MO)
    assert (gap(asked).state, gap(asked).owner_id) == (GapState.OPEN, None)


def test_who_only_looks_on_takes_nothing(asked: World) -> None:
    press(asked, OBI)
    assert gap(asked).owner_id is None


def test_somebody_of_another_workspace_in_the_channel_may_take_it_too(asked: World) -> None:
    press(asked, STRANGER)
    assert gap(asked).state is GapState.TAKEN


def test_one_that_was_answered_meanwhile_says_so(asked: World) -> None:
    message = {**asked.answer_to(FAE, "library gaps"), "channel": HOME}
    with asked.units.open(asked.slack.team) as work:
        (open_now,) = work.gaps.where()
        work.gaps.save(Gap(**{**vars(open_now), "state": GapState.CLOSED}))
        work.commit()
    asked.press(MO, "gaps.take", message)
    assert "has an answer by now" in shown(list(asked.slack.response_urls.values())[-1].posts[-1])


def test_in_a_channel_of_nobodys_it_cannot_be_taken(asked: World) -> None:
    press(asked, MO, PRIVATE)
    assert gap(asked).owner_id is None
