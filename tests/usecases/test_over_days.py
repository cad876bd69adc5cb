"""Sessions over days: the plan first, then deadlines that move on, wait, and are looked after."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.usecases.steps import propose, show_draft, to_step
from tests.world import FAE, HOME, MO, PIA, World, shown, typed

MONDAY_MORNING = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # nine o'clock in Chicago


@pytest.fixture
def planned(world: World) -> World:
    """A session over days that started on a Monday morning and ends on Friday of the week after."""
    card = world.answer_to(FAE, "start vision async until December 4")
    world.press(FAE, "session.planned", card)
    return world


def wait(world: World, **time: float) -> None:
    """Let time pass, hour by hour as the clock's alarm would."""
    for _ in range(int(time.get("days", 0) * 24 + time.get("hours", 0))):
        world.clock.jump(hours=1)
        world.ticker.tick()


def marks(world: World, message: dict[str, Any]) -> list[str]:
    found = next(one for one in world.slack.messages(HOME) if one["ts"] == message["ts"])
    return list(found.get("bot_reactions", []))


def at(world: World) -> str:
    with world.units.read("T1") as work:
        return work.sessions.where()[0].step_id


def due(world: World) -> datetime:
    """Return the deadline of the step, as the clocks stand in Chicago."""
    with world.units.read("T1") as work:
        found = work.sessions.where()[0].step_due
    assert found is not None
    return found.astimezone(ZoneInfo("America/Chicago"))


class TestThePlan:
    def test_it_is_shown_to_the_one_who_asks_and_nothing_starts(self, world: World) -> None:
        told = shown(world.answer_to(FAE, "start vision async until December 4"))
        assert "counted back from Friday, December 4, 2026" in told
        assert "The problem: until" in told and "Our vision: until Friday, December 4, 2026, 17:00" in told
        assert world.posts() == []

    def test_a_public_holiday_is_no_day_for_a_deadline(self, world: World) -> None:
        told = shown(world.answer_to(FAE, "start vision async until December 4"))
        assert "Friday, November 27" in told and "Thursday, November 26" not in told

    def test_where_there_is_no_time_it_says_so_and_which_day_would_do(self, world: World) -> None:
        told = shown(world.answer_to(FAE, "start vision async until Friday"))
        assert "no time for each step until Friday" in told
        assert "The first day that gives each its time is" in told

    def test_a_day_that_cannot_be_read_is_asked_again(self, world: World) -> None:
        assert "can't read the day" in world.command(FAE, "start vision async until blue")[0]

    def test_members_can_see_a_plan_and_not_start_it(self, world: World) -> None:
        world.press(MO, "session.planned", world.answer_to(MO, "start vision async until December 4"))
        assert world.posts() == []


class TestGoingOn:
    def test_the_step_tells_its_deadline_in_the_coalitions_zone(self, planned: World) -> None:
        assert "(Chicago time)" in shown(planned.post_with("*Welcome and agreements*"))
        assert "Over some days, until Friday, December 4" in shown(planned.post_with("We find words"))

    def test_it_moves_on_by_itself_one_question_a_day_and_waits_at_the_draft(self, planned: World) -> None:
        days: dict[str, str] = {}
        for _ in range(24 * 11):
            planned.clock.jump(hours=1)
            planned.ticker.tick()
            days.setdefault(at(planned), f"{planned.clock.now():%a %d}")
        gathered = [days[step] for step in ("problem", "change", "dots")]
        assert len(set(gathered)) == 3
        assert at(planned) == "together"
        assert any("waits for a facilitator" in text for text in planned.told(FAE))
        assert sum("waits for a facilitator" in text for text in planned.told(FAE)) == 1

    def test_nothing_is_posted_at_night_or_at_the_weekend(self, planned: World) -> None:
        for _ in range(24 * 6):
            before = len(planned.posts())
            planned.clock.jump(hours=1)
            planned.ticker.tick()
            hour = (planned.clock.now().hour - 6) % 24
            if len(planned.posts()) > before:
                assert 8 <= hour < 18 and planned.clock.now().weekday() < 5

    def test_nothing_moves_on_a_public_holiday_and_a_day_more_leaps_over_it(self, planned: World) -> None:
        wait(planned, days=2)
        step, before = at(planned), due(planned)
        assert f"{before:%A %d}" == "Friday 27"
        planned.press(FAE, "session.extend", planned.post_with("We find words"))
        assert f"{due(planned):%A %d}" == "Monday 30"
        planned.clock.jump(hours=24)
        posts = len(planned.posts())
        wait(planned, hours=9)
        assert (at(planned), len(planned.posts())) == (step, posts)

    def test_a_late_reply_belongs_to_the_step_of_its_thread(self, planned: World) -> None:
        problem = to_step(planned, "The problem")
        to_step(planned, "What changes, and for whom")
        planned.reply(MO, "Rents rise", problem)
        assert "*1* contribution" in shown(planned.post_with("*The problem*"))

    def test_a_reply_that_is_noted_is_marked_and_an_identifier_takes_the_mark_back(
        self, planned: World
    ) -> None:
        said = planned.reply(MO, "Rents rise", to_step(planned, "The problem"))
        assert marks(planned, said) == ["memo"]
        planned.send(planned.envelopes.edited(said, "Rents rise for SECRET"))
        assert marks(planned, said) == []
        planned.send(planned.envelopes.edited(said, "Rents rise for families"))
        planned.restart()
        planned.ticker.tick()
        assert marks(planned, said) == ["memo"]

    def test_a_reply_that_is_not_noted_is_not_marked(self, planned: World) -> None:
        said = planned.reply(MO, "Rents rise for SECRET", to_step(planned, "The problem"))
        assert marks(planned, said) == []

    def test_live_the_count_alone_says_that_words_were_noted(self, world: World) -> None:
        world.command(FAE, "start vision")
        assert marks(world, world.reply(MO, "Rents rise", to_step(world, "The problem"))) == []

    def test_the_clock_moves_a_step_once_after_a_crash(self, planned: World) -> None:
        wait(planned, days=1)
        planned.restart()
        planned.ticker.tick()
        planned.ticker.tick()
        assert len([one for one in planned.posts() if "*The problem*" in shown(one)]) == 1

    def test_a_deadline_can_be_moved_a_day(self, planned: World) -> None:
        to_step(planned, "The problem")
        with planned.units.read("T1") as work:
            before = work.sessions.where()[0].step_due
        planned.press(FAE, "session.extend", planned.post_with("We find words"))
        with planned.units.read("T1") as work:
            after = work.sessions.where()[0].step_due
        assert before is not None and after is not None and after > before

    def test_the_plan_for_goals_is_walked_over_days_and_not_live(self, planned: World) -> None:
        planned.reply(MO, "Rents rise", to_step(planned, "The problem"))
        show_draft(planned, to_step(planned, "Drawn together"))
        assert to_step(planned, "From strategy to goals")


