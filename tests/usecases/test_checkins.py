"""Check-ins: owners are asked in one message how their actions stand, and say it with a press."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.actions import Action, ActionState
from bot.domain.checkins import CheckIn, Report, Said
from bot.domain.people import Participant
from bot.usecases.check_in_due import BATCH
from bot.usecases.checkins import CheckIns
from bot.usecases.roster import Enrolled, Founding
from tests.slack.envelopes import chosen, day, typed
from tests.usecases.steps import act
from tests.world import EMPTY, FAE, MO, PIA, World, shown

SECOND = Founding(
    name="Food table", channel_id=EMPTY, time_zone="America/Chicago", lang="en",
    people=(Enrolled("Fae", FAE, facilitates=True), Enrolled("Mo", MO)),
)  # fmt: skip


def dms(world: World, user: str = MO) -> list[dict[str, Any]]:
    channel = world.slack.dm(user).id
    return [{**one, "channel": channel} for one in world.posts(channel)]


def action(world: World, number: int = 1, channel: str = "") -> Action:
    with world.units.read(world.slack.team) as work:
        found = work.actions.where(number=number)
        return next(one for one in found if not channel or one.channel_id == channel)


def checkins(world: World) -> list[CheckIn]:
    with world.units.read(world.slack.team) as work:
        return list(work.checkins.where())


def asked(world: World, days: float = 7) -> dict[str, Any]:
    """Let the time of the check-in come, and return the message."""
    world.clock.jump(days=days)
    world.ticker.tick()
    return next(one for one in reversed(dms(world)) if "going?" in shown(one))


@pytest.fixture
def owned(world: World) -> World:
    world.command(FAE, f"action call the court <@{MO}|mo> by 2026-12-11")
    return world


def report(world: World, message: dict[str, Any], what: str, by: str = MO) -> None:
    world.press(by, f"action.report.{what}.1", message)


class TestAsking:
    def test_one_message_bundles_all_actions_of_all_coalitions(self, owned: World) -> None:
        owned.roster.found(owned.slack.team, SECOND)
        owned.command(FAE, f"action count the beds <@{MO}|mo> by 2026-12-10", EMPTY)
        words = shown(asked(owned))
        assert words.index("count the beds") < words.index("call the court")
        assert "Food table" in words
        assert len([one for one in dms(owned) if "going?" in shown(one)]) == 1

    def test_it_comes_once_and_again_after_a_week(self, owned: World) -> None:
        asked(owned)
        for _ in range(3):
            owned.restart()
            owned.ticker.tick()
        assert len(dms(owned)) == 1
        owned.clock.jump(days=7)
        owned.ticker.tick()
        assert len(dms(owned)) == 2

    def test_two_days_before_the_day_it_asks_too(self, world: World) -> None:
        world.command(FAE, f"action call the court <@{MO}|mo> by 2026-11-27")
        assert "call the court" in shown(asked(world, 2))

    def test_nobody_is_asked_for_what_is_over_or_has_no_owner(self, world: World) -> None:
        world.command(FAE, "action call the court")
        world.clock.jump(days=7)
        world.ticker.tick()
        assert dms(world) == []

    def test_who_has_just_said_how_it_stands_is_not_asked_again(self, owned: World) -> None:
        message = asked(owned)
        owned.clock.jump(days=5)
        report(owned, message, "on_track")
        owned.clock.jump(days=2)
        owned.ticker.tick()
        assert len(dms(owned)) == 1


class TestSaying:
    @pytest.mark.parametrize("what", ["on_track", "at_risk"])
    def test_a_press_is_enough(self, owned: World, what: str) -> None:
        report(owned, asked(owned), what)
        assert action(owned).state is ActionState(what)
        assert [one.report for one in checkins(owned)] == [what]

    def test_a_press_that_slack_sends_twice_counts_once(self, owned: World) -> None:
        press = owned.envelopes.press("action.report.at_risk.1", MO, message=asked(owned))
        owned.send(press)
        owned.send(press)
        assert len(checkins(owned)) == 1

    def test_done_says_what_changed(self, owned: World) -> None:
        report(owned, asked(owned), "done")
        owned.submit(MO, text=typed("The court sends the file"))
        told = action(owned)
        assert (told.state, told.changed) == (ActionState.DONE, "The court sends the file")
        assert told.next_check_in is None

    def test_dropped_says_why(self, owned: World) -> None:
        report(owned, asked(owned), "dropped")
        owned.submit(MO, text=typed(" "))
        assert action(owned).state is ActionState.OPEN
        owned.submit(MO, text=typed("The law changed"))
        assert (action(owned).state, action(owned).reason) == (ActionState.DROPPED, "The law changed")

    def test_blocked_goes_to_the_facilitators_with_what_is_in_the_way(self, owned: World) -> None:
        owned.command(FAE, "action sign the agreement")
        other = action(owned, 2)
        report(owned, asked(owned), "blocked")
        owned.submit(MO, blocker=chosen(f"action|{other.id}"), text=typed("nobody signs"))
        assert (action(owned).blocker_kind, action(owned).blocker_id) == ("action", other.id)
        owned.desk.delivery.flush()
        assert "2. sign the agreement · nobody signs" in shown(dms(owned, FAE)[-1])

    def test_snoozed_it_is_quiet_until_the_day(self, owned: World) -> None:
        report(owned, asked(owned), "snooze")
        owned.submit(MO, until=day("2026-12-20"))
        owned.clock.jump(days=13)
        owned.ticker.tick()
        assert len(dms(owned)) == 1
        owned.clock.jump(days=8)
        owned.ticker.tick()
        assert len(dms(owned)) == 2

    def test_handed_over_it_is_somebody_elses(self, owned: World) -> None:
        with owned.units.read(owned.slack.team) as work:
            (pia,) = work.participants.where(slack_user_id=PIA)
        report(owned, asked(owned), "hand_over")
        owned.submit(MO, owner=chosen(pia.id))
        assert action(owned).owner_ids == (pia.id,)
        (told,) = dms(owned, PIA)
        assert "action 1 is yours now: call the court" in shown(told)

    def test_who_takes_it_on_themselves_is_told_nothing(self, owned: World) -> None:
        with owned.units.read(owned.slack.team) as work:
            (fae,) = work.participants.where(slack_user_id=FAE)
        CheckIns(owned.desk).submit(
            act(FAE, "k"), action(owned).id, Said(Report.HAND_OVER, participant_id=fae.id)
        )
        assert action(owned).owner_ids == (fae.id,)
        assert not dms(owned, FAE)

    def test_it_cannot_be_snoozed_until_a_day_that_is_past(self, owned: World) -> None:
        report(owned, asked(owned), "snooze")
        owned.submit(MO, until=day("2026-11-30"))
        assert action(owned).quiet_until is None

    def test_many_that_are_due_at_once_are_all_asked_for_once(self, owned: World) -> None:
        with owned.units.open(owned.slack.team) as work:
            first = work.actions.where()[0]
            for n in range(2, 2 * BATCH + 5):
                work.actions.add(replace(first, id=f"a{n}", number=n, version=0))
            work.commit()
        asked(owned)
        assert len(dms(owned)) == 1
        with owned.units.read(owned.slack.team) as work:
            assert not work.actions.due("next_check_in", owned.clock.now())

    def test_handed_over_to_nobody_it_waits_without_an_owner(self, owned: World) -> None:
        report(owned, asked(owned), "hand_over")
        owned.submit(MO)
        assert action(owned).owner_ids == ()

    def test_others_cannot_speak_for_the_owner(self, owned: World) -> None:
        CheckIns(owned.desk).submit(act(PIA, "k"), action(owned).id, Said(Report.AT_RISK))
        assert action(owned).state is ActionState.OPEN

    def test_an_identifier_of_a_person_is_not_kept(self, owned: World) -> None:
        report(owned, asked(owned), "note")
        owned.submit(MO, text=typed("it is about SECRET"))
        assert action(owned).note == ""
        assert checkins(owned) == []


class TestWords:
    def test_several_own_an_action(self, world: World) -> None:
        world.command(FAE, f"action call the court <@{MO}|mo> <@{PIA}|pia>")
        assert "Mo, Pia" in shown(world.post_with("call the court"))

    def test_a_day_that_can_mean_two_is_asked_back(self, world: World) -> None:
        answer = world.answer_to(FAE, "action call the court by 4/5")
        assert "April 5, 2027" in shown(answer) and "May 4, 2027" in shown(answer)
        world.press(FAE, "action.day.1", answer)
        assert str(action(world).due_on) == "2027-05-04"

    def test_the_facilitators_list_names_those_without_an_account(self, world: World) -> None:
        world.roster.found(world.slack.team, SECOND)
        with world.units.open(world.slack.team) as work:
            (coalition,) = work.coalitions.where(home_channel_id=EMPTY)
            nia = Participant("no-slack", coalition.id, "Nia")
            work.participants.add(nia)
            work.commit()
        world.command(FAE, "action count the beds", EMPTY)
        world.press(FAE, "action.complete", world.post_with("count the beds", EMPTY))
        world.submit(FAE, text=typed("count the beds"), owner=chosen(nia.id))
        assert "Nia" in shown(world.answer_to(FAE, "actions", EMPTY))
        assert "no Slack account" in shown(world.answer_to(FAE, "actions", EMPTY))
        assert "no Slack account" not in shown(world.answer_to(MO, "actions", EMPTY))
