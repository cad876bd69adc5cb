"""A form filled in as a person would: simple values in, the state that Slack sends out.

local-slack passes on whatever it is given, and its page sends nothing for what was filled in beforehand.
Here a form is sent as Slack sends it: untouched inputs have their initial value, each kind has its own
shape, only offered options can be chosen, and required inputs can't be left empty.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.demo.seen import Json, NotThere, View

Value = str | Sequence[str] | None

# Kind of input: the key of its value in the state, and the key of its initial value.
SIMPLE = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
ONE_OPTION = ("static_select", "radio_buttons", "external_select")
OPTIONS = ("checkboxes", "multi_static_select")


class Unfilled(ValueError):
    """A required input was left empty: Slack's own form wouldn't be sent."""


def fill_in(view: View, values: Mapping[str, Value]) -> Json:
    """Return the state of a form in which the blocks named in ``values`` were filled in.

    Options are named by their value. Raises NotThere for a block or an option that isn't in the form, and
    Unfilled where a required input has nothing.
    """
    unknown = set(values) - set(view.inputs)
    if unknown:
        raise NotThere(f"no {sorted(unknown)} among {sorted(view.inputs)}")
    state: Json = {}
    for block_id, block in view.inputs.items():
        element = block["element"]
        filled = _filled(element, values[block_id]) if block_id in values else _untouched(element)
        if not block.get("optional") and _is_empty(filled):
            raise Unfilled(block_id)
        state[block_id] = {element["action_id"]: filled}
    return state


def _filled(element: Json, value: Value) -> Json:
    kind = element["type"]
    if kind in SIMPLE:
        several = kind.startswith("multi_")
        return {"type": kind, SIMPLE[kind][0]: _list(value) if several else value or None}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": _option(element, str(value)) if value else None}
    if kind in OPTIONS:
        return {"type": kind, "selected_options": [_option(element, one) for one in _list(value)]}
    raise NotThere(f"an input of the kind {kind}")


def _untouched(element: Json) -> Json:
    kind = element["type"]
    if kind in SIMPLE:
        key, initial = SIMPLE[kind]
        return {"type": kind, key: element.get(initial, [] if kind.startswith("multi_") else None)}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    return {"type": kind, "selected_options": element.get("initial_options", [])}


def _list(value: Value) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _option(element: Json, value: str) -> Json:
    offered = {one["value"]: one for one in _offered(element)}
    if value not in offered:
        raise NotThere(f"no option {value!r} among {sorted(offered)}")
    return offered[value]


def _offered(element: Json) -> Iterator[Json]:
    yield from element.get("options", ())
    for group in element.get("option_groups", ()):
        yield from group["options"]


def _is_empty(filled: Json) -> bool:
    return all(not value for key, value in filled.items() if key != "type")
