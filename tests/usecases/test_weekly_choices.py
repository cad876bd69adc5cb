"""Behind the weekly message: shares, what is stuck, a silence, a home that is gone, and the personal digest."""

from dataclasses import replace
from datetime import date

from bot.domain.actions import Action, ActionState
from bot.domain.attention import Offer, Urgency
from bot.domain.cadence import Cadence
from bot.domain.checkins import Report, Said
from bot.domain.contributions import Contribution
from bot.domain.messages import Say
from bot.domain.people import LinkedChannel
from bot.domain.records import Bearing, Hardness, Parameter, ParameterKind
from bot.domain.sessions import SessionState
from bot.domain.silences import Open
from bot.usecases.attention import Attention, save_settings, settings_of
from bot.usecases.checkins import CheckIns
from bot.usecases.silences import Silences
from bot.wiring import content
from tests.fakes import MONDAY
from tests.slack.envelopes import chosen, day, typed
from tests.usecases.steps import act
from tests.world import FAE, HOME, MO, World, shown

OPENING = "One thing needed this week:"


def next_week(world: World, weeks: int = 1) -> dict:  # type: ignore[type-arg]
    world.clock.jump(days=7 * weeks)
    world.ticker.tick()
    return world.post_with(OPENING)


def cadence(world: World) -> Cadence:
    with world.units.read(world.slack.team) as work:
        return work.cadences.where()[0]


def dms(world: World, user: str) -> list[str]:
    return [shown(one) for one in world.posts(world.slack.dm(user).id)]


def block(world: World, hardness: Hardness = Hardness.SOFT) -> None:
    """An action of Mo's is blocked by a parameter."""
    world.command(FAE, f"action share the file <@{MO}|mo> by 2026-12-20")
    with world.units.open(world.slack.team) as work:
        (action,) = work.actions.where()
        parameter = Parameter(
            id="p1", coalition_id=action.coalition_id, channel_id=HOME, number=1, title="No agreement yet",
            recorded_by="x", recorded_at=MONDAY, kind=ParameterKind.LEGAL, hardness=hardness, effect=Bearing.CONSTRAINS,
        )  # fmt: skip
        work.parameters.add(parameter)
        work.commit()
    said = Said(Report.BLOCKED, "nobody signs", "parameter", "p1")
    CheckIns(world.desk).submit(act(MO, "blocked"), action.id, said)


def radio(value: str) -> dict[str, object]:
    return {**chosen(value), "type": "radio_buttons"}


class TestNumbers:
    def test_what_a_soft_parameter_blocks_is_counted(self, world: World) -> None:
        block(world)
        assert "Blocked: 1, 1 of them by a soft parameter" in shown(next_week(world))

    def test_what_a_hard_one_blocks_is_not_soft(self, world: World) -> None:
        block(world, Hardness.HARD)
        assert "Blocked: 1, 0 of them by a soft parameter" in shown(next_week(world))

    def test_a_share_is_recorded_with_one_press_and_counted(self, world: World) -> None:
        world.command(FAE, "action call the court")
        world.press(FAE, "record.add", next_week(world))
        world.submit(
            FAE, title=typed("Filings by month"), given_by=typed("City"), given_to=typed("Legal Aid"),
            level=chosen("aggregate"), shared_on=day("2026-11-30"),
        )  # fmt: skip
        assert "Shares of data so far: 1" in shown(next_week(world))

    def test_a_share_with_an_identifier_is_not_kept(self, world: World) -> None:
        world.command(FAE, "action call the court")
        world.press(FAE, "record.add", next_week(world))
        world.submit(
            FAE, title=typed("SECRET"), given_by=typed("City"), given_to=typed("Legal Aid"),
            level=chosen("aggregate"), shared_on=day("2026-11-30"),
        )  # fmt: skip
        with world.units.read(world.slack.team) as work:
            assert work.shares.where() == ()

    def test_with_no_news_it_is_a_single_line_or_nothing(self, world: World) -> None:
        assert "\n" not in next_week(world)["text"]
        world.command(FAE, "nudges quiet")
        count = len(world.posts())
        world.clock.jump(days=7)
        world.ticker.tick()
        assert len(world.posts()) == count
        world.command(FAE, "action call the court")
        assert "an owner for action 1" in shown(next_week(world))


def test_more_shows_what_is_stuck_and_since_when(world: World) -> None:
    block(world)
    message = next_week(world)
    payload = world.envelopes.press("weekly.more", FAE, message=message)
    world.send(payload)
    name = payload["response_url"].rsplit("/", 1)[1]
    told = shown(world.slack.response_urls[name].posts[0])
    assert "1. share the file · blocked · since Monday, November 23, 2026" in told
    assert "Mo" not in told.replace("Monday", "")


