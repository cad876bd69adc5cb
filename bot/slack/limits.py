"""What Slack allows in messages and views, as tables."""

import re
from typing import Any, Literal

Kind = Literal["message", "view"]
Fields = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT_MAX = 40_000
TEXT_ADVISED = 4_000
MARKDOWN_MAX = 12_000

SELECTS = frozenset(f"{w}_select" for w in ("static", "external", "users", "conversations", "channels"))
MENUS = SELECTS | {f"multi_{name}" for name in SELECTS}
CHOICES = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
PRESSED = MENUS | CHOICES | {"button", "overflow", "workflow_button"}
TYPED = frozenset(
    f"{what}_input" for what in ("plain_text", "email_text", "url_text", "number", "rich_text", "file")
)
ACTIONABLE = PRESSED | TYPED | {"datetimepicker", "feedback_buttons", "icon_button"}
TEXTS = frozenset({"plain_text", "mrkdwn"})
ONLY_IN_MESSAGES = frozenset({"markdown", "table", "file", "context_actions", "plan", "task_card"})

# (what it is in, key) -> the most characters of a text object there, and whether only plain_text is allowed
TEXT_PLACES: dict[tuple[str, str], tuple[int, bool]] = {
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
    **{(kind, "placeholder"): (150, True) for kind in MENUS | TYPED | CHOICES},
}
STRINGS: dict[tuple[str, str], int] = {
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
    **{(kind, "action_id"): 255 for kind in ACTIONABLE},
}
COUNTS: dict[tuple[str, str], int] = {
    ("section", "fields"): 10,
    ("actions", "elements"): 25,
    ("context", "elements"): 10,
    ("context_actions", "elements"): 5,
    ("overflow", "options"): 5,
    ("radio_buttons", "options"): 10,
    ("checkboxes", "options"): 10,
    ("option_group", "options"): 100,
    **{(kind, key): 100 for kind in MENUS for key in ("options", "option_groups")},
}
REQUIRED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ACTIONABLE, ("action_id",)),
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
INSIDE: dict[tuple[str, str], frozenset[str]] = {
    ("section", "accessory"): PRESSED | {"image"},
    ("actions", "elements"): PRESSED | {"datetimepicker", "rich_text_input"},
    ("context", "elements"): TEXTS | {"image"},
    ("input", "element"): MENUS | CHOICES | TYPED | {"datetimepicker"},
}
FORMATS: dict[tuple[str, str], str] = {
    ("datepicker", "initial_date"): r"\d{4}-\d{2}-\d{2}",
    ("timepicker", "initial_time"): r"([01]\d|2[0-3]):[0-5]\d",
    ("datetimepicker", "initial_date_time"): r"\d{10}",
    ("button", "style"): r"primary|danger",
    ("confirm", "style"): r"primary|danger",
    ("button", "url"): r"[a-z][a-z0-9+.-]*://\S+|mailto:\S+",
    ("image", "image_url"): r"https?://\S+",
}
NAMELESS = {"confirm": "confirm", "options": "option", "initial_option": "option"} | {
    "initial_options": "option",
    "option_groups": "option_group",
    "initial_group": "option_group",
}
SURFACES = ("message", "modal", "home")
HOME_KEYS = frozenset({"type", "blocks", "private_metadata", "callback_id", "external_id"})
VIEW_KEYS = {
    "home": HOME_KEYS,
    "modal": HOME_KEYS | {"title", "submit", "close", "clear_on_close", "notify_on_close"},
}
BROADCAST = re.compile(r"<!(channel|here|everyone|group|subteam)\b")
ENTITY = re.compile(
    r"<(?:@[UWB][A-Z0-9]+|#[CGD][A-Z0-9]+|!date\^\d+\^[^<>|]+|(?:https?://|mailto:|tel:|slack://)[^<>|]+)"
    r"(?:\|[^<>]*)?>"
)
