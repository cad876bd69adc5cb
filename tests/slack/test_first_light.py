"""The main job, through Bolt with signed requests: ask, a guided session, a decision, an action, the week."""

from typing import Any

import pytest

from bot.domain.people import Role
from bot.usecases.setup import Setup
from tests.slack.envelopes import chosen, day, people, typed
from tests.usecases.steps import show_draft
from tests.world import EMPTY, FAE, GUEST, HOME, MO, OBI, PIA, PRIVATE, STRANGER, World, shown


def participant_id(world: World, user: str) -> str:
    with world.units.read("T1") as work:
        return work.participants.where(slack_user_id=user)[0].id


def roles(world: World) -> dict[str | None, Role]:
    with world.units.read("T1") as work:
        return {one.slack_user_id: one.role for one in work.participants.where()}


def start(world: World) -> None:
    world.command(FAE, "start vision")


def next_step(world: World, user: str = FAE) -> None:
    world.press(user, "session.next", world.post_with("We find words"))


def to_step(world: World, title: str) -> dict[str, Any]:
    """Walk on until a step's message stands in the channel."""
    for _ in range(8):
        if any(f"*{title}*" in shown(post) for post in world.posts()):
            return world.post_with(f"*{title}*")
        next_step(world)
    raise AssertionError(f"the session never came to {title}")


def propose(world: World, text: str = "Everybody has a home", by: str = FAE) -> dict[str, object]:
    world.press(by, "proposal.write", to_step(world, "Our vision"))
    world.submit(by, text=typed(text))
    return world.post_with(text)


class TestAsking:
    def test_a_mention_is_answered_in_its_thread_with_sources_that_open(self, world: World) -> None:
        asked = world.mention(MO, "what is a soft boundary?")
        answer = world.post_with("A hard boundary cannot move")
        assert answer["thread_ts"] == asked["ts"]
        assert "[1] A page: Boundary" in shown(answer)
        world.press(MO, "answer.source.1", answer)
        view = list(world.slack.views.values())[-1]
        assert "A soft boundary can shift." in shown(view)
        assert "A made-up source" in shown(view)

    def test_a_question_that_the_library_does_not_cover_is_declined_with_near_topics(
        self, world: World
    ) -> None:
        world.mention(MO, "who won the cup?")
        answer = world.post_with("I don't have that")
        assert "Near topics" in shown(answer)
        assert "Boundary: hard and soft" in shown(answer)

    def test_a_slash_command_is_answered_for_the_person_alone(self, world: World) -> None:
        told = world.command(MO, "ask what is a boundary")
        assert "A hard boundary cannot move" in told[0]
        assert not world.posts()

    def test_a_direct_message_is_a_question(self, world: World) -> None:
        channel = world.slack.dm(MO).id
        message = world.slack.says(MO, channel, "what is a boundary")
        world.send(world.envelopes.said(message))
        assert "A hard boundary" in shown(world.post_with("A hard boundary", channel))

    def test_a_question_with_an_identifier_is_not_searched_and_the_asker_told_alone(
        self, world: World
    ) -> None:
        world.mention(MO, "boundary of client SECRET")
        assert not world.posts()
        assert "I did not save that" in world.told(MO)[0]
        assert "SECRET" not in world.told(MO)[0]

    def test_a_mention_sent_twice_is_answered_once(self, world: World) -> None:
        message = world.slack.says(MO, HOME, "<@UBOT> what is a boundary")
        event = world.envelopes.mentioned(message)
        world.send(event)
        world.send(event, retry=1)
        assert len(world.posts()) == 1

    def test_an_empty_mention_is_asked_back(self, world: World) -> None:
        world.mention(MO, "")
        assert "What would you like to know?" in world.told(MO)[0]

    def test_a_question_from_another_workspace_is_answered(self, world: World) -> None:
        world.mention(STRANGER, "what is a boundary")
        assert world.post_with("A hard boundary")