def notes(world: World) -> list[dict]:  # type: ignore[type-arg]
    channel = world.slack.dm(FAE).id
    return [{**one, "channel": channel} for one in world.posts(channel) if "nothing has moved" in shown(one)]


def press_note(world: World, choice: str, user: str = FAE) -> None:
    """Press a choice under the first thing in the newest note of a silence."""
    note = notes(world)[-1]
    buttons = [
        one for block in note["blocks"] for one in block.get("elements", ()) if one["type"] == "button"
    ]
    value = next(one["value"] for one in buttons if one["action_id"].startswith(f"silence.{choice}"))
    world.press(user, f"silence.{choice}", note, value=value)


def actions(world: World) -> tuple[Action, ...]:
    with world.units.read(world.slack.team) as work:
        return work.actions.where()


class TestSilence:
    def test_after_two_weeks_facilitators_hear_of_it_once(self, world: World) -> None:
        world.command(FAE, "action call the court")
        next_week(world, 2)
        (note,) = notes(world)
        assert "1. call the court" in shown(note)
        next_week(world)
        assert len(notes(world)) == 1
        assert dms(world, MO) == []

    def test_what_moves_is_left_out_of_the_note(self, world: World) -> None:
        world.command(FAE, "action call the court")
        next_week(world)
        world.command(FAE, "action write the letter")
        next_week(world)
        assert "call the court" in shown(notes(world)[0])
        assert "write the letter" not in shown(notes(world)[0])

    def test_a_silence_after_a_sign_of_life_is_a_new_one(self, world: World) -> None:
        world.command(FAE, f"action call the court <@{MO}|mo>")
        next_week(world, 2)
        CheckIns(world.desk).submit(act(MO, "note"), actions(world)[0].id, Said(Report.ON_TRACK))
        next_week(world)
        assert len(notes(world)) == 1
        next_week(world, 2)
        assert len(notes(world)) == 2

    def test_an_owner_who_asked_for_quiet_is_not_silent(self, world: World) -> None:
        world.command(FAE, f"action call the court <@{MO}|mo>")
        said = Said(Report.SNOOZE, until=date(2027, 1, 31))
        CheckIns(world.desk).submit(act(MO, "snooze"), actions(world)[0].id, said)
        next_week(world, 3)
        assert notes(world) == []

    def test_the_note_names_nothing_of_a_private_channel(self, world: World) -> None:
        world.command(FAE, "action lend the van")
        with world.units.open(world.slack.team) as work:
            (action,) = work.actions.where()
            work.channels.add(LinkedChannel("l2", action.coalition_id, "GELSEWHERE", private=True))
            work.actions.save(replace(action, channel_id="GELSEWHERE"))
            work.commit()
        next_week(world, 2)
        assert "Action 1" in shown(notes(world)[0])
        assert "van" not in str(notes(world)[0])

    def test_more_than_fit_are_counted_and_come_the_next_time(self, world: World) -> None:
        for n in range(7):
            world.command(FAE, f"action call number {n}")
        next_week(world, 2)
        assert "2 more are quiet" in shown(notes(world)[0])
        next_week(world)
        assert "call number 6" in shown(notes(world)[1])
        assert "call number 0" not in shown(notes(world)[1])

    def test_they_can_give_it_two_more_weeks(self, world: World) -> None:
        world.command(FAE, "action call the court")
        next_week(world, 2)
        press_note(world, "extend")
        next_week(world)
        assert len(notes(world)) == 1
        next_week(world, 2)
        assert len(notes(world)) == 2

    def test_they_can_ask_the_owner(self, world: World) -> None:
        world.command(FAE, f"action call the court <@{MO}|mo>")
        next_week(world, 3)
        world.clock.jump(days=2)
        before = len(dms(world, MO))
        press_note(world, "nudge")
        world.ticker.tick()
        assert len(dms(world, MO)) == before + 1

    def test_where_nobody_owns_it_they_hear_that(self, world: World) -> None:
        world.command(FAE, "action call the court")
        next_week(world, 2)
        press_note(world, "nudge")
        assert actions(world)[0].next_check_in is None

    def test_they_can_drop_it_and_say_why(self, world: World) -> None:
        world.command(FAE, "action call the court")
        next_week(world, 2)
        press_note(world, "close")
        world.submit(FAE, text=typed("The court has moved"))
        assert (actions(world)[0].state, actions(world)[0].reason) == (
            ActionState.DROPPED,
            "The court has moved",
        )

    def test_nobody_else_can(self, world: World) -> None:
        world.command(FAE, "action call the court")
        next_week(world, 2)
        silences, (action,) = Silences(world.desk, content()), actions(world)
        for n, choose in enumerate((silences.close, silences.extend, silences.nudge)):
            choose(act(MO, f"choice{n}"), Open.ACTION, action.id)
        assert world.slack.views == {}
        assert actions(world) == (action,)
        with world.units.read(world.slack.team) as work:
            assert work.silences.where()[0].patience_until is None

    def test_where_nothing_is_open_nobody_is_told(self, world: World) -> None:
        next_week(world, 3)
        assert dms(world, FAE) == []


