"""The main job once, for real: a local Slack and the bot as processes, people acting through what Slack shows."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.control import wait_for
from bot.demo.local_slack import TEAM_ID
from bot.demo.sample import AMINA, DEV, FRESH, HOME, JUNE, KIM, LUIS, PAT, ROSA
from bot.demo.tour import until_monday
from bot.domain.decisions import DecisionState
from tests.e2e.coalition import Table

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

WELCOME = (
    "Hi, I'm Convener, an app. I help this group agree how to share data, and remember what it agreed. "
    "I save session replies, forms, and what you send me, not the other talk here. "
    "Please don't post clients' details. No commands needed: tap, or write @Convener and a question. "
    "You can pass on anything."
)


def proposed(table: Table, text: str) -> None:
    """Walk a vision session to its proposal and open the round."""
    table.control.command(ROSA, HOME, "/convene", "start vision")
    table.walk_to("Our vision")
    table.control.press(AMINA, table.step("Our vision"), "Write a proposal")
    table.control.wait_for_view("form.proposal")
    assert table.control.submit(AMINA, {"text": text}).accepted


def test_a_question_is_answered_with_sources_that_open_or_is_declined(table: Table) -> None:
    asked = table.control.mention(DEV, HOME, "what is the difference between a hard and a soft boundary?")
    answer = table.control.wait_for_answer(HOME, thread=asked)
    assert answer.thread_ts == asked
    assert "[1]" in answer.text
    assert "soft boundary is a limit that somebody in reach could change" in answer.words
    table.control.press(DEV, answer, "[1] Open")
    passage = table.control.wait_for_view("view.passage")
    assert "soft boundary is a limit" in passage.words
    table.control.close_view(DEV)

    asked = table.control.mention(KIM, HOME, "who won the football cup in 1998?")
    declined = table.control.wait_for_answer(HOME, thread=asked)
    assert "I don't have that" in declined.words
    assert declined.words.count("•") >= 2


def test_a_session_goes_from_the_first_message_to_a_decision_that_stands(table: Table) -> None:
    assert WELCOME in table.shows("Hi, I'm Convener", FRESH).words
    table.control.command(ROSA, HOME, "/convene", "start vision")
    assert "Step 1 of 7" in table.shows("Welcome and agreements").words
    table.next_step()
    problem = table.step("The problem")
    reply = table.control.post(DEV, HOME, "Filings reach us too late", thread=problem.ts)
    table.comes_to_show("The problem", "1 contribution noted")
    table.control.press(AMINA, problem, "Contribute")
    table.control.wait_for_view("form.contribute")
    assert table.control.submit(AMINA, {"text": "Nobody asks us", "named": "confidential"}).accepted
    table.comes_to_show("The problem", "2 contributions noted")
    table.control.edit(DEV, HOME, reply, "Eviction filings reach us too late")
    gone = table.control.post(KIM, HOME, "A slip of the thumb", thread=problem.ts)
    table.comes_to_show("The problem", "3 contributions noted")
    table.control.delete(KIM, HOME, gone)
    table.comes_to_show("The problem", "2 contributions noted")
    for _ in range(3):
        table.next_step()
    table.control.press(ROSA, table.shows("looking at the draft"), "See and edit the draft")
    table.control.wait_for_view("form.draft")
    assert table.control.submit(ROSA, {}).accepted
    drawn = table.shows("Did I get this right?")
    assert "Eviction filings reach us too late" in drawn.words
    assert "Nobody asks us" in drawn.words
    assert "A slip of the thumb" not in drawn.words
    table.next_step()
    table.control.press(AMINA, table.step("Our vision"), "Write a proposal")
    table.control.wait_for_view("form.proposal")
    assert table.control.submit(AMINA, {"text": "Everybody hears of a filing in time"}).accepted
    card = table.shows("Proposal 1")
    for user in (ROSA, DEV, KIM):
        table.control.press(user, card, "Consent")
    waiting = table.comes_to_show("Proposal 1", "Consent: 3")
    assert "a community partner's position is needed" in waiting.words
    table.control.press(AMINA, card, "Consent")
    table.control.press(ROSA, table.comes_to_show("Proposal 1", "Consent: 4"), "Close the round")
    assert "Provisional until" in table.shows("Decision 1").words
    table.clock.jump(timedelta(hours=49))
    assert "Everybody hears of a filing in time" in table.shows("Decision 1 now stands").words
    table.control.command(LUIS, HOME, "/convene", "decisions")
    listed = table.shows("Decisions of")
    assert "Everybody hears of a filing in time" in listed.words and "It stands." in listed.words
    with table.database().read(TEAM_ID) as work:
        (decision,) = work.decisions.where()
    assert decision.state is DecisionState.FINAL
    assert decision.statement == "Everybody hears of a filing in time"


def test_an_action_is_recorded_and_the_weekly_message_comes_once_when_it_is_time(table: Table) -> None:
    typed = f"action share the eviction filings file <@{DEV}|dev> by next Friday"
    table.control.command(ROSA, HOME, "/convene", typed)
    noted = table.shows("share the eviction filings file")
    assert "Dev Sample" in noted.words and "Friday" in noted.words
    table.clock.jump(until_monday(datetime.now(UTC) + table.clock.offset))
    weekly = table.shows("One thing needed this week")
    assert len(weekly.words.split()) <= 120
    table.kill_and_start_again()
    table.control.command(ROSA, HOME, "/convene", "actions")
    table.shows("Actions of")
    came = [one for one in table.control.messages(HOME) if "One thing needed this week" in one.words]
    assert len(came) == 1


def test_after_kill_9_contributions_and_positions_go_on_where_they_were(table: Table) -> None:
    table.control.command(ROSA, HOME, "/convene", "start vision")
    table.next_step()
    problem = table.step("The problem")
    table.control.post(DEV, HOME, "Filings reach us too late", thread=problem.ts)
    table.comes_to_show("The problem", "1 contribution noted")
    table.kill_and_start_again()
    table.control.post(JUNE, HOME, "Hearings come too soon", thread=problem.ts)
    table.comes_to_show("The problem", "2 contributions noted")
    table.walk_to("Our vision")
    table.control.press(AMINA, table.step("Our vision"), "Write a proposal")
    table.control.wait_for_view("form.proposal")
    table.control.submit(AMINA, {"text": "Everybody has a home"})
    card = table.shows("Proposal 1")
    for user in (ROSA, DEV):
        table.control.press(user, card, "Consent")
    table.comes_to_show("Proposal 1", "Consent: 2")
    table.kill_and_start_again()
    for user in (KIM, AMINA):
        table.control.press(user, card, "Consent")
    table.control.press(ROSA, table.comes_to_show("Proposal 1", "Consent: 4"), "Close the round")
    assert "4 consent" in table.shows("Decision 1").words
    cards = [one for one in table.control.messages(HOME) if "Proposal 1" in one.words and one.from_bot]
    assert len(cards) == 1


def test_an_objection_keeps_the_round_open_and_an_observer_has_no_ballot(table: Table) -> None:
    proposed(table, "We share every file with everybody")
    card = table.shows("Proposal 1")
    table.control.press(PAT, card, "Consent")
    table.shows("Observers can read along")
    for user in (ROSA, DEV, KIM):
        table.control.press(user, card, "Consent")
    table.control.press(LUIS, card, "Objection")
    table.control.wait_for_view("form.reason")
    assert table.control.submit(LUIS, {"text": "Our names would be in it"}).accepted
    table.control.press(ROSA, table.comes_to_show("Proposal 1", "Objection: 1"), "Close the round")
    wait_for(lambda: not any("Provisional" in one.words for one in table.control.messages(HOME)))
    assert "Our names would be in it" in table.shows("Our names would be in it").words
