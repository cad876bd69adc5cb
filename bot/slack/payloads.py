"""What is wrong with a message or a view before it is sent: Slack's limits, and a few rules of our own.

WebClient sends any dict. Here each payload goes through the models of slack_sdk, then through the limits
that the models do not know, then through our own rules (an id on all that can be pressed, nobody called
with @channel, other people's "<" escaped).
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Kind = Literal["message", "view"]
Fields = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT_MAX = 40_000
TEXT_ADVISED = 4_000
MARKDOWN_MAX = 12_000

_SELECTS = frozenset(f"{w}_select" for w in ("static", "external", "users", "conversations", "channels"))
_MENUS = _SELECTS | {f"multi_{name}" for name in _SELECTS}
_CHOICES = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
_PRESSED = _MENUS | _CHOICES | {"button", "overflow", "workflow_button"}
_TYPED = frozenset(
    f"{what}_input" for what in ("plain_text", "email_text", "url_text", "number", "rich_text", "file")
)
_ACTIONABLE = _PRESSED | _TYPED | {"datetimepicker", "feedback_buttons", "icon_button"}
_TEXTS = frozenset({"plain_text", "mrkdwn"})
_ONLY_IN_MESSAGES = frozenset({"markdown", "table", "file", "context_actions", "plan", "task_card"})

# (what it is in, key) -> the most characters of a text object there, and whether only plain_text is allowed
_TEXT_PLACES: dict[tuple[str, str], tuple[int, bool]] = {
    ("section", "text"): (3000, False),
    ("section", "fields"): (2000, False),
    ("header", "text"): (150, True),
    ("button", "text"): (75, True),
    ("input", "label"): (2000, True),
    ("input", "hint"): (2000, True),
    ("image", "title"): (2000, True),
    ("option", "text"): (75, False),
    ("option", "description"): (75, True),
    ("option_group", "label"): (75, True),
    ("confirm", "title"): (100, True),
    ("confirm", "text"): (300, False),
    ("confirm", "confirm"): (30, True),
    ("confirm", "deny"): (30, True),
    **{("modal", key): (24, True) for key in ("title", "submit", "close")},
    **{(kind, "placeholder"): (150, True) for kind in _MENUS | _TYPED | _CHOICES},
}
_STRINGS: dict[tuple[str, str], int] = {
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("button", "accessibility_label"): 75,
    ("option", "value"): 150,
    ("option", "url"): 3000,
    ("image", "image_url"): 3000,
    ("image", "alt_text"): 2000,
    ("markdown", "text"): MARKDOWN_MAX,
    ("plain_text_input", "initial_value"): 3000,
    ("modal", "private_metadata"): 3000,
    ("modal", "callback_id"): 255,
    ("modal", "external_id"): 255,
    ("home", "private_metadata"): 3000,
    ("home", "callback_id"): 255,
    ("home", "external_id"): 255,
    **{(kind, "action_id"): 255 for kind in _ACTIONABLE},
}
_COUNTS: dict[tuple[str, str], int] = {
    ("section", "fields"): 10,
    ("actions", "elements"): 25,
    ("context", "elements"): 10,
    ("context_actions", "elements"): 5,
    ("overflow", "options"): 5,
    ("radio_buttons", "options"): 10,
    ("checkboxes", "options"): 10,
    ("option_group", "options"): 100,
    **{(kind, key): 100 for kind in _MENUS for key in ("options", "option_groups")},
}
_REQUIRED: dict[str, tuple[str, ...]] = {
    **{kind: ("action_id",) for kind in _ACTIONABLE},
    "button": ("action_id", "text"),
    "actions": ("elements",),
    "context": ("elements",),
    "header": ("text",),
    "input": ("label", "element"),
    "image": ("alt_text",),
    "option": ("text", "value"),
    "option_group": ("label", "options"),
    "confirm": ("title", "text", "confirm", "deny"),
    "overflow": ("action_id", "options"),
    "radio_buttons": ("action_id", "options"),
    "checkboxes": ("action_id", "options"),
    "number_input": ("action_id", "is_decimal_allowed"),
    "modal": ("title", "blocks"),
    "home": ("blocks",),
    "markdown": ("text",),
}
_INSIDE: dict[tuple[str, str], frozenset[str]] = {
    ("section", "accessory"): _PRESSED | {"image"},
    ("actions", "elements"): _PRESSED | {"datetimepicker", "rich_text_input"},
    ("context", "elements"): _TEXTS | {"image"},
    ("input", "element"): _MENUS | _CHOICES | _TYPED | {"datetimepicker"},
}
_FORMATS: dict[tuple[str, str], str] = {
    ("datepicker", "initial_date"): r"\d{4}-\d{2}-\d{2}",
    ("timepicker", "initial_time"): r"([01]\d|2[0-3]):[0-5]\d",
    ("datetimepicker", "initial_date_time"): r"\d{10}",
    ("button", "style"): r"primary|danger",
    ("confirm", "style"): r"primary|danger",
    ("button", "url"): r"[a-z][a-z0-9+.-]*://\S+|mailto:\S+",
    ("image", "image_url"): r"https?://\S+",
}
_NAMELESS = {"confirm": "confirm", "options": "option", "initial_option": "option"} | {
    "initial_options": "option",
    "option_groups": "option_group",
    "initial_group": "option_group",
}
_SURFACES = ("message", "modal", "home")
_HOME_KEYS = frozenset({"type", "blocks", "private_metadata", "callback_id", "external_id"})
_VIEW_KEYS = {
    "home": _HOME_KEYS,
    "modal": _HOME_KEYS | {"title", "submit", "close", "clear_on_close", "notify_on_close"},
}
_BROADCAST = re.compile(r"<!(channel|here|everyone|group|subteam)\b")
_ENTITY = re.compile(
    r"<(?:@[UWB][A-Z0-9]+|#[CGD][A-Z0-9]+|!date\^\d+\^[^<>|]+|(?:https?://|mailto:|tel:|slack://)[^<>|]+)"
    r"(?:\|[^<>]*)?>"
)


@dataclass(frozen=True)
class _Node:
    path: str
    owner: str
    key: str
    kind: str
    data: Fields


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
        found += [line for node in _walk(plain, kind) for rule in _RULES for line in _told(rule, node)]
    return list(dict.fromkeys(found))


def advice(payload: Mapping[str, Any]) -> list[str]:
    """Return what Slack lets pass in a message but advises against; [] when there is nothing to say."""
    size = len(str(payload.get("text") or ""))
    return [f"text: {size} characters, Slack advises at most {TEXT_ADVISED}"] if size > TEXT_ADVISED else []


def _as_dict(value: Any) -> Any:
    return value.to_dict()


def _told(rule: Callable[[_Node], Iterator[str]], node: _Node) -> list[str]:
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
    except Exception as error:  # the models raise TypeError, AttributeError, ValueError, as it happens
        yield f"{path}: {error}"
        return
    yield from _lost(raw, kept, path) if kept is not None else [f"{path}: unknown type {raw.get('type')!r}"]


def _lost(raw: Any, kept: Any, path: str) -> Iterator[str]:
    """Yield what the models did not take over: unknown keys, unknown elements, nulls, wrong types."""
    if raw is None:
        yield f"{path}: null"
    elif isinstance(raw, dict) and isinstance(kept, dict):
        for key, value in raw.items():
            if key in kept or value is None:
                yield from _lost(value, kept.get(key), f"{path}.{key}")
            elif value not in ("", [], {}):
                yield f"{path}.{key}: unknown key"
    elif isinstance(raw, list) and isinstance(kept, list):
        for number, (value, left) in enumerate(zip(raw, kept, strict=False)):
            yield from _lost(value, left, f"{path}[{number}]")
    elif raw != kept:
        yield f"{path}: not understood"


def _walk(payload: Fields, kind: Kind) -> Iterator[_Node]:
    top = "message" if kind == "message" else str(payload["type"])
    return _nodes(payload, _Node("", "", "", top, payload))


def _nodes(data: Fields, node: _Node) -> Iterator[_Node]:
    yield node
    for key, value in data.items():
        if node.kind == "message" and key != "blocks":
            continue
        children = value if isinstance(value, list) else [value]
        for number, child in enumerate(children):
            if isinstance(child, dict):
                place = f"{key}[{number}]" if isinstance(value, list) else key
                path = f"{node.path}.{place}" if node.path else place
                kind = str(child.get("type") or _NAMELESS.get(key, key))
                yield from _nodes(child, _Node(path, node.kind, key, kind, child))


def _required(node: _Node) -> Iterator[str]:
    for key in _REQUIRED.get(node.kind, ()):
        if node.data.get(key) in (None, "", [], {}):
            yield f"{node.path}: {node.kind} without {key}"
    one_of = {"section": ("text", "fields"), "image": ("image_url", "slack_file")}.get(node.kind)
    if one_of and not any(node.data.get(key) for key in one_of):
        yield f"{node.path}: {node.kind} without {' or '.join(one_of)}"


def _sizes(node: _Node) -> Iterator[str]:
    for key, value in node.data.items():
        most = _STRINGS.get((node.kind, key)) or (255 if key == "block_id" else None)
        if most and not isinstance(value, str):
            yield f"{node.path}.{key}: not a string"
        elif most and not 1 <= len(value) <= most and not (key == "private_metadata" and value == ""):
            yield f"{node.path}.{key}: {len(value)} characters, allowed 1 to {most}"
        items = _COUNTS.get((node.kind, key))
        if items and isinstance(value, list) and not 1 <= len(value) <= items:
            yield f"{node.path}.{key}: {len(value)} items, allowed 1 to {items}"


def _places(node: _Node) -> Iterator[str]:
    allowed = _INSIDE.get((node.owner, node.key))
    if allowed and node.kind not in allowed:
        yield f"{node.path}: {node.kind} can't stand in {node.owner}.{node.key}"
    in_view = node.owner in ("modal", "home") and node.key == "blocks"
    if in_view and node.kind in _ONLY_IN_MESSAGES:
        yield f"{node.path}: {node.kind} stands in messages only"


def _formats(node: _Node) -> Iterator[str]:
    for key, value in node.data.items():
        pattern = _FORMATS.get((node.kind, key))
        if pattern and not re.fullmatch(pattern, str(value)):
            yield f"{node.path}.{key}: not in the form that Slack takes: {str(value)[:40]!r}"


def _text_object(node: _Node) -> Iterator[str]:
    place = _TEXT_PLACES.get((node.owner, node.key))
    if place and node.kind not in _TEXTS:
        yield f"{node.path}: not a text object"
    if node.kind not in _TEXTS or node.owner == "rich_text_section":
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
    called = _BROADCAST.search(text)
    if called:
        yield f"{path}: calls everybody with {called.group(0)}>"
    elif "<" in _ENTITY.sub("", text):
        yield f"{path}: a '<' that is not escaped"


def _marked(node: _Node) -> Iterator[str]:
    if node.kind == "markdown":
        called = _BROADCAST.search(str(node.data.get("text", "")))
        if called:
            yield f"{node.path}: calls everybody with {called.group(0)}>"
    if node.kind in ("broadcast", "usergroup"):
        yield f"{node.path}: calls everybody with a {node.kind} element"


def _menu(node: _Node) -> Iterator[str]:
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


def _option(node: _Node) -> Iterator[str]:
    """Only radio buttons and checkboxes draw mrkdwn; elsewhere an option's text is plain."""
    if node.key not in ("options", "initial_option", "initial_options"):
        return
    if node.kind == "option" and node.owner not in ("radio_buttons", "checkboxes"):
        text = node.data.get("text")
        if isinstance(text, dict) and text.get("type") == "mrkdwn":
            yield f"{node.path}.text: only plain_text is allowed here"
    if node.kind == "option" and "url" in node.data and node.owner != "overflow":
        yield f"{node.path}.url: only an overflow menu's options have a url"


