"""What people say in a step's thread is followed as they change it, and counted once."""

import pytest

from bot.domain.contributions import Contribution, Named
from bot.usecases.contributions import Contributions
from bot.usecases.sessions import Sessions
from tests.slack.envelopes import typed
from tests.usecases.steps import act, show_draft, to_step
from tests.world import FAE, MO, OBI, PIA, World, shown


@pytest.fixture
def gathering(world: World) -> World:
    world.command(FAE, "start vision")
    to_step(world, "The problem")
    return world


def kept(world: World) -> tuple[Contribution, ...]:
    with world.units.read("T1") as work:
        return work.contributions.where(withdrawn=False)


def count_shown(world: World) -> int:
    words = shown(world.post_with("*The problem*"))
    return int(words.split("contribution")[0].rsplit("*", 2)[1])


def test_a_reply_that_was_taken_back_for_an_identifier_counts_again_once_it_is_said_without(
    gathering: World,
) -> None:
    said = gathering.reply(MO, "Rents rise", gathering.post_with("*The problem*"))
    gathering.send(gathering.envelopes.edited(said, "Rents rise for SECRET"))
    assert count_shown(gathering) == 0
    gathering.send(gathering.envelopes.edited(said, "Rents rise for a family"))
    assert [one.text for one in kept(gathering)] == ["Rents rise for a family"]
    assert count_shown(gathering) == 1


def test_a_reply_with_an_identifier_counts_once_it_is_edited_to_stand_without(gathering: World) -> None:
    said = gathering.reply(MO, "Rents rise for SECRET", gathering.post_with("*The problem*"))
    gathering.send(gathering.envelopes.edited(said, "Rents rise"))
    assert [one.text for one in kept(gathering)] == ["Rents rise"]


def test_an_edited_mention_in_a_steps_thread_is_still_no_contribution(gathering: World) -> None:
    step = gathering.post_with("*The problem*")
    asked = gathering.mention(MO, "what is a boundary?", thread=str(step["ts"]))
    gathering.send(
        gathering.envelopes.edited(asked, f"<@{gathering.slack.bot_user}> what is a soft boundary?")
    )
    assert kept(gathering) == ()


def test_a_reply_that_slack_sends_twice_counts_once(gathering: World) -> None:
    said = gathering.slack.says(MO, "CHOME", "Rents rise", str(gathering.post_with("*The problem*")["ts"]))
    event = gathering.envelopes.said(said)
    gathering.send(event)
    gathering.send(event, retry=1)
    assert count_shown(gathering) == 1


def test_a_deleted_reply_that_is_deleted_again_changes_nothing(gathering: World) -> None:
    said = gathering.reply(MO, "Rents rise", gathering.post_with("*The problem*"))
    gone = gathering.envelopes.deleted(said)
    gathering.send(gone)
    gathering.send({**gone, "event_id": "Ev-once-more"})
    assert (count_shown(gathering), kept(gathering)) == (0, ())


def test_withdrawn_words_are_gone_from_the_record(gathering: World) -> None:
    said = gathering.reply(MO, "Rents rise", gathering.post_with("*The problem*"))
    gathering.send(gathering.envelopes.deleted(said))
    with gathering.units.read("T1") as work:
        assert [one.text for one in work.contributions.where()] == [""]


def test_an_observer_contributes(gathering: World) -> None:
    gathering.reply(OBI, "We fund homes", gathering.post_with("*The problem*"))
    assert count_shown(gathering) == 1


def test_after_the_end_a_reply_is_not_kept_and_its_writer_told(gathering: World) -> None:
    step = gathering.post_with("*The problem*")
    gathering.command(FAE, "end")
    gathering.reply(MO, "One more thing", step)
    assert kept(gathering) == ()
    assert "ended" in gathering.told(MO)[0]


def test_the_last_word_on_a_synthesis_counts_and_each_has_one(gathering: World) -> None:
    gathering.reply(MO, "Rents rise", gathering.post_with("*The problem*"))
    together = show_draft(gathering, to_step(gathering, "Drawn together"))
    for press in ("synthesis.yes", "synthesis.not_meant", "synthesis.yes"):
        gathering.press(MO, press, together)
        gathering.press(PIA, press, together)
    assert "Yes: 2 · My point is missing: 0 · Not what I meant: 0" in shown(
        gathering.post_with("*Drawn together*")
    )


def test_words_without_a_name_are_shown_without_one(gathering: World) -> None:
    with gathering.units.read("T1") as work:
        session = work.sessions.where()[0]
    contributions = Contributions(gathering.desk, Sessions(gathering.desk, gathering.texts))
    contributions.submit(act(PIA, "form"), session.id, "problem", "We are never asked", Named.CONFIDENTIAL)
    together = shown(show_draft(gathering, to_step(gathering, "Drawn together")))
    assert "We are never asked" in together
    assert "Pia" not in together


def test_an_empty_form_is_asked_back_at_its_field(gathering: World) -> None:
    gathering.press(MO, "step.contribute", gathering.post_with("*The problem*"))
    assert "response_action" in gathering.submit(MO, text=typed("   ")).body
    assert kept(gathering) == ()
