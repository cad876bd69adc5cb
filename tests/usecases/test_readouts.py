"""At the end a session is told in each language that its people read."""

from tests.usecases.steps import to_step
from tests.world import FAE, MO, PIA, World, shown


def test_where_people_read_two_languages_the_end_is_told_in_both(world: World) -> None:
    world.command(PIA, "language es")
    world.command(FAE, "start vision")
    world.reply(MO, "Rents rise", to_step(world, "The problem"))
    world.command(FAE, "end")
    world.ticker.tick()
    english, spanish = world.post_with("Shared Vision* ended early"), world.post_with("Visión compartida")
    assert "1 contribution." in shown(english)
    assert "1 aporte" in shown(spanish)
    assert len(world.posts()) == 5


def test_where_all_read_one_it_is_told_once(world: World) -> None:
    world.command(FAE, "start vision")
    world.reply(MO, "Rents rise", to_step(world, "The problem"))
    world.command(FAE, "end")
    assert len([one for one in world.posts() if "ended early" in shown(one)]) == 2
    assert not any("Visión" in shown(one) for one in world.posts())


def test_whoever_spoke_without_a_choice_is_read_to_in_the_language_of_their_slack(world: World) -> None:
    world.slack.users[PIA].locale = "es-MX"
    world.command(FAE, "start vision")
    world.reply(PIA, "Nadie nos pregunta", to_step(world, "The problem"))
    world.command(FAE, "end")
    assert "Nadie" not in shown(world.post_with("Visión compartida"))
