"""Replays a conversation through the real Bolt app: a YAML of who does what, and what is shown.

A step is one of ``command``, ``mention``, ``press`` (with ``at``: words of the message) or ``later`` (hours), and may
carry ``submit`` (the form that opened), ``told`` (to the person alone), ``shown`` and ``hidden`` (in the channel),
and ``dm`` (in direct messages).
"""

from pathlib import Path
from typing import Any

import yaml

from tests.slack.envelopes import chosen, day, people, person, typed
from tests.world import FAE, HOME, MO, OBI, PIA, World, shown

WHO = {"Fae": FAE, "Mo": MO, "Pia": PIA, "Obi": OBI}
Step = dict[str, Any]


def replay(world: World, file: Path) -> None:
    """Play a dialog to its end; every expectation that fails names its step."""
    script = yaml.safe_load(file.read_text("utf-8"))
    for number, step in enumerate(script["steps"], 1):
        try:
            _play(world, step)
        except AssertionError as failed:
            raise AssertionError(f"{file.name}, step {number} {step}: {failed}") from failed


def _play(world: World, step: Step) -> None:
    user = WHO.get(step.get("who", ""), "")
    before = {"told": len(world.told(user)), "dm": len(world.posts(world.slack.dm(user).id)) if user else 0}
    answered: list[str] = []
    if "later" in step:
        world.clock.jump(hours=step["later"])
        world.ticker.tick()
    if "command" in step:
        answered = world.command(user, step["command"])
    if "mention" in step:
        world.mention(user, step["mention"])
    if "press" in step:
        world.press(user, step["press"], _message(world, user, step))
    if "submit" in step:
        values = {name: _value(given) for name, given in step["submit"].items()}
        world.submit(user, **values)
    _expect(world, user, step, answered, before)


def _message(world: World, user: str, step: Step) -> dict[str, Any]:
    if step.get("in") == "answer":
        name = list(world.slack.response_urls)[-1]
        return {**world.slack.response_urls[name].posts[-1], "channel": HOME, "ts": "1.1"}
    channel = world.slack.dm(user).id if step.get("in") == "dm" else HOME
    return {**world.post_with(str(step["at"]), channel), "channel": channel}


def _value(given: Any) -> Any:
    if not isinstance(given, dict):
        return typed(str(given))
    ((kind, value),) = given.items()
    users = [WHO[name] for name in (value if isinstance(value, list) else [value]) if name in WHO]
    if kind == "number":
        return typed(str(value), "number_input")
    made = {"people": lambda: people(*users), "person": lambda: person(users[0]), "day": lambda: day(value)}
    return made[kind]() if kind in made else chosen(str(value), kind)


def _expect(world: World, user: str, step: Step, answered: list[str], before: dict[str, int]) -> None:
    alone = "\n".join([*answered, *world.told(user)[before["told"] :], *_replies(world)])
    for words in _list(step, "told"):
        assert words in alone, f"told {alone!r}"
    standing = "\n".join(shown(one) for one in world.posts())
    for words in _list(step, "shown"):
        assert words in standing, f"stands {standing!r}"
    for words in _list(step, "hidden"):
        assert words not in standing, f"stands {standing!r}"
    for name, words in step.get("dm", {}).items():
        post = "\n".join(shown(one) for one in world.posts(world.slack.dm(WHO[name]).id))
        assert (words in post) if words else not post, f"{name} was written {post!r}"


def _replies(world: World) -> list[str]:
    """What was answered to presses, by their response URLs."""
    return [shown(post) for url in list(world.slack.response_urls.values())[-1:] for post in url.posts]


def _list(step: Step, name: str) -> list[str]:
    held = step.get(name, [])
    return [held] if isinstance(held, str) else held