class TestIdle:
    def test_after_three_days_a_hand_over_is_offered_and_can_be_taken(self, world: World) -> None:
        world.clock.jump(days=7)  # to a week without a holiday: on one, the offer would wait a day
        world.command(FAE, "start vision")
        wait(world, days=3)
        offer = world.post_with("has been quiet for 3 days")
        world.press(PIA, "session.take_over", offer)
        assert "Facilitated by Pia" in shown(world.post_with("We find words"))
        world.press(PIA, "session.next", world.post_with("We find words"))
        assert at(world) == "problem"
        world.press(MO, "session.take_over", offer)
        assert "took it on already" in world.answers(MO)[-1]

    def test_after_seven_it_pauses_with_a_summary_and_loses_nothing(self, world: World) -> None:
        world.command(FAE, "start vision")
        world.reply(MO, "Rents rise", to_step(world, "The problem"))
        wait(world, days=8)
        assert "1 contribution is kept" in shown(world.post_with("it pauses"))
        world.press(FAE, "session.resume", world.post_with("We find words"))
        assert at(world) == "problem"

    def test_a_contribution_counts_as_life(self, world: World) -> None:
        world.command(FAE, "start vision")
        step = to_step(world, "The problem")
        wait(world, days=2)
        world.reply(MO, "Rents rise", step)
        wait(world, days=2)
        assert not any("has been quiet" in shown(one) for one in world.posts())

    def test_while_a_round_over_days_runs_it_is_not_idle(self, planned: World) -> None:
        to_step(planned, "Our vision")
        planned.press(MO, "proposal.write", planned.post_with("*Our vision*"))
        planned.submit(MO, text=typed("Everybody hears of a filing in time"))
        for _ in range(10):
            wait(planned, hours=12)
            planned.ticker.tick()
        said = [shown(one) for one in planned.posts()]
        assert any("not decided" in one.casefold() for one in said), "the round ended by itself, with nobody"
        assert not any("has been quiet" in one for one in said)


