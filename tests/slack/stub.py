"""A Slack Web API on loopback that is stricter than Slack; what it refuses as malformed it also remembers.

    with SlackStub() as slack:
        slack.add_user("U1")
        slack.add_channel("C1", members={"U1", slack.bot_user})
        client = WebClient(token=slack.bot_token, base_url=slack.url)
        ...
        slack.assert_clean()

A malformed payload fails (invalid_blocks and the like) and stands in `violations`; an answer that Slack gives
in ordinary life (channel_not_found, already_reacted, ...) does not.
"""

import base64
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from bot.slack.payloads import Kind, advice, problems

Fields = dict[str, Any]
Check = Callable[[Fields, Kind], list[str]]
Answerer = Callable[["SlackStub", Fields], Fields]

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 1800.0
RESPONSE_URL_USES = 5
UPDATE_TEXT_MAX = 4_000
VIEWS_IN_A_STACK = 3
_JSON_FIELDS = ("blocks", "view", "metadata", "attachments", "files", "chunks", "prompts", "document_content")
_METHODS: dict[str, Answerer] = {}


class Refused(Exception):
    """An answer with ok=false; the argument is Slack's error code."""


@dataclass
class User:
    """A person or bot; one of another workspace has another team_id, a stranger shares no channel."""

    id: str
    name: str = ""
    team_id: str = "T1"
    tz: str = "America/Chicago"
    locale: str = "en-US"
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """A conversation and all that was posted in it, oldest first; `user` is the other side of a DM."""

    id: str
    name: str = ""
    members: set[str] = field(default_factory=set)
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    user: str = ""
    messages: list[Fields] = field(default_factory=list)

    @property
    def is_im(self) -> bool:
        """Whether this is a DM with the bot."""
        return bool(self.user)


@dataclass(frozen=True)
class Call:
    """One request: its method, its arguments, the time (seconds since the epoch), and what came of it.

    `outcome` is "ok", an error code, "http 429" and the like, or "dropped".
    """

    method: str
    args: Fields
    at: float
    outcome: str