class TestArriving:
    def test_the_first_message_is_posted_once_also_when_invited_again(self, bare_world: World) -> None:
        for _ in range(2):
            bare_world.send(bare_world.envelopes.joined("UBOT", EMPTY, inviter=FAE))
        (welcome,) = bare_world.posts(EMPTY)
        assert "Hi, I'm Convener, an app." in shown(welcome)
        assert "Set up: 2 minutes" in shown(welcome)

    def test_channels_that_it_was_added_to_while_it_was_down_are_greeted_at_the_start(
        self, bare_world: World
    ) -> None:
        for _ in range(2):
            Setup(bare_world.desk).greet_missed("T1")
        assert len(bare_world.posts(EMPTY)) == len(bare_world.posts(PRIVATE)) == 1

    def test_setup_makes_the_channel_a_coalitions_home(self, bare_world: World) -> None:
        bare_world.send(bare_world.envelopes.joined("UBOT", EMPTY, inviter=FAE))
        bare_world.press(FAE, "setup.open", bare_world.post_with("Hi, I'm Convener", EMPTY))
        bare_world.submit(FAE, name=typed("Youth data circle"), facilitators=people(FAE, MO))
        assert "Youth data circle" in shown(bare_world.post_with("is now the home of", EMPTY))
        assert "Youth data circle" in bare_world.command(MO, "", EMPTY)[0]

    def test_setup_says_who_is_a_community_partner_and_who_observes(self, bare_world: World) -> None:
        bare_world.send(bare_world.envelopes.joined("UBOT", EMPTY, inviter=FAE))
        bare_world.press(FAE, "setup.open", bare_world.post_with("Hi, I'm Convener", EMPTY))
        bare_world.submit(
            FAE,
            name=typed("Youth data circle"),
            facilitators=people(FAE),
            community_partners=people(PIA),
            observers=people(OBI, PIA),
        )
        assert roles(bare_world) == {FAE: Role.MEMBER, PIA: Role.COMMUNITY_PARTNER, OBI: Role.OBSERVER}

    def test_a_changed_setup_keeps_the_roles_that_it_was_not_asked_to_change(self, world: World) -> None:
        before = roles(world)
        world.command(FAE, "setup")
        world.submit(FAE, name=typed("Another name"), facilitators=people(FAE))
        assert roles(world) == before
        world.command(FAE, "setup")
        world.submit(FAE, name=typed("Another name"), facilitators=people(FAE), observers=people())
        assert roles(world) == {**before, OBI: Role.MEMBER}

    def test_only_a_facilitator_changes_the_setup(self, world: World) -> None:
        assert "Only a facilitator" in world.command(MO, "setup")[0]

    def test_a_channel_without_setup_says_how_to_begin(self, bare_world: World) -> None:
        for text in ("start vision", "decisions", "actions", "next", "action do it", "nudges off"):
            assert "No coalition is set up" in bare_world.command(FAE, text, EMPTY)[0], text

    def test_spanish_is_chosen_by_a_button_and_kept(self, bare_world: World) -> None:
        bare_world.send(bare_world.envelopes.joined("UBOT", EMPTY, inviter=FAE))
        bare_world.press(MO, "lang.es", bare_world.post_with("Hi, I'm Convener", EMPTY))
        assert "Convener" in bare_world.command(MO, "help", EMPTY)[0]
        with bare_world.units.read("T1") as work:
            preference = work.preferences.get(MO)
        assert preference is not None and preference.lang == "es"

    def test_an_unknown_command_suggests_the_nearest(self, world: World) -> None:
        assert "/convene decisions" in world.command(MO, "decisons")[0]


