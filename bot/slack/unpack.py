"""A Slack payload as an act: who did what where, and the key under which Slack may send it again."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltContext

from bot.domain.acts import Act, Surface
from bot.slack.ids import SEPARATOR, Press, channel_of, unpack

Body = Mapping[str, Any]


def workspace_of(context: BoltContext) -> str:
    """Return the workspace the bot is installed in: a guest's own workspace may be another."""
    installed = context.authorize_result.team_id if context.authorize_result else None
    return str(installed or context.team_id or "")


def event_act(body: Body, context: BoltContext) -> Act:
    """Return the act behind an event of the Events API."""
    event = body["event"]
    return Act(
        key=str(body.get("event_id") or f"{event['type']}:{event.get('channel')}:{event.get('event_ts')}"),
        workspace_id=workspace_of(context),
        user_id=str(event.get("user") or ""),
        channel_id=str(event.get("channel") or ""),
        thread_ts=str(event.get("thread_ts") or ""),
        message_ts=str(event.get("ts") or ""),
    )


def command_act(body: Body, context: BoltContext) -> Act:
    """Return the act behind a slash command."""
    return Act(
        key=f"command:{body['trigger_id']}",
        workspace_id=workspace_of(context),
        user_id=str(body["user_id"]),
        channel_id=str(body["channel_id"]),
        surface=Surface(str(body["trigger_id"]), str(body.get("response_url") or "")),
    )


def press_act(body: Body, context: BoltContext) -> Act:
    """Return the act behind a pressed button. The same press sent twice has the same key."""
    action = body["actions"][0]
    container = body.get("container", {})
    view: Body = body.get("view") or {}
    home = view.get("type") == "home"
    return Act(
        key=f"press:{body['trigger_id']}:{action['action_id']}"[:255],
        workspace_id=workspace_of(context),
        user_id=str(body["user"]["id"]),
        channel_id=_pressed_in(body, container, view),
        thread_ts=str(container.get("thread_ts") or body.get("message", {}).get("thread_ts") or ""),
        surface=Surface(
            str(body["trigger_id"]),
            str(body.get("response_url") or ""),
            view_id="" if home else str(view.get("id") or ""),
            from_home=home,
        ),
    )


def _pressed_in(body: Body, container: Body, view: Body) -> str:
    """Return the channel of a press: a form carries its own, and on a Home each row names it."""
    if view.get("type") == "home":
        return channel_of(str(body["actions"][0].get("block_id") or ""))
    carried = str(view.get("private_metadata") or "").split(SEPARATOR)[0]
    return str(body.get("channel", {}).get("id") or container.get("channel_id") or carried)


def shortcut_act(body: Body, context: BoltContext) -> Act:
    """Return the act behind a shortcut in a message's menu."""
    message = body["message"]
    return Act(
        key=f"shortcut:{body['trigger_id']}"[:255],
        workspace_id=workspace_of(context),
        user_id=str(body["user"]["id"]),
        channel_id=str(body["channel"]["id"]),
        thread_ts=str(message.get("thread_ts") or ""),
        message_ts=str(body["message_ts"]),
        surface=Surface(str(body["trigger_id"]), str(body.get("response_url") or "")),
    )


def form_act(body: Body, context: BoltContext) -> Act:
    """Return the act behind a submitted form. A form is submitted once: its id is the key."""
    return Act(
        key=f"form:{body['view']['id']}",
        workspace_id=workspace_of(context),
        user_id=str(body["user"]["id"]),
        channel_id=_carried(body, 1)[0],
        surface=Surface(str(body.get("trigger_id") or "")),
    )


def form_pair(body: Body) -> tuple[str, str]:
    """Return what a form carries beside its channel, such as a session and a step."""
    _, first, second = _carried(body, 3)
    return first, second


def form_parts(body: Body, count: int) -> list[str]:
    """Return what a form carries, its channel first; the last part may hold anything."""
    parts = str(body["view"]["private_metadata"]).split(SEPARATOR, count - 1)
    return (parts + [""] * count)[:count]


def _carried(body: Body, count: int) -> list[str]:
    return unpack(str(body["view"]["private_metadata"]), count)


def field(body: Body, block_id: str) -> Any:
    """Return what was put into a form's field: text, a chosen value, a user id, a list, a day; or None.

    A required field that comes back empty was left as it opened: Slack sends what it opened with, the
    local stand-in leaves it out.
    """
    held = body["view"]["state"]["values"].get(block_id, {})
    state: Mapping[str, Any] = next(iter(held.values()), {})
    given = _first(
        state, "selected_option", "value", "selected_users", "selected_user", "selected_date", "selected_time"
    )
    return given if given is not None else _opened_with(body, block_id)


def chosen_of(body: Body, block_id: str) -> tuple[str, ...]:
    """Return the values that were ticked in a form's field."""
    held = body["view"]["state"]["values"].get(block_id, {})
    state: Mapping[str, Any] = next(iter(held.values()), {})
    return tuple(str(option["value"]) for option in state.get("selected_options") or ())


def _opened_with(body: Body, block_id: str) -> Any:
    for block in body["view"].get("blocks", []):
        if block.get("block_id") == block_id and not block.get("optional"):
            return _first(
                block.get("element", {}), "initial_option", "initial_value", "initial_users", "initial_time"
            )
    return None


def as_it_stands(body: Body, block_id: str) -> str:
    """Return the text of an optional field that opened with one: what was left alone is what it opened with.

    Slack sends it again, and sends nothing for a field that was emptied; the local stand-in leaves out the field.
    """
    if block_id in body["view"]["state"]["values"]:
        return str(field(body, block_id) or "")
    held = [one for one in body["view"].get("blocks", []) if one.get("block_id") == block_id]
    return str(held[0].get("element", {}).get("initial_value") or "") if held else ""


def _first(held: Mapping[str, Any], *names: str) -> Any:
    for name in names:
        if held.get(name) is not None:
            return held[name]["value"] if name.endswith("option") else held[name]
    return None


def pressed_pair(body: Body) -> tuple[str, str]:
    """Return the two parts that the pressed button carries, such as a session and a step."""
    first, second = unpack(pressed(body), 2)
    return first, second


def pressed(body: Body) -> str:
    """Return what the pressed button, or the choice in a menu, carries."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def starting(press: Press) -> re.Pattern[str]:
    """Match an action id and those made from it, such as the buttons of a list."""
    return re.compile(rf"^{re.escape(press)}(\.|$)")
