"""The rules that a piece of a message or a view must keep: Slack's limits, and a few of our own."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.slack.limits import (
    BROADCAST,
    COUNTS,
    ENTITY,
    FORMATS,
    INSIDE,
    MARKDOWN_MAX,
    MESSAGE_BLOCKS,
    NAMELESS,
    ONLY_IN_MESSAGES,
    REQUIRED,
    STRINGS,
    SURFACES,
    TEXT_MAX,
    TEXT_PLACES,
    TEXTS,
    VIEW_BLOCKS,
    VIEW_KEYS,
    Fields,
)


@dataclass(frozen=True)
class Node:
    """A piece of a payload: its path, what it stands in under which key, and what it is."""

    path: str
    owner: str
    key: str
    kind: str
    data: Fields


def nodes(data: Fields, node: Node) -> Iterator[Node]:
    """Yield a piece and all pieces within it."""
    yield node
    for key, value in data.items():
        if node.kind == "message" and key != "blocks":
            continue
        children = value if isinstance(value, list) else [value]
        for number, child in enumerate(children):
            if isinstance(child, dict):
                place = f"{key}[{number}]" if isinstance(value, list) else key
                path = f"{node.path}.{place}" if node.path else place
                kind = str(child.get("type") or NAMELESS.get(key, key))
                yield from nodes(child, Node(path, node.kind, key, kind, child))


def _required(node: Node) -> Iterator[str]:
    for key in REQUIRED.get(node.kind, ()):
        if node.data.get(key) in (None, "", [], {}):
            yield f"{node.path}: {node.kind} without {key}"
    one_of = {"section": ("text", "fields"), "image": ("image_url", "slack_file")}.get(node.kind)
    if one_of and not any(node.data.get(key) for key in one_of):
        yield f"{node.path}: {node.kind} without {' or '.join(one_of)}"


def _sizes(node: Node) -> Iterator[str]:
    for key, value in node.data.items():
        most = STRINGS.get((node.kind, key)) or (255 if key == "block_id" else None)
        if most and not isinstance(value, str):
            yield f"{node.path}.{key}: not a string"
        elif most and not 1 <= len(value) <= most and not (key == "private_metadata" and value == ""):
            yield f"{node.path}.{key}: {len(value)} characters, allowed 1 to {most}"
        items = COUNTS.get((node.kind, key))
        if items and isinstance(value, list) and not 1 <= len(value) <= items:
            yield f"{node.path}.{key}: {len(value)} items, allowed 1 to {items}"


def _places(node: Node) -> Iterator[str]:
    allowed = INSIDE.get((node.owner, node.key))
    if allowed and node.kind not in allowed:
        yield f"{node.path}: {node.kind} can't stand in {node.owner}.{node.key}"
    in_view = node.owner in ("modal", "home") and node.key == "blocks"
    if in_view and node.kind in ONLY_IN_MESSAGES:
        yield f"{node.path}: {node.kind} stands in messages only"


def _formats(node: Node) -> Iterator[str]:
    for key, value in node.data.items():
        pattern = FORMATS.get((node.kind, key))
        if pattern and not re.fullmatch(pattern, str(value)):
            yield f"{node.path}.{key}: not in the form that Slack takes: {str(value)[:40]!r}"


def _text_object(node: Node) -> Iterator[str]:
    place = TEXT_PLACES.get((node.owner, node.key))
    if place and node.kind not in TEXTS:
        yield f"{node.path}: not a text object"
    if node.kind not in TEXTS or node.owner == "rich_text_section":
        return
    text, (most, plain_only) = node.data.get("text"), place or (3000, False)
    if not isinstance(text, str) or not text.strip():
        yield f"{node.path}: empty text"
        return
    if len(text) > most:
        yield f"{node.path}: {len(text)} characters, at most {most}"
    if plain_only and node.kind != "plain_text":
        yield f"{node.path}: only plain_text is allowed here"
    if node.kind == "mrkdwn":
        yield from _unescaped(text, node.path)
    foreign = "emoji" if node.kind == "mrkdwn" else "verbatim"
    if foreign in node.data:
        yield f"{node.path}: {node.kind} has no {foreign}"


def _unescaped(text: str, path: str) -> Iterator[str]:
    called = BROADCAST.search(text)
    if called:
        yield f"{path}: calls everybody with {called.group(0)}>"
    elif "<" in ENTITY.sub("", text):
        yield f"{path}: a '<' that is not escaped"


def _marked(node: Node) -> Iterator[str]:
    if node.kind == "markdown":
        called = BROADCAST.search(str(node.data.get("text", "")))
        if called:
            yield f"{node.path}: calls everybody with {called.group(0)}>"
    if node.kind in ("broadcast", "usergroup"):
        yield f"{node.path}: calls everybody with a {node.kind} element"


def _menu(node: Node) -> Iterator[str]:
    data = node.data
    groups = data.get("option_groups") or []
    options = [*(data.get("options") or []), *(o for g in groups for o in g.get("options") or [])]
    if node.kind in ("static_select", "multi_static_select") and not options:
        yield f"{node.path}: a menu without options"
    if groups and data.get("options"):
        yield f"{node.path}: options and option_groups together"
    for value in _repeated(option.get("value") for option in options):
        yield f"{node.path}: two options with the value {value[:40]!r}"
    chosen = [o for o in (data.get("initial_option"), *(data.get("initial_options") or [])) if o]
    loaded = node.kind in ("external_select", "multi_external_select")
    if not loaded and any(choice not in options for choice in chosen):
        yield f"{node.path}: what is chosen at first is not among the options"
    if data.get("max_selected_items", 1) < 1:
        yield f"{node.path}.max_selected_items: less than 1"


def _option(node: Node) -> Iterator[str]:
    """Only radio buttons and checkboxes draw mrkdwn; elsewhere an option's text is plain."""
    if node.key not in ("options", "initial_option", "initial_options"):
        return
    if node.kind == "option" and node.owner not in ("radio_buttons", "checkboxes"):
        text = node.data.get("text")
        if isinstance(text, dict) and text.get("type") == "mrkdwn":
            yield f"{node.path}.text: only plain_text is allowed here"
    if node.kind == "option" and "url" in node.data and node.owner != "overflow":
        yield f"{node.path}.url: only an overflow menu's options have a url"


