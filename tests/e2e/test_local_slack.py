"""What the local Slack is trusted with, tried with a tiny app in Socket Mode instead of the bot."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltContext, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.demo.control import Control, Refused, wait_for
from bot.demo.filled import Unfilled
from bot.demo.local_slack import (
    APP_TOKEN,
    BOT_TOKEN,
    BOT_USER,
    SIGNING_SECRET,
    LocalSlack,
    PortInUse,
    free_port,
    port_is_free,
)
from bot.demo.program import LocalSlackMissing, find_binary
from bot.demo.seen import NotThere
from tests.e2e.browser import Browser
from tests.e2e.harness import ANA, BEN, ELSEWHERE, HOME, PEOPLE, ROOMS

pytestmark = pytest.mark.e2e


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _options(*values: str) -> list[dict[str, Any]]:
    return [{"text": _plain(value.title()), "value": value} for value in values]


def _input(block_id: str, kind: str, *, optional: bool = False, **more: object) -> dict[str, Any]:
    element = {"type": kind, "action_id": "value", **more}
    label = _plain(block_id.title())
    return {"type": "input", "block_id": block_id, "label": label, "element": element, "optional": optional}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "kept",
    "title": _plain("A form"),
    "submit": _plain("Send"),
    "close": _plain("Not now"),
    "notify_on_close": True,
    "blocks": [
        _input("text", "plain_text_input"),
        _input("select", "static_select", options=_options("one", "two")),
        _input("radio", "radio_buttons", options=_options("yes", "no")),
        _input("checks", "checkboxes", options=_options("red", "blue", "green")),
        _input("date", "datepicker"),
        _input("prefilled", "plain_text_input", initial_value="as it was"),
        _input("time", "timepicker", optional=True),
        _input("person", "users_select", optional=True),
        _input("people", "multi_users_select", optional=True),
    ],
}
ASK: list[dict[str, Any]] = [
    {"type": "section", "block_id": "words", "text": {"type": "mrkdwn", "text": "Shall we?"}},
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {"type": "button", "action_id": "agree", "text": _plain("I agree"), "value": "7"},
            {"type": "button", "action_id": "form", "text": _plain("Fill in"), "value": "8"},
        ],
    },
]


class Echo:
    """An app that echoes mentions with buttons, and keeps what it gets."""

    def __init__(self, slack: LocalSlack) -> None:
        """Prepare the app; ``connect`` opens the connection."""
        self.submitted: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.closed = threading.Event()
        self.client = WebClient(token=BOT_TOKEN, base_url=slack.api_url)
        app = App(client=self.client, signing_secret=SIGNING_SECRET)
        app.event("app_mention")(self.echo)
        for kind in ("message", "file_shared", "reaction_added"):
            app.event(kind)(self.keep)
        app.command("/echo")(self.command)
        app.action("agree")(self.agree)
        app.action("form")(self.open_form)
        app.view("form")(self.take)
        app.view_closed("form")(self.close_form)
        tokens = WebClient(token=APP_TOKEN, base_url=slack.api_url)
        self._handler = SocketModeHandler(app, APP_TOKEN, web_client=tokens)

    def forget(self) -> None:
        """Forget what came so far."""
        self.submitted.clear()
        self.events.clear()
        self.closed.clear()

    @contextmanager
    def connected(self, control: Control) -> Iterator["Echo"]:
        """Hold the connection during a block."""
        self._handler.connect()  # type: ignore[no-untyped-call]
        try:
            wait_for(control.connected, what="the app to connect")
            yield self
        finally:
            self._handler.close()  # type: ignore[no-untyped-call]

    def echo(self, event: dict[str, Any], say: Say) -> None:
        """Answer in the thread."""
        say(text=event["text"], blocks=ASK, thread_ts=event.get("thread_ts", event["ts"]))

    def keep(self, event: dict[str, Any]) -> None:
        """Keep an event."""
        self.events.append(event)

    def command(self, ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        """Answer to one person."""
        ack()
        respond(text=f"for you: {command['text']}", response_type="ephemeral")

    def agree(self, ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
        """Put a sentence in the place of the buttons."""
        ack()
        said = f"agreed by {body['user']['id']} with {body['actions'][0]['value']}"
        respond(text=said, replace_original=True)

    def open_form(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Open the form."""
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    def take(self, ack: Ack, view: dict[str, Any]) -> None:
        """Take the form, unless it says no."""
        values = view["state"]["values"]
        if values["text"]["value"]["value"] == "wrong":
            ack(response_action="errors", errors={"text": "not that"})
            return
        ack()
        self.submitted.append(values)

    def close_form(self, ack: Ack, context: BoltContext) -> None:
        """Notice that the form was closed."""
        ack()
        self.closed.set()


@pytest.fixture(scope="module")
def slack(local_slack_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSlack]:
    """One local Slack for all these tests: the SDK takes three seconds to let go of a connection."""
    with LocalSlack(PEOPLE, ROOMS, tmp_path_factory.mktemp("slack"), binary=local_slack_binary) as running:
        yield running


