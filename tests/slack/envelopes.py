"""What Slack sends to the bot, as Slack shapes it: commands, presses, forms, shortcuts, events.

    sends = Envelopes(slack)                                  # slack: the SlackStub of the test
    app.dispatch(sends.request(sends.command("status", "U1", "C1")))
    app.dispatch(sends.request(sends.press("next", "U1", message=slack.messages("C1")[0])))

A press needs a button that is there, a submission the fields of the form, a command somebody who has
commands: what a person could not do in Slack raises ImpossibleInSlack. Trigger ids and response URLs are
good at the stub.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack.stub import SlackStub

Fields = dict[str, Any]


class ImpossibleInSlack(AssertionError):
    """A test lets a person do what Slack would not let them do."""


def typed(text: str, kind: str = "plain_text_input") -> Fields:
    """The state of a text field."""
    return {"type": kind, "value": text or None}


def chosen(value: str, kind: str = "static_select") -> Fields:
    """The state of a menu or of radio buttons."""
    return {"type": kind, "selected_option": _option(value)}


def chosen_many(*values: str, kind: str = "multi_static_select") -> Fields:
    """The state of checkboxes or of a menu for several."""
    return {"type": kind, "selected_options": [_option(value) for value in values]}


def people(*users: str) -> Fields:
    """The state of a field for several people."""
    return {"type": "multi_users_select", "selected_users": list(users)}


def person(user: str) -> Fields:
    """The state of a field for one person."""
    return {"type": "users_select", "selected_user": user}


def day(iso_date: str) -> Fields:
    """The state of a date field."""
    return {"type": "datepicker", "selected_date": iso_date}


def hour(hh_mm: str) -> Fields:
    """The state of a time field."""
    return {"type": "timepicker", "selected_time": hh_mm}


def _option(value: str) -> Fields:
    return {"text": {"type": "plain_text", "text": value, "emoji": True}, "value": value}


@dataclass(frozen=True)
class Envelopes:
    """Makes the payloads of one workspace; `request` signs them for HTTP."""

    slack: SlackStub

    # -- how it travels

    def request(self, payload: Fields, *, retry: int = 0, at: float | None = None) -> BoltRequest:
        """Return the signed HTTP request.

        `retry` above 0 adds Slack's retry headers; `at` is when it was signed, in seconds, now if not given.
        """
        body, kind = _encoded(payload)
        stamp = str(int(time.time() if at is None else at))
        signature = SignatureVerifier(self.slack.signing_secret).generate_signature(
            timestamp=stamp, body=body
        )
        headers = {
            "content-type": kind,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": str(signature),
        }
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"}
        return BoltRequest(body=body, headers=dict(headers))

    # -- commands, presses, forms

    def command(self, text: str, user: str, channel: str, name: str = "/convene") -> Fields:
        """A slash command; only people of the workspace have it."""
        if self.slack.users[user].team_id != self.slack.team:
            raise ImpossibleInSlack(f"{user} is of another workspace and has no commands of this app")
        who = {"user_id": user, "user_name": self.slack.users[user].name, "team_id": self.slack.team}
        where = {"channel_id": channel, "channel_name": self._channel(channel)["name"], "team_domain": "test"}
        answer = {"response_url": self.slack.response_url(channel, user), "trigger_id": self.slack.trigger()}
        said = {"command": name, "text": text, "api_app_id": self.slack.app_id, "token": "unused"}
        return who | where | answer | said | {"is_enterprise_install": "false"}

    def press(
        self,
        action_id: str,
        user: str,
        *,
        message: Fields | None = None,
        view: Fields | None = None,
        value: str | None = None,
        state: Fields | None = None,
    ) -> Fields:
        """A press of a button, or a choice in a menu (`state`, as from chosen()), in a message or a view.

        `value` picks one of several buttons with the same action id.
        """
        surface = view or message or {}
        block, element = _element(surface, action_id, value)
        acted: Fields = {
            "type": element["type"],
            "action_id": action_id,
            "block_id": block.get("block_id", ""),
        }
        acted |= {key: element[key] for key in ("text", "value", "url") if key in element}
        acted |= (state or {}) | {"action_ts": f"{self.slack.clock():.6f}"}
        placed = self._in_view(view) if view else self._in_message(surface, user)
        return self._interaction("block_actions", user, view) | placed | {"actions": [acted]}

    def submit(self, view: Fields, user: str, values: Mapping[str, Mapping[str, Fields]]) -> Fields:
        """A form sent: block id -> action id -> state, as from typed() or chosen().

        Fields that are not named stay as the form opened with them.
        """
        state = {"values": _form_state(view, values)}
        shown = self._shown(view) | {"state": state}
        return self._interaction("view_submission", user, view) | {"view": shown, "response_urls": []}

    def closed(self, view: Fields, user: str, *, is_cleared: bool = False) -> Fields:
        """A form closed without sending; Slack tells only if the view asked for it."""
        if not view.get("notify_on_close"):
            raise ImpossibleInSlack("Slack tells of closing only with notify_on_close")
        told = self._interaction("view_closed", user, view) | {
            "view": self._shown(view),
            "is_cleared": is_cleared,
        }
        return {key: value for key, value in told.items() if key != "trigger_id"}

    def message_shortcut(self, callback_id: str, user: str, message: Fields) -> Fields:
        """A shortcut in a message's menu."""
        placed = self._in_message(message, user)
        placed = {key: placed[key] for key in ("channel", "message", "response_url")}
        told = self._interaction("message_action", user) | {"callback_id": callback_id} | placed
        return told | {"message_ts": message["ts"], "action_ts": f"{self.slack.clock():.6f}"}

    def global_shortcut(self, callback_id: str, user: str) -> Fields:
        """A shortcut of the composer or the search field."""
        told = self._interaction("shortcut", user)
        return told | {"callback_id": callback_id, "action_ts": f"{self.slack.clock():.6f}"}

    # -- events

    def event(self, event: Fields, *, event_id: str = "", channel: str = "") -> Fields:
        """Any event in its wrapper; the same `event_id` twice is Slack sending it twice."""
        shared = bool(channel) and self.slack.channels[channel].is_ext_shared
        stamp = {"event_ts": event.get("ts") or self._now()} if event["type"] != "app_uninstalled" else {}
        authorized = {"team_id": self.slack.team, "user_id": self.slack.bot_user, "is_bot": True}
        return {
            "type": "event_callback",
            "token": "unused",
            "team_id": self.slack.team,
            "context_team_id": self.slack.team,
            "api_app_id": self.slack.app_id,
            "event": event | stamp,
            "event_id": event_id or f"Ev{self.slack.serial()}",
            "event_time": int(self.slack.clock()),
            "is_ext_shared_channel": shared,
            "authorizations": [authorized | {"enterprise_id": None, "is_enterprise_install": False}],
        }

    def said(self, message: Fields, *, event_id: str = "") -> Fields:
        """A message event for what stands in the store (slack.says(...)): channel, DM, reply in a thread."""
        return self.event(self._as_event(message), event_id=event_id, channel=message["channel"])

    def mentioned(self, message: Fields, *, event_id: str = "") -> Fields:
        """The app_mention for a message that names the bot; Slack sends `said` as well."""
        channel = self.slack.channels[message["channel"]]
        if f"<@{self.slack.bot_user}" not in message["text"] or channel.is_im:
            raise ImpossibleInSlack("no app_mention without a mention, and none in a DM")
        event = self._as_event(message) | {"type": "app_mention"}
        del event["channel_type"]
        return self.event(event, event_id=event_id, channel=channel.id)

    def edited(self, message: Fields, text: str, *, event_id: str = "") -> Fields:
        """A message_changed event; the stored message gets the new text."""
        before = self._as_event(message)
        message |= {"text": text, "edited": {"user": message["user"], "ts": self._now()}}
        event = self._change("message_changed", message)
        event |= {"message": self._as_event(message), "previous_message": before}
        return self.event(event, event_id=event_id, channel=message["channel"])

    def deleted(self, message: Fields, *, event_id: str = "") -> Fields:
        """A message_deleted event; the message goes from the store."""
        channel = self.slack.channels[message["channel"]]
        channel.messages.remove(message)
        event = self._change("message_deleted", message)
        event |= {"deleted_ts": message["ts"], "previous_message": self._as_event(message)}
        return self.event(event, event_id=event_id, channel=channel.id)

    def joined(self, user: str, channel: str, inviter: str = "") -> Fields:
        """Somebody, or the bot, joins a channel."""
        self.slack.channels[channel].members.add(user)
        by = {"inviter": inviter} if inviter else {}
        return self.event(self._membership("member_joined_channel", user, channel) | by, channel=channel)

    def left(self, user: str, channel: str) -> Fields:
        """Somebody leaves a channel, or is removed."""
        self.slack.channels[channel].members.discard(user)
        return self.event(self._membership("member_left_channel", user, channel), channel=channel)

    def archived(self, channel: str, user: str) -> Fields:
        """A channel is archived."""
        self.slack.channels[channel].is_archived = True
        return self.event({"type": "channel_archive", "channel": channel, "user": user}, channel=channel)

    def turned(self, user: str, channel: str, *, private: bool) -> Fields:
        """Somebody makes a channel private, or public: a message in it says so."""
        self.slack.channels[channel].is_private = private
        kind = "private" if private else "public"
        said = {"subtype": f"channel_convert_to_{kind}", "user": user, "text": f"made this channel *{kind}*."}
        told = {"type": "message", "channel": channel, "channel_type": self._channel_type(channel)}
        return self.event(told | said | {"ts": self._now()}, channel=channel)

    def home_opened(self, user: str, tab: str = "home") -> Fields:
        """Somebody opens the App Home; `tab` is home or messages. The view comes along once there is one."""
        view = {"view": self.slack.homes[user]} if tab == "home" and user in self.slack.homes else {}
        return self.event(
            {"type": "app_home_opened", "user": user, "channel": self.slack.dm(user).id, "tab": tab} | view
        )

    def assistant_opened(self, user: str, channel: str = "") -> Fields:
        """Somebody opens the assistant pane, beside `channel` if given; its thread is there."""
        dm = self.slack.dm(user)
        first = {"user": self.slack.bot_user, "bot_id": self.slack.bot_id, "text": "New Assistant Thread"}
        ts = self.slack.store(dm, first | {"subtype": "assistant_app_thread"})["ts"]
        context = {"channel_id": channel, "team_id": self.slack.team} if channel else {}
        thread = {"user_id": user, "context": context, "channel_id": dm.id, "thread_ts": ts}
        return self.event({"type": "assistant_thread_started", "assistant_thread": thread})

    def uninstalled(self) -> Fields:
        """The app is removed from the workspace; its token ends."""
        self.slack.revoked = True
        return self.event({"type": "app_uninstalled"})

    # -- parts

    def _now(self) -> str:
        return f"{int(self.slack.clock())}.{self.slack.serial():06d}"

    def _channel(self, channel_id: str) -> Fields:
        channel = self.slack.channels[channel_id]
        name = "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name
        return {"id": channel_id, "name": name}

    def _interaction(self, kind: str, user: str, view: Fields | None = None) -> Fields:
        """The common part; in a view, `team` is the workspace of whoever acts, which may be another one."""
        actor = self.slack.users[user]
        team = actor.team_id if view else self.slack.team
        return {
            "type": kind,
            "token": "unused",
            "team": {"id": team, "domain": team.lower()},
            "user": {"id": user, "username": actor.name, "name": actor.name, "team_id": actor.team_id},
            "api_app_id": self.slack.app_id,
            "trigger_id": self.slack.trigger(view["id"] if view else ""),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _shown(self, view: Fields) -> Fields:
        return {"app_installed_team_id": self.slack.team, "state": {"values": {}}} | view

    def _in_view(self, view: Fields) -> Fields:
        return {"container": {"type": "view", "view_id": view["id"]}, "view": self._shown(view)}

    def _in_message(self, message: Fields, user: str) -> Fields:
        channel, ts, thread = message["channel"], message["ts"], message.get("thread_ts", "")
        if user not in self.slack.channels[channel].members:
            raise ImpossibleInSlack(f"{user} is not in {channel}")
        container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False}
        return {
            "container": container | ({"thread_ts": thread} if thread else {}),
            "channel": self._channel(channel),
            "message": {key: value for key, value in message.items() if key not in ("channel", "metadata")},
            "state": {"values": {}},
            "response_url": self.slack.response_url(channel, user, ts),
        }

    def _channel_type(self, channel_id: str) -> str:
        channel = self.slack.channels[channel_id]
        return "im" if channel.is_im else "group" if channel.is_private else "channel"

    def _as_event(self, message: Fields) -> Fields:
        """A message as an event has it; Slack names the author's workspace in shared channels."""
        team = self.slack.users[message["user"]].team_id
        event = {key: value for key, value in message.items() if key != "bot_reactions"}
        event |= {"type": "message", "team": team, "channel_type": self._channel_type(message["channel"])}
        event |= {"client_msg_id": f"m-{message['ts']}"} if "bot_id" not in message else {}
        foreign = team != self.slack.team
        return event | ({"user_team": team, "source_team": team} if foreign else {})

    def _change(self, subtype: str, message: Fields) -> Fields:
        channel = message["channel"]
        told = {"type": "message", "subtype": subtype, "hidden": True, "channel": channel, "ts": self._now()}
        return told | {"channel_type": self._channel_type(channel)}

    def _membership(self, kind: str, user: str, channel: str) -> Fields:
        kinds = {"group": "G", "channel": "C"}
        team = self.slack.users[user].team_id
        told = {"type": kind, "user": user, "channel": channel, "team": team}
        return told | {"channel_type": kinds[self._channel_type(channel)]}