def _typed(node: Node) -> Iterator[str]:
    if node.kind != "plain_text_input":
        return
    least, most = node.data.get("min_length", 0), node.data.get("max_length", 3000)
    if not 0 <= least <= 3000 or not 1 <= most <= 3000 or least > most:
        yield f"{node.path}: lengths {least} to {most}, allowed 0 to 3000"
    if len(node.data.get("initial_value", "")) > most:
        yield f"{node.path}.initial_value: longer than max_length"


def _whole(node: Node) -> Iterator[str]:
    """What holds for all blocks of a message or view together; only the outermost node has them."""
    if node.kind not in SURFACES or node.path:
        return
    blocks = node.data.get("blocks", [])
    most = MESSAGE_BLOCKS if node.kind == "message" else VIEW_BLOCKS
    if len(blocks) > most:
        yield f"blocks: {len(blocks)} blocks, at most {most}"
    for block_id in _repeated(block.get("block_id") for block in blocks):
        yield f"blocks: two blocks with the block_id {block_id[:40]!r}"
    marked = sum(len(str(b.get("text", ""))) for b in blocks if b.get("type") == "markdown")
    if marked > MARKDOWN_MAX:
        yield f"blocks: {marked} characters of markdown in total, at most {MARKDOWN_MAX}"
    focused = [inner for inner in nodes(node.data, node) if inner.data.get("focus_on_load")]
    if len(focused) > 1:
        yield f"{focused[1].path}: a second element with focus_on_load"


def _same_actions(node: Node) -> Iterator[str]:
    if node.kind in ("actions", "context_actions"):
        for action_id in _repeated(element.get("action_id") for element in node.data.get("elements", [])):
            yield f"{node.path}: two elements with the action_id {action_id[:40]!r}"


def _repeated(values: Iterable[Any]) -> list[str]:
    return [str(value) for value, times in Counter(v for v in values if v).items() if times > 1]


def _message(node: Node) -> Iterator[str]:
    payload = node.data
    if node.kind != "message" or node.path:
        return
    if "markdown_text" in payload:
        yield from _markdown_text(payload)
    elif not (payload.get("delete_original") and not payload.get("blocks")):
        yield from _text(payload.get("text", ""))
    if payload.get("link_names") or payload.get("parse") == "full":
        yield "link_names, parse=full: would turn a typed @channel into a call of everybody"
    if payload.get("attachments"):
        yield "attachments: not used here, put it into blocks"
    if "metadata" in payload:
        yield from _metadata(payload["metadata"])


def _text(text: Any) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield "text: a message needs a text, beside blocks too (notifications, screen readers)"
    elif len(text) > TEXT_MAX:
        yield f"text: {len(text)} characters, at most {TEXT_MAX}"
    else:
        yield from _unescaped(text, "text")


def _markdown_text(payload: Fields) -> Iterator[str]:
    text = payload["markdown_text"]
    if payload.get("text") or payload.get("blocks"):
        yield "markdown_text: can't stand beside text or blocks"
    if not isinstance(text, str) or not 1 <= len(text) <= MARKDOWN_MAX:
        yield f"markdown_text: allowed 1 to {MARKDOWN_MAX} characters"
    elif BROADCAST.search(text):
        yield "markdown_text: calls everybody"


def _metadata(metadata: Any) -> Iterator[str]:
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        yield "metadata: exactly event_type and event_payload"
        return
    name, body = metadata["event_type"], metadata["event_payload"]
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_.-]{1,255}", name):
        yield f"metadata.event_type: letters, digits and _ only, not {str(name)[:40]!r}"
    if not isinstance(body, dict):
        yield "metadata.event_payload: not an object"
        return
    for key, value in body.items():
        objects = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        leaves = [leaf for item in objects for leaf in (item.values() if isinstance(item, dict) else [None])]
        if not all(isinstance(leaf, str | int | float) for leaf in (leaves if objects else [value])):
            yield f"metadata.event_payload.{key}: only strings, numbers, booleans, one level of objects"


def _view(node: Node) -> Iterator[str]:
    if node.kind not in ("modal", "home") or node.path:
        return
    for key in sorted(set(node.data) - VIEW_KEYS[node.kind]):
        yield f"{key}: a {node.kind} that is sent has none"
    typed = any(block.get("type") == "input" for block in node.data.get("blocks", []))
    if node.kind == "modal" and typed and not node.data.get("submit"):
        yield "submit: a modal with inputs needs one"


RULES: tuple[Callable[[Node], Iterator[str]], ...] = (
    *(_required, _sizes, _places, _formats),
    *(_text_object, _marked, _menu, _option, _typed),
    *(_same_actions, _whole, _message, _view),
)
