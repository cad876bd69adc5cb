"""Where people of a coalition read two languages, the cards and steps of its sessions carry both."""

from typing import Any

from tests.slack.envelopes import typed
from tests.usecases.steps import propose, show_draft, to_step
from tests.world import FAE, MO, PIA, STRANGER, World, shown


def ids_of(message: dict[str, Any], action_id: str) -> list[str]:
    """Return the labels of the buttons with an id."""
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    pressed = [one for row in rows for one in row["elements"] if one.get("action_id") == action_id]
    return [one["text"]["text"] for one in pressed]


def test_the_card_and_the_step_say_it_in_both_with_buttons_in_each(world: World) -> None:
    world.command(PIA, "language es")
    world.command(FAE, "start vision")
    card = world.post_with("We find words")
    assert "Buscamos palabras" in shown(card)
    assert ids_of(card, "session.next") == ["Next", "Siguiente"]
    step = to_step(world, "The problem")
    assert "Who lives with what problem" in shown(step) and "¿Quién vive aquí" in shown(step)
    assert ids_of(step, "step.contribute") == ["Contribute", "Aportar"]


def test_a_reply_in_any_language_counts_and_both_are_kept_up_to_date(world: World) -> None:
    world.command(PIA, "language es")
    world.command(FAE, "start vision")
    step = to_step(world, "The problem")
    world.reply(MO, "Rents rise", step)
    world.reply(PIA, "Nadie nos pregunta", step)
    told = shown(world.post_with("*The problem*"))
    assert "*2* contributions" in told and "*2* aportes" in told
    drawn = shown(show_draft(world, to_step(world, "Drawn together")))
    assert "Did I get this right?" in drawn and "¿Lo entendí bien?" in drawn
    assert drawn.count("Nadie nos pregunta") >= 2
    world.command(FAE, "pause")
    assert "En pausa" in shown(world.post_with("We find words"))


def test_a_press_of_either_button_does_the_same_and_counts_once(world: World) -> None:
    world.command(PIA, "language es")
    world.command(FAE, "start vision")
    world.press(PIA, "step.contribute", to_step(world, "The problem"))
    view = list(world.slack.views.values())[-1]
    assert view["title"]["text"] == "Aportar"
    world.submit(PIA, text=typed("Nadie nos pregunta"))
    assert "*1* contribution" in shown(world.post_with("*The problem*"))


def test_where_all_read_one_language_the_card_is_in_it_alone(world: World) -> None:
    for user in (PIA, MO):
        world.command(user, "language en")
    world.command(FAE, "start vision")
    assert "Buscamos" not in shown(world.post_with("We find words"))


def test_whoever_is_not_of_the_coalition_changes_nothing_here(world: World) -> None:
    world.mention(STRANGER, "language es")
    world.command(FAE, "start vision")
    assert "Buscamos" not in shown(world.post_with("We find words"))


def test_a_second_language_chosen_on_the_way_comes_with_the_next_change(world: World) -> None:
    world.command(FAE, "start vision")
    world.command(PIA, "language es")
    world.press(FAE, "session.next", world.post_with("We find words"))
    assert "Buscamos palabras" in shown(world.post_with("We find words"))
    assert "¿Quién vive aquí" in shown(world.post_with("*The problem*"))


def test_a_round_and_its_decision_are_in_both_and_a_position_counts_once_from_either(world: World) -> None:
    world.command(PIA, "language es")
    world.command(FAE, "start vision")
    card = propose(world, "Everybody hears of a filing in time", shown_as="Proposal 1")
    assert "Propuesta 1" in shown(card) and "Consienten: 0" in shown(card)
    assert len(ids_of(card, "position.consent")) == 2
    for user in (FAE, MO, PIA):
        world.press(user, "position.consent", card)
    assert "Consent: 3" in shown(world.post_with("Proposal 1"))
    world.press(FAE, "round.close", card)
    decided = shown(world.post_with("Decision 1"))
    assert "Decisión 1" in decided and "(hora de Chicago)" in decided and "(Chicago time)" in decided


def test_over_days_both_tell_the_deadline(world: World) -> None:
    world.command(PIA, "language es")
    world.press(FAE, "session.planned", world.answer_to(FAE, "start vision async until December 4"))
    told = shown(to_step(world, "The problem"))
    assert "(Chicago time)" in told and "(hora de Chicago)" in told
