"""Channels change under a session: somebody leaves, it is archived, the bot is taken out and comes back."""

from datetime import datetime

import pytest

from bot.domain.sessions import Session, SessionState
from bot.usecases.setup import Setup
from tests.usecases.steps import to_step
from tests.world import FAE, HOME, MO, PIA, World, shown


@pytest.fixture
def planned(world: World) -> World:
    """A session over days, at its first question, to which something was said."""
    world.press(FAE, "session.planned", world.answer_to(FAE, "start vision async until December 4"))
    world.reply(MO, "Rents rise", to_step(world, "The problem"))
    return world


def session(world: World) -> Session:
    with world.units.read("T1") as work:
        return work.sessions.where()[0]


def due(world: World) -> datetime:
    found = session(world).step_due
    assert found is not None
    return found


def wait(world: World, hours: int) -> None:
    for _ in range(hours):
        world.clock.jump(hours=1)
        world.ticker.tick()


class TestSomebodyLeaves:
    def test_what_they_said_stays_and_counts(self, planned: World) -> None:
        planned.send(planned.envelopes.left(MO, HOME))
        planned.command(FAE, "end")
        assert "1 contribution" in shown(planned.post_with("ended early"))

    def test_they_are_not_reminded_of_what_happens_there(self, planned: World) -> None:
        planned.send(planned.envelopes.left(PIA, HOME))
        wait(planned, 30)
        assert planned.posts(planned.slack.dm(PIA).id) == []

    def test_when_the_last_facilitator_leaves_the_session_is_offered_to_the_others(
        self, planned: World
    ) -> None:
        planned.send(planned.envelopes.left(FAE, HOME))
        offer = planned.post_with("its facilitator has left this channel")
        assert "Fae" not in shown(offer)
        planned.press(PIA, "session.take_over", offer)
        planned.press(PIA, "session.next", planned.post_with("We find words"))
        assert session(planned).step_id == "change"

    def test_it_is_offered_once_and_only_where_nobody_else_steers(self, planned: World) -> None:
        planned.send(planned.envelopes.left(PIA, HOME))
        assert not any("has left this channel" in shown(one) for one in planned.posts())
        gone = planned.envelopes.left(FAE, HOME)
        for n in range(2):
            planned.send({**gone, "event_id": f"Ev-left-{n}"})
        assert sum("has left this channel" in shown(one) for one in planned.posts()) == 1


class TestTheChannelIsClosed:
    def test_its_session_pauses_and_goes_on_by_itself_no_more(self, planned: World) -> None:
        planned.send(planned.envelopes.archived(HOME, FAE))
        wait(planned, 72)
        assert session(planned).state is SessionState.PAUSED
        assert session(planned).step_id in ("problem", "change")

    def test_once_it_is_open_again_nothing_is_lost_and_the_step_stands_there(self, planned: World) -> None:
        planned.slack.channels[HOME].is_archived = True
        planned.command(FAE, "next")
        planned.ticker.tick()
        assert session(planned).state is SessionState.PAUSED
        planned.slack.channels[HOME].is_archived = False
        planned.command(FAE, "resume")
        planned.reply(PIA, "Families hear in time", planned.post_with("*What changes, and for whom*"))
        assert "*1* contribution" in shown(planned.post_with("*What changes, and for whom*"))
        with planned.units.read("T1") as work:
            assert len(work.contributions.where(withdrawn=False)) == 2


class TestTheBotIsTakenOut:
    def test_invited_again_it_says_what_waits_and_goes_on(self, planned: World) -> None:
        planned.send(planned.envelopes.left("UBOT", HOME))
        planned.press(FAE, "session.next", planned.posts()[0])
        wait(planned, 30)
        assert session(planned).state is SessionState.PAUSED
        planned.send(planned.envelopes.joined("UBOT", HOME, inviter=FAE))
        assert "A session waits here, paused" in shown(planned.posts()[-1])
        planned.command(FAE, "resume")
        assert session(planned).state is SessionState.RUNNING
        assert any("*What changes, and for whom*" in shown(one) for one in planned.posts())

    def test_a_start_of_the_bot_says_nothing_of_it(self, planned: World) -> None:
        planned.command(FAE, "pause")
        Setup(planned.desk).greet_missed("T1")
        assert not any("back in this channel" in shown(one) for one in planned.posts())


class TestAChannelTurnsPrivate:
    """What stands in a channel that was open is hidden elsewhere from the moment at which it turns private."""

    @staticmethod
    def is_hidden(world: World) -> bool:
        with world.units.read("T1") as work:
            (linked,) = work.channels.where(channel_id=HOME)
        return linked.private

    def test_it_is_told_by_a_message(self, world: World) -> None:
        world.send(world.envelopes.turned(FAE, HOME, private=True))
        assert self.is_hidden(world)
        world.send(world.envelopes.turned(FAE, HOME, private=False))
        assert not self.is_hidden(world)

    def test_while_the_bot_was_not_running_it_is_seen_at_the_start(self, world: World) -> None:
        world.slack.channels[HOME].is_private = True
        Setup(world.desk).greet_missed("T1")
        assert self.is_hidden(world)

    def test_where_slack_does_not_tell_what_is_private_stays_so(self, world: World) -> None:
        world.send(world.envelopes.turned(FAE, HOME, private=True))
        world.slack.channels[HOME].members.discard("UBOT")
        Setup(world.desk).greet_missed("T1")
        assert self.is_hidden(world)

    def test_a_channel_of_no_coalition_changes_nothing(self, world: World) -> None:
        world.slack.add_channel("CELSEWHERE", (FAE, "UBOT"))
        world.send(world.envelopes.turned(FAE, "CELSEWHERE", private=True))
        assert not self.is_hidden(world)


def test_resumed_after_its_deadline_a_step_has_time_again(planned: World) -> None:
    planned.command(FAE, "pause")
    planned.clock.jump(days=3)
    planned.command(FAE, "resume")
    planned.ticker.tick()
    assert session(planned).step_id == "problem"
    assert due(planned) > planned.clock.now()