def _typed(node: _Node) -> Iterator[str]:
    if node.kind != "plain_text_input":
        return
    least, most = node.data.get("min_length", 0), node.data.get("max_length", 3000)
    if not 0 <= least <= 3000 or not 1 <= most <= 3000 or least > most:
        yield f"{node.path}: lengths {least} to {most}, allowed 0 to 3000"
    if len(node.data.get("initial_value", "")) > most:
        yield f"{node.path}.initial_value: longer than max_length"


def _whole(node: _Node) -> Iterator[str]:
    """What holds for all blocks of a message or view together; only the outermost node has them."""
    if node.kind not in _SURFACES or node.path:
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
    focused = [inner for inner in _nodes(node.data, node) if inner.data.get("focus_on_load")]
    if len(focused) > 1:
        yield f"{focused[1].path}: a second element with focus_on_load"


def _same_actions(node: _Node) -> Iterator[str]:
    if node.kind in ("actions", "context_actions"):
        for action_id in _repeated(element.get("action_id") for element in node.data.get("elements", [])):
            yield f"{node.path}: two elements with the action_id {action_id[:40]!r}"


def _repeated(values: Iterable[Any]) -> list[str]:
    return [str(value) for value, times in Counter(v for v in values if v).items() if times > 1]


def _message(node: _Node) -> Iterator[str]:
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
    elif _BROADCAST.search(text):
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


def _view(node: _Node) -> Iterator[str]:
    if node.kind not in ("modal", "home") or node.path:
        return
    for key in sorted(set(node.data) - _VIEW_KEYS[node.kind]):
        yield f"{key}: a {node.kind} that is sent has none"
    typed = any(block.get("type") == "input" for block in node.data.get("blocks", []))
    if node.kind == "modal" and typed and not node.data.get("submit"):
        yield "submit: a modal with inputs needs one"


_RULES: tuple[Callable[[_Node], Iterator[str]], ...] = (
    (_required, _sizes, _places, _formats)
    + (_text_object, _marked, _menu, _option, _typed)
    + (_same_actions, _whole, _message, _view)
)