def _encoded(payload: Fields) -> tuple[str, str]:
    if "command" in payload:
        return urlencode(payload), "application/x-www-form-urlencoded"
    if payload["type"] == "event_callback":
        return json.dumps(payload), "application/json"
    return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"


def _elements(surface: Fields) -> Iterator[tuple[Fields, Fields]]:
    for block in surface.get("blocks", []):
        inside = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
        yield from ((block, element) for element in inside if element and "action_id" in element)


def _element(surface: Fields, action_id: str, value: str | None) -> tuple[Fields, Fields]:
    there = list(_elements(surface))
    for block, element in there:
        if element["action_id"] == action_id and value in (None, element.get("value")):
            return block, element
    found = ", ".join(f"{element['action_id']}={element.get('value')}" for _, element in there)
    raise ImpossibleInSlack(f"no {action_id} with value {value} to press; there: {found or 'nothing'}")


def _form_state(view: Fields, values: Mapping[str, Mapping[str, Fields]]) -> Fields:
    left = {(block, action) for block, states in values.items() for action in states}
    state: Fields = {}
    for block, element in _elements(view):
        if block["type"] not in ("input", "actions", "section") or element["type"] in ("button", "overflow"):
            continue
        key = (block["block_id"], element["action_id"])
        given = values[key[0]][key[1]] if key in left else _initial(element)
        _possible(block, element, given)
        state.setdefault(key[0], {})[key[1]] = given
        left.discard(key)
    if left:
        raise ImpossibleInSlack(f"the form has no {sorted(left)}")
    return state