class TestSilenceOfASession:
    def test_facilitators_hear_of_it_and_can_ask_the_channel(self, world: World) -> None:
        world.command(FAE, "start vision")
        next_week(world, 2)
        assert "The session *Shared Vision*: quiet since" in shown(notes(world)[0])
        press_note(world, "nudge")
        assert world.post_with("still waits at")

    def test_and_can_end_it(self, world: World) -> None:
        world.command(FAE, "start vision")
        next_week(world, 2)
        press_note(world, "close")
        with world.units.read(world.slack.team) as work:
            (session,) = work.sessions.where()
        assert (session.state, session.partial) == (SessionState.ENDED, True)

    def test_a_word_in_it_is_a_sign_of_life(self, world: World) -> None:
        world.command(FAE, "start vision")
        next_week(world)
        with world.units.open(world.slack.team) as work:
            (session,) = work.sessions.where()
            work.contributions.add(
                Contribution(
                    "c1", session.coalition_id, session.id, "s", "x", "We meet on Thursday", world.clock.now()
                )
            )
            work.commit()
        next_week(world)
        assert notes(world) == []


class TestHomesThatAreGone:
    def test_the_message_stops_and_facilitators_hear_why(self, world: World) -> None:
        world.slack.fail("chat.postMessage", times=1, status=200, error="is_archived")
        world.clock.jump(days=7)
        world.ticker.tick()
        assert not cadence(world).on
        assert "I can't post in the home channel" in dms(world, FAE)[-1]
        for _ in range(2):
            world.ticker.tick()
        assert len(dms(world, FAE)) == 1


class TestChanges:
    def test_switched_off_while_one_is_queued_it_is_taken_back(self, world: World) -> None:
        world.slack.fail("chat.postMessage", times=1, status=429, error="ratelimited", retry_after=60)
        world.clock.jump(days=7)
        world.ticker.tick()
        world.command(FAE, "nudges off")
        world.clock.jump(minutes=5)
        world.ticker.tick()
        assert not any(OPENING in shown(one) for one in world.posts())

    def test_moved_on_its_day_it_does_not_come_twice(self, world: World) -> None:
        next_week(world)
        world.command(FAE, "nudges Monday 23:00")
        world.clock.jump(days=1)
        world.ticker.tick()
        assert len([one for one in world.posts() if OPENING in shown(one)]) == 1

    def test_with_the_clock_set_back_nothing_comes_twice(self, world: World) -> None:
        next_week(world)
        world.clock.jump(days=-1)
        world.ticker.tick()
        world.clock.jump(days=1)
        world.ticker.tick()
        assert len([one for one in world.posts() if OPENING in shown(one)]) == 1

    def test_an_unknown_place_has_no_holidays(self, world: World) -> None:
        assert "don't know the holidays" in world.command(FAE, "nudges holidays XX")[0]
        assert "public holidays" in world.command(FAE, "nudges holidays US-IL")[0]
        assert cadence(world).place == "US-IL"

    def test_others_than_facilitators_change_nothing(self, world: World) -> None:
        world.command(MO, "nudges off")
        assert cadence(world).on


