"""Detached words: noted and drawn together, and nothing in the database or the logs leads to a person."""

import logging
import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.acts import Act
from bot.domain.contributions import Named
from bot.storage.tables import metadata
from bot.usecases.contributions import Contributions
from bot.usecases.roster import Enrolled
from bot.usecases.sessions import Sessions
from tests.slack.envelopes import chosen, typed
from tests.usecases.steps import show_draft, to_step
from tests.world import COALITION, FAE, HOME, MO, OBI, PIA, World, shown

WITHOUT_TRACE = {"type": "radio_buttons", "selected_option": {"value": "detached"}}
WORDS = "Nobody asks us before they count us"
MANY = tuple(Enrolled(f"Member {n}", f"UM{n}", organisation="City") for n in range(6))


@pytest.fixture
def large(bare_world: World) -> World:
    """A coalition of nine with a ballot that switched it on, at the first question of a session."""
    bare_world.found(replace(COALITION, people=(*COALITION.people, *MANY)))
    bare_world.command(FAE, "settings")
    bare_world.submit(FAE, detached=chosen("on"))
    bare_world.command(FAE, "start vision")
    to_step(bare_world, "The problem")
    return bare_world


def say(world: World, user: str = PIA, key: str = "form:V1", text: str = WORDS) -> None:
    world.clock.jump(seconds=1)
    with world.units.read("T1") as work:
        session = work.sessions.where()[0]
    contributions = Contributions(world.desk, Sessions(world.desk, world.texts))
    contributions.submit(Act(key, "T1", user, HOME), session.id, "problem", text, Named.DETACHED)


def rows(world: World) -> set[str]:
    """Return every row of the database, as a text."""
    with world.engine.connect() as connection:
        return {
            f"{table.name}: {row!r}"
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
        }


def test_the_form_offers_it_where_the_group_is_large_enough(large: World) -> None:
    large.clock.jump(seconds=1)
    large.press(PIA, "step.contribute", large.post_with("*The problem*"))
    large.submit(PIA, text=typed(WORDS), named=WITHOUT_TRACE)
    assert "*1* contribution" in shown(large.post_with("*The problem*"))
    assert "without any trace of who or when" in large.told(PIA)[-1]


def test_it_is_off_until_a_facilitator_switches_it_on_and_off_again(large: World) -> None:
    large.command(FAE, "settings")
    large.submit(FAE, detached=chosen("off"))
    large.press(PIA, "step.contribute", large.post_with("*The problem*"))
    assert "detached" not in str(list(large.slack.views.values())[-1])
    say(large)
    assert "switched off in this group" in large.told(PIA)[-1]
    assert WORDS not in str(rows(large))


def test_a_coalition_begins_without_it_and_the_form_says_what_it_means(bare_world: World) -> None:
    bare_world.found(replace(COALITION, people=(*COALITION.people, *MANY)))
    with bare_world.units.read("T1") as work:
        assert not work.coalitions.where()[0].detached
    bare_world.command(FAE, "settings")
    form = list(bare_world.slack.views.values())[-1]
    (asked,) = [one for one in form["blocks"] if one.get("block_id") == "detached"]
    assert asked["element"]["initial_option"]["value"] == "off"
    assert "Nobody can find out who wrote them" in asked["hint"]["text"]


def test_in_a_small_group_it_is_neither_offered_nor_taken(world: World) -> None:
    world.command(FAE, "start vision")
    to_step(world, "The problem")
    world.command(FAE, "settings")
    world.submit(FAE, detached=chosen("on"))
    world.press(PIA, "step.contribute", world.post_with("*The problem*"))
    assert "detached" not in str(list(world.slack.views.values())[-1])
    say(world)
    assert "from 8 people on" in world.told(PIA)[-1]
    assert WORDS not in str(rows(world))


