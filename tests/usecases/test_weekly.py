"""The weekly message: one thing needed first, the numbers, thanks; nobody is named as late."""

from datetime import date

import pytest

from tests.slack.envelopes import typed
from tests.world import FAE, HOME, MO, PIA, PRIVATE, World, shown

OPENING = "One thing needed this week:"


def weekly(world: World) -> str:
    """Let the next Monday come, and return the message."""
    world.clock.jump(days=7)
    world.ticker.tick()
    return shown(world.post_with(OPENING))


def act(world: World, text: str) -> None:
    world.command(FAE, f"action {text}")


def test_with_nothing_to_do_it_says_so(world: World) -> None:
    assert f"{OPENING}* nothing is due" in weekly(world)


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("call the court", "an owner for action 1: call the court"),
        (f"share the file <@{MO}|mo> by 2026-12-02", "action 1: share the file"),
        (
            f"share the file <@{MO}|mo> by 2026-11-25",
            "a word on action 1, whose day has passed: share the file",
        ),
    ],
)
def test_the_one_thing_is_the_most_pressing(world: World, action: str, says: str) -> None:
    act(world, action)
    assert f"{OPENING}* {says}" in weekly(world)


def test_what_is_past_its_day_names_nobody(world: World) -> None:
    act(world, f"share the file <@{MO}|mo> by 2026-11-25")
    assert "Mo" not in weekly(world).replace("More", "")


def test_an_open_round_goes_before_everything(world: World) -> None:
    act(world, "call the court")
    world.command(FAE, "start vision")
    for _ in range(5):
        world.command(FAE, "next")
    world.press(FAE, "proposal.write", world.post_with("Our vision"))
    world.submit(FAE, text=typed("Homes"))
    assert "positions are missing on proposal 1" in weekly(world)
    card = world.post_with("Proposal 1")
    for user in (FAE, MO, PIA):
        world.press(user, "position.consent", card)
    assert "everybody has answered on proposal 1" in weekly(world)


def test_those_who_finished_something_are_thanked_by_name(world: World) -> None:
    act(world, f"share the file <@{MO}|mo> by 2026-11-25")
    with world.units.open(world.slack.team) as work:
        (action,) = work.actions.where()
    world.clock.jump(days=2)
    world.press(MO, "action.done.1", world.answer_to(MO, "actions"), action.id)
    world.submit(MO, text=typed("The city has the file"))
    world.clock.jump(days=5)
    world.ticker.tick()
    told = shown(world.post_with(OPENING))
    assert "Actions finished: 1" in told
    assert "Thank you, Mo!" in told


def test_it_never_has_more_than_120_words(world: World) -> None:
    for _ in range(3):
        act(world, f"{'very long words indeed ' * 40} by 2026-12-01")
    assert len(weekly(world).split("\n\n")[0].split()) <= 120


def test_a_private_channel_that_is_not_home_stays_out_of_it(world: World) -> None:
    with world.units.open(world.slack.team) as work:
        coalition = work.coalitions.where()[0]
        from bot.domain.people import LinkedChannel

        work.channels.add(LinkedChannel("private", coalition.id, PRIVATE, private=True))
        work.commit()
    world.command(FAE, "action a secret plan", PRIVATE)
    assert "secret" not in weekly(world)


def test_it_comes_once_however_often_the_clock_looks(world: World) -> None:
    weekly(world)
    for _ in range(3):
        world.restart()
        world.ticker.tick()
    assert len([one for one in world.posts() if OPENING in shown(one)]) == 1


def test_it_says_nothing_of_a_coalition_that_does_not_want_it(world: World) -> None:
    world.command(FAE, "nudges off")
    world.clock.jump(days=7)
    world.ticker.tick()
    assert not any(OPENING in shown(one) for one in world.posts())


def test_the_day_of_the_tests_is_a_monday(world: World) -> None:
    assert world.clock.now().date() == date(2026, 11, 23)
    assert HOME
