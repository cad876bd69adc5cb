"""A step's deadline: those who have not spoken are reminded once, in private, within their own hours and budget."""

from datetime import time
from typing import Any

import pytest

from bot.domain.attention import NudgeSettings, NudgeState, Wants
from tests.usecases.steps import to_step
from tests.world import FAE, HOME, MO, PIA, World, shown, typed


@pytest.fixture
def planned(world: World) -> World:
    """A session over days, at its first question."""
    world.press(FAE, "session.planned", world.answer_to(FAE, "start vision async until December 4"))
    to_step(world, "The problem")
    return world


def wait(world: World, hours: int) -> None:
    for _ in range(hours):
        world.clock.jump(hours=1)
        world.ticker.tick()


def reminders(world: World, user: str) -> list[dict[str, Any]]:
    return [one for one in world.posts(world.slack.dm(user).id) if "room for your view" in shown(one)]


def due(world: World) -> int:
    """Return in how many hours the step ends."""
    with world.units.read("T1") as work:
        ends = work.sessions.where()[0].step_due
    assert ends is not None
    return int((ends - world.clock.now()).total_seconds() // 3600)


def test_who_has_not_spoken_is_reminded_once_before_the_time_is_over(planned: World) -> None:
    planned.reply(MO, "Rents rise", planned.post_with("*The problem*"))
    wait(planned, due(planned) - 1)
    assert [len(reminders(planned, user)) for user in (MO, PIA, FAE)] == [0, 1, 1]
    assert "(Chicago time)" in shown(reminders(planned, PIA)[0])


def test_it_waits_for_the_end_of_quiet_hours_and_is_taken_back_once_they_have_spoken(planned: World) -> None:
    _until_one_is_on_its_way(planned, PIA)
    assert reminders(planned, PIA) == []
    planned.reply(PIA, "Nobody asks us", planned.post_with("*The problem*"))
    wait(planned, 24)
    assert [one for one in reminders(planned, PIA) if "The problem" in shown(one)] == []


def _until_one_is_on_its_way(world: World, user: str) -> None:
    """They are left alone from noon to eight, so what is offered in the afternoon waits for the morning."""
    with world.units.open("T1") as work:
        work.nudge_settings.add(NudgeSettings(user, quiet_from=time(12), quiet_to=time(8)))
        work.commit()
    for _ in range(72):
        wait(world, 1)
        if _on_its_way(world, user):
            return
    raise AssertionError("nothing is on its way")


def _on_its_way(world: World, user: str) -> bool:
    with world.units.read("T1") as work:
        found = work.nudges.where(slack_user_id=user, state=NudgeState.SENT)
    return any(one.sent_at and one.sent_at > world.clock.now() for one in found)


def test_when_the_group_moves_on_nothing_follows_about_the_step_that_was_left(planned: World) -> None:
    _until_one_is_on_its_way(planned, PIA)
    planned.press(FAE, "session.next", planned.post_with("We find words"))
    wait(planned, 20)
    assert [one for one in reminders(planned, PIA) if "The problem" in shown(one)] == []


def test_the_button_opens_the_form_and_a_pass_is_an_answer(planned: World) -> None:
    wait(planned, due(planned) - 1)
    channel = planned.slack.dm(PIA).id
    reminder = {**reminders(planned, PIA)[0], "channel": channel}
    planned.press(PIA, "step.contribute", reminder)
    planned.submit(PIA, text=typed("Nobody asks us"))
    assert "*1* contribution" in shown(planned.post_with("*The problem*"))
    planned.press(MO, "step.pass", {**reminders(planned, MO)[0], "channel": planned.slack.dm(MO).id})
    assert "Passing is fine" in planned.answers(MO)[-1]
    with planned.units.read("T1") as work:
        assert all(one.answered for one in work.nudges.where(slack_user_id=MO))


def test_the_budget_holds_over_all_steps(planned: World) -> None:
    wait(planned, 24 * 7)
    began = [one for one in planned.posts(planned.slack.dm(PIA).id) if "under way" not in shown(one)]
    assert 1 <= len(began) <= 2


def test_a_live_session_reminds_nobody(world: World) -> None:
    world.command(FAE, "start vision")
    to_step(world, "The problem")
    wait(world, 48)
    assert reminders(world, PIA) == []


def test_quiet_voices_who_want_no_more_find_the_question_in_their_weekly_summary(planned: World) -> None:
    with planned.units.open("T1") as work:
        work.nudge_settings.add(NudgeSettings(PIA, wants=Wants.WEEKLY))
        work.commit()
    planned.press(FAE, "check.heard", planned.post_with("We find words"))
    url = [one for one in planned.slack.response_urls.values() if one.posts][-1]
    planned.press(FAE, "check.ask_quiet", {**url.posts[-1], "channel": HOME, "ts": "1.1"})
    assert "1 will find it in their weekly summary" in " ".join(planned.answers(FAE))
    assert planned.posts(planned.slack.dm(PIA).id) == []