@pytest.fixture(scope="module")
def connected_echo(slack: LocalSlack) -> Iterator[Echo]:
    """The tiny app, connected once."""
    with Echo(slack).connected(Control(slack.base_url)) as app:
        yield app


@pytest.fixture
def echo(connected_echo: Echo, control: Control) -> Echo:
    """The tiny app in a workspace where nothing was said yet."""
    control.reset()
    connected_echo.forget()
    return connected_echo


def test_a_mention_is_answered_in_its_thread(echo: Echo, control: Control) -> None:
    asked = control.mention(ANA, HOME, "hello")
    answer = control.wait_for_answer(HOME, thread=asked)
    assert answer.text == f"<@{BOT_USER}> hello"
    assert answer.words.startswith("Shall we?")
    assert [one.ts for one in control.thread(HOME, asked)] == [asked, answer.ts]
    assert [one.ts for one in control.history(HOME)] == [asked]


def test_a_mention_where_the_app_is_no_member_reaches_nobody(echo: Echo, control: Control) -> None:
    control.mention(ANA, ELSEWHERE, "hello")
    asked = control.mention(ANA, HOME, "hello")
    control.wait_for_answer(HOME, thread=asked)
    assert control.answers(ELSEWHERE) == []


def test_a_direct_message_arrives_as_such(echo: Echo, control: Control) -> None:
    control.say_in_dm(BEN, "just us")
    arrived = wait_for(lambda: [one for one in echo.events if one.get("channel_type") == "im"])
    assert [(one["user"], one["text"]) for one in arrived] == [(BEN, "just us")]
    assert control.dm(BEN) == arrived[0]["channel"]


def test_a_pressed_button_replaces_its_message(echo: Echo, control: Control) -> None:
    asked = control.mention(ANA, HOME, "hello")
    answer = control.wait_for_answer(HOME, thread=asked)
    control.press(BEN, answer, "I agree")
    said = f"agreed by {BEN} with 7"
    assert wait_for(lambda: control.message(HOME, answer.ts).text == said)
    with pytest.raises(NotThere):
        control.press(BEN, control.message(HOME, answer.ts), "I agree")


def test_a_command_is_answered_to_one_person(echo: Echo, control: Control) -> None:
    mark = control.command(ANA, HOME, "/echo", "psst")
    answer = control.wait_for_answer(HOME, after=mark)
    assert (answer.text, answer.ephemeral_to) == ("for you: psst", ANA)


def _open_form(control: Control) -> None:
    asked = control.mention(ANA, HOME, "hello")
    control.press(ANA, control.wait_for_answer(HOME, thread=asked), "Fill in")
    control.wait_for_view("form")


def test_a_form_arrives_in_slacks_shapes(echo: Echo, control: Control) -> None:
    _open_form(control)
    given = {
        "text": "some words",
        "select": "two",
        "radio": "no",
        "checks": ["red", "green"],
        "date": "2031-05-06",
        "time": "09:30",
        "person": BEN,
        "people": [ANA, BEN],
    }
    assert control.submit(ANA, given).accepted
    assert control.views() == ()
    got = {block: state["value"] for block, state in wait_for(lambda: echo.submitted)[0].items()}
    assert got["text"] == {"type": "plain_text_input", "value": "some words"}
    assert got["select"]["selected_option"]["value"] == "two"
    assert got["radio"]["selected_option"]["value"] == "no"
    assert [one["value"] for one in got["checks"]["selected_options"]] == ["red", "green"]
    assert got["date"] == {"type": "datepicker", "selected_date": "2031-05-06"}
    assert got["prefilled"]["value"] == "as it was"
    assert got["time"]["selected_time"] == "09:30"
    assert got["person"]["selected_user"] == BEN
    assert got["people"] == {"type": "multi_users_select", "selected_users": [ANA, BEN]}


REQUIRED = {"select": "one", "radio": "yes", "checks": ["red"], "date": "2031-05-06"}


def test_a_refused_form_stays_open_with_the_errors(echo: Echo, control: Control) -> None:
    _open_form(control)
    refused = control.submit(ANA, {**REQUIRED, "text": "wrong"})
    assert refused.errors == {"text": "not that"}
    assert [view.private_metadata for view in control.views()] == ["kept"]
    assert control.submit(ANA, {**REQUIRED, "text": "right"}).accepted


def test_a_form_cannot_be_sent_as_slack_would_not_send_it(echo: Echo, control: Control) -> None:
    _open_form(control)
    with pytest.raises(Unfilled):
        control.submit(ANA, REQUIRED)
    with pytest.raises(NotThere):
        control.submit(ANA, {**REQUIRED, "text": "x", "select": "three"})
    with pytest.raises(NotThere):
        control.submit(ANA, {**REQUIRED, "text": "x", "no such block": "x"})
    assert echo.submitted == []


def test_a_closed_form_is_told(echo: Echo, control: Control) -> None:
    _open_form(control)
    control.close_view(ANA)
    assert echo.closed.wait(5)