class TestAtHand:
    def test_an_end_pressed_on_an_old_card_leaves_the_round_as_it_is(self, world: World) -> None:
        world.command(FAE, "start vision")
        old = dict(world.post_with("We find words"))
        card = propose(world, "Everybody hears of a filing in time")
        world.press(FAE, "session.end", old)
        assert "The group has moved on" in world.answers(FAE)[-1]
        world.press(MO, "position.consent", card)
        assert "Consent: 1" in shown(world.post_with("Everybody hears of a filing in time"))

    def test_a_parked_point_comes_back_at_the_end(self, world: World) -> None:
        world.command(FAE, "start vision")
        world.press(MO, "session.park", world.post_with("We find words"))
        world.submit(MO, text=typed("Who pays for the buses?"))
        assert "Who pays for the buses?" in shown(world.answer_to(MO, "park"))
        world.command(FAE, "end")
        assert "Parked: Who pays for the buses?" in shown(world.post_with("ended early"))

    def test_a_scribe_pastes_notes_by_name(self, world: World) -> None:
        world.command(FAE, "start vision")
        to_step(world, "The problem")
        world.press(FAE, "session.paste", world.post_with("We find words"))
        world.submit(FAE, text=typed("Mo: Rents rise\npia: Nobody asks us\nThe buses are late"))
        assert "*3* contributions" in shown(world.post_with("*The problem*"))
        assert "Without a known name: 1" in world.told(FAE)[-1]

    def test_a_rehearsal_posts_nothing_and_keeps_nothing(self, world: World) -> None:
        told = shown(world.answer_to(FAE, "rehearse parameters"))
        assert "a rehearsal for you alone" in told and "Hard, soft, or not known yet" in told
        assert world.posts() == []
        with world.units.read("T1") as work:
            assert work.sessions.where() == ()

    def test_the_projector_shows_the_step_in_large_type(self, world: World) -> None:
        world.command(FAE, "start vision")
        world.press(FAE, "session.projector", world.post_with("We find words"))
        view = list(world.slack.views.values())[-1]
        assert view["blocks"][0]["type"] == "header"
        assert "09:05" in str(view["blocks"])

    def test_it_is_handed_over_and_the_card_says_so(self, world: World) -> None:
        world.command(FAE, "start vision")
        world.press(FAE, "session.hand_over", world.post_with("We find words"))
        view = list(world.slack.views.values())[-1]
        options = view["blocks"][0]["element"]["options"]
        chosen = next(one for one in options if one["text"]["text"] == "Mo")
        world.submit(FAE, owner={"type": "static_select", "selected_option": chosen})
        assert "Facilitated by Mo" in shown(world.post_with("We find words"))
        world.mention(MO, "next", thread=world.post_with("*Welcome and agreements*")["ts"])
        assert at(world) == "problem"

    def test_an_ended_session_is_neither_handed_over_nor_given_a_day_more(self, planned: World) -> None:
        card = dict(planned.post_with("We find words"))
        planned.press(FAE, "session.hand_over", card)
        form = list(planned.slack.views.values())[-1]
        options = form["blocks"][0]["element"]["options"]
        chosen = next(one for one in options if one["text"]["text"] == "Mo")
        planned.command(FAE, "end")
        stood = [shown(one) for one in planned.posts()]
        planned.submit(FAE, owner={"type": "static_select", "selected_option": chosen})
        planned.press(FAE, "session.extend", card)
        assert [shown(one) for one in planned.posts()] == stood
        assert "has ended" in planned.told(FAE)[-1] and "has ended" in planned.answers(FAE)[-1]

    def test_a_step_is_skipped_by_a_typed_word(self, world: World) -> None:
        world.command(FAE, "start vision")
        world.mention(FAE, "skip", HOME)
        assert at(world) == "problem"


class TestTheLastDay:
    def test_after_it_a_session_still_goes_on_by_the_clock_and_by_press(self, planned: World) -> None:
        to_step(planned, "What changes, and for whom")
        planned.clock.jump(days=14)
        for _ in range(2):
            planned.ticker.tick()
        assert at(planned) != "change"
        for _ in range(8):
            planned.command(FAE, "next")
        assert any("is complete" in shown(one) for one in planned.posts())


class TestTheFirstDay:
    def test_the_welcome_takes_no_day_of_its_own(self, planned: World) -> None:
        wait(planned, hours=1)
        assert at(planned) == "problem"

    def test_begun_at_the_weekend_the_first_question_is_open_for_a_working_day(self, world: World) -> None:
        world.clock.jump(days=5)
        world.press(FAE, "session.planned", world.answer_to(FAE, "start vision async until December 18"))
        assert at(world) == "welcome"
        wait(world, days=2)
        assert at(world) == "problem"
        with world.units.read("T1") as work:
            (session,) = work.sessions.where()
        assert session.step_due is not None and session.touched_at is not None
        assert session.step_due - session.touched_at >= timedelta(hours=20)

    @pytest.mark.parametrize(
        ("wait_days", "day"), [(5, "Monday, November 30, 2026"), (3, "Friday, November 27, 2026")]
    )
    def test_begun_on_a_saturday_or_a_holiday_the_welcome_shows_the_deadline_that_it_keeps(
        self, world: World, wait_days: int, day: str
    ) -> None:
        world.clock.jump(days=wait_days)
        world.press(FAE, "session.planned", world.answer_to(FAE, "start vision async until December 18"))
        assert f"{day}, 08:00" in shown(world.post_with("*Welcome and agreements*"))
        said = due(world)
        while at(world) == "welcome":
            wait(world, hours=1)
        assert world.clock.now() == said

    def test_the_question_is_open_until_the_day_that_the_plan_showed(self, world: World) -> None:
        world.clock.jump(days=5)
        planned = shown(world.answer_to(FAE, "start vision async until December 18"))
        world.press(FAE, "session.planned", world.answer_to(FAE, "start vision async until December 18"))
        wait(world, days=2)
        assert f"The problem: until {due(world):%A, %B %-d, %Y, %H:%M}" in planned
