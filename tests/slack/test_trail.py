"""Every change that is made in Slack stands in the audit trail: who, when, what before and after, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.slack.ids import Shortcut
from bot.storage.tables import audit
from tests.slack.envelopes import chosen, typed
from tests.world import FAE, HOME, MO, PIA, World

WHY = "the law changed"
PARAMETER = {
    "title": typed("Old form"),
    "kind": chosen("privacy"),
    "hardness": chosen("hard"),
    "effect": chosen("constrains"),
}


@dataclass(frozen=True)
class Event:
    """One event of the trail, as far as the tests look at it."""

    record: str
    by: str
    added: bool
    reason: str
    at: datetime
    changed: frozenset[str]


def trail(world: World) -> list[Event]:
    with world.engine.connect() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.id)).mappings().all()
    return [
        Event(
            row["record"],
            row["by"],
            row["before"] is None,
            row["reason"],
            row["at"],
            frozenset(
                name
                for name, value in row["after"].items()
                if row["before"] is not None and row["before"].get(name) != value
            )
            - {"version", "updated_at"},
        )
        for row in rows
    ]


def press(world: World, user: str, action_id: str, value: str) -> None:
    element = {"type": "button", "action_id": action_id, "value": value}
    element["text"] = {"type": "plain_text", "text": "x"}  # type: ignore[assignment]
    blocks = [{"type": "actions", "elements": [element]}]
    world.press(user, action_id, {"ts": "1.1", "channel": HOME, "blocks": blocks})


def held(world: World, kind: str) -> str:
    with world.units.read("T1") as work:
        return f"{kind}|{getattr(work, f'{kind}s').where()[0].id}"


def note(world: World, text: str) -> None:
    message = world.slack.says(PIA, HOME, text)
    world.send(world.envelopes.message_shortcut(Shortcut.RECORD_DECISION, MO, message))
    world.submit(MO)


def add(world: World) -> None:
    press(world, MO, "record.add.parameter", "parameter")
    world.submit(MO, **PARAMETER)


def edit(world: World) -> None:
    press(world, MO, "record.edit", held(world, "parameter"))
    world.submit(MO, source=typed("the clinic"), why=typed(WHY))


def replace_it(world: World) -> None:
    press(world, MO, "record.supersede", held(world, "parameter"))
    world.submit(MO, title=typed("New form"), why=typed(WHY))


def retire(world: World) -> None:
    press(world, MO, "record.retire", held(world, "parameter"))
    world.submit(MO, why=typed(WHY))


def link(world: World) -> None:
    press(world, MO, "record.link", held(world, "parameter"))
    world.submit(MO, linked=chosen(held(world, "decision")))


def replace_a_decision(world: World) -> None:
    note(world, "We agreed to share counts by district.")
    with world.units.read("T1") as work:
        first, second = work.decisions.where()
    press(world, FAE, "record.supersede", f"decision|{first.id}")
    world.submit(FAE, linked=chosen(f"decision|{second.id}"), why=typed(WHY))


def edit_an_action(world: World) -> None:
    press(world, MO, "record.edit", held(world, "action"))
    world.submit(MO, text=typed("call the clerk"), why=typed(WHY))


def finish_an_action(world: World) -> None:
    press(world, MO, "action.done.1", held(world, "action").split("|")[1])
    world.submit(MO)


def rename_the_coalition(world: World) -> None:
    press(world, FAE, "setup.open", "-")
    world.submit(FAE, name=typed("Another name"))


CHANGES: list[tuple[Callable[[World], object], list[tuple[str, str, bool, str, str]]]] = [
    (add, [("parameters", MO, True, "", "")]),
    (edit, [("parameters", MO, False, WHY, "source")]),
    (
        replace_it,
        [("parameters", MO, True, WHY, ""), ("parameters", MO, False, WHY, "state superseded_by")],
    ),
    (retire, [("parameters", MO, False, WHY, "state")]),
    (link, [("links", MO, True, "", "")]),
    (lambda world: note(world, "We agreed to meet."), [("decisions", MO, True, "", "")]),
    (
        replace_a_decision,
        [("decisions", MO, True, "", ""), ("decisions", FAE, False, WHY, "state superseded_by")],
    ),
    (lambda world: world.command(MO, "action call the clinic"), [("actions", MO, True, "", "")]),
    (edit_an_action, [("actions", MO, False, WHY, "text")]),
    (
        lambda world: world.command(FAE, "suggestions on") and None,
        [("coalitions", FAE, False, "", "suggests")],
    ),
    (rename_the_coalition, [("coalitions", FAE, False, "", "name")]),
]


@pytest.fixture
def room(world: World) -> World:
    """A parameter, a decision and an action of Mo's."""
    add(world)
    note(world, "We agreed to share counts by county.")
    world.command(MO, f"action call the court <@{MO}|mo> by 2026-12-04")
    return world


@pytest.mark.parametrize(("change", "wanted"), CHANGES)
def test_a_change_stands_in_the_trail(
    room: World, change: Callable[[World], object], wanted: list[tuple[str, str, bool, str, str]]
) -> None:
    before = len(trail(room))
    room.clock.jump(minutes=5)
    change(room)
    kinds = {one[0] for one in wanted}
    events = [one for one in trail(room)[before:] if one.record in kinds]
    told: list[Any] = [(one.record, one.by, one.added, one.reason, one.changed) for one in events]
    assert sorted(told, key=str) == sorted([(*one[:4], frozenset(one[4].split())) for one in wanted], key=str)
    assert {one.at for one in events} == {room.clock.now()}


def test_an_action_that_is_done_is_a_check_in_and_a_change(room: World) -> None:
    before = len(trail(room))
    finish_an_action(room)
    events = trail(room)[before:]
    assert {(one.record, one.by, one.added) for one in events} >= {
        ("checkins", MO, True),
        ("actions", MO, False),
    }
    (changed,) = [one for one in events if one.record == "actions"]
    assert {"state", "done_at"} <= changed.changed


def test_a_look_changes_nothing(room: World) -> None:
    before = len(trail(room))
    for words in (
        "parameters",
        "decisions",
        "actions open",
        "status",
        "charter md",
        "pictures",
        "power",
        "data",
    ):
        room.command(MO, words)
    press(room, MO, "record.open.parameter.1", held(room, "parameter"))
    assert trail(room)[before:] == []
