"""Performs a transcript's deeds as presses, forms and replies in a strict Slack."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from bot.domain.decisions import Choice
from bot.domain.kept import fields_of
from bot.domain.record_fields import FieldType
from tests.slack.envelopes import chosen, day, typed
from tests.world import HOME, World

Deed = dict[str, Any]


def transcript(name: str) -> list[Deed]:
    """Return the deeds of a recorded session."""
    told = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text("utf-8"))
    return list(told["deeds"])


def replay(world: World, deed: Deed) -> list[str]:
    """Do one deed in Slack; return what the bot newly posted."""
    before = {post["ts"] for post in world.posts()}
    DOING[deed["do"]](world, deed)
    return [post["text"] for post in world.posts() if post["ts"] not in before]


def with_button(world: World, action_id: str) -> dict[str, Any]:
    """Return the bot's newest message that has a button."""
    found = [post for post in world.posts() if f"'action_id': '{action_id}'" in str(post.get("blocks"))]
    assert found, f"no message has the button {action_id}"
    return found[-1]


def step_message(world: World, step_id: str) -> dict[str, Any]:
    """Return the message of a step."""
    with world.units.read(world.slack.team) as work:
        session = work.sessions.where(channel_id=HOME)[-1]
        place = work.outbox.place(f"step:{session.id}:{step_id}")
    assert place is not None, f"the step {step_id} was not opened"
    return next(post for post in world.posts() if post["ts"] == place.ts)


def _start(world: World, deed: Deed) -> None:
    world.command(deed["by"], f"start {deed['pillar']}")


def _move(world: World, deed: Deed) -> None:
    world.press(deed["by"], f"session.{deed['move']}", with_button(world, "session.next"))


def _contribute(world: World, deed: Deed) -> None:
    """By the form where the step is open, by a reply in its thread where the group has moved on."""
    step = step_message(world, deed["step"])
    if "step.contribute" not in str(step["blocks"]):
        world.reply(deed["by"], deed["text"], step)
        return
    world.press(deed["by"], "step.contribute", step)
    world.submit(deed["by"], text=typed(deed["text"]), named=chosen(deed["named"], "radio_buttons"))


def _dots(world: World, deed: Deed) -> None:
    world.press(deed["by"], "rank.spread", step_message(world, deed["step"]))
    view = list(world.slack.views.values())[-1]
    menu = next(block for block in view["blocks"] if block.get("block_id") == "dot.0")
    ids = [one["value"] for one in menu["element"]["options"]]
    world.submit(deed["by"], **{f"dot.{n}": chosen(ids[at]) for n, at in enumerate(deed["places"])})


def _show(world: World, deed: Deed) -> None:
    world.press(deed["by"], "synthesis.draft", step_message(world, deed["step"]))
    world.submit(deed["by"])


def _recognise(world: World, deed: Deed) -> None:
    world.press(deed["by"], f"synthesis.{deed['word']}", step_message(world, deed["step"]))


def _record(world: World, deed: Deed) -> None:
    world.press(deed["by"], "record.add", step_message(world, deed["step"]))
    ways: dict[FieldType, Callable[..., Any]] = {FieldType.CHOICE: chosen, FieldType.DAY: day}
    of = {spec.name: ways.get(spec.type, typed) for spec in fields_of(deed["kind"])}
    world.submit(deed["by"], **{name: of[name](text) for name, text in deed["answers"].items()})


def _propose(world: World, deed: Deed) -> None:
    world.press(deed["by"], "proposal.write", step_message(world, deed["step"]))
    world.submit(deed["by"], text=typed(deed["text"]))


def _position(world: World, deed: Deed) -> None:
    button = f"position.{deed['choice']}"
    world.press(deed["by"], button, with_button(world, button))
    if Choice(deed["choice"]).needs_reason:
        world.submit(deed["by"], text=typed(deed["reason"]))


def _close(world: World, deed: Deed) -> None:
    world.press(deed["by"], "round.close", with_button(world, "round.close"))


def _assign(world: World, deed: Deed) -> None:
    world.press(deed["by"], "action.add", with_button(world, "action.add"))
    world.submit(deed["by"], text=typed(deed["text"]))


DOING = {
    "start": _start,
    "move": _move,
    "contribute": _contribute,
    "dots": _dots,
    "show": _show,
    "recognise": _recognise,
    "record": _record,
    "propose": _propose,
    "position": _position,
    "close": _close,
    "assign": _assign,
}