def test_people_edit_delete_and_react(echo: Echo, control: Control) -> None:
    ts = control.post(ANA, HOME, "first")
    control.edit(ANA, HOME, ts, "second")
    control.react(BEN, HOME, ts, "eyes")
    seen = control.message(HOME, ts)
    assert (seen.text, seen.edited, dict(seen.reactions)) == ("second", True, {"eyes": (BEN,)})
    with pytest.raises(Refused):
        control.delete(BEN, HOME, ts)
    control.delete(ANA, HOME, ts)
    assert control.messages(HOME) == []
    wait_for(lambda: len(echo.events) >= 4)
    kinds = {one.get("subtype", one["type"]) for one in echo.events}
    assert kinds == {"message", "message_changed", "reaction_added", "message_deleted"}


def test_a_shared_file_arrives(echo: Echo, control: Control) -> None:
    ts = control.upload(ANA, HOME, "plan.csv", b"a,b\n1,2\n", "our plan")
    seen = control.message(HOME, ts)
    assert (seen.text, [(one["name"], one["size"]) for one in seen.files]) == ("our plan", [("plan.csv", 8)])
    told = wait_for(lambda: [one for one in echo.events if one["type"] == "file_shared"])
    assert told[0]["file_id"] == seen.files[0]["id"]


def test_what_is_said_while_the_app_is_away_is_lost(local_slack_binary: Path, tmp_path: Path) -> None:
    with LocalSlack(PEOPLE, ROOMS, tmp_path, binary=local_slack_binary) as slack:
        control = Control(slack.base_url)
        with Echo(slack).connected(control):
            pass
        wait_for(lambda: not control.connected())
        control.post(ANA, HOME, "while away")
        with Echo(slack).connected(control) as back:
            control.post(ANA, HOME, "back again")
            wait_for(lambda: back.events)
            assert [one["text"] for one in back.events] == ["back again"]


def test_a_busy_port_is_told_before_the_start(slack: LocalSlack, tmp_path: Path) -> None:
    with pytest.raises(PortInUse) as told:
        LocalSlack(PEOPLE, ROOMS, tmp_path / "second", port=slack.port).start()
    assert told.value.port == slack.port
    assert port_is_free(free_port())


def test_stopping_ends_the_process_and_frees_the_port(local_slack_binary: Path, tmp_path: Path) -> None:
    with LocalSlack(PEOPLE, ROOMS, tmp_path, binary=local_slack_binary) as running:
        pid = running.pid
        assert not port_is_free(running.port)
    assert not running.is_running
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert port_is_free(running.port)


ORPHANED = """
import sys, time
from pathlib import Path
from bot.demo.local_slack import LocalSlack
slack = LocalSlack([], [], Path(sys.argv[1]), port=int(sys.argv[2]), binary=Path(sys.argv[3]))
slack.start()
print(slack.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_it_never_outlives_the_program_that_started_it(local_slack_binary: Path, tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", ORPHANED, str(tmp_path), str(port), str(local_slack_binary)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        try:
            assert parent.stdout is not None
            assert int(parent.stdout.readline()) > 0
            assert not port_is_free(port)
        finally:
            parent.send_signal(signal.SIGKILL)
    assert wait_for(lambda: port_is_free(port), 5)


def test_without_npm_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(LocalSlackMissing) as told:
        find_binary(tmp_path)
    assert told.value.reason == "no_npm"


def test_on_an_unknown_machine_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(LocalSlackMissing) as told:
        find_binary(tmp_path)
    assert (told.value.reason, "riscv64" in told.value.detail) == ("platform", True)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for npm is a shell script")
def test_a_failed_installation_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'no such package' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(LocalSlackMissing) as told:
        find_binary(tmp_path / "prefix")
    assert (told.value.reason, told.value.detail) == ("install_failed", "no such package")


@pytest.mark.browser
def test_a_person_talks_presses_and_fills_in_a_form_in_the_browser(
    echo: Echo, slack: LocalSlack, control: Control, browser: Browser, tmp_path: Path
) -> None:
    browser.open(slack.ui_url)
    browser.act_as(BEN)
    browser.open_channel("housing-data")
    browser.say("@convener good morning")
    browser.open_thread("good morning")
    browser.press("I agree", containing="Shall we?")
    browser.message(f"agreed by {BEN}")
    control.mention(ANA, HOME, "again", thread=control.history(HOME)[0].ts)
    browser.press("Fill in")
    assert "A form" in browser.form().inner_text()
    browser.fill("Text", "typed words")
    browser.fill("Select", "Two")
    browser.fill("Radio", "Yes")
    browser.fill("Checks", "Blue")
    browser.fill("Date", "2031-05-06")
    browser.submit()
    browser.expect_no_form()
    got = wait_for(lambda: echo.submitted)[0]
    assert got["text"]["value"]["value"] == "typed words"
    assert got["select"]["value"]["selected_option"]["value"] == "two"
    assert got["radio"]["value"]["selected_option"]["value"] == "yes"
    assert [one["value"] for one in got["checks"]["value"]["selected_options"]] == ["blue"]
    assert got["date"]["value"]["selected_date"] == "2031-05-06"
    browser.resize((390, 844))
    assert browser.screenshot(tmp_path / "phone.png").read_bytes().startswith(b"\x89PNG")
