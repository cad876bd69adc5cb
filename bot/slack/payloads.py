"""What is wrong with a message or a view before it is sent: Slack's limits, and a few rules of our own.

WebClient sends any dict. Here each payload goes through the models of slack_sdk, then through the limits
that the models do not know, then through our own rules (an id on all that can be pressed, nobody called
with @channel, other people's "<" escaped).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.limits import TEXT_ADVISED, Fields, Kind
from bot.slack.payload_rules import RULES, Node, nodes

__all__ = ["Kind", "advice", "problems"]


def problems(payload: Mapping[str, Any], kind: Kind) -> list[str]:
    """Return every way in which a message or a view is wrong, each as one line with its place; [] when right.

    A message is the arguments of chat.postMessage, chat.update, chat.postEphemeral or of a response URL; a
    view is a modal or a Home. Blocks may be dicts or models of slack_sdk. Never raises.
    """
    try:
        plain: Fields = json.loads(json.dumps(dict(payload), default=_as_dict))
    except (TypeError, ValueError, AttributeError, SlackObjectFormationError) as error:
        return [f"{kind}: can't be turned into JSON: {error}"]
    plain = {key: value for key, value in plain.items() if value is not None}
    found = [*_shape(plain, kind)]
    if not found:
        found = list(_by_models(plain, kind))
        found += [line for node in _walk(plain, kind) for rule in RULES for line in _told(rule, node)]
    return list(dict.fromkeys(found))


def advice(payload: Mapping[str, Any]) -> list[str]:
    """Return what Slack lets pass in a message but advises against; [] when there is nothing to say."""
    size = len(str(payload.get("text") or ""))
    return [f"text: {size} characters, Slack advises at most {TEXT_ADVISED}"] if size > TEXT_ADVISED else []


def _as_dict(value: Any) -> Any:
    return value.to_dict()


def _told(rule: Callable[[Node], Iterator[str]], node: Node) -> list[str]:
    """Return what a rule finds; values of a type that no rule expects are a finding, too."""
    try:
        return list(rule(node))
    except (TypeError, AttributeError, KeyError) as error:
        return [f"{node.path or node.kind}: a value of the wrong type: {error}"]


def _shape(payload: Fields, kind: Kind) -> Iterator[str]:
    blocks = payload.get("blocks", [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield "blocks: not a list of objects"
    if kind == "view" and payload.get("type") not in ("modal", "home"):
        yield f"type: a view is a modal or a home, not {payload.get('type')!r}"


def _by_models(payload: Fields, kind: Kind) -> Iterator[str]:
    blocks = payload.get("blocks", [])
    for number, raw in enumerate(blocks):
        yield from _modelled(raw, f"blocks[{number}]", lambda block: Block.parse_all([block])[0])
    if kind == "view":
        yield from _modelled(payload | {"blocks": [{"type": "divider"}]}, "view", lambda view: View(**view))


def _modelled(raw: Fields, path: str, parse: Callable[[Fields], Any]) -> Iterator[str]:
    try:
        model = parse(raw)
        kept = model.to_dict() if model is not None else None
    except (TypeError, AttributeError, ValueError, KeyError, SlackObjectFormationError) as error:
        yield f"{path}: {error}"
        return
    yield from _lost(raw, kept, path) if kept is not None else [f"{path}: unknown type {raw.get('type')!r}"]


def _lost(raw: Any, kept: Any, path: str) -> Iterator[str]:
    """Yield what the models did not take over: unknown keys, unknown elements, nulls, wrong types."""
    if raw is None:
        yield f"{path}: null"
    elif isinstance(raw, dict) and isinstance(kept, dict):
        yield from _lost_keys(raw, kept, path)
    elif isinstance(raw, list) and isinstance(kept, list):
        for number, (value, left) in enumerate(zip(raw, kept, strict=False)):
            yield from _lost(value, left, f"{path}[{number}]")
    elif raw != kept:
        yield f"{path}: not understood"


def _lost_keys(raw: Fields, kept: Fields, path: str) -> Iterator[str]:
    for key, value in raw.items():
        if key in kept or value is None:
            yield from _lost(value, kept.get(key), f"{path}.{key}")
        elif value not in ("", [], {}):
            yield f"{path}.{key}: unknown key"


def _walk(payload: Fields, kind: Kind) -> Iterator[Node]:
    top = "message" if kind == "message" else str(payload["type"])
    return nodes(payload, Node("", "", "", top, payload))
