"""What the bot starts by itself: direct messages, within each person's budget."""

from dataclasses import replace

import pytest

from bot.domain.attention import NudgeState, Offer, Urgency
from bot.domain.deliveries import update
from bot.domain.messages import Say
from bot.domain.people import Participant
from bot.usecases.attention import Attention, save_settings, settings_of
from tests.slack.stub import SlackStub
from tests.world import MO, World, shown

SAID = Say.of("said.noted")


def offer(world: World, key: str, urgency: Urgency = Urgency.OTHER, user: str | None = MO) -> NudgeState:
    """Offer a message to a person, and send what is due."""
    with world.units.open(world.slack.team) as work:
        people = work.participants.where(slack_user_id=user)
        wanted = Offer(key, people[0].coalition_id, people[0].id, urgency, SAID)
        state = Attention(world.desk).offer(work, wanted)
        work.commit()
    world.desk.delivery.flush()
    return state


def dms(world: World, user: str = MO) -> list[str]:
    return [shown(one) for one in world.posts(world.slack.dm(user).id)]


def test_a_message_to_a_person_stands_in_their_dm_and_can_be_updated(world: World) -> None:
    assert offer(world, "k1") is NudgeState.SENT
    assert len(dms(world)) == 1
    with world.units.open(world.slack.team) as work:
        place = work.outbox.place("k1")
        assert place is not None and place.channel_id == world.slack.dm(MO).id
        work.outbox.plan([update("u", "k1", MO, Say.of("attention.kept"), "en")])
        work.commit()
    world.desk.delivery.flush()
    assert dms(world)[0].startswith("Good. I go on")


@pytest.mark.parametrize("takes_effect", [True, False])
def test_a_dm_is_sent_once_when_the_line_breaks(world: World, slack: SlackStub, takes_effect: bool) -> None:
    slack.drop("chat.postMessage", takes_effect=takes_effect)
    offer(world, "k1")
    for _ in range(2):
        world.clock.jump(minutes=2)
        world.desk.delivery.flush()
    assert slack.delivered()["k1"] == 1


def test_the_third_of_a_week_waits_for_the_digest(world: World) -> None:
    states = [offer(world, f"k{n}") for n in range(3)]
    assert states == [NudgeState.SENT, NudgeState.SENT, NudgeState.HELD]
    assert len(dms(world)) == 2
    with world.units.read(world.slack.team) as work:
        assert settings_of(work, MO).digest_due is not None


def test_the_same_offer_is_made_once(world: World) -> None:
    assert [offer(world, "k"), offer(world, "k")] == [NudgeState.SENT] * 2
    assert len(dms(world)) == 1


def test_at_night_it_waits_for_the_morning(world: World) -> None:
    world.clock.jump(hours=12)
    offer(world, "k")
    assert dms(world) == []
    world.clock.jump(hours=14)
    world.desk.delivery.flush()
    assert len(dms(world)) == 1


def test_without_an_account_nothing_is_sent_and_the_list_says_so(world: World) -> None:
    with world.units.open(world.slack.team) as work:
        coalition = work.coalitions.where()[0]
        work.participants.add(Participant("no-slack", coalition.id, "Nia"))
        work.commit()
    assert offer(world, "k", user=None) is NudgeState.NO_ACCOUNT
    with world.units.read(world.slack.team) as work:
        assert [one.name for one in Attention(world.desk).unreachable(work, coalition.id)] == ["Nia"]


def three_weeks_of_silence(world: World) -> None:
    for n in range(4):
        offer(world, f"k{n}")
        world.clock.jump(days=7)


def test_after_three_ignored_ones_the_person_is_asked_once(world: World) -> None:
    three_weeks_of_silence(world)
    assert "Shall I go on?" in dms(world)[-1]
    assert offer(world, "more", Urgency.CLOSING) is NudgeState.LEFT
    assert len(dms(world)) == 4


def test_a_sign_of_life_is_no_silence(world: World) -> None:
    for n in range(5):
        offer(world, f"k{n}")
        world.command(MO, "actions")
        world.command(MO, "action call the court")
        world.clock.jump(days=7)
    assert not any("Shall I go on?" in one for one in dms(world))


@pytest.mark.parametrize(
    ("press", "then"),
    [
        ("attention.keep", NudgeState.SENT),
        ("attention.later", NudgeState.HELD),
        ("attention.stop", NudgeState.LEFT),
    ],
)
def test_the_answer_is_kept_to(world: World, press: str, then: NudgeState) -> None:
    three_weeks_of_silence(world)
    asked = world.posts(world.slack.dm(MO).id)[-1]
    world.press(MO, press, {**asked, "channel": world.slack.dm(MO).id})
    assert offer(world, "after", Urgency.CLOSING) is then


def test_a_person_speaks_their_own_language(world: World) -> None:
    world.command(MO, "language es")
    with world.units.open(world.slack.team) as work:
        save_settings(work, replace(settings_of(work, MO), digest_due=None))
        work.commit()
    offer(world, "k")
    assert "Anotado" in dms(world)[0] or "Listo" in dms(world)[0]


def test_what_waits_for_the_morning_is_taken_back_from_who_wants_nothing(world: World) -> None:
    three_weeks_of_silence(world)
    asked = world.posts(world.slack.dm(MO).id)[-1]
    world.press(MO, "attention.keep", {**asked, "channel": world.slack.dm(MO).id})
    before = len(dms(world))
    world.clock.jump(days=14, hours=12)
    assert offer(world, "night", Urgency.CLOSING) is NudgeState.SENT
    world.press(MO, "attention.stop", {**asked, "channel": world.slack.dm(MO).id})
    world.clock.jump(days=3)
    world.ticker.tick()
    assert len(dms(world)) == before


def test_what_was_held_for_the_question_comes_once_it_is_answered(world: World) -> None:
    three_weeks_of_silence(world)
    for _ in range(3):
        world.clock.jump(days=7)
        world.ticker.tick()
    count = len(dms(world))
    asked = world.posts(world.slack.dm(MO).id)[-1]
    world.press(MO, "attention.keep", {**asked, "channel": world.slack.dm(MO).id})
    world.clock.jump(days=8)
    world.ticker.tick()
    assert len(dms(world)) == count + 1