def test_what_it_leaves_in_the_database_and_the_logs_names_nobody_and_no_moment(
    large: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    with large.units.read("T1") as work:
        pia = work.participants.where(slack_user_id=PIA)[0].id
    large.reply(MO, "Rents rise", large.post_with("*The problem*"))
    before = rows(large)
    large.clock.jump(hours=3, seconds=17)
    say(large)
    new = rows(large) - before
    assert any(WORDS in row for row in new)
    assert not any(PIA in row or pia in row for row in new)
    told = f"{large.clock.now():%Y, %-m, %-d, %-H, %-M}"
    assert not any(told in row for row in new if not row.startswith("outbox"))
    assert not any(row.startswith(("audit", "seen", "nudges", "participants")) for row in new)
    assert PIA not in caplog.text and pia not in caplog.text


def test_it_is_drawn_together_without_a_name_and_counted_apart(large: World) -> None:
    large.reply(MO, "Rents rise", large.post_with("*The problem*"))
    say(large)
    drawn = shown(show_draft(large, to_step(large, "Drawn together")))
    assert WORDS in drawn and "Pia" not in drawn
    large.command(FAE, "end")
    told = shown(large.post_with("ended early"))
    assert "2 contributions. People heard: 1." in told and "1 of them came without any trace" in told


def test_sent_twice_it_counts_once_and_an_identifier_is_not_kept(large: World) -> None:
    say(large)
    say(large)
    say(large, key="form:V2", text="our client SECRET")
    assert "*1* contribution" in shown(large.post_with("*The problem*"))
    assert "SECRET" not in str(rows(large))


def test_a_dump_does_not_tell_in_which_order_they_came(large: World) -> None:
    """Who remembers who wrote when (Slack shows it) must not be able to count down the rows."""
    said = {f"form:V{n}": f"Words number {n}" for n in range(6)}
    for key, text in said.items():
        large.clock.jump(minutes=7)
        large.reply(MO, f"Reply before {text}", large.post_with("*The problem*"))
        say(large, key=key, text=text)
    told = [line for line in dump(large) if "Words number" in line]
    kept = [line for line in told if "Reply before" not in line]
    came = [next(n for n in range(6) if f"Words number {n}'" in line) for line in kept]
    with large.units.read("T1") as work:
        mine = [one for one in work.contributions.where() if one.named is Named.DETACHED]
        started = work.sessions.where()[0].started_at
    assert sorted(came) == list(range(6)) != came
    assert [one.id for one in mine] == sorted(one.id for one in mine)
    assert {one.said_at for one in mine} == {started}
    elsewhere = [line for line in dump(large) if line not in kept]
    assert not any(one.id in line for one in mine for line in elsewhere)


def dump(world: World) -> list[str]:
    """Return what ``.dump`` writes of the database, a line a row, as the rows lie there."""
    with sqlite3.connect(str(world.engine.url.database)) as connection:
        return [line for line in connection.iterdump() if line.startswith("INSERT")]


def test_numbers_in_an_open_draft_keep_their_meaning_when_one_comes_meanwhile(large: World) -> None:
    for n, user in enumerate((MO, PIA)):
        large.clock.jump(minutes=1)
        large.reply(user, f"Reply {n}", large.post_with("*The problem*"))
    step = to_step(large, "Drawn together")
    large.press(FAE, "synthesis.draft", step)
    form = list(large.slack.views.values())[-1]
    assert "1. Reply 0" in str(form) and "2. Reply 1" in str(form)
    say(large)
    values = {"wording.0": typed("What rises"), "numbers.0": typed("2"), "numbers.1": typed("1")}
    state = {name: {"value": given} for name, given in values.items()}
    large.send(large.envelopes.submit(form, FAE, state))
    with large.units.read("T1") as work:
        words = {one.id: one.text for one in work.contributions.where()}
        drawn = [[words[one] for one in theme.draws] for theme in work.drawn_themes.where(step_id="together")]
    assert drawn == [["Reply 1"], ["Reply 0"], [WORDS]]


def test_an_observer_may_and_a_stranger_to_the_coalition_may_not(large: World) -> None:
    say(large, OBI)
    say(large, "UGUEST", key="form:V3", text="I pass by")
    with large.units.read("T1") as work:
        assert [one.text for one in work.contributions.where()] == [WORDS]
