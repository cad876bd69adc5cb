"""The tests' Slack refuses what Slack refuses, and loses, delays and repeats as networks do."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import App, Assistant, BoltContext
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from tests.slack.envelopes import Envelopes, ImpossibleInSlack, SocketServer, chosen, day, typed
from tests.slack.stub import SlackStub

Fields = dict[str, Any]


class Hands:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.seconds = 1_760_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def slack(hands: Hands) -> Iterator[SlackStub]:
    with SlackStub(hands) as stub:
        stub.add_user("U1", name="Ana", tz="Europe/Madrid", locale="es-ES")
        stub.add_user("U2", is_restricted=True)
        stub.add_user("U3", team_id="T2", is_stranger=True)
        stub.add_channel("C1", {"U1", "U2", stub.bot_user})
        stub.add_channel("C2", {"U1"})
        stub.add_channel("C3", {"U1"}, is_private=True)
        stub.add_channel("C4", {"U1", stub.bot_user}, is_archived=True)
        yield stub


@pytest.fixture
def client(slack: SlackStub) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[])


def refusal(call: Any, *args: Any, **more: Any) -> str:
    """Return the error code that a call is refused with; fail if it is not refused."""
    with pytest.raises(SlackApiError) as caught:
        call(*args, **more)
    return str(caught.value.response["error"])


def plain(text: str) -> Fields:
    return {"type": "plain_text", "text": text}


def section(text: str = "We agreed.", **more: Any) -> Fields:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def modal(**more: Any) -> Fields:
    return {"type": "modal", "title": plain("Vision"), "blocks": [section()]} | more


def keyed(key: str) -> Fields:
    return {"event_type": "delivery", "event_payload": {"key": key}}


def test_a_token_is_looked_at(slack: SlackStub, client: WebClient) -> None:
    assert client.auth_test()["user_id"] == slack.bot_user
    assert refusal(WebClient(token="xoxb-other", base_url=slack.url).auth_test) == "invalid_auth"
    assert refusal(WebClient(base_url=slack.url).auth_test) == "not_authed"
    assert refusal(WebClient(token=slack.app_token, base_url=slack.url).auth_test) == "not_allowed_token_type"
    slack.revoked = True
    assert refusal(client.auth_test) == "token_revoked"


def test_posts_go_only_where_the_bot_may_write(slack: SlackStub, client: WebClient) -> None:
    codes = {c: refusal(client.chat_postMessage, channel=c, text="x") for c in ("C9", "C2", "C3", "C4")}
    assert codes == {
        "C9": "channel_not_found",
        "C2": "not_in_channel",
        "C3": "channel_not_found",
        "C4": "is_archived",
    }
    assert slack.violations == []


def test_a_message_is_kept_with_its_metadata_and_read_back(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C1", text="x", blocks=[section()], metadata=keyed("k1"))["ts"]
    (bare,) = client.conversations_history(channel="C1")["messages"]
    (full,) = client.conversations_history(channel="C1", include_all_metadata=True)["messages"]
    assert bare["ts"] == ts and "metadata" not in bare
    assert full["metadata"]["event_payload"] == {"key": "k1"}
    assert full["blocks"][0]["block_id"]


BAD: list[tuple[str, Fields, str]] = [
    ("51 blocks", {"text": "x", "blocks": [section()] * 51}, "invalid_blocks"),
    ("unknown block", {"text": "x", "blocks": [{"type": "paragraph"}]}, "invalid_blocks"),
    ("blocks without text", {"blocks": [section()]}, "no_text"),
    ("text too long", {"text": "x" * 40_001}, "msg_too_long"),
    ("metadata without a type", {"text": "x", "metadata": {"event_payload": {}}}, "invalid_metadata_format"),
    ("call of all", {"text": "x", "blocks": [section("<!channel>")]}, "invalid_blocks"),
]


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
@pytest.mark.parametrize(("name", "payload", "code"), BAD, ids=[name for name, _, _ in BAD])
def test_a_malformed_message_is_refused_and_remembered(
    slack: SlackStub, client: WebClient, name: str, payload: Fields, code: str
) -> None:
    assert refusal(client.api_call, "chat.postMessage", json={"channel": "C1"} | payload) == code
    assert slack.messages("C1") == []
    assert slack.violations
    with pytest.raises(AssertionError, match=r"chat\.postMessage"):
        slack.assert_clean()


def test_a_right_message_leaves_no_violation(slack: SlackStub, client: WebClient) -> None:
    client.chat_postMessage(channel="C1", text="x", blocks=[section()])
    slack.assert_clean()


def test_a_malformed_view_is_refused_and_remembered(slack: SlackStub, client: WebClient) -> None:
    view = modal(title=plain("x" * 25))
    assert refusal(client.views_open, trigger_id=slack.trigger(), view=view) == "invalid_arguments"
    assert any("25 characters" in line for line in slack.violations)


def test_an_unknown_method_is_a_violation(slack: SlackStub, client: WebClient) -> None:
    assert refusal(client.api_call, "admin.users.list") == "unknown_method"
    assert slack.violations == ["admin.users.list: a method that the stub does not know"]


def test_arguments_of_a_wrong_type_are_a_violation(slack: SlackStub, client: WebClient) -> None:
    assert refusal(client.api_call, "conversations.history", json={"channel": "C1", "limit": "all"})
    assert "conversations.history" in slack.violations[0]


def test_a_reply_needs_a_parent_that_is_there(client: WebClient) -> None:
    parent = client.chat_postMessage(channel="C1", text="step 1")["ts"]
    reply = client.chat_postMessage(channel="C1", text="reply", thread_ts=parent)["ts"]
    assert (
        refusal(client.chat_postMessage, channel="C1", text="x", thread_ts="1.000001") == "thread_not_found"
    )
    assert (
        refusal(client.chat_postMessage, channel="C1", text="x", thread_ts=reply) == "cannot_reply_to_message"
    )
    assert [m["ts"] for m in client.conversations_replies(channel="C1", ts=parent)["messages"]] == [
        parent,
        reply,
    ]
    assert [m["ts"] for m in client.conversations_history(channel="C1")["messages"]] == [parent]


def test_an_update_changes_the_bots_own_message_alone(slack: SlackStub, client: WebClient) -> None:
    theirs = slack.says("U1", "C1", "we want housing data")["ts"]
    ours = client.chat_postMessage(channel="C1", text="a", blocks=[section()], metadata=keyed("k"))["ts"]
    client.chat_update(channel="C1", ts=ours, text="b")
    message = slack.messages("C1")[1]
    assert (message["text"], len(message["blocks"])) == ("b", 1)
    client.chat_update(channel="C1", ts=ours, text="c", blocks=[])
    assert "blocks" not in slack.messages("C1")[1]
    assert refusal(client.chat_update, channel="C1", ts=theirs, text="x") == "cant_update_message"
    assert refusal(client.chat_update, channel="C1", ts="1.000001", text="x") == "message_not_found"
    assert refusal(client.chat_update, channel="C1", ts=ours, text="x" * 4001) == "msg_too_long"


def test_a_deleted_message_is_gone_and_still_counted_as_delivered(
    slack: SlackStub, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel="C1", text="a", metadata=keyed("k"))["ts"]
    client.chat_delete(channel="C1", ts=ts)
    assert slack.messages("C1") == []
    assert slack.delivered() == {"k": 1}
    assert refusal(client.chat_delete, channel="C1", ts=ts) == "message_not_found"


def test_a_private_note_reaches_members_alone(slack: SlackStub, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C1", user="U2", text="only for you")
    assert slack.ephemerals[0]["user"] == "U2" and slack.messages("C1") == []
    assert refusal(client.chat_postEphemeral, channel="C1", user="U3", text="x") == "user_not_in_channel"


def test_a_dm_is_opened_by_person_and_not_for_strangers(slack: SlackStub, client: WebClient) -> None:
    slack.add_user("U4", deleted=True)
    channel = client.conversations_open(users="U1")["channel"]["id"]
    assert client.chat_postMessage(channel="U1", text="x")["channel"] == channel
    assert refusal(client.conversations_open, users="U3") == "user_not_visible"
    assert refusal(client.conversations_open, users="U4") == "user_disabled"
    assert refusal(client.conversations_open, users="U9") == "user_not_found"
    assert refusal(client.chat_postMessage, channel=slack.bot_user, text="x") == "cannot_dm_bot"


def test_a_person_has_a_time_zone_and_on_request_a_language(client: WebClient) -> None:
    assert client.users_info(user="U1")["user"]["tz"] == "Europe/Madrid"
    assert "locale" not in client.users_info(user="U1")["user"]
    assert client.users_info(user="U1", include_locale=True)["user"]["locale"] == "es-ES"
    assert client.users_info(user="U2")["user"]["is_restricted"]
    stranger = client.users_info(user="U3")["user"]
    assert stranger["is_stranger"] and stranger["team_id"] == "T2"
    assert refusal(client.users_info, user="U9") == "user_not_found"


def test_channels_that_the_bot_may_not_see_are_not_there(client: WebClient) -> None:
    listed = client.conversations_list(types="public_channel,private_channel", exclude_archived=True)
    assert [channel["id"] for channel in listed["channels"]] == ["C1", "C2"]
    assert client.conversations_info(channel="C1", include_num_members=True)["channel"]["num_members"] == 3
    assert refusal(client.conversations_info, channel="C3") == "channel_not_found"


def test_long_answers_come_in_pages(slack: SlackStub, client: WebClient) -> None:
    slack.add_channel("C5", {slack.bot_user, *(f"M{n:03d}" for n in range(249))})
    pages = [page["members"] for page in client.conversations_members(channel="C5", limit=100)]
    assert [len(page) for page in pages] == [100, 100, 50]
    assert len({member for page in pages for member in page}) == 250


def test_a_reaction_stands_once(slack: SlackStub, client: WebClient) -> None:
    ts = slack.says("U1", "C1", "x")["ts"]
    client.reactions_add(channel="C1", timestamp=ts, name="eyes")
    assert refusal(client.reactions_add, channel="C1", timestamp=ts, name="eyes") == "already_reacted"
    client.reactions_remove(channel="C1", timestamp=ts, name="eyes")
    assert refusal(client.reactions_remove, channel="C1", timestamp=ts, name="eyes") == "no_reaction"
    assert (
        refusal(client.reactions_add, channel="C1", timestamp="1.000001", name="eyes") == "message_not_found"
    )
    assert slack.violations == []
    assert refusal(client.reactions_add, channel="C1", timestamp=ts, name=":eyes:") == "invalid_name"


def test_a_trigger_opens_one_form_within_three_seconds(
    slack: SlackStub, client: WebClient, hands: Hands
) -> None:
    used, late = slack.trigger(), slack.trigger()
    client.views_open(trigger_id=used, view=modal())
    hands.seconds += 4
    assert refusal(client.views_open, trigger_id=used, view=modal()) == "exchanged_trigger_id"
    assert refusal(client.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_an_outdated_hash_does_not_overwrite_a_form(slack: SlackStub, client: WebClient) -> None:
    view = client.views_open(trigger_id=slack.trigger(), view=modal())["view"]
    newer = client.views_update(view_id=view["id"], hash=view["hash"], view=modal(title=plain("Power")))[
        "view"
    ]
    assert newer["id"] == view["id"] and newer["hash"] != view["hash"]
    again = refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=modal())
    assert again == "hash_conflict"
    assert refusal(client.views_update, view_id="V999", view=modal()) == "not_found"


def test_forms_are_stacked_three_high_at_most(slack: SlackStub, client: WebClient) -> None:
    first = client.views_open(trigger_id=slack.trigger(), view=modal())["view"]["id"]
    second = client.views_push(trigger_id=slack.trigger(first), view=modal())["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first, first)
    third = client.views_push(trigger_id=slack.trigger(second["id"]), view=modal())["view"]["id"]
    assert refusal(client.views_push, trigger_id=slack.trigger(third), view=modal()) == "push_limit_reached"
    assert refusal(client.views_push, trigger_id=slack.trigger(), view=modal()) == "invalid_trigger_id"


def test_a_home_is_kept_for_each_person(slack: SlackStub, client: WebClient) -> None:
    home = {"type": "home", "blocks": [section("Your actions")]}
    view = client.views_publish(user_id="U1", view=home)["view"]
    client.views_publish(user_id="U1", view=home, hash=view["hash"])
    assert refusal(client.views_publish, user_id="U1", view=home, hash=view["hash"]) == "hash_conflict"
    assert refusal(client.views_publish, user_id="U1", view=modal()) == "invalid_arguments"
    assert list(slack.homes) == ["U1"]


def test_too_many_requests_are_answered_with_a_pause_and_then_let_through(slack: SlackStub) -> None:
    patient = WebClient(
        token=slack.bot_token,
        base_url=slack.url,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)],
    )
    slack.fail("chat.postMessage", status=429, retry_after=0)
    patient.chat_postMessage(channel="C1", text="x")
    assert [call.outcome for call in slack.called("chat.postMessage")] == ["http 429", "ok"]
    assert len(slack.messages("C1")) == 1


def test_a_pause_is_named_in_the_header(slack: SlackStub, client: WebClient) -> None:
    slack.fail("auth.test", status=429, retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        client.auth_test()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"


def test_failures_end_after_their_count(slack: SlackStub, client: WebClient) -> None:
    slack.fail("auth.test", times=2, status=500)
    slack.fail("users.info", status=200, error="internal_error")
    assert [refusal(client.auth_test) for _ in range(2)] == ["internal_error"] * 2
    assert client.auth_test()["ok"]
    assert refusal(client.users_info, user="U1") == "internal_error"
    assert client.users_info(user="U1")["ok"]


def test_a_post_lost_on_the_way_there_is_not_in_the_channel(slack: SlackStub, client: WebClient) -> None:
    slack.drop("chat.postMessage")
    with pytest.raises(OSError):
        client.chat_postMessage(channel="C1", text="x", metadata=keyed("k"))
    assert slack.messages("C1") == [] and slack.delivered() == {}


def test_a_post_whose_answer_was_lost_is_in_the_channel(slack: SlackStub, client: WebClient) -> None:
    slack.drop("chat.postMessage", takes_effect=True)
    with pytest.raises(OSError):
        client.chat_postMessage(channel="C1", text="x", metadata=keyed("k"))
    assert slack.delivered() == {"k": 1}
    assert slack.called("chat.postMessage")[0].outcome == "dropped"


def test_a_client_that_repeats_lost_posts_by_itself_is_caught_posting_twice(slack: SlackStub) -> None:
    hasty = WebClient(
        token=slack.bot_token,
        base_url=slack.url,
        retry_handlers=[ConnectionErrorRetryHandler(max_retry_count=1)],
    )
    slack.drop("chat.postMessage", takes_effect=True)
    hasty.chat_postMessage(channel="C1", text="x", metadata=keyed("k"))
    assert slack.delivered() == {"k": 2}


def test_a_slow_answer_runs_into_the_clients_timeout(slack: SlackStub) -> None:
    brief = WebClient(token=slack.bot_token, base_url=slack.url, timeout=1, retry_handlers=[])
    slack.slow("auth.test", 1.5)
    with pytest.raises(TimeoutError):
        brief.auth_test()
    assert brief.auth_test()["ok"]


def test_a_response_url_is_good_five_times(slack: SlackStub) -> None:
    hook = WebhookClient(slack.response_url("C1", "U1"))
    assert [hook.send(text="noted").status_code for _ in range(5)] == [200] * 5
    assert slack.violations == [] and len(slack.ephemerals) == 5
    assert hook.send(text="noted").body == "used_url"
    assert slack.violations == ["response_url: used more than five times"]


def test_a_response_url_ends_after_half_an_hour(slack: SlackStub, hands: Hands) -> None:
    hook = WebhookClient(slack.response_url("C1", "U1"))
    hands.seconds += 1801
    assert hook.send(text="noted").body == "expired_url"


def test_a_response_url_replaces_deletes_or_speaks_to_all(slack: SlackStub, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C1", text="open")["ts"]
    hook = WebhookClient(slack.response_url("C1", "U1", ts))
    hook.send(text="closed", replace_original=True)
    assert slack.messages("C1")[0]["text"] == "closed"
    hook.send(text="told all", response_type="in_channel")
    hook.send_dict({"delete_original": True})
    assert [message["text"] for message in slack.messages("C1")] == ["told all"]


def test_a_malformed_post_to_a_response_url_is_remembered(slack: SlackStub) -> None:
    hook = WebhookClient(slack.response_url("C1", "U1"))
    assert hook.send(text="x", blocks=[section()] * 51).status_code == 400
    assert "51 blocks" in slack.violations[0]


def test_a_file_is_uploaded_and_shared_in_a_thread(slack: SlackStub, client: WebClient) -> None:
    parent = client.chat_postMessage(channel="C1", text="the charter")["ts"]
    client.files_upload_v2(
        channel="C1",
        thread_ts=parent,
        filename="charter.md",
        content="# Charter",
        initial_comment="Here it is.",
    )
    (file,) = slack.files.values()
    assert (file["name"], file["content"], file["channel"]) == ("charter.md", b"# Charter", "C1")
    assert slack.messages("C1")[1]["thread_ts"] == parent


def test_a_permalink_points_at_a_message_that_is_there(slack: SlackStub, client: WebClient) -> None:
    ts = slack.says("U1", "C1", "x")["ts"]
    link = client.chat_getPermalink(channel="C1", message_ts=ts)["permalink"]
    assert link.endswith(f"/C1/p{ts.replace('.', '')}")
    assert refusal(client.chat_getPermalink, channel="C1", message_ts="1.000001") == "message_not_found"


def test_a_long_text_is_a_warning_and_no_violation(slack: SlackStub, client: WebClient) -> None:
    client.chat_postMessage(channel="C1", text="x" * 4001)
    assert slack.violations == [] and "4001" in slack.warnings[0]


def test_an_answer_is_streamed_piece_by_piece(slack: SlackStub, client: WebClient) -> None:
    parent = slack.says("U1", "C1", "what is consent?")["ts"]
    to = {"recipient_team_id": "T1", "recipient_user_id": "U1"}
    stream = client.chat_stream(channel="C1", thread_ts=parent, buffer_size=5, **to)
    stream.append(markdown_text="Consent means ")
    stream.append(markdown_text="no objection.")
    stream.stop(blocks=[section("[1] Shared Power")], metadata=keyed("a1"))
    message = slack.messages("C1")[1]
    assert message["text"] == "Consent means no objection."
    assert message["metadata"] == keyed("a1") and message["thread_ts"] == parent
    slack.assert_clean()
    gone = refusal(client.chat_appendStream, channel="C1", ts=message["ts"], markdown_text="x")
    assert gone == "message_not_in_streaming_state"


def test_a_stream_in_a_channel_names_whom_it_is_for(slack: SlackStub, client: WebClient) -> None:
    parent = slack.says("U1", "C1", "what is consent?")["ts"]
    assert refusal(client.chat_startStream, channel="C1", thread_ts=parent) == "invalid_arguments"
    assert "recipient_team_id is missing" in slack.violations[0]


def test_a_channel_has_one_canvas(slack: SlackStub, client: WebClient) -> None:
    content = {"type": "markdown", "markdown": "# Charter"}
    canvas = client.conversations_canvases_create(channel_id="C1", document_content=content)["canvas_id"]
    assert slack.canvases[canvas]["markdown"] == "# Charter"
    again = refusal(client.conversations_canvases_create, channel_id="C1", document_content=content)
    assert again == "channel_canvas_already_exists"


# -- what people do, as it arrives at a Bolt app


@pytest.fixture
def sends(slack: SlackStub) -> Envelopes:
    return Envelopes(slack)


@pytest.fixture
def heard() -> list[Fields]:
    return []


@pytest.fixture
def app(slack: SlackStub, client: WebClient, heard: list[Fields]) -> App:
    app = App(client=client, signing_secret=slack.signing_secret, process_before_response=True)

    def hear(ack: Any, body: Fields, context: BoltContext) -> None:
        ack()
        heard.append({"body": body, "who": context.user_id} | _place(context))

    app.command("/convene")(hear)
    for listen in (app.action, app.view, app.view_closed, app.shortcut):
        listen("known")(hear)
    for kind in ("app_mention", "message", "member_joined_channel", "member_left_channel"):
        app.event(kind)(hear)
    for subtype in ("message_changed", "message_deleted"):
        app.event({"type": "message", "subtype": subtype})(hear)
    for kind in ("channel_archive", "app_home_opened", "app_uninstalled"):
        app.event(kind)(hear)
    return app


def _place(context: BoltContext) -> Fields:
    return {"team": context.team_id, "channel": context.channel_id, "answer": context.response_url}


def form() -> Fields:
    words = {"type": "plain_text_input", "action_id": "words", "max_length": 20}
    options = [{"text": plain(value), "value": value} for value in ("hard", "soft")]
    hardness = {"type": "static_select", "action_id": "hardness", "options": options}
    review = {"type": "datepicker", "action_id": "review", "initial_date": "2026-06-01"}
    blocks = [
        {"type": "input", "block_id": "words", "label": plain("In words"), "element": words},
        {
            "type": "input",
            "block_id": "hardness",
            "label": plain("Hard?"),
            "element": hardness,
            "optional": True,
        },
        {"type": "input", "block_id": "review", "label": plain("Review"), "element": review},
        {"type": "actions", "block_id": "more", "elements": [button("known", "more")]},
    ]
    return modal(callback_id="known", submit=plain("Save"), blocks=blocks, notify_on_close=True)


def button(action_id: str, value: str) -> Fields:
    return {"type": "button", "action_id": action_id, "value": value, "text": plain("Press")}


def card(client: WebClient, channel: str = "C1", **more: Any) -> None:
    buttons = {"type": "actions", "elements": [button("known", "p1"), button("other", "p1")]}
    client.chat_postMessage(channel=channel, text="A round is open", blocks=[section(), buttons], **more)


def test_a_command_arrives_with_a_trigger_and_an_answer_url_that_work(
    slack: SlackStub, client: WebClient, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    assert app.dispatch(sends.request(sends.command("start vision", "U1", "C1"))).status == 200
    (one,) = heard
    assert (one["who"], one["channel"], one["body"]["text"]) == ("U1", "C1", "start vision")
    client.views_open(trigger_id=one["body"]["trigger_id"], view=form())
    assert WebhookClient(one["answer"]).send(text="noted").status_code == 200
    slack.assert_clean()


def test_a_wrong_signature_is_refused(sends: Envelopes, app: App, heard: list[Fields]) -> None:
    payload = sends.command("status", "U1", "C1")
    forged, old = sends.request(payload), sends.request(payload, at=1_000)
    forged.raw_body += "&text=settings"
    assert [app.dispatch(request).status for request in (forged, old)] == [401, 401]
    assert heard == []


def test_a_retry_carries_its_number_and_the_same_event(
    slack: SlackStub, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    payload = sends.said(slack.says("U1", "C1", "housing"), event_id="Ev1")
    again = sends.request(payload, retry=1)
    assert again.headers["x-slack-retry-num"] == ["1"]
    app.dispatch(sends.request(payload))
    app.dispatch(again)
    assert [one["body"]["event_id"] for one in heard] == ["Ev1", "Ev1"]


def test_a_press_in_a_thread_names_message_thread_and_value(
    slack: SlackStub, client: WebClient, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    parent = slack.says("U1", "C1", "step 1")["ts"]
    card(client, thread_ts=parent)
    app.dispatch(sends.request(sends.press("known", "U2", message=slack.messages("C1")[1])))
    (one,) = heard
    assert (one["who"], one["channel"], one["body"]["actions"][0]["value"]) == ("U2", "C1", "p1")
    assert one["body"]["container"]["thread_ts"] == parent
    assert WebhookClient(one["answer"]).send(text="closed", replace_original=True).status_code == 200
    assert slack.messages("C1")[1]["text"] == "closed"


def test_a_form_is_sent_with_what_was_filled_in_and_what_it_opened_with(
    slack: SlackStub, client: WebClient, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    view = client.views_open(trigger_id=slack.trigger(), view=form())["view"]
    filled = {"words": {"words": typed("no names")}, "hardness": {"hardness": chosen("soft")}}
    app.dispatch(sends.request(sends.submit(view, "U1", filled)))
    values = heard[0]["body"]["view"]["state"]["values"]
    assert values["words"]["words"]["value"] == "no names"
    assert values["hardness"]["hardness"]["selected_option"]["value"] == "soft"
    assert values["review"]["review"] == day("2026-06-01")


def test_a_button_in_a_form_can_open_another_above_it(
    slack: SlackStub, client: WebClient, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    view = client.views_open(trigger_id=slack.trigger(), view=form())["view"]
    app.dispatch(sends.request(sends.press("known", "U1", view=view)))
    body = heard[0]["body"]
    assert "channel" not in body and body["container"]["view_id"] == view["id"]
    client.views_push(trigger_id=body["trigger_id"], view=modal())


def test_closing_a_form_and_shortcuts_arrive(
    slack: SlackStub, client: WebClient, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    view = client.views_open(trigger_id=slack.trigger(), view=form())["view"]
    message = slack.says("U1", "C1", "we decided it")
    for payload in (
        sends.closed(view, "U1"),
        sends.message_shortcut("known", "U1", message),
        sends.global_shortcut("known", "U1"),
    ):
        assert app.dispatch(sends.request(payload)).status == 200
    assert [one["body"]["type"] for one in heard] == ["view_closed", "message_action", "shortcut"]
    assert heard[1]["body"]["message"]["text"] == "we decided it"


def test_events_arrive_and_change_the_workspace(
    slack: SlackStub, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    message = slack.says("U1", "C1", f"<@{slack.bot_user}> what is consent?")
    dm = slack.says("U1", slack.dm("U1").id, "what is consent?")
    for payload in (
        sends.mentioned(message),
        sends.said(message),
        sends.said(dm),
        sends.edited(message, "never mind"),
        sends.deleted(message),
        sends.joined("U2", "C2", inviter="U1"),
        sends.left("U2", "C2"),
        sends.archived("C2", "U1"),
        sends.home_opened("U1"),
    ):
        assert app.dispatch(sends.request(payload)).status == 200
    events = [one["body"]["event"] for one in heard]
    kinds = [event.get("subtype", event["type"]) for event in events]
    assert kinds[:5] == ["app_mention", "message", "message", "message_changed", "message_deleted"]
    assert kinds[5:8] == ["member_joined_channel", "member_left_channel", "channel_archive"]
    assert [event["channel_type"] for event in events[1:3]] == ["channel", "im"]
    assert events[3]["previous_message"]["text"] != events[3]["message"]["text"] == "never mind"
    assert slack.messages("C1") == [] and slack.channels["C2"].is_archived


def test_an_uninstalled_app_has_no_token_any_more(
    slack: SlackStub, client: WebClient, sends: Envelopes
) -> None:
    assert sends.uninstalled()["event"]["type"] == "app_uninstalled"
    assert refusal(client.auth_test) == "token_revoked"


def test_people_of_another_workspace_arrive_as_such(
    slack: SlackStub, client: WebClient, sends: Envelopes, app: App, heard: list[Fields]
) -> None:
    slack.add_channel("C6", {"U3", slack.bot_user}, is_ext_shared=True)
    card(client, "C6")
    view = client.views_open(trigger_id=slack.trigger(), view=form())["view"]
    for payload in (
        sends.said(slack.says("U3", "C6", "hello")),
        sends.press("known", "U3", message=slack.messages("C6")[0]),
        sends.submit(view, "U3", {"words": {"words": typed("ours")}}),
    ):
        app.dispatch(sends.request(payload))
    assert [(one["team"], one["who"]) for one in heard] == [("T1", "U3")] * 3
    authors = [
        one["body"].get("user", {}).get("team_id") or one["body"]["event"]["user_team"] for one in heard
    ]
    assert authors == ["T2"] * 3


def test_what_nobody_can_do_in_slack_is_no_test(
    slack: SlackStub, client: WebClient, sends: Envelopes
) -> None:
    card(client)
    message, view = (
        slack.messages("C1")[0],
        client.views_open(trigger_id=slack.trigger(), view=form())["view"],
    )
    words = {"words": {"words": typed("ours")}}
    impossible: list[Callable[[], Fields]] = [
        lambda: sends.press("gone", "U1", message=message),
        lambda: sends.press("known", "U1", message=message, value="p2"),
        lambda: sends.press("known", "U3", message=message),
        lambda: sends.submit(view, "U1", {}),
        lambda: sends.submit(view, "U1", {"words": {"words": typed("x" * 21)}}),
        lambda: sends.submit(view, "U1", words | {"nowhere": {"x": typed("y")}}),
        lambda: sends.submit(view, "U1", words | {"hardness": {"hardness": chosen("soggy")}}),
        lambda: sends.submit(view, "U1", words | {"review": {"review": typed("June")}}),
        lambda: sends.closed(modal(id="V1"), "U1"),
        lambda: sends.command("status", "U3", "C1"),
        lambda: sends.mentioned(slack.says("U1", "C1", "no mention")),
    ]
    for act in impossible:
        with pytest.raises(ImpossibleInSlack):
            act()


def test_the_assistant_pane_opens_a_thread_and_takes_prompts_and_a_status(
    slack: SlackStub, client: WebClient, sends: Envelopes
) -> None:
    app, opened = _assistant_app(slack, client)
    app.dispatch(sends.request(sends.assistant_opened("U1", "C1")))
    dm = slack.dm("U1").id
    (thread,) = slack.threads.values()
    assert thread["prompts"][0]["message"] == "What is consent?"
    reply = slack.says("U1", dm, "What is consent?", thread_ts=opened[0])
    app.dispatch(sends.request(sends.said(reply)))
    assert thread["status"] == "is reading"
    assert slack.messages(dm)[-1]["thread_ts"] == opened[0]
    slack.assert_clean()


def _assistant_app(slack: SlackStub, client: WebClient) -> tuple[App, list[str]]:
    app = App(client=client, signing_secret=slack.signing_secret, process_before_response=True)
    assistant, opened = Assistant(), []

    def started(set_suggested_prompts: Any, payload: Fields) -> None:
        opened.append(payload["assistant_thread"]["thread_ts"])
        set_suggested_prompts([{"title": "Consent", "message": "What is consent?"}])

    def asked(set_status: Any, say: Any) -> None:
        set_status("is reading")
        say("No objection that is argued. [1]")

    assistant.thread_started(started)
    assistant.user_message(asked)
    app.assistant(assistant)
    return app, opened


@pytest.fixture
def socket(slack: SlackStub, app: App) -> Iterator[SocketServer]:
    with SocketServer(slack) as server:
        handler = SocketModeHandler(
            app, slack.app_token, web_client=WebClient(token=slack.app_token, base_url=slack.url)
        )
        handler.connect()  # type: ignore[no-untyped-call]
        server.wait_connected()
        yield server
        _close_soon(server, handler)


def _close_soon(server: SocketServer, handler: SocketModeHandler) -> None:
    """Close the client in less than the three seconds that it waits for a silent server.

    It must have seen the hang-up first: closing at the same moment is a race inside slack_sdk.
    """
    handler.client.auto_reconnect_enabled = False
    server.hang_up()
    deadline = time.monotonic() + 5
    while handler.client.is_connected() and time.monotonic() < deadline:
        time.sleep(0.01)
    handler.close()  # type: ignore[no-untyped-call]


def test_socket_mode_carries_the_same_payloads_and_acknowledges_each(
    slack: SlackStub, sends: Envelopes, socket: SocketServer, heard: list[Fields]
) -> None:
    command = socket.send(sends.command("status", "U1", "C1"))
    event = socket.send(sends.said(slack.says("U1", "C1", "housing")), retry=1)
    shortcut = socket.send(sends.global_shortcut("known", "U1"))
    assert [socket.ack(sent) for sent in (command, event, shortcut)] == [{}, {}, {}]
    assert {one["body"].get("type", "command") for one in heard} == {"command", "event_callback", "shortcut"}


def test_what_is_not_acknowledged_in_time_is_missed(
    slack: SlackStub, sends: Envelopes, socket: SocketServer
) -> None:
    sent = socket.send(sends.global_shortcut("unknown to the app", "U1"))
    with pytest.raises(TimeoutError):
        socket.ack(sent, seconds=0.5)


def test_without_socket_mode_there_is_nothing_to_connect_to(slack: SlackStub) -> None:
    assert refusal(WebClient(base_url=slack.url).apps_connections_open, app_token=slack.app_token)
