"""The Home tab: in no coalition, in one, in thirty; kept up to date, and nothing shown to strangers."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.actions import Action, ActionState
from bot.domain.checkins import Report
from bot.domain.decisions import Proposal
from bot.domain.people import LinkedChannel, Role
from bot.usecases.roster import Enrolled, Founding
from tests.fakes import MONDAY
from tests.slack.envelopes import chosen, typed
from tests.world import FAE, HOME, MO, OBI, PIA, PRIVATE, STRANGER, World, shown


def home(world: World, user: str) -> dict[str, Any]:
    world.send(world.envelopes.home_opened(user))
    return dict(world.slack.homes[user])


def published(world: World) -> int:
    return sum(call.method == "views.publish" for call in world.slack.calls)


def row_in(page: dict[str, Any], channel: str = HOME) -> dict[str, Any]:
    return next(one for one in page["blocks"] if one["block_id"].startswith(f"at|{channel}|coalition"))


def press(world: World, user: str, action_id: str, value: str | None = None) -> None:
    page = dict(world.slack.homes[user])
    world.send(world.envelopes.press(action_id, user, view=page, value=value))


def modal(world: World) -> dict[str, Any]:
    return list(world.slack.views.values())[-1]


def test_a_person_in_no_coalition_is_told_how_to_begin(world: World) -> None:
    page = home(world, STRANGER)
    assert "You are in no coalition yet" in shown(page)
    assert "ask.open" in str(page)


def test_a_coalition_shows_its_pillars_and_its_next_dates(world: World) -> None:
    page = shown(home(world, MO))
    assert "Housing data table" in page
    assert "Shared Vision (not started)" in page
    assert "weekly message" in page


def test_what_waits_comes_first(world: World) -> None:
    world.command(MO, f"action share the file <@{MO}> by 2026-12-04")
    with world.units.open("T1") as work:
        coalition = work.coalitions.where()[0]
        work.proposals.add(Proposal("p1", coalition.id, HOME, 1, "Share counts", "x", MONDAY, card="c"))
        work.commit()
    page = home(world, MO)
    told = [str(block.get("text", {}).get("text", "")) for block in page["blocks"]]
    assert told[0] == "Waiting for your position"
    assert "Share counts" in told[1]
    assert told[2] == "Your open actions"
    assert "share the file" in told[3] and "December 4" in told[3]
    assert "Share counts" not in shown(home(world, OBI))


def test_an_action_is_marked_done_from_home_and_leaves_it(world: World) -> None:
    world.command(MO, f"action share the file <@{MO}>")
    home(world, MO)
    report(world, "done")
    world.submit(MO)
    world.ticker.tick()
    assert "share the file" not in shown(world.slack.homes[MO])


def report(world: World, wanted: str) -> None:
    """Choose how one's only action stands, on Home."""
    page = dict(world.slack.homes[MO])
    with world.units.read("T1") as work:
        action = work.actions.where()[0]
    state = chosen(f"{action.id}|{wanted}")
    world.send(world.envelopes.press(f"action.report.{action.number}", MO, view=page, state=state))


def test_a_check_in_is_answered_on_home_and_the_state_is_shown_there(world: World) -> None:
    world.command(MO, f"action share the file <@{MO}>")
    home(world, MO)
    report(world, "at_risk")
    with world.units.read("T1") as work:
        assert work.actions.where()[0].state is ActionState.AT_RISK
        assert [one.report for one in work.checkins.where()] == [Report.AT_RISK]
    world.ticker.tick()
    assert "at risk" in shown(world.slack.homes[MO])


def test_what_is_in_the_way_is_asked_over_home(world: World) -> None:
    world.command(MO, f"action share the file <@{MO}>")
    home(world, MO)
    report(world, "blocked")
    world.submit(MO, text=typed("the old form"))
    with world.units.read("T1") as work:
        assert work.actions.where()[0].blocker == "the old form"


def test_a_list_opens_over_home_and_turns_its_pages_in_place(world: World) -> None:
    with world.units.open("T1") as work:
        coalition = work.coalitions.where()[0]
        for n in range(1, 25):
            work.actions.add(Action(f"a{n}", coalition.id, HOME, n, f"call number {n}", "x", MONDAY))
        work.commit()
    home(world, FAE)
    press(world, FAE, "actions.page")
    first = modal(world)
    assert "call number 1" in shown(first)
    world.send(world.envelopes.press("actions.page.2", FAE, view=first))
    assert len(world.slack.views) == 1
    assert "call number 11" in shown(modal(world))