@dataclass
class Trigger:
    """What views.open takes; `view_id` is the view whose button was pressed, if one was."""

    made: float
    view_id: str = ""
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an interaction can be answered; `ts` is the message whose button was pressed, if one was."""

    made: float
    channel: str
    user: str
    ts: str = ""
    posts: list[Fields] = field(default_factory=list)


@dataclass
class _Failure:
    method: str
    times: int
    status: int = 0
    error: str = ""
    retry_after: int = 0
    drop: bool = False
    takes_effect: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class _Reply:
    status: int
    body: str | bytes
    headers: dict[str, str] = field(default_factory=dict)


class SlackStub:
    """Slack's Web API for one workspace with one app, as a context manager."""

    bot_token = "xoxb-test"
    app_token = "xapp-test"
    signing_secret = "signing-secret-of-the-tests"
    team = "T1"
    bot_user = "UBOT"
    bot_id = "BBOT"
    app_id = "A1"

    def __init__(self, clock: Callable[[], float] = time.time, also: Check | None = None) -> None:
        """Make an empty workspace.

        `clock` gives seconds since the epoch, for ts and expiry; `also` is one more check of each payload.
        """
        self.clock = clock
        self.also = also
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, Fields] = {}
        self.homes: dict[str, Fields] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.files: dict[str, Fields] = {}
        self.canvases: dict[str, Fields] = {}
        self.threads: dict[tuple[str, str], Fields] = {}
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.warnings: list[str] = []
        self.posted: list[Fields] = []
        self.ephemerals: list[Fields] = []
        self.socket_url = ""
        self.history_page = 1000
        self.revoked = False
        self.lock = threading.RLock()
        self._failures: list[_Failure] = []
        self._serial = 0
        self.add_user(self.bot_user, name="convener", is_bot=True)

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"slack": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def origin(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """The base_url for a WebClient."""
        return f"{self.origin}/api/"

    # -- setting the scene

    def add_user(self, user_id: str, **more: Any) -> User:
        """Add a person; fields as in User."""
        self.users[user_id] = User(user_id, **({"name": user_id.lower()} | more))
        return self.users[user_id]

    def add_channel(self, channel_id: str, members: Iterable[str] = (), **more: Any) -> Channel:
        """Add a channel; fields as in Channel. The bot is a member only if it is named."""
        names = {"name": channel_id.lower()} | more
        self.channels[channel_id] = Channel(channel_id, members=set(members), **names)
        return self.channels[channel_id]

    def dm(self, user_id: str) -> Channel:
        """Return the DM of the bot with a person, made on first use."""
        for channel in self.channels.values():
            if channel.user == user_id:
                return channel
        return self.add_channel(f"D{user_id}", (user_id, self.bot_user), user=user_id, is_private=True)

    def trigger(self, view_id: str = "") -> str:
        """Return a fresh trigger id, good once and for three seconds."""
        trigger_id = f"{self.serial()}.trigger"
        self.triggers[trigger_id] = Trigger(self.clock(), view_id)
        return trigger_id

    def response_url(self, channel: str, user: str, ts: str = "") -> str:
        """Return the address of a fresh response URL, good five times and for half an hour."""
        name = str(self.serial())
        self.response_urls[name] = ResponseUrl(self.clock(), channel, user, ts)
        return f"{self.origin}/response/{name}"

    def says(self, user: str, channel: str, text: str, thread_ts: str = "") -> Fields:
        """Post as a person, straight into the store; return the message."""
        found = self.channels[channel]
        return self.store(found, {"user": user, "text": text}, thread_ts)

    def fail(
        self, method: str, times: int = 1, *, status: int = 500, error: str = "", retry_after: int = 1
    ) -> None:
        """Let the next calls of a method fail: 429 with Retry-After, 5xx, or 200 with an error code."""
        self._failures.append(_Failure(method, times, status, error, retry_after))

    def drop(self, method: str, times: int = 1, *, takes_effect: bool = False) -> None:
        """Close the connection of the next calls without an answer, before or after they took effect."""
        self._failures.append(_Failure(method, times, drop=True, takes_effect=takes_effect))

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        """Answer the next calls only after that many seconds."""
        self._failures.append(_Failure(method, times, seconds=seconds))

    # -- looking at what happened

    def messages(self, channel: str) -> list[Fields]:
        """Return what stands in a channel now, replies too, oldest first."""
        return list(self.channels[channel].messages)

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method, oldest first, failed ones too."""
        return [call for call in self.calls if call.method == method]

    def delivered(self) -> Counter[str]:
        """Count the bot's messages by delivery key, also those updated or deleted since."""
        payloads = (message.get("metadata", {}).get("event_payload", {}) for message in self.posted)
        return Counter(str(payload["key"]) for payload in payloads if "key" in payload)

    def assert_clean(self) -> None:
        """Raise AssertionError with all that was malformed, if anything was."""
        if self.violations:
            raise AssertionError("malformed for Slack:\n" + "\n".join(self.violations))

    # -- used by the methods below

    def serial(self) -> int:
        """Return the next number of this workspace."""
        with self.lock:
            self._serial += 1
            return self._serial

    def store(self, channel: Channel, message: Fields, thread_ts: str = "") -> Fields:
        """Put a message into a channel with a ts that none had before."""
        stored = {"type": "message", "ts": f"{int(self.clock())}.{self.serial():06d}"} | message
        stored |= {"channel": channel.id, "team": self.team} | ({"thread_ts": thread_ts} if thread_ts else {})
        channel.messages.append(stored)
        return stored

    def breach(self, method: str, lines: Iterable[str], error: str) -> None:
        """Remember what was malformed, and refuse it."""
        found = [f"{method}: {line}" for line in lines]
        if found:
            self.violations += found
            raise Refused(error)

    def check(self, method: str, payload: Fields, kind: Kind) -> None:
        """Refuse a message or view that is wrong in any way."""
        if kind == "message":
            self.warnings += [f"{method}: {line}" for line in advice(payload)]
        found = problems(payload, kind) + (self.also(payload, kind) if self.also else [])
        self.breach(method, found, _error_code(found, kind))

    # -- the server's side

    def answer(self, method: str, token: str, args: Fields) -> _Reply | None:
        """Answer one request as Slack would; None closes the connection."""
        failure = self._next_failure(method)
        if failure and failure.seconds:
            time.sleep(failure.seconds)
            failure = None
        if failure and failure.status:
            return self._failed(method, args, failure)
        with self.lock:
            body = {"ok": True} if failure and not failure.takes_effect else self._run(method, token, args)
            outcome = "dropped" if failure else "ok" if body["ok"] else str(body["error"])
            self.calls.append(Call(method, args, self.clock(), outcome))
        return None if failure else _Reply(200, json.dumps(body))

    def _next_failure(self, method: str) -> _Failure | None:
        with self.lock:
            for failure in self._failures:
                if failure.method in (method, "*") and failure.times > 0:
                    failure.times -= 1
                    return failure
        return None

    def _failed(self, method: str, args: Fields, failure: _Failure) -> _Reply:
        limited = failure.status == 429
        error = failure.error or ("ratelimited" if limited else "internal_error")
        outcome = error if failure.status == 200 else f"http {failure.status}"
        self.calls.append(Call(method, args, self.clock(), outcome))
        headers = {"Retry-After": str(failure.retry_after)} if limited else {}
        return _Reply(failure.status, json.dumps({"ok": False, "error": error}), headers)

    def _run(self, method: str, token: str, args: Fields) -> Fields:
        try:
            self._authorise(method, token)
            if method not in _METHODS:
                self.breach(method, ["a method that the stub does not know"], "unknown_method")
            return {"ok": True} | _METHODS[method](self, args)
        except Refused as refused:
            return {"ok": False, "error": str(refused)}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            self.violations.append(f"{method}: arguments of a wrong type: {error!r}")
            return {"ok": False, "error": "invalid_arguments"}

    def _authorise(self, method: str, token: str) -> None:
        if not token:
            raise Refused("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise Refused("invalid_auth")
        if self.revoked:
            raise Refused("token_revoked")
        if (method == "apps.connections.open") != (token == self.app_token):
            raise Refused("not_allowed_token_type")

    def respond(self, name: str, payload: Fields) -> _Reply:
        """Take a post to a response URL."""
        with self.lock:
            url = self.response_urls.get(name)
            if url is None:
                return _Reply(404, "invalid_url")
            error = self._response_error(url, payload)
            self.calls.append(Call("response_url", payload, self.clock(), error or "ok"))
            return _Reply(404 if error.endswith("_url") else 400 if error else 200, error or "ok")

    def _response_error(self, url: ResponseUrl, payload: Fields) -> str:
        try:
            if self.clock() - url.made > RESPONSE_URL_SECONDS:
                raise Refused("expired_url")
            used = ["used more than five times"] if len(url.posts) >= RESPONSE_URL_USES else []
            self.breach("response_url", used, "used_url")
            self.check("response_url", payload, "message")
            _responded(self, url, payload)
        except Refused as refused:
            return str(refused)
        return ""


class _Handler(BaseHTTPRequestHandler):
    slack: SlackStub

    def log_message(self, *_: Any) -> None:
        """Keep the test's output quiet: `calls` holds every request."""

    def do_GET(self) -> None:
        self._serve(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type") or ""
        query = dict(parse_qsl(urlsplit(self.path).query))
        is_file = self.path.startswith("/upload/")
        self._serve(query if is_file else query | _decoded(kind, body), body)

    def _serve(self, args: Fields, body: bytes = b"") -> None:
        area, _, name = urlsplit(self.path).path.strip("/").partition("/")
        scheme, _, token = (self.headers.get("Authorization") or "").partition(" ")
        if area == "api":
            reply = self.slack.answer(name, token if scheme == "Bearer" else str(args.get("token", "")), args)
        elif area == "response":
            reply = self.slack.respond(name, args)
        elif area == "upload" and name in self.slack.files:
            self.slack.files[name]["content"] = body
            reply = _Reply(200, f"OK - {len(body)}")
        elif area == "files" and token == self.slack.bot_token and name in self.slack.files:
            reply = _Reply(200, self.slack.files[name]["content"])
        else:
            reply = _Reply(404, "no such path")
        self._send(reply)

    def _send(self, reply: _Reply | None) -> None:
        if reply is None:
            self.close_connection = True
            return
        body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json" if body.startswith(b"{") else "text/plain")
        for key, value in ({"Content-Length": str(len(body))} | reply.headers).items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)


def _decoded(kind: str, body: bytes) -> Fields:
    if kind.startswith("application/json"):
        read = json.loads(body or b"{}")
        return read if isinstance(read, dict) else {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {}


def _parsed(stub: SlackStub, args: Fields) -> Fields:
    """Open up the fields that come as JSON inside a form."""
    read = dict(args)
    for key in _JSON_FIELDS:
        if isinstance(read.get(key), str):
            try:
                read[key] = json.loads(read[key])
            except ValueError:
                stub.breach("arguments", [f"{key} is not JSON"], "invalid_arguments")
    return read


def _error_code(found: list[str], kind: Kind) -> str:
    text = "\n".join(found)
    if kind == "view":
        return "invalid_arguments"
    if "metadata" in text:
        return "invalid_metadata_format"
    if text.startswith("text: a message needs"):
        return "no_text"
    return "msg_too_long" if text.startswith("text:") else "invalid_blocks"


def _flag(value: Any) -> bool:
    return value in (True, 1, "1", "true", "True")


def _answers(*methods: str) -> Callable[[Answerer], Answerer]:
    def register(answerer: Answerer) -> Answerer:
        _METHODS.update(dict.fromkeys(methods, answerer))
        return answerer

    return register


def _needed(stub: SlackStub, args: Fields, *keys: str) -> list[str]:
    missing = [key for key in keys if args.get(key) in (None, "")]
    stub.breach("arguments", [f"{key} is missing" for key in missing], "invalid_arguments")
    return [str(args[key]) for key in keys]


def _page(stub: SlackStub, items: list[Any], args: Fields, usual: int = 100) -> tuple[list[Any], Fields]:
    limit = int(args.get("limit") or usual)
    if not 1 <= limit <= 1000:
        stub.breach("arguments", [f"limit {limit}"], "invalid_limit")
    start = int(base64.b64decode(args["cursor"])) if args.get("cursor") else 0
    rest = start + limit < len(items)
    cursor = base64.b64encode(str(start + limit).encode()).decode() if rest else ""
    return items[start : start + limit], {"has_more": rest, "response_metadata": {"next_cursor": cursor}}


def _with_ids(stub: SlackStub, blocks: list[Fields]) -> list[Fields]:
    return [{"block_id": f"auto{stub.serial()}"} | block for block in blocks]


# -- who may see and write where


def _visible(stub: SlackStub, channel_id: str) -> Channel:
    channel = stub.channels.get(channel_id)
    if channel is None or (channel.is_private and stub.bot_user not in channel.members):
        raise Refused("channel_not_found")
    return channel


def _joined(stub: SlackStub, channel_id: str) -> Channel:
    channel = _visible(stub, channel_id)
    if stub.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _writable(stub: SlackStub, channel_id: str) -> Channel:
    if channel_id in stub.users:
        return _opened(stub, channel_id)
    channel = _joined(stub, channel_id)
    if channel.is_archived:
        raise Refused("is_archived")
    return channel


def _opened(stub: SlackStub, user_id: str) -> Channel:
    user = _user(stub, user_id)
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    if user.deleted:
        raise Refused("user_disabled")
    if user.is_stranger:
        raise Refused("user_not_visible")
    return stub.dm(user_id)


def _user(stub: SlackStub, user_id: str) -> User:
    if user_id not in stub.users:
        raise Refused("user_not_found")
    return stub.users[user_id]


def _message_at(channel: Channel, ts: str) -> Fields:
    for message in channel.messages:
        if message["ts"] == ts:
            return message
    raise Refused("message_not_found")


def _own_message(stub: SlackStub, args: Fields, refusal: str) -> tuple[Channel, Fields]:
    channel_id, ts = _needed(stub, args, "channel", "ts")
    channel = _joined(stub, channel_id)
    message = _message_at(channel, ts)
    if message.get("bot_id") != stub.bot_id:
        raise Refused(refusal)
    return channel, message


def _thread(channel: Channel, args: Fields) -> str:
    ts = str(args.get("thread_ts") or "")
    if not ts:
        return ""
    parents = [message for message in channel.messages if message["ts"] == ts]
    if not parents:
        raise Refused("thread_not_found")
    if parents[0].get("thread_ts", ts) != ts:
        raise Refused("cannot_reply_to_message")
    return ts


# -- the methods


@_answers("api.test")
def _api_test(stub: SlackStub, args: Fields) -> Fields:
    return {"args": args}


@_answers("auth.test")
def _auth_test(stub: SlackStub, args: Fields) -> Fields:
    who = {"user": "convener", "user_id": stub.bot_user, "bot_id": stub.bot_id, "app_id": stub.app_id}
    return who | {
        "url": f"{stub.origin}/",
        "team": "Test",
        "team_id": stub.team,
        "is_enterprise_install": False,
    }


@_answers("bots.info")
def _bots_info(stub: SlackStub, args: Fields) -> Fields:
    if args.get("bot") not in (None, stub.bot_id):
        raise Refused("bot_not_found")
    return {"bot": {"id": stub.bot_id, "app_id": stub.app_id, "user_id": stub.bot_user, "deleted": False}}


@_answers("team.info")
def _team_info(stub: SlackStub, args: Fields) -> Fields:
    return {"team": {"id": stub.team, "name": "Test", "domain": "test"}}


@_answers("apps.connections.open")
def _connections_open(stub: SlackStub, args: Fields) -> Fields:
    if not stub.socket_url:
        raise Refused("internal_error")
    return {"url": stub.socket_url}


@_answers("users.info")
def _users_info(stub: SlackStub, args: Fields) -> Fields:
    (user_id,) = _needed(stub, args, "user")
    return {"user": _person(_user(stub, user_id), with_locale=_flag(args.get("include_locale")))}


@_answers("users.list")
def _users_list(stub: SlackStub, args: Fields) -> Fields:
    everybody = [_person(user, with_locale=False) for user in stub.users.values()]
    members, page = _page(stub, everybody, args)
    return {"members": members, "response_metadata": page["response_metadata"]}


def _person(user: User, *, with_locale: bool) -> Fields:
    shown = {key: value for key, value in vars(user).items() if key != "locale"}
    profile = {"real_name": user.name, "display_name": user.name, "team": user.team_id}
    locale = {"locale": user.locale} if with_locale else {}
    return shown | locale | {"real_name": user.name, "profile": profile}


@_answers("chat.postMessage")
def _post_message(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    (channel_id,) = _needed(stub, args, "channel")
    stub.check("chat.postMessage", args, "message")
    channel = _writable(stub, channel_id)
    message = stub.store(channel, _from_bot(stub, args), _thread(channel, args))
    stub.posted.append(dict(message))
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def _from_bot(stub: SlackStub, args: Fields) -> Fields:
    message: Fields = {"user": stub.bot_user, "bot_id": stub.bot_id, "app_id": stub.app_id}
    message["text"] = args.get("text") or args.get("markdown_text") or ""
    if args.get("blocks"):
        message["blocks"] = _with_ids(stub, args["blocks"])
    return message | {key: args[key] for key in ("metadata", "reply_broadcast") if args.get(key)}


@_answers("chat.update")
def _update(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    channel, message = _own_message(stub, args, "cant_update_message")
    dropped = {"metadata"} if args.get("metadata") == {} else set()
    stub.check("chat.update", {key: value for key, value in args.items() if key not in dropped}, "message")
    if len(str(args.get("text") or "")) > UPDATE_TEXT_MAX:
        stub.breach("chat.update", [f"text over {UPDATE_TEXT_MAX}"], "msg_too_long")
    _change(stub, message, args)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def _change(stub: SlackStub, message: Fields, args: Fields) -> None:
    """As Slack does: blocks and metadata that are not given stay, empty ones go."""
    changed = _from_bot(stub, args)
    for key in ("blocks", "metadata"):
        if args.get(key) in ([], {}):
            message.pop(key, None)
    message.update(changed | {"edited": {"user": stub.bot_user, "ts": f"{stub.clock():.6f}"}})


@_answers("chat.delete")
def _delete(stub: SlackStub, args: Fields) -> Fields:
    channel, message = _own_message(stub, args, "cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message["ts"]}


@_answers("chat.postEphemeral")
def _post_ephemeral(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    channel_id, user_id = _needed(stub, args, "channel", "user")
    channel = _joined(stub, channel_id)
    if channel.is_archived:
        raise Refused("is_archived")
    if user_id not in channel.members:
        raise Refused("user_not_in_channel")
    stub.check("chat.postEphemeral", args, "message")
    stub.breach(
        "chat.postEphemeral", ["metadata is not kept"] if args.get("metadata") else [], "invalid_arguments"
    )
    _thread(channel, args)
    stub.ephemerals.append(args)
    return {"message_ts": f"{int(stub.clock())}.{stub.serial():06d}"}


@_answers("chat.getPermalink")
def _permalink(stub: SlackStub, args: Fields) -> Fields:
    channel_id, ts = _needed(stub, args, "channel", "message_ts")
    _message_at(_visible(stub, channel_id), ts)
    link = f"https://test.slack.com/archives/{channel_id}/p{ts.replace('.', '')}"
    return {"channel": channel_id, "permalink": link}


def _shown(stub: SlackStub, channel: Channel) -> Fields:
    kept = ("id", "name", "is_private", "is_archived", "is_ext_shared", "is_im")
    shown = {key: getattr(channel, key) for key in kept} | {"is_member": stub.bot_user in channel.members}
    shown |= {"is_channel": not channel.is_private, "is_group": channel.is_private and not channel.is_im}
    return shown | ({"user": channel.user} if channel.is_im else {})


@_answers("conversations.info")
def _info(stub: SlackStub, args: Fields) -> Fields:
    (channel_id,) = _needed(stub, args, "channel")
    channel = _visible(stub, channel_id)
    count = {"num_members": len(channel.members)} if _flag(args.get("include_num_members")) else {}
    held = [key for key, canvas in stub.canvases.items() if canvas["channel"] == channel_id]
    properties = {"properties": {"canvas": {"file_id": held[0]}}} if held else {}
    return {"channel": _shown(stub, channel) | count | properties}


@_answers("conversations.members")
def _members(stub: SlackStub, args: Fields) -> Fields:
    (channel_id,) = _needed(stub, args, "channel")
    members, page = _page(stub, sorted(_visible(stub, channel_id).members), args)
    return {"members": members, "response_metadata": page["response_metadata"]}


@_answers("conversations.list", "users.conversations")
def _list(stub: SlackStub, args: Fields) -> Fields:
    kinds = str(args.get("types") or "public_channel").split(",")
    user = str(args.get("user") or "")
    wanted = []
    for channel in stub.channels.values():
        kind = "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"
        seen = not channel.is_private or stub.bot_user in channel.members
        hidden = channel.is_archived and _flag(args.get("exclude_archived"))
        if kind in kinds and seen and not hidden and (not user or user in channel.members):
            wanted.append(_shown(stub, channel))
    channels, page = _page(stub, wanted, args)
    return {"channels": channels, "response_metadata": page["response_metadata"]}


@_answers("conversations.open")
def _open(stub: SlackStub, args: Fields) -> Fields:
    (users,) = _needed(stub, args, "users")
    if "," in users:
        stub.breach("conversations.open", ["group DMs are not used here"], "invalid_user_combination")
    channel = _opened(stub, users)
    return {"channel": _shown(stub, channel) if _flag(args.get("return_im")) else {"id": channel.id}}


@_answers("conversations.join")
def _join(stub: SlackStub, args: Fields) -> Fields:
    (channel_id,) = _needed(stub, args, "channel")
    channel = _visible(stub, channel_id)
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_private:
        raise Refused("method_not_supported_for_channel_type")
    channel.members.add(stub.bot_user)
    return {"channel": _shown(stub, channel)}


def _between(messages: list[Fields], args: Fields) -> list[Fields]:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    edge = _flag(args.get("inclusive"))
    return [
        message
        for message in messages
        if oldest < float(message["ts"]) < latest or (edge and float(message["ts"]) in (oldest, latest))
    ]


def _limited(stub: SlackStub, args: Fields) -> Fields:
    """Apps that are given to others outside the Marketplace get fifteen a page, whatever they ask for."""
    return args | {"limit": min(int(args.get("limit") or 100), stub.history_page)}


def _told(messages: list[Fields], args: Fields) -> list[Fields]:
    hidden = {"channel"} if _flag(args.get("include_all_metadata")) else {"channel", "metadata"}
    return [{key: value for key, value in message.items() if key not in hidden} for message in messages]


@_answers("conversations.history")
def _history(stub: SlackStub, args: Fields) -> Fields:
    (channel_id,) = _needed(stub, args, "channel")
    stored = _joined(stub, channel_id).messages
    top = [m for m in stored if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("reply_broadcast")]
    messages, page = _page(stub, _between(top, args)[::-1], _limited(stub, args))
    return {"messages": _told(messages, args)} | page


@_answers("conversations.replies")
def _replies(stub: SlackStub, args: Fields) -> Fields:
    channel_id, ts = _needed(stub, args, "channel", "ts")
    stored = _joined(stub, channel_id).messages
    parents = [message for message in stored if message["ts"] == ts]
    if not parents:
        raise Refused("thread_not_found")
    replies = [message for message in stored if message.get("thread_ts") == ts and message["ts"] != ts]
    messages, page = _page(stub, parents + _between(replies, args), _limited(stub, args))
    return {"messages": _told(messages, args)} | page


def _reacted(stub: SlackStub, args: Fields) -> tuple[list[str], str]:
    channel_id, ts, name = _needed(stub, args, "channel", "timestamp", "name")
    wrong = not all(letter.isalnum() or letter in "_+-'" for letter in name)
    stub.breach("reactions", [f"{name!r} is no emoji name"] if wrong else [], "invalid_name")
    channel = _joined(stub, channel_id)
    if channel.is_archived:
        raise Refused("is_archived")
    reactions: list[str] = _message_at(channel, ts).setdefault("bot_reactions", [])
    return reactions, name


@_answers("reactions.add")
def _add_reaction(stub: SlackStub, args: Fields) -> Fields:
    reactions, name = _reacted(stub, args)
    if name in reactions:
        raise Refused("already_reacted")
    reactions.append(name)
    return {}


@_answers("reactions.remove")
def _remove_reaction(stub: SlackStub, args: Fields) -> Fields:
    reactions, name = _reacted(stub, args)
    if name not in reactions:
        raise Refused("no_reaction")
    reactions.remove(name)
    return {}


def _use_trigger(stub: SlackStub, args: Fields) -> Trigger:
    (trigger_id,) = _needed(stub, args, "trigger_id")
    trigger = stub.triggers.get(trigger_id)
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if stub.clock() - trigger.made > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    trigger.used = True
    return trigger


def _checked_view(stub: SlackStub, method: str, args: Fields, kind: str) -> Fields:
    view = _parsed(stub, args).get("view")
    wrong = not isinstance(view, dict) or view.get("type") != kind
    stub.breach(method, [f"view: not a {kind}"] if wrong else [], "invalid_arguments")
    assert isinstance(view, dict)
    stub.check(method, view, "view")
    return view


def _keep_view(stub: SlackStub, view: Fields, view_id: str, root: str, previous: str = "") -> Fields:
    others = (kept for kept in stub.views.values() if kept["id"] != view_id)
    if view.get("external_id") and any(kept.get("external_id") == view["external_id"] for kept in others):
        raise Refused("duplicate_external_id")
    ids = {"id": view_id, "team_id": stub.team, "bot_id": stub.bot_id, "app_id": stub.app_id}
    ids |= {"root_view_id": root, "previous_view_id": previous, "hash": f"{stub.serial()}.hash"}
    defaults = {"callback_id": "", "private_metadata": "", "state": {"values": {}}}
    stub.views[view_id] = defaults | view | ids | {"blocks": _with_ids(stub, view["blocks"])}
    return {"view": stub.views[view_id]}


@_answers("views.open")
def _open_view(stub: SlackStub, args: Fields) -> Fields:
    view = _checked_view(stub, "views.open", args, "modal")
    _use_trigger(stub, args)
    view_id = f"V{stub.serial()}"
    return _keep_view(stub, view, view_id, view_id)


@_answers("views.push")
def _push_view(stub: SlackStub, args: Fields) -> Fields:
    view = _checked_view(stub, "views.push", args, "modal")
    below = stub.views.get(_use_trigger(stub, args).view_id)
    if below is None:
        stub.breach("views.push", ["the trigger is not of an open modal"], "invalid_trigger_id")
    assert below is not None
    root = below["root_view_id"]
    if sum(kept["root_view_id"] == root for kept in stub.views.values()) >= VIEWS_IN_A_STACK:
        raise Refused("push_limit_reached")
    return _keep_view(stub, view, f"V{stub.serial()}", root, below["id"])


@_answers("views.update")
def _update_view(stub: SlackStub, args: Fields) -> Fields:
    view = _checked_view(stub, "views.update", args, "modal")
    wanted = args.get("view_id"), args.get("external_id")
    stub.breach(
        "views.update", [] if any(wanted) else ["neither view_id nor external_id"], "invalid_arguments"
    )
    for kept in list(stub.views.values()):
        if kept["id"] == wanted[0] or (wanted[1] and kept.get("external_id") == wanted[1]):
            if args.get("hash") not in (None, "", kept["hash"]):
                raise Refused("hash_conflict")
            return _keep_view(stub, view, kept["id"], kept["root_view_id"], kept["previous_view_id"])
    raise Refused("not_found")


@_answers("views.publish")
def _publish(stub: SlackStub, args: Fields) -> Fields:
    view = _checked_view(stub, "views.publish", args, "home")
    (user_id,) = _needed(stub, args, "user_id")
    _user(stub, user_id)
    old = stub.homes.get(user_id)
    if args.get("hash") and (old is None or args["hash"] != old["hash"]):
        raise Refused("hash_conflict")
    kept = view | {"id": f"VH{user_id}", "hash": f"{stub.serial()}.hash", "team_id": stub.team}
    stub.homes[user_id] = kept | {"blocks": _with_ids(stub, view["blocks"])}
    return {"view": stub.homes[user_id]}


@_answers("files.info")
def _file_info(stub: SlackStub, args: Fields) -> Fields:
    (file_id,) = _needed(stub, args, "file")
    if file_id not in stub.files:
        raise Refused("file_not_found")
    url = f"{stub.origin}/files/{file_id}"
    return {"file": {"id": file_id, "name": stub.files[file_id]["name"], "url_private_download": url}}


@_answers("files.getUploadURLExternal")
def _upload_url(stub: SlackStub, args: Fields) -> Fields:
    name, length = _needed(stub, args, "filename", "length")
    file_id = f"F{stub.serial()}"
    told = {"name": name, "size": int(length), "alt_txt": args.get("alt_txt") or ""}
    stub.files[file_id] = {"id": file_id, **told, "content": None, "channel": ""}
    return {"upload_url": f"{stub.origin}/upload/{file_id}", "file_id": file_id}


@_answers("files.completeUploadExternal")
def _complete_upload(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    done = []
    for given in args.get("files") or []:
        kept = stub.files.get(given.get("id", ""))
        if kept is None or kept["content"] is None:
            raise Refused("file_not_found")
        done.append(kept)
    if args.get("channel_id"):
        _share(stub, args, done)
    return {"files": [{"id": kept["id"], "title": kept["name"], "name": kept["name"]} for kept in done]}


def _share(stub: SlackStub, args: Fields, files: list[Fields]) -> None:
    words = {"text": args.get("initial_comment") or ""}
    if words["text"]:
        stub.check("files.completeUploadExternal", words, "message")
    channel = _writable(stub, str(args["channel_id"]))
    message = _from_bot(stub, words) | {"files": [kept["id"] for kept in files]}
    stub.posted.append(stub.store(channel, message, _thread(channel, args)))
    for kept in files:
        kept["channel"] = channel.id


def _streamed(stub: SlackStub, method: str, args: Fields) -> str:
    """The words of a piece of a stream; other kinds of chunks are let through unread."""
    chunks = [c for c in args.get("chunks") or [] if c.get("type") == "markdown_text"]
    text = str(args.get("markdown_text") or "") + "".join(str(chunk["text"]) for chunk in chunks)
    if text:
        stub.check(method, {"markdown_text": text}, "message")
    return text


@_answers("chat.startStream")
def _start_stream(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    channel_id, _ = _needed(stub, args, "channel", "thread_ts")
    channel = _writable(stub, channel_id)
    if not channel.is_im:
        _needed(stub, args, "recipient_team_id", "recipient_user_id")
    words = {"text": _streamed(stub, "chat.startStream", args)}
    message = stub.store(channel, _from_bot(stub, words) | {"streaming": True}, _thread(channel, args))
    stub.posted.append(dict(message))
    return {"channel": channel.id, "ts": message["ts"]}


@_answers("chat.appendStream")
def _continue_stream(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    channel, message = _own_message(stub, args, "message_not_owned_by_app")
    if not message.get("streaming"):
        raise Refused("message_not_in_streaming_state")
    message["text"] += _streamed(stub, "chat.appendStream", args)
    return {"channel": channel.id, "ts": message["ts"]}


@_answers("chat.stopStream")
def _stop_stream(stub: SlackStub, args: Fields) -> Fields:
    answer = _continue_stream(stub, args)
    args = _parsed(stub, args)
    _, message = _own_message(stub, args, "message_not_owned_by_app")
    end = {key: args[key] for key in ("blocks", "metadata") if args.get(key)}
    if end:
        stub.check("chat.stopStream", end | {"text": message["text"] or " "}, "message")
    _change(stub, message, end | {"text": message["text"]})
    del message["streaming"], message["edited"]
    return answer | {"message": message}


@_answers(
    "assistant.threads.setStatus", "assistant.threads.setTitle", "assistant.threads.setSuggestedPrompts"
)
def _assistant(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    (channel_id,) = _needed(stub, args, "channel_id")
    _joined(stub, channel_id)
    prompts = args.get("prompts") or []
    wrong = len(prompts) > 4 or any(not p.get("title") or not p.get("message") for p in prompts)
    stub.breach(
        "assistant", ["prompts: at most 4, with title and message"] if wrong else [], "invalid_arguments"
    )
    kept = stub.threads.setdefault((channel_id, str(args.get("thread_ts") or "")), {})
    kept.update({key: args[key] for key in ("status", "title", "prompts") if key in args})
    return {}


@_answers("conversations.canvases.create", "canvases.create")
def _create_canvas(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    channel_id = str(args.get("channel_id") or "")
    if channel_id:
        _joined(stub, channel_id)
        if any(canvas["channel"] == channel_id for canvas in stub.canvases.values()):
            raise Refused("channel_canvas_already_exists")
    content = args.get("document_content") or {}
    wrong = bool(content) and (content.get("type") != "markdown" or not content.get("markdown"))
    stub.breach("canvases", ["document_content: not markdown"] if wrong else [], "invalid_arguments")
    canvas_id = f"F{stub.serial()}"
    stub.canvases[canvas_id] = {"channel": channel_id, "markdown": content.get("markdown", "")}
    return {"canvas_id": canvas_id}


@_answers("canvases.edit")
def _edit_canvas(stub: SlackStub, args: Fields) -> Fields:
    args = _parsed(stub, args)
    canvas = stub.canvases.get(str(args.get("canvas_id") or ""))
    if canvas is None:
        raise Refused("canvas_not_found")
    changes = args.get("changes") or []
    right = [
        one
        for one in changes
        if one.get("operation") == "replace" and one["document_content"].get("markdown")
    ]
    stub.breach(
        "canvases.edit",
        [] if len(right) == len(changes) == 1 else ["changes: one replace"],
        "invalid_arguments",
    )
    canvas["markdown"] = changes[0]["document_content"]["markdown"]
    return {}


def _responded(stub: SlackStub, url: ResponseUrl, payload: Fields) -> None:
    """Do what a post to a response URL asks for: replace, delete, say to all, or to one."""
    channel = stub.channels.get(url.channel)
    pressed = [m for m in channel.messages if m["ts"] == url.ts] if channel else []
    if channel and pressed and payload.get("delete_original"):
        channel.messages.remove(pressed[0])
    elif pressed and payload.get("replace_original"):
        _change(stub, pressed[0], payload)
    elif channel and payload.get("response_type") == "in_channel":
        thread = str(payload.get("thread_ts") or "")
        stub.posted.append(stub.store(channel, _from_bot(stub, payload), thread))
    else:
        stub.ephemerals.append(payload | {"channel": url.channel, "user": url.user})
    url.posts.append(payload)
