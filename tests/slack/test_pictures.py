"""Pictures through Slack: sent to whoever asks, with their words; voices to facilitators alone."""

import io
from typing import Any

import pytest
from PIL import Image

from bot.domain.people import LinkedChannel, Participant
from tests.usecases.steps import propose
from tests.world import EMPTY, FAE, GUEST, HOME, MO, OBI, PIA, PRIVATE, STRANGER, World, shown


def pictures(world: World) -> dict[str, dict[str, Any]]:
    """Return the pictures that were sent, by name."""
    return {one["name"]: one for one in world.slack.files.values()}


def crowd(world: World, name: str = "Legal Aid", count: int = 4) -> None:
    """Let more people of an organisation take part, so that it is large enough to be counted."""
    with world.units.open("T1") as work:
        (coalition,) = work.coalitions.where()
        (there,) = work.organisations.where(name=name)
        for n in range(count):
            work.participants.add(
                Participant(f"more-{name}-{n}", coalition.id, f"Number {n}", organisation_id=there.id)
            )
        work.commit()


@pytest.fixture
def table(world: World) -> World:
    """A coalition whose vision is agreed, with an action."""
    world.command(FAE, "start vision")
    card = propose(world, "Everybody hears of a filing in time")
    for user in (FAE, MO, PIA):
        world.press(user, "position.consent", card)
    world.press(FAE, "round.close", world.post_with("Everybody hears of a filing in time"))
    world.command(MO, f"action share the file <@{MO}|mo> by next Friday")
    return world


def test_pillars_and_actions_come_as_pictures_with_their_words(table: World) -> None:
    (told,) = table.command(MO, "pictures")
    assert "direct messages" in told
    sent = pictures(table)
    assert set(sent) == {"pillars.png", "actions.png"}
    for one in sent.values():
        assert Image.open(io.BytesIO(one["content"])).format == "PNG"
        assert table.slack.channels[one["channel"]].members == {MO, "UBOT"}
    assert "Shared Vision: open, last on Monday, November 23, 2026." in sent["pillars.png"]["alt_txt"]
    assert "open: 1." in sent["actions.png"]["alt_txt"]


def test_voices_are_drawn_for_a_facilitator_alone_and_only_of_groups_of_five(table: World) -> None:
    crowd(table)
    for user in (MO, PIA, OBI, GUEST):
        table.slack.files.clear()
        table.command(user, "pictures")
        assert set(pictures(table)) == {"pillars.png", "actions.png"}, user
    table.slack.files.clear()
    table.command(FAE, "pictures")
    sent = pictures(table)
    assert sent["organisations.png"]["alt_txt"].endswith("Legal Aid: 1.")
    assert "City" not in sent["organisations.png"]["alt_txt"]
    assert "Community partners" not in sent["roles.png"]["alt_txt"]


def test_where_every_group_is_small_no_voices_are_drawn(table: World) -> None:
    table.command(FAE, "pictures")
    assert "organisations.png" not in pictures(table)


def test_they_come_by_a_button_of_the_status_and_by_a_mention(table: World) -> None:
    table.press(MO, "pictures.make", table.answer_to(MO, "status"))
    assert len(table.slack.files) == 2
    table.mention(GUEST, "pictures")
    assert len(table.slack.files) == 4


def test_each_reads_them_in_their_language(table: World) -> None:
    table.command(MO, "language es")
    table.command(MO, "pictures")
    assert "Visión compartida: abierto, la última vez el lunes" in pictures(table)["pillars.png"]["alt_txt"]


def test_what_a_private_channel_holds_is_not_counted_elsewhere(table: World) -> None:
    with table.units.open("T1") as work:
        (coalition,) = work.coalitions.where()
        work.channels.add(LinkedChannel("l2", coalition.id, PRIVATE, private=True))
        work.commit()
    table.command(FAE, "action a secret errand", PRIVATE)
    table.command(FAE, "pictures", HOME)
    assert "open: 1." in pictures(table)["actions.png"]["alt_txt"]
    table.command(FAE, "pictures", PRIVATE)
    assert "open: 2." in pictures(table)["actions.png"]["alt_txt"]


def test_people_of_other_workspaces_have_them_in_the_thread_of_their_asking_without_voices(
    table: World,
) -> None:
    crowd(table)
    with table.units.open("T1") as work:
        (coalition,) = work.coalitions.where()
        work.participants.add(
            Participant("sol", coalition.id, "Sol", slack_user_id=STRANGER, facilitates=True)
        )
        work.commit()
    table.mention(STRANGER, "pictures")
    assert {one["channel"] for one in table.slack.files.values()} == {HOME}
    assert set(pictures(table)) == {"pillars.png", "actions.png"}
    assert "in the thread here" in table.told(STRANGER)[-1]


def test_people_of_other_workspaces_who_press_a_button_are_told_the_way(table: World) -> None:
    page = table.answer_to(MO, "status")
    table.press(STRANGER, "pictures.make", page)
    assert not table.slack.files
    assert "in its thread" in table.answers(STRANGER)[-1]


def test_where_nothing_is_set_up_there_are_none(world: World) -> None:
    assert "No coalition" in world.command(FAE, "pictures", EMPTY)[0]
    assert not world.slack.files


def test_pictures_that_cannot_be_sent_are_told_with_an_id(table: World) -> None:
    table.slack.fail("files.getUploadURLExternal", times=3)
    assert "note for the operator" in shown(table.answer_to(MO, "pictures"))