_EMPTY = {
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}


def _initial(element: Fields) -> Fields:
    """The state of a field that nobody touched."""
    told, initial = _EMPTY.get(element["type"], ("value", "initial_value"))
    several: list[Any] | None = [] if told.endswith("s") else None
    return {"type": element["type"], told: element.get(initial, several)}


def _possible(block: Fields, element: Fields, given: Fields) -> None:
    """Raise ImpossibleInSlack where Slack's form would not let it be sent."""
    name, kind = element["action_id"], element["type"]
    if given["type"] != kind:
        raise ImpossibleInSlack(f"{name} is a {kind}, not a {given['type']}")
    content = next((value for key, value in given.items() if key != "type"), None)
    if content in (None, "", []) and block["type"] == "input" and not block.get("optional"):
        raise ImpossibleInSlack(f"{name} has to be filled in")
    if isinstance(content, str) and not element.get("min_length", 0) <= len(content) <= element.get(
        "max_length", 3000
    ):
        raise ImpossibleInSlack(f"{name}: {len(content)} characters don't fit")
    options = [
        *element.get("options", []),
        *(o for g in element.get("option_groups", []) for o in g["options"]),
    ]
    picked = [given["selected_option"]] if given.get("selected_option") else given.get("selected_options", [])
    for option in picked if kind in _EMPTY else []:
        if option["value"] not in [offered["value"] for offered in options]:
            raise ImpossibleInSlack(f"{name} does not offer {option['value']}")