class TestTheDigest:
    def offer(self, world: World, *keys: str, urgency: Urgency = Urgency.OTHER) -> None:
        with world.units.open(world.slack.team) as work:
            (mo,) = work.participants.where(slack_user_id=MO)
            for key in keys:
                said = Say.of("decision.now_stands", number=1, statement=key)
                Attention(world.desk).offer(work, Offer(key, mo.coalition_id, mo.id, urgency, said))
            work.commit()

    def test_what_was_held_comes_in_one_message_when_there_is_room(self, world: World) -> None:
        self.offer(world, "a", "b", "c", "d")
        world.ticker.tick()
        assert len(dms(world, MO)) == 2
        world.clock.jump(days=3)
        world.ticker.tick()
        assert len(dms(world, MO)) == 2  # the budget of the week is spent
        world.clock.jump(days=5)
        world.ticker.tick()
        assert len(dms(world, MO)) == 3
        digest = dms(world, MO)[-1]
        assert "2 things wait for you" in digest and "Housing data table" in digest
        assert digest.index("c") and digest.index("d")

    def test_only_the_weekly_one_is_possible(self, world: World) -> None:
        world.command(MO, "nudges")
        world.submit(
            MO, wants=radio("weekly"), quiet_from={"type": "timepicker", "selected_time": "18:00"},
            quiet_to={"type": "timepicker", "selected_time": "08:00"},
            days_off={"type": "checkboxes", "selected_options": []}, away_until=day(None),  # type: ignore[arg-type]
        )  # fmt: skip
        self.offer(world, "a", urgency=Urgency.CLOSING)
        world.ticker.tick()
        assert dms(world, MO) == []
        world.clock.jump(days=7)
        world.ticker.tick()
        assert "One thing waits for you" in dms(world, MO)[0]

    def test_away_it_waits_until_they_are_back(self, world: World) -> None:
        with world.units.open(world.slack.team) as work:
            back = world.clock.now().replace(month=12, day=14)
            save_settings(work, replace(settings_of(work, MO), away_until=back))
            work.commit()
        self.offer(world, "a")
        for _ in range(2):
            world.clock.jump(days=7)
            world.ticker.tick()
        assert dms(world, MO) == []
        for _ in range(2):
            world.clock.jump(days=7)
            world.ticker.tick()
        assert len(dms(world, MO)) == 1


def test_a_decision_whose_actions_are_all_done_is_looked_back_on_once(world: World) -> None:
    for text in ("call the court", "share the file"):
        world.command(FAE, f"action {text} <@{MO}|mo>")
    with world.units.open(world.slack.team) as work:
        from bot.domain.decisions import Decision, Rule

        actions = work.actions.where()
        decided = Decision(
            "d1", actions[0].coalition_id, HOME, "p", 1, "We share filings", Rule.CONSENT, 3, 0, 0, 1, 3, "x",
            MONDAY, MONDAY, date(2027, 5, 1),
        )  # fmt: skip
        work.decisions.add(decided)
        for action in actions:
            work.actions.save(replace(action, decision_id="d1"))
        work.commit()
    for n, action in enumerate(actions):
        assert not any("look back" in shown(one) for one in world.posts())
        CheckIns(world.desk).submit(act(MO, f"done{n}"), action.id, Said(Report.DONE, "it works"))
    assert len([one for one in world.posts() if "look back" in shown(one)]) == 1
    assert ActionState.DONE.is_over


class TestPicture:
    """The weekly message comes with a picture of how the actions stand, where that is switched on."""

    def images(self, message: dict) -> list[dict]:  # type: ignore[type-arg]
        return [one for one in message["blocks"] if one["type"] == "image"]

    def test_it_is_shown_by_the_message_with_its_words(self, world: World) -> None:
        block(world)
        assert "picture" in world.command(FAE, "nudges picture")[0]
        (image,) = self.images(next_week(world))
        assert "blocked: 1" in image["alt_text"]
        uploaded = world.slack.files[image["slack_file"]["id"]]
        assert uploaded["content"].startswith(b"\x89PNG")
        assert uploaded["channel"] == ""

    def test_off_unless_switched_on_and_switched_off_again(self, world: World) -> None:
        block(world)
        assert not self.images(next_week(world))
        world.command(FAE, "nudges picture")
        world.command(FAE, "nudges picture off")
        assert not self.images(next_week(world))

    def test_without_actions_there_is_nothing_to_draw(self, world: World) -> None:
        world.command(FAE, "nudges picture")
        assert not self.images(next_week(world))

    def test_a_picture_that_cannot_be_uploaded_holds_nothing_up(self, world: World) -> None:
        block(world)
        world.command(FAE, "nudges picture")
        world.slack.fail("files.getUploadURLExternal", status=200, error="missing_scope")
        assert not self.images(next_week(world))

    def test_one_that_slack_does_not_show_yet_is_tried_again_and_nothing_posted_twice(
        self, world: World
    ) -> None:
        block(world)
        world.command(FAE, "nudges picture")
        world.slack.fail("chat.postMessage", status=200, error="invalid_blocks")
        message = next_week(world)
        assert self.images(message)
        assert len([one for one in world.posts() if OPENING in shown(one)]) == 1


def test_a_button_under_a_note_of_an_earlier_version_says_that_the_next_note_has_new_ones(
    world: World,
) -> None:
    for action_id in ("silence.nudge", "silence.extend", "silence.close"):
        element = {"type": "button", "action_id": action_id, "value": "a-coalition"}
        element["text"] = {"type": "plain_text", "text": "x"}  # type: ignore[assignment]
        before = len(world.told(FAE))
        world.press(
            FAE,
            action_id,
            {"ts": "1.1", "channel": HOME, "blocks": [{"type": "actions", "elements": [element]}]},
        )
        (said,) = world.told(FAE)[before:]
        assert "The next note has new buttons." in said
