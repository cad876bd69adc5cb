"""The Channel port over Slack's Web API: renders, sends, and says whether a failure is for good."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.models.blocks import Block
from slack_sdk.webhook import WebhookClient

from bot.domain.acts import Act
from bot.domain.deliveries import Delivery, DeliveryKind, Place
from bot.domain.forms import Form
from bot.domain.home import Home
from bot.domain.messages import Message
from bot.domain.pictures import Bars
from bot.ports.channel import TryLater, Undeliverable
from bot.slack.calls import call
from bot.slack.payloads import problems
from bot.slack.render import Renderer
from bot.slack.views.parts import Rendered

log = logging.getLogger(__name__)
NOTED = "memo"
STOOD_SO_BEFORE = ("already_reacted", "no_reaction")
# An uploaded picture can be shown only after Slack has looked at it: in the meantime the post is refused.
NOT_SHOWN = {"invalid_blocks", "invalid_blocks_format"}
READY = (1.0, 2.0, 0.0)
Upload = Callable[[WebClient, Bars], Block]
EVENT_TYPE = "convener_delivery"
# A post is looked for in the three minutes around its try: as much as Slack lets in there at one a second. Apps that
# are given to others get fifteen messages a page, and may ask for more once a minute.
PAGE, PAGES = 15, 12
LEEWAY = timedelta(minutes=1)
AS_LONG_AS_A_TRY = timedelta(minutes=2)
SAME_TRY = 1.0


class BadPayload(Exception):
    """A view of ours would be refused by Slack; raised in check mode, before anything is sent."""


class SlackChannel:
    """Sends what the bot says to one or many workspaces."""

    def __init__(
        self,
        client_for: Callable[[str], WebClient],
        renderer: Renderer,
        *,
        check: bool = False,
        slack_time: Callable[[], float] = time.time,
        upload: Upload | None = None,
    ) -> None:
        """Keep how to reach a workspace; ``check`` looks at every payload before it is sent (tests, demo).

        ``slack_time`` is the clock behind Slack's time stamps, whatever the bot's clock was set to; ``upload`` uploads
        a picture and returns the block that shows it. Without it, messages have no pictures.
        """
        self._client_for = client_for
        self._slack_time = slack_time
        self._renderer = renderer
        self._check = check
        self._upload = upload
        self._dms: dict[tuple[str, str], str] = {}
        self._half_read: dict[tuple[str, str, str], list[dict[str, Any]]] = {}

    def deliver(
        self, workspace_id: str, delivery: Delivery, place: Place | None, thread_ts: str | None
    ) -> str | None:
        """Send one delivery; return the time stamp of a posted message. Raises Undeliverable or TryLater."""
        client = self._client_for(workspace_id)
        if delivery.kind in (DeliveryKind.MARK, DeliveryKind.UNMARK):
            _react(client, delivery, thread_ts or "")
            return None
        if delivery.message is None:
            raise Undeliverable("nothing to say")
        rendered = self._renderer.message(delivery.message, delivery.lang)
        if delivery.kind is DeliveryKind.POST:
            return self._posted(client, delivery, self._post(delivery, rendered, thread_ts))
        if delivery.kind is DeliveryKind.UPDATE:
            self._update(client, delivery, rendered, place)
            return None
        call(
            client.chat_postEphemeral,
            channel=delivery.channel_id,
            user=delivery.user_id or "",
            thread_ts=thread_ts,
            **self._said(rendered),
        )
        return None

    def _posted(self, client: WebClient, delivery: Delivery, said: Mapping[str, Any]) -> str:
        """Post a message, with its picture where it has one; one that Slack does not show is left out."""
        picture = self._picture(client, delivery)
        for pause in READY if picture is not None else ():
            try:
                answer = call(client.chat_postMessage, **{**said, "blocks": [*said["blocks"], picture]})
                return str(answer["ts"])
            except Undeliverable as refused:
                if str(refused) not in NOT_SHOWN:
                    raise
                time.sleep(pause)
        return str(call(client.chat_postMessage, **said)["ts"])

    def _picture(self, client: WebClient, delivery: Delivery) -> dict[str, Any] | None:
        """Upload the picture of a message, if it has one: no message waits for it, or fails by it."""
        drawn = self._renderer.picture(delivery.message, delivery.lang) if delivery.message else None
        if drawn is None or self._upload is None:
            return None
        try:
            return self._upload(client, drawn).to_dict()
        except Exception:
            log.warning("the picture of %s is left out", delivery.key, exc_info=True)
            return None

    def dm(self, workspace_id: str, user_id: str) -> str:
        """Return the channel of the direct messages with a person; asked once. Raises Undeliverable or TryLater."""
        key = (workspace_id, user_id)
        if key not in self._dms:
            answer = call(self._client_for(workspace_id).conversations_open, users=user_id)
            self._dms[key] = str(answer["channel"]["id"])
        return self._dms[key]

    def find(
        self, workspace_id: str, delivery: Delivery, thread_ts: str | None, age: timedelta
    ) -> str | None:
        """Look whether a post of this key stands in the channel since it was tried; some pages at most.

        Where Slack wants a pause between two pages, TryLater is raised, and the next look goes on from there.
        """
        looked = (workspace_id, delivery.channel_id, delivery.key)
        window = self._window(delivery, thread_ts, age)
        pages = self._half_read.pop(looked, [window])
        if abs(float(pages[0]["oldest"]) - float(window["oldest"])) > SAME_TRY:
            pages = [window]
        while len(pages) <= PAGES:
            try:
                answer = self._page(workspace_id, pages[-1])
            except TryLater:
                self._half_read[looked] = pages
                raise
            found = next((str(one["ts"]) for one in answer["messages"] if _carries(one, delivery.key)), None)
            if found is not None or not answer.get("has_more"):
                return found
            pages.append({**pages[-1], "cursor": answer["response_metadata"]["next_cursor"]})
        raise Undeliverable("it may have been sent before, and too much was said since to be sure")

    def _window(self, delivery: Delivery, thread_ts: str | None, age: timedelta) -> dict[str, Any]:
        tried = self._slack_time() - age.total_seconds()
        return {
            "channel": delivery.channel_id,
            "limit": PAGE,
            "oldest": str(tried - LEEWAY.total_seconds()),
            "latest": str(tried + AS_LONG_AS_A_TRY.total_seconds()),
            "include_all_metadata": True,
            **({"ts": thread_ts} if thread_ts else {}),
        }

    def _page(self, workspace_id: str, asked: Mapping[str, Any]) -> Any:
        client = self._client_for(workspace_id)
        return call(client.conversations_replies if "ts" in asked else client.conversations_history, **asked)

    def reply(self, act: Act, message: Message, lang: str) -> None:
        """Answer the person who acted, for them alone. A failure is logged: the act itself is done."""
        rendered = self._renderer.message(message, lang)
        try:
            if act.surface.in_view:
                self._show(act, rendered, lang)
                return
            self._whisper(act, rendered)
        except (Undeliverable, TryLater) as failed:
            log.warning("a reply to act %s did not arrive: %s", act.key, failed)

    def publish(self, workspace_id: str, user_id: str, home: Home, lang: str) -> None:
        """Show a person's Home. Raises Undeliverable or TryLater."""
        view: dict[str, Any] = self._renderer.home(home, lang).to_dict()
        if self._check:
            _checked(view, "view")
        call(self._client_for(workspace_id).views_publish, user_id=user_id, view=view)

    def drawn(self, form: Form, lang: str) -> Mapping[str, Any]:
        """Return a form as Slack takes it, to be shown in place of one that was just sent."""
        view: dict[str, Any] = self._renderer.form(form, lang).to_dict()
        if self._check:
            _checked(view, "view")
        return view

    def open_form(self, act: Act, form: Form, lang: str) -> None:
        """Open a form; the trigger lives three seconds, and too late means that the person presses again."""
        view = self.drawn(form, lang)
        try:
            client = self._client_for(act.workspace_id)
            opens = client.views_push if act.surface.view_id else client.views_open
            call(opens, trigger_id=act.surface.trigger_id, view=view)
        except (Undeliverable, TryLater) as failed:
            log.warning("the form for act %s did not open: %s", act.key, failed)

    def _post(self, delivery: Delivery, rendered: Rendered, thread_ts: str | None) -> dict[str, Any]:
        """A post carries its delivery key twice: as metadata, and in the first block's id."""
        said = self._said(rendered)
        if said["blocks"]:
            said["blocks"][0]["block_id"] = _block_id(delivery.key)
        return {
            "channel": delivery.channel_id,
            "thread_ts": thread_ts,
            "unfurl_links": False,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key}},
            **said,
        }

    def _update(self, client: WebClient, delivery: Delivery, rendered: Rendered, place: Place | None) -> None:
        if place is None:
            raise Undeliverable(f"{delivery.place} was never posted")
        call(client.chat_update, channel=place.channel_id, ts=place.ts, **self._said(rendered))

    def _show(self, act: Act, rendered: Rendered, lang: str) -> None:
        """Answer in a view: in place of the one in which the person acts, or as a new one over their Home."""
        view: dict[str, Any] = self._renderer.answer(rendered, act.channel_id, lang).to_dict()
        if self._check:
            _checked(view, "view")
        client = self._client_for(act.workspace_id)
        if act.surface.view_id:
            call(client.views_update, view_id=act.surface.view_id, view=view)
        else:
            call(client.views_open, trigger_id=act.surface.trigger_id, view=view)

    def _whisper(self, act: Act, rendered: Rendered) -> None:
        if act.surface.response_url and self._responded(act.surface.response_url, rendered):
            return
        client = self._client_for(act.workspace_id)
        if not act.channel_id:
            call(client.chat_postMessage, channel=act.user_id, **self._said(rendered))
            return
        call(
            client.chat_postEphemeral,
            channel=act.channel_id,
            user=act.user_id,
            thread_ts=act.thread_ts or None,
            **self._said(rendered),
        )

    def _responded(self, url: str, rendered: Rendered) -> bool:
        """Answer through a response URL; it dies after half an hour or five answers."""
        said = self._said(rendered)
        try:
            answer = WebhookClient(url).send(
                text=said["text"], blocks=said["blocks"], response_type="ephemeral", replace_original=False
            )
        except OSError as failed:
            log.warning("a response URL could not be reached: %s", failed)
            return False
        return answer.status_code == 200

    def _said(self, rendered: Rendered) -> dict[str, Any]:
        said = {"text": rendered.text, "blocks": [block.to_dict() for block in rendered.blocks]}
        if self._check:
            _checked(said, "message")
        return said


def _react(client: WebClient, delivery: Delivery, ts: str) -> None:
    """Mark a message as noted, or take the mark back; where it stood so before, all is well."""
    method = client.reactions_add if delivery.kind is DeliveryKind.MARK else client.reactions_remove
    try:
        call(method, channel=delivery.channel_id, timestamp=ts, name=NOTED)
    except Undeliverable as refused:
        if str(refused) not in STOOD_SO_BEFORE:
            raise


def _checked(payload: Mapping[str, Any], kind: Any) -> None:
    found = problems(payload, kind)
    if found:
        raise BadPayload("; ".join(found))


def _block_id(key: str) -> str:
    return f"key:{key}"[:255]


def _carries(message: Mapping[str, Any], key: str) -> bool:
    payload = message.get("metadata", {}).get("event_payload", {})
    first: Mapping[str, Any] | Block = (message.get("blocks") or [{}])[0]
    block_id = first.get("block_id") if isinstance(first, Mapping) else first.block_id
    return payload.get("key") == key or block_id == _block_id(key)