@dataclass
class SocketServer:
    """Socket Mode on loopback: sends envelopes to the client of slack_sdk and keeps its acknowledgements.

    with SocketServer(slack) as socket: apps.connections.open of the stub then leads here.
    """

    slack: SlackStub
    acks: dict[str, Fields] = field(default_factory=dict)
    _connections: list[ServerConnection] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __enter__(self) -> Self:
        self._server: Server = serve(self._serve, "127.0.0.1", 0)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.slack.socket_url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.slack.socket_url = ""
        self.hang_up()
        self._server.shutdown()
        self._thread.join(5)

    def wait_connected(self, seconds: float = 5) -> None:
        """Return once a client is connected; raise TimeoutError otherwise."""
        self._wait(lambda: bool(self._connections), seconds, "no client connected")

    def send(self, payload: Fields, *, retry: int = 0) -> str:
        """Send a payload to the newest connection and return its envelope id."""
        envelope_id = f"env-{self.slack.serial()}"
        kind = _envelope_kind(payload)
        envelope: Fields = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        envelope |= {"accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        self._connections[-1].send(json.dumps(envelope))
        return envelope_id

    def ack(self, envelope_id: str, seconds: float = 3) -> Fields:
        """Return the payload of an acknowledgement, {} if it has none.

        Raises TimeoutError when there is none after Slack's three seconds.
        """
        self._wait(lambda: envelope_id in self.acks, seconds, f"{envelope_id} was not acknowledged")
        return self.acks[envelope_id]

    def refresh(self) -> None:
        """Ask the client to connect anew, as Slack does every few hours."""
        self._connections[-1].send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    def hang_up(self) -> None:
        """Close every connection."""
        for connection in list(self._connections):
            connection.close()

    def _wait(self, happened: Callable[[], bool], seconds: float, otherwise: str) -> None:
        with self._changed:
            if not self._changed.wait_for(happened, seconds):
                raise TimeoutError(otherwise)

    def _serve(self, connection: ServerConnection) -> None:
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": self.slack.app_id}}
        connection.send(json.dumps(hello))
        with self._changed:
            self._connections.append(connection)
            self._changed.notify_all()
        try:
            for text in connection:
                self._take(json.loads(text))
        except ConnectionClosed:
            return
        finally:
            self._connections.remove(connection)

    def _take(self, answer: Fields) -> None:
        with self._changed:
            self.acks[answer["envelope_id"]] = answer.get("payload") or {}
            self._changed.notify_all()


def _envelope_kind(payload: Fields) -> str:
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload["type"] == "event_callback" else "interactive"
