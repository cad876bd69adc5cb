"""People in the local Slack, acted by a program through its control API and its page.

What local-slack 0.1.8 does otherwise than Slack, as far as it matters here:

- Ephemeral messages stand in the channel like others, and the page shows them to everybody.
- There is one pile of open forms for the whole workspace; a form is sent by the page's WebSocket alone.
- An answer through a response URL is a message in the channel, never in the thread, and seen by all unless
  it says ``ephemeral``.
- Metadata of messages is dropped; nobody can be invited; nothing is sent a second time; events that
  come while the bot is away are lost.
- A press or a command waits for the bot's acknowledgement, five seconds at most, and doesn't tell if it came.
"""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import TypeVar, cast
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

from bot.demo.filled import Value
from bot.demo.local_slack import APP_ID, BOT_TOKEN, BOT_USER
from bot.demo.page import PageSocket
from bot.demo.seen import Json, Message, NotThere, Submitted, View

T = TypeVar("T")
SECONDS = 15.0
PAUSE = 0.05


class Refused(Exception):
    """local-slack refused what was asked, such as to edit the message of another."""


class Control:
    """Acts as anybody in a local Slack. Timestamps (``ts``) are Slack's, and name messages."""

    def __init__(self, base_url: str) -> None:
        """Keep the address, such as ``LocalSlack.base_url``."""
        self._base = base_url.rstrip("/")
        self._opener = build_opener(ProxyHandler({}))
        self._page = PageSocket(self._base)

    # What people do

    def post(self, user: str, channel: str, text: str, thread: str = "") -> str:
        """Post a message to a channel or a thread; return its ts. A user's id as channel is their DM."""
        asked = {"user": user, "channel": channel, "text": text, "thread_ts": thread or None}
        return str(self._post("message", asked)["message"]["ts"])

    def mention(self, user: str, channel: str, text: str, thread: str = "") -> str:
        """Post a message that begins with a mention of the bot; return its ts."""
        return self.post(user, channel, f"<@{BOT_USER}> {text}", thread)

    def say_in_dm(self, user: str, text: str, thread: str = "") -> str:
        """Write to the bot in a direct message; return the message's ts."""
        return self.post(user, self.dm(user), text, thread)

    def command(self, user: str, channel: str, command: str, text: str = "") -> str:
        """Send a slash command; return a mark: ``answers(channel, after=mark)`` are those that came of it."""
        mark = self.mark(channel)
        self._post("command", {"user": user, "channel": channel, "command": command, "text": text})
        return mark

    def press(
        self, user: str, message: Message, label: str = "", action_id: str = "", value: str = ""
    ) -> None:
        """Press a button, found by its label or by its action id (and value). Raises NotThere."""
        found = message.button(label) if label else message.element(action_id, value or None)
        self._interact(user, message, found, {"value": found.get("value"), "text": found.get("text")})

    def choose(self, user: str, message: Message, action_id: str, value: str) -> None:
        """Choose an option of a select or an overflow menu in a message. Raises NotThere."""
        found = message.element(action_id)
        options = [one for one in found.get("options", ()) if one["value"] == value]
        if not options:
            raise NotThere(f"no option {value!r} in {action_id}")
        self._interact(user, message, found, {"selected_option": options[0]})

    def react(self, user: str, channel: str, ts: str, name: str, *, present: bool = True) -> None:
        """Add a reaction to a message, or take it away."""
        asked = {"user": user, "channel": channel, "ts": ts, "name": name, "present": present}
        self._post("reaction", asked)

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change one's own message. Raises Refused for a message of another."""
        self._post("edit-message", {"user": user, "channel": channel, "ts": ts, "text": text})

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message. Raises Refused for a message of another."""
        self._post("delete-message", {"user": user, "channel": channel, "ts": ts})

    def upload(self, user: str, channel: str, name: str, content: bytes, text: str = "") -> str:
        """Share a file with a text in a channel; return the message's ts."""
        fields = {"user": user, "channel": channel, **({"text": text} if text else {})}
        body, kind = _multipart(fields, name, content)
        return str(self._send("_control/upload", body, kind)["message"]["ts"])

    def dm(self, user: str) -> str:
        """Return the channel of a person's direct messages with the bot; it is opened where there is none."""
        body = json.dumps({"users": user, "token": BOT_TOKEN}).encode()
        return str(self._send("api/conversations.open", body)["channel"]["id"])

    # What people see

    def messages(self, channel: str) -> list[Message]:
        """Return all messages of a channel in order: threads, and ephemeral ones to anybody, too."""
        told = self._get(f"messages/{quote(channel)}")["messages"]
        return [Message.read(one) for one in told]

    def history(self, channel: str) -> list[Message]:
        """Return the messages of a channel that are in no thread."""
        return [one for one in self.messages(channel) if one.thread_ts in ("", one.ts)]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Return a thread: the message that began it, then the replies."""
        return [one for one in self.messages(channel) if ts in (one.ts, one.thread_ts)]

    def message(self, channel: str, ts: str) -> Message:
        """Return one message as it is now. Raises NotThere where it was deleted."""
        for one in self.messages(channel):
            if one.ts == ts:
                return one
        raise NotThere(f"no message {ts} in {channel}")

    def mark(self, channel: str) -> str:
        """Return the ts after which a message in the channel is a new one."""
        return max((one.ts for one in self.messages(channel)), default="0")

    def answers(self, channel: str, after: str = "0", thread: str = "") -> list[Message]:
        """Return the bot's messages in a channel, or in one thread of it, that are newer than a mark."""
        seen = self.thread(channel, thread) if thread else self.messages(channel)
        return [one for one in seen if one.from_bot and one.ts > after]

    def wait_for_answer(
        self, channel: str, after: str = "0", thread: str = "", containing: str = "", seconds: float = SECONDS
    ) -> Message:
        """Return the first new message of the bot (with some words in it). Raises TimeoutError."""

        def answer() -> Message | None:
            fitting = (one for one in self.answers(channel, after, thread) if containing in one.words)
            return next(fitting, None)

        return wait_for(answer, seconds, f"an answer in {channel} {containing!r}")

    # Forms and App Home

    def views(self) -> tuple[View, ...]:
        """Return the forms that are open, the top one last."""
        return tuple(View.read(one) for one in self._page.state(SECONDS)["modalStack"])

    def wait_for_view(self, callback_id: str = "", seconds: float = SECONDS) -> View:
        """Return the form on top once there is one (with that callback id). Raises TimeoutError."""

        def top() -> View | None:
            open_now = self.views()
            return open_now[-1] if open_now and callback_id in ("", open_now[-1].callback_id) else None

        return wait_for(top, seconds, f"a form {callback_id}")

    def submit(self, user: str, values: Mapping[str, Value], seconds: float = SECONDS) -> Submitted:
        """Fill in the form on top by block id, send it, and return what the bot said.

        Raises NotThere or Unfilled as ``fill_in`` does, and TimeoutError where the bot acknowledges nothing.
        """
        return self._page.submit(user, dict(values), seconds)

    def close_view(self, user: str) -> None:
        """Close all forms, as the cross in their corner does."""
        self._page.act({"t": "view_close", "user": user}, SECONDS)
        wait_for(lambda: not self.views(), SECONDS, "the forms to close")

    def open_home(self, user: str) -> None:
        """Open the bot's App Home."""
        self._post("open-home", {"user": user})

    def home(self, user: str) -> View | None:
        """Return what the bot has published in a person's App Home, None where it has published nothing."""
        told = self._page.state(SECONDS)["homeViews"].get(user, {}).get(APP_ID)
        return View.read(told) if told else None

    def press_home(self, user: str, action_id: str, value: str | None = None) -> None:
        """Press a button in App Home. Raises NotThere."""
        home = self.home(user)
        found = Message("", "", "", "", blocks=home.blocks if home else ()).element(action_id, value)
        action = {key: found.get(key) for key in ("type", "action_id", "block_id", "value", "text")}
        asked = {"t": "block_action", "channel": "", "messageTs": "", "appId": APP_ID}
        self._page.act({**asked, "user": user, "action": action}, SECONDS)

    # The machine room

    def connected(self) -> bool:
        """Tell whether the bot holds a Socket Mode connection."""
        return any(one["appId"] == APP_ID and one["connected"] for one in self._page.state(SECONDS)["apps"])

    def log(self) -> list[Json]:
        """Return the last thousand lines of the traffic: direction, kind, summary, detail, time in ms."""
        return cast(list[Json], self._get("log")["log"])

    def state(self) -> Json:
        """Return the workspace: users, channels, apps."""
        return self._get("state")

    def reset(self) -> None:
        """Forget all messages, forms and DMs."""
        self._post("reset", {})

    def _interact(self, user: str, message: Message, element: Json, chosen: Json) -> None:
        action = {key: element.get(key) for key in ("type", "action_id", "block_id")}
        asked = {"user": user, "channel": message.channel, "messageTs": message.ts}
        self._post("interact", {**asked, "action": {**action, **chosen}})

    def _get(self, path: str) -> Json:
        with self._opener.open(f"{self._base}/_control/{path}", timeout=SECONDS) as reply:
            return cast(Json, json.load(reply))

    def _post(self, path: str, asked: Mapping[str, object]) -> Json:
        return self._send(f"_control/{path}", json.dumps(asked).encode())

    def _send(self, path: str, body: bytes, kind: str = "application/json") -> Json:
        request = Request(f"{self._base}/{path}", body, {"Content-Type": kind})
        try:
            with self._opener.open(request, timeout=SECONDS) as reply:
                told = cast(Json, json.load(reply))
        except HTTPError as refused:
            raise Refused(refused.read().decode(errors="replace")) from refused
        if not told.get("ok"):
            raise Refused(str(told.get("error")))
        return told


def wait_for(probe: Callable[[], T | None], seconds: float = SECONDS, what: str = "it") -> T:
    """Return the probe's first answer that isn't empty. Raises TimeoutError after some seconds."""
    deadline = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        time.sleep(PAUSE)


def _multipart(fields: Mapping[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return b"".join(
        [*parts, head, content, f"\r\n--{edge}--\r\n".encode()]
    ), f"multipart/form-data; boundary={edge}"