def test_a_record_is_opened_and_edited_over_home(world: World) -> None:
    home(world, MO)
    press(world, MO, "record.add.parameter")
    given = {"title": "Old form", "kind": "privacy", "hardness": "hard", "effect": "constrains"}
    fields = {name: typed(value) if name == "title" else chosen(value) for name, value in given.items()}
    world.submit(MO, **fields)
    assert "Old form" in shown(world.post_with("put on record"))
    press(world, MO, "record.list.parameters")
    world.send(world.envelopes.press("record.open.parameter.1", MO, view=modal(world)))
    assert "History" in shown(modal(world))
    world.send(world.envelopes.press("record.edit", MO, view=modal(world)))
    world.submit(MO, source=typed("the clinic"), why=typed("I asked"))
    with world.units.read("T1") as work:
        assert work.parameters.where()[0].source == "the clinic"


def test_facilitators_alone_find_the_settings(world: World) -> None:
    assert "setup.open" in str(row_in(home(world, FAE)))
    assert "setup.open" not in str(row_in(home(world, MO)))
    assert "action.add" not in str(row_in(home(world, OBI)))
    press(world, FAE, "capture.switch")
    with world.units.read("T1") as work:
        assert work.coalitions.where()[0].suggests


def test_home_is_shown_anew_when_something_of_theirs_changed_and_not_otherwise(world: World) -> None:
    home(world, MO)
    world.ticker.tick()
    before = published(world)
    world.ticker.tick()
    world.command(FAE, "action call the court")
    world.ticker.tick()
    assert published(world) == before
    world.command(FAE, f"action share the file <@{MO}>")
    world.ticker.tick()
    assert published(world) == before + 1
    assert "share the file" in shown(world.slack.homes[MO])


def test_a_home_that_could_not_be_shown_is_shown_at_the_next_look(world: World) -> None:
    home(world, MO)
    world.ticker.tick()
    world.command(FAE, f"action share the file <@{MO}>")
    world.slack.fail("views.publish", status=429, retry_after=1)
    world.ticker.tick()
    assert "share the file" not in shown(world.slack.homes[MO])
    world.ticker.tick()
    assert "share the file" in shown(world.slack.homes[MO])


def hide(world: World) -> None:
    """Put an action, a decision round and a coalition's home into a private channel of Fae and Mo."""
    with world.units.open("T1") as work:
        coalition = work.coalitions.where()[0]
        work.channels.add(LinkedChannel("hidden", coalition.id, PRIVATE, private=True))
        people = {one.slack_user_id: one.id for one in work.participants.where()}
        for n, user in enumerate((MO, PIA), 1):
            work.actions.add(
                Action(f"a{n}", coalition.id, PRIVATE, n, "a private matter", "x", MONDAY, people[user])
            )
        work.proposals.add(Proposal("p1", coalition.id, PRIVATE, 1, "a private round", "x", MONDAY, card="c"))
        work.commit()


def test_records_of_a_private_channel_are_shown_to_its_members_alone(world: World) -> None:
    hide(world)
    assert "a private matter" in shown(home(world, MO))
    assert "a private round" in shown(home(world, MO))
    assert "a private" not in shown(home(world, PIA))


def test_a_coalition_whose_home_is_private_is_not_named_to_those_outside(world: World) -> None:
    world.found(Founding("Quiet table", PRIVATE, "UTC", "en", (Enrolled("Mo", MO), Enrolled("Pia", PIA))))
    with world.units.open("T1") as work:
        linked = work.channels.where(channel_id=PRIVATE)[0]
        work.channels.save(replace(linked, private=True))
        work.commit()
    assert "Quiet table" in shown(home(world, MO))
    assert "Quiet table" not in shown(home(world, PIA))


def test_a_press_on_home_after_leaving_the_channel_is_refused(world: World) -> None:
    home(world, MO)
    world.slack.channels[HOME].members.discard(MO)
    press(world, MO, "actions.page")
    assert "not in that coalition's channel any more" in shown(modal(world))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_thirty_coalitions_with_everything_waiting_stay_under_a_hundred_blocks(
    world: World, lang: str
) -> None:
    for n in range(29):
        world.slack.add_channel(f"C{n:03}", (MO, "UBOT"))
        people = (Enrolled("Mo", MO, role=Role.MEMBER, facilitates=True),)
        world.found(Founding(f"Coalition {n:02}", f"C{n:03}", "UTC", lang, people))
    with world.units.open("T1") as work:
        for n, one in enumerate(work.coalitions.where()):
            me = next(p for p in work.participants.where(coalition_id=one.id) if p.slack_user_id == MO)
            text = "share the file <of> all & everything " * 10
            work.actions.add(Action(f"a{n}", one.id, one.home_channel_id, 1, text, me.id, MONDAY, me.id))
            work.proposals.add(
                Proposal(f"p{n}", one.id, one.home_channel_id, 1, text, me.id, MONDAY, card="c")
            )
        work.commit()
    world.command(MO, f"language {lang}")
    page = home(world, MO)
    assert 60 < len(page["blocks"]) < 100
    assert "Coalition 28" in shown(page)
