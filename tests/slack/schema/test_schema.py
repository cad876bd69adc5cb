"""Slack's own types agree with our check: what is right is right for both."""

from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack.schema.make_schema import Schema, SchemaUnavailable, make
from tests.slack.stub import SlackStub
from tests.slack.test_payloads import BAD_MESSAGES, BAD_VIEWS, GOOD_MESSAGES, GOOD_VIEWS

BY_MODELS = "models of slack_sdk"
CAUGHT_MESSAGES = (
    "a block of an unknown type",
    "an unknown key in a block",
    "an element of an unknown type",
    "a string in place of a text object",
    "header in mrkdwn",
    "an image among actions",
    "button value that is a number",
    "button style of our own",
    "metadata without a type",
)
CAUGHT_VIEWS = (
    "title in mrkdwn",
    "title that is a string",
    "a view as Slack returned it",
    "a button as an input",
)


@pytest.fixture(scope="session")
def schema() -> Schema:
    try:
        return make()
    except SchemaUnavailable as unavailable:
        pytest.skip(f"no schema of Slack's types: {unavailable}")


@pytest.mark.parametrize("name", [n for n, m in GOOD_MESSAGES.items() if "text" in m and n != BY_MODELS])
def test_a_right_message_is_right_by_slacks_types(schema: Schema, name: str) -> None:
    assert schema.problems(GOOD_MESSAGES[name], "message") == []


@pytest.mark.parametrize("name", GOOD_VIEWS)
def test_a_right_view_is_right_by_slacks_types(schema: Schema, name: str) -> None:
    assert schema.problems(GOOD_VIEWS[name], "view") == []


@pytest.mark.parametrize("name", CAUGHT_MESSAGES)
def test_a_message_of_a_wrong_shape_is_caught_by_slacks_types(schema: Schema, name: str) -> None:
    assert schema.problems(BAD_MESSAGES[name][0], "message")


@pytest.mark.parametrize("name", CAUGHT_VIEWS)
def test_a_view_of_a_wrong_shape_is_caught_by_slacks_types(schema: Schema, name: str) -> None:
    assert schema.problems(BAD_VIEWS[name][0], "view")


def test_the_stub_refuses_what_the_schema_alone_finds() -> None:
    with SlackStub(also=lambda payload, kind: ["a finding of the schema"]) as slack:
        slack.add_channel("C1", {slack.bot_user})
        client = WebClient(token=slack.bot_token, base_url=slack.url)
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            client.chat_postMessage(channel="C1", text="x")
        assert slack.violations == ["chat.postMessage: a finding of the schema"]


def test_without_npm_the_reason_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SchemaUnavailable, match="npm is not installed"):
        make(tmp_path / "schema")


def test_a_failing_npm_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'no such package' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(SchemaUnavailable, match="npm failed: no such package"):
        make(tmp_path / "schema")
