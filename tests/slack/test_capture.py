"""From talk to record: shortcuts on a message, a mention in its thread, and the quiet offer."""

from typing import Any

import pytest

from bot.domain.decisions import DecisionState
from bot.slack.ids import Shortcut
from tests.slack.envelopes import chosen, typed
from tests.world import EMPTY, FAE, GUEST, HOME, MO, OBI, PIA, STRANGER, World, shown

SAID = "We agreed to share counts by county | not by street."


@pytest.fixture
def room(world: World) -> World:
    world.found()
    return world


def shortcut(room: World, user: str, callback: Shortcut, message: dict[str, Any]) -> dict[str, Any]:
    """Choose a shortcut in a message's menu; return the form that opens, if one does."""
    before = len(room.slack.views)
    room.send(room.envelopes.message_shortcut(callback, user, message))
    return list(room.slack.views.values())[-1] if len(room.slack.views) > before else {}


def test_a_decision_is_noted_from_a_message_with_its_words_and_its_link(room: World) -> None:
    message = room.slack.says(PIA, HOME, SAID)
    form = shortcut(room, MO, Shortcut.RECORD_DECISION, message)
    assert SAID in shown(form)
    room.submit(MO)
    with room.units.read("T1") as work:
        (decision,) = work.decisions.where()
    assert (decision.statement, decision.quoted) == (SAID, SAID)
    assert decision.permalink.endswith(message["ts"].replace(".", ""))
    assert decision.state is DecisionState.NOTED
    assert "No round was held" in shown(room.post_with(SAID))


def test_silence_never_makes_a_noted_decision_final(room: World) -> None:
    shortcut(room, MO, Shortcut.RECORD_DECISION, room.slack.says(PIA, HOME, SAID))
    room.submit(MO)
    room.clock.jump(days=30)
    room.ticker.tick()
    with room.units.read("T1") as work:
        assert work.decisions.where()[0].state is DecisionState.NOTED


def test_a_promise_is_the_authors_unless_the_form_says_otherwise(room: World) -> None:
    message = room.slack.says(PIA, HOME, "I'll send the field list by Friday")
    shortcut(room, MO, Shortcut.MAKE_ACTION, message)
    room.submit(MO)
    with room.units.read("T1") as work:
        (action,) = work.actions.where()
        pia = next(one for one in work.participants.where() if one.slack_user_id == PIA)
    assert (action.owner_id, action.quoted) == (pia.id, "I'll send the field list by Friday")


def test_a_parameter_keeps_what_its_title_has_no_room_for(room: World) -> None:
    message = room.slack.says(PIA, HOME, "our form says so " * 40)
    shortcut(room, MO, Shortcut.RECORD_PARAMETER, message)
    room.submit(MO, kind=chosen("privacy"), hardness=chosen("unknown"), effect=chosen("constrains"))
    with room.units.read("T1") as work:
        (parameter,) = work.parameters.where()
    assert 250 < len(parameter.title) <= 255
    assert parameter.text == ("our form says so " * 40).strip()


def test_a_message_that_points_at_a_person_is_not_taken_and_said_so_to_one_alone(room: World) -> None:
    message = room.slack.says(PIA, HOME, "the file of SECRET")
    assert shortcut(room, MO, Shortcut.RECORD_DECISION, message) == {}
    answer = list(room.slack.response_urls.values())[-1].posts[-1]
    assert "I did not save that" in answer["text"]
    assert room.posts() == []


def test_an_observer_is_told_that_it_is_not_theirs(room: World) -> None:
    assert shortcut(room, OBI, Shortcut.RECORD_DECISION, room.slack.says(PIA, HOME, SAID)) == {}


def test_a_shortcut_where_nothing_is_set_up_says_so(world: World) -> None:
    assert shortcut(world, FAE, Shortcut.RECORD_DECISION, world.slack.says(FAE, EMPTY, SAID)) == {}
    assert "No coalition" in list(world.slack.response_urls.values())[-1].posts[-1]["text"]


@pytest.mark.parametrize("user", [GUEST, STRANGER])
@pytest.mark.parametrize(("words", "kind"), [("decision", "decisions"), ("parameter", "parameters")])
def test_whoever_has_no_shortcuts_writes_it_in_the_thread(
    room: World, user: str, words: str, kind: str
) -> None:
    message = room.slack.says(PIA, HOME, SAID)
    room.mention(user, f"record as {words}", thread=message["ts"])
    with room.units.read("T1") as work:
        (record,) = getattr(work, kind).where()
    assert record.quoted == SAID
    assert record.permalink


def test_outside_a_thread_the_way_is_told(room: World) -> None:
    room.mention(MO, "record as decision")
    assert "in the thread of a message" in room.told(MO)[-1]


def test_nothing_is_suggested_until_it_is_switched_on(room: World) -> None:
    room.send(room.envelopes.said(room.slack.says(MO, HOME, SAID)))
    assert room.told(MO) == []


def test_only_a_facilitator_switches_it_on(room: World) -> None:
    assert "Only a facilitator" in room.command(MO, "suggestions on")[0]
    assert "quietly" in room.command(FAE, "suggestions on")[0]


def test_the_author_alone_is_asked_and_can_put_it_on_record(room: World) -> None:
    room.command(FAE, "suggestions on")
    message = room.slack.says(MO, HOME, SAID)
    room.send(room.envelopes.said(message))
    assert "reads like a decision" in room.told(MO)[-1]
    assert room.told(PIA) == [] and room.posts() == []
    offer = {**room.slack.ephemerals[-1], "channel": HOME, "ts": "1.2"}
    room.press(MO, "capture.suggested", offer)
    room.submit(MO, statement=typed(SAID))
    with room.units.read("T1") as work:
        assert work.decisions.where()[0].quoted == SAID


def test_a_suggested_message_that_is_gone_is_told(room: World) -> None:
    room.command(FAE, "suggestions on")
    message = room.slack.says(MO, HOME, SAID)
    room.send(room.envelopes.said(message))
    offer = {**room.slack.ephemerals[-1], "channel": HOME, "ts": "1.2"}
    room.slack.channels[HOME].messages.remove(message)
    room.press(MO, "capture.suggested", offer)
    assert "can't find that message" in list(room.slack.response_urls.values())[-1].posts[-1]["text"]


def test_a_reply_to_a_step_is_a_contribution_and_no_suggestion(room: World) -> None:
    room.command(FAE, "suggestions on")
    room.command(FAE, "start vision live")
    room.reply(MO, SAID, room.posts()[-1])
    assert not any("reads like" in one for one in room.told(MO))
