"""The facilitators' rota: off unless switched on; then the work goes round."""

from dataclasses import replace

import pytest

from bot.usecases.roster import Enrolled
from tests.slack.envelopes import chosen
from tests.usecases.steps import to_step
from tests.world import COALITION, FAE, MO, World, shown

TWO = (replace(COALITION.people[0]), Enrolled("Mo", MO, organisation="City", facilitates=True))


@pytest.fixture
def shared(bare_world: World) -> World:
    """A coalition with two facilitators."""
    bare_world.found(replace(COALITION, people=(*TWO, *COALITION.people[2:])))
    return bare_world


def steers(world: World) -> list[str]:
    """Return who each session is facilitated by, as its card says, in order."""
    cards = [shown(one) for one in world.posts() if "Facilitated by" in shown(one)]
    return [card.split("Facilitated by ")[1].split(" ·")[0] for card in cards]


def test_it_is_off_and_both_facilitate(shared: World) -> None:
    shared.command(FAE, "start vision")
    assert steers(shared) == ["Fae, Mo"]
    assert "no turns" in shared.command(FAE, "rota")[0]


def test_switched_on_they_take_turns_and_the_end_says_who_is_next(shared: World) -> None:
    assert "Next time, Fae facilitates" in shared.command(FAE, "rota on")[0]
    for pillar in ("vision", "power", "action"):
        shared.command(FAE, f"start {pillar}")
        shared.command(FAE, "end")
        shared.clock.jump(hours=1)
    assert steers(shared) == ["Fae", "Mo", "Fae"]
    assert "Next time, Mo facilitates" in shown(shared.post_with("ended early"))


def test_the_other_facilitator_may_still_move_it_on(shared: World) -> None:
    shared.command(FAE, "rota on")
    shared.command(MO, "start vision")
    shared.press(MO, "session.next", shared.post_with("We find words"))
    assert to_step(shared, "The problem")


def test_it_is_switched_in_the_settings_and_by_a_mention_too(shared: World) -> None:
    shared.command(FAE, "settings")
    shared.submit(FAE, rota=chosen("on"))
    assert "Next time, Fae facilitates" in shared.command(MO, "rota")[0]
    shared.command(FAE, "settings")
    form = list(shared.slack.views.values())[-1]
    (asked,) = [one for one in form["blocks"] if one.get("block_id") == "rota"]
    assert asked["element"]["initial_option"]["value"] == "on"
    shared.mention(MO, "rota off")
    assert "no turns" in shared.told(MO)[-1]
    assert "`/convene rota on`" in shared.command(MO, "help")[0]


def test_what_is_not_asked_about_stays_as_it_is(shared: World) -> None:
    shared.command(FAE, "rota on")
    shared.command(FAE, "settings")
    shared.submit(FAE, rule=chosen("majority"))
    assert "Next time, Fae facilitates" in shared.command(FAE, "rota")[0]


def test_members_do_not_switch_it_and_one_facilitator_has_no_turns(world: World) -> None:
    assert "Only a facilitator" in world.command(MO, "rota on")[0]
    assert "two facilitators" in world.command(FAE, "rota on")[0]
    world.command(FAE, "start vision")
    assert steers(world) == ["Fae"]