class TestSession:
    def test_start_posts_the_card_and_the_first_step(self, world: World) -> None:
        start(world)
        card, step = world.posts()
        assert "Step 1 of 7: Welcome and agreements" in shown(card)
        assert "1 observer can read this" in shown(card)
        assert "Equity check" in shown(step)

    def test_replies_and_the_form_are_noted_and_counted(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        world.reply(MO, "Families lose homes", step)
        world.press(PIA, "step.contribute", step)
        world.submit(PIA, text=typed("We are never asked"), named=chosen("confidential", "radio_buttons"))
        assert "*2* contributions noted" in shown(world.post_with("*The problem*"))

    def test_an_edited_reply_changes_and_a_deleted_one_withdraws_the_contribution(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        first, second = world.reply(MO, "Rents rise", step), world.reply(PIA, "Nobody asks us", step)
        world.send(world.envelopes.edited(first, "Rents rise too fast"))
        world.send(world.envelopes.deleted(second))
        show_draft(world, to_step(world, "Drawn together"))
        together = shown(world.post_with("*Drawn together*"))
        assert "Rents rise too fast" in together
        assert "Nobody asks us" not in together

    def test_words_with_an_identifier_are_not_kept_and_the_writer_told_alone(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        world.reply(MO, "Our client SECRET lost his home", step)
        assert "*0* contributions" in shown(world.post_with("*The problem*"))
        assert "still stands in Slack" in world.told(MO)[0]

    def test_an_identifier_in_a_form_is_said_at_the_field_and_nothing_is_lost(self, world: World) -> None:
        start(world)
        world.press(MO, "step.contribute", to_step(world, "The problem"))
        answer = world.submit(MO, text=typed("client SECRET"))
        assert "response_action" in answer.body
        assert "an ID number" in answer.body

    def test_contributions_are_drawn_together_and_recognised(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        for user, text in (
            (MO, "Eviction filings come without warning"),
            (PIA, "Eviction filings reach us too late"),
            (GUEST, "Nobody pays us for our time"),
        ):
            world.reply(user, text, step)
        together = show_draft(world, to_step(world, "Drawn together"))
        assert (
            "*1. Eviction filings come without warning* (Mo)\n• Eviction filings reach us too late (Pia)"
            in shown(together)
        )
        world.press(PIA, "synthesis.yes", together)
        world.press(MO, "synthesis.missing", together)
        world.submit(MO, text=typed("Data comes too late"))
        again = shown(world.post_with("*Drawn together*"))
        assert "Yes: 1 · My point is missing: 1" in again
        assert "Data comes too late" in again

    def test_a_press_on_a_step_that_was_left_changes_nothing_and_says_so(self, world: World) -> None:
        start(world)
        card = dict(world.post_with("We find words"))
        next_step(world)
        world.press(FAE, "session.next", card)
        told = [post["text"] for url in world.slack.response_urls.values() for post in url.posts]
        assert any("moved on from that step" in text for text in told)
        assert "Step 2 of 7" in shown(world.post_with("We find words"))

    def test_only_facilitators_move_a_session(self, world: World) -> None:
        start(world)
        world.press(MO, "session.next", world.post_with("We find words"))
        assert "Step 1 of 7" in shown(world.post_with("We find words"))

    def test_a_guest_moves_nothing_but_contributes(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        world.reply(GUEST, "We wait for weeks", step)
        world.reply(STRANGER, "So do we", step)
        assert "*2* contributions" in shown(world.post_with("*The problem*"))

    def test_a_mention_in_a_steps_thread_is_a_command_and_no_contribution(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        world.mention(FAE, "next", thread=str(step["ts"]))
        assert "*0* contributions" in shown(world.post_with("*The problem*"))
        assert world.post_with("*What changes, and for whom*")

    def test_a_late_reply_belongs_to_the_step_whose_thread_it_is_in(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        next_step(world)
        world.reply(MO, "One more thing", step)
        assert "*1* contribution noted" in shown(world.post_with("*The problem*"))

    def test_talk_outside_the_threads_is_not_kept(self, world: World) -> None:
        start(world)
        to_step(world, "The problem")
        message = world.slack.says(MO, HOME, "Lunch?")
        world.send(world.envelopes.said(message))
        assert "*0* contributions" in shown(world.post_with("*The problem*"))

    def test_pause_resume_and_an_early_end(self, world: World) -> None:
        start(world)
        world.command(FAE, "pause")
        assert "Paused." in shown(world.post_with("We find words"))
        assert "paused" in world.command(FAE, "next")[0]
        world.command(FAE, "resume")
        world.command(FAE, "end")
        assert "ended early" in shown(world.post_with("We find words"))
        assert "No session is under way" in world.command(FAE, "next")[0]

    def test_a_second_session_on_the_pillar_is_refused(self, world: World) -> None:
        start(world)
        assert "under way here already" in world.command(FAE, "start vision")[0]

    def test_an_unknown_pillar_says_what_there_is(self, world: World) -> None:
        assert "don't know the pillar" in world.command(FAE, "start lunch")[0]

    def test_a_coalition_without_a_facilitator_is_steered_by_whoever_starts(self, world: World) -> None:
        with world.units.open("T1") as work:
            from dataclasses import replace

            for one in work.participants.where(facilitates=True):
                work.participants.save(replace(one, facilitates=False))
            work.commit()
        world.command(MO, "start vision")
        assert "Facilitated by Mo" in shown(world.post_with("We find words"))
        next_step(world, MO)
        assert "Step 2 of 7" in shown(world.post_with("We find words"))

    def test_after_a_crash_everything_goes_on_where_it_was(self, world: World) -> None:
        start(world)
        step = to_step(world, "The problem")
        world.reply(MO, "Rents rise", step)
        world.restart()
        world.reply(PIA, "Nobody asks us", step)
        assert "*2* contributions" in shown(world.post_with("*The problem*"))
        next_step(world)
        assert "Step 3 of 7" in shown(world.post_with("We find words"))


class TestDeciding:
    def test_consent_with_quorum_becomes_a_provisional_decision_that_the_clock_makes_final(
        self, world: World
    ) -> None:
        start(world)
        card = propose(world)
        assert "Community partners hold 1 of 3 ballots" in shown(card)
        for user in (FAE, MO, PIA):
            world.press(user, "position.consent", card)
        world.press(FAE, "round.close", card)
        decided = world.post_with("Decision 1")
        assert "Provisional until Wednesday, November 25, 2026, 09:00 (Chicago time)" in shown(decided)
        assert "Everybody has a home" in world.command(MO, "decisions")[0]
        world.clock.jump(hours=47)
        world.ticker.tick()
        assert "Provisional" in shown(world.post_with("Review on"))
        world.clock.jump(hours=2)
        world.ticker.tick()
        assert "It stands." in shown(world.post_with("Review on"))
        assert world.post_with("Decision 1 now stands")

    def test_silence_is_never_consent(self, world: World) -> None:
        start(world)
        card = propose(world)
        world.press(FAE, "position.consent", card)
        world.press(FAE, "round.close", card)
        assert "Not decided yet" in shown(world.post_with("Everybody has a home"))
        assert "Nothing has been decided" in world.command(MO, "decisions")[0]

    def test_nothing_is_decided_without_a_community_partner(self, world: World) -> None:
        start(world)
        card = propose(world)
        for user in (FAE, MO):
            world.press(user, "position.consent", card)
        world.press(FAE, "round.close", card)
        assert "a community partner's position is needed" in shown(world.post_with("Everybody has a home"))

    def test_an_open_objection_blocks_until_its_owner_takes_another_position(self, world: World) -> None:
        start(world)
        card = propose(world)
        for user in (FAE, MO):
            world.press(user, "position.consent", card)
        world.press(PIA, "position.objection", card)
        world.submit(PIA, text=typed("It leaves out people without papers"))
        world.press(FAE, "round.close", card)
        assert "an objection is open" in shown(world.post_with("Everybody has a home"))
        world.press(PIA, "position.consent", card)
        world.press(FAE, "round.close", card)
        assert world.post_with("Provisional until")

    def test_an_objection_within_the_window_reopens_the_decision(self, world: World) -> None:
        start(world)
        card = propose(world)
        for user in (FAE, PIA):
            world.press(user, "position.consent", card)
        world.press(FAE, "round.close", card)
        world.press(MO, "decision.object", world.post_with("Provisional until"))
        world.submit(MO, text=typed("The city was not in the room"))
        assert "Open again" in shown(world.post_with("Review on"))
        again = world.post_with("The round is open again")
        assert "Objection: 1" in shown(again)

    def test_after_the_window_an_objection_is_refused(self, world: World) -> None:
        start(world)
        card = propose(world)
        for user in (FAE, PIA):
            world.press(user, "position.consent", card)
        world.press(FAE, "round.close", card)
        decided = dict(world.post_with("Provisional until"))
        world.clock.jump(hours=49)
        world.press(MO, "decision.object", decided)
        told = [post["text"] for url in world.slack.response_urls.values() for post in url.posts]
        assert any("has passed" in text for text in told)

    def test_a_press_that_slack_sends_twice_counts_once(self, world: World) -> None:
        start(world)
        card = propose(world)
        press = world.envelopes.press("position.consent", MO, message=dict(card))
        world.send(press)
        world.send(press)
        assert "Consent: 1" in shown(world.post_with("Everybody has a home"))

    def test_an_observer_takes_no_position(self, world: World) -> None:
        start(world)
        card = propose(world)
        world.press(OBI, "position.consent", card)
        assert "Consent: 0" in shown(world.post_with("Everybody has a home"))

    def test_any_participant_may_propose(self, world: World) -> None:
        start(world)
        assert "Proposed by Pia" in shown(propose(world, by=PIA))

    def test_a_session_does_not_move_on_past_an_open_round(self, world: World) -> None:
        start(world)
        propose(world)
        assert "A round is still open" in world.command(FAE, "next")[0]

    def test_the_channel_shows_totals_and_reasons_but_no_names_of_who_took_which_position(
        self, world: World
    ) -> None:
        start(world)
        card = propose(world, by=FAE)
        world.press(MO, "position.stand_aside", card)
        world.submit(MO, text=typed("Not our field"))
        words = shown(world.post_with("Everybody has a home"))
        assert "Stand aside: 1" in words
        assert "Mo" not in words.replace("More", "")
        assert "Not our field" in words

    def test_an_objection_stands_by_name_with_its_reason_since_it_must_be_talked_about(
        self, world: World
    ) -> None:
        start(world)
        card = propose(world, by=FAE)
        world.press(PIA, "position.objection", card)
        world.submit(PIA, text=typed("Our names <!channel> would be in it"))
        words = shown(world.post_with("Everybody has a home"))
        assert "*Objection*, Pia: Our names" in words
        assert "<!channel>" not in words
        world.press(PIA, "position.consent", card)
        assert "Our names" not in shown(world.post_with("Everybody has a home"))


class TestActions:
    def test_a_typed_action_has_its_owner_and_its_day(self, world: World) -> None:
        world.command(FAE, f"action share the eviction filings file <@{MO}|mo> by next Friday")
        card = shown(world.post_with("share the eviction filings file"))
        assert "Mo" in card
        assert "Friday, November 27, 2026" in card
        assert "share the eviction filings file" in world.command(PIA, "actions")[0]

    def test_words_after_by_that_are_no_day_stay_part_of_the_action(self, world: World) -> None:
        world.command(FAE, "action print the leaflet made by the youth group")
        assert world.post_with("print the leaflet made by the youth group")

    def test_an_owner_outside_the_coalition_is_not_made_one(self, world: World) -> None:
        told = world.command(FAE, f"action call the court <@{GUEST}|gus>")
        assert "without an owner" in told[0]
        card = world.post_with("call the court")
        assert "no owner yet" in shown(card)
        world.press(FAE, "action.complete", card)
        world.submit(
            FAE, text=typed("call the court"), owner=chosen(participant_id(world, MO)), due=day("2026-12-01")
        )
        assert "Tuesday, December 1, 2026" in shown(world.post_with("Mo · "))

    def test_the_owner_marks_it_done_and_others_cannot(self, world: World) -> None:
        world.command(FAE, f"action call the court <@{MO}|mo>")
        with world.units.open("T1") as work:
            (action,) = work.actions.where(number=1)
        message = world.answer_to(MO, "actions")
        world.press(PIA, "action.done.1", message)
        assert "open" in world.command(MO, "actions")[0]
        world.press(MO, "action.done.1", message)
        world.submit(MO, text=typed("The court sends the file"))
        assert "done" in world.command(MO, "actions")[0]
        assert action.number == 1

    def test_broadcasts_and_mentions_in_peoples_words_ping_nobody(self, world: World) -> None:
        world.command(FAE, "action tell <!channel> and <!here|here> & <b>all</b>")
        words = shown(world.post_with("tell @channel"))
        assert "<!channel>" not in words
        assert "&amp; &lt;b&gt;" in words

    def test_records_of_a_private_channel_are_not_shown_elsewhere(self, world: World) -> None:
        with world.units.open("T1") as work:
            from bot.domain.people import LinkedChannel

            coalition = work.coalitions.where()[0]
            work.channels.add(LinkedChannel("linked", coalition.id, PRIVATE, private=True))
            work.commit()
        world.command(FAE, "action whisper it", PRIVATE)
        assert "whisper it" in world.command(MO, "actions", PRIVATE)[0]
        assert "whisper it" not in world.command(MO, "actions", HOME)[0]


class TestTheWeek:
    def test_the_weekly_message_comes_once_at_its_local_time(self, world: World) -> None:
        world.command(FAE, f"action share the file <@{MO}|mo> by Friday")
        for hours in (160, 8, 1):
            world.clock.jump(hours=hours)
            world.ticker.tick()
            world.ticker.tick()
        (week,) = [one for one in world.posts() if "One thing needed" in shown(one)]
        assert "Actions due in the next seven days" in shown(week)
        assert len(str(week["text"]).split()) <= 120

    def test_after_three_weeks_of_downtime_there_is_one_catch_up_or_none(self, world: World) -> None:
        world.clock.jump(weeks=3, hours=1)
        world.ticker.tick()
        assert len([one for one in world.posts() if "One thing needed" in shown(one)]) == 1

    def test_a_week_missed_by_days_is_skipped(self, world: World) -> None:
        world.clock.jump(days=10)
        world.ticker.tick()
        assert not [one for one in world.posts() if "One thing needed" in shown(one)]

    def test_it_can_be_moved_and_stopped(self, world: World) -> None:
        assert "each Tuesday at 10:00" in world.command(FAE, "nudges Tuesday 10:00")[0]
        assert "Only a facilitator" in world.command(MO, "nudges off")[0]
        world.command(FAE, "nudges off")
        world.clock.jump(days=9)
        world.ticker.tick()
        assert not world.posts()
        assert "nudges on" in world.command(FAE, "nudges sometimes")[0]


class TestTrouble:
    def test_an_error_is_a_short_sentence_with_an_id_that_stands_in_the_log(
        self, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        world.desk.__dict__["screen"] = None
        world.mention(MO, "what is a boundary")
        (told,) = world.told(MO)
        error_id = told.rsplit(": ", 1)[1].rstrip(".")
        assert error_id in caplog.text

    def test_a_wrong_signature_is_refused(self, world: World) -> None:
        request = world.envelopes.request(world.envelopes.command("help", MO, HOME), at=1.0)
        assert world.app.dispatch(request).status == 401
