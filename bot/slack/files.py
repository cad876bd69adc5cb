"""The Files port over Slack's Web API."""

from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient

from bot.domain.messages import Message
from bot.domain.pictures import Drawn
from bot.ports.channel import Undeliverable
from bot.ports.files import NoDirectMessages, Receiver
from bot.slack.calls import call
from bot.slack.render import Renderer
from bot.slack.views.parts import clip

ALT_TEXT = 1000
TAKEN = "channel_canvas_already_exists"


class SlackFiles:
    """Sends files, and keeps canvases, in one or many workspaces."""

    def __init__(self, client_for: Callable[[str], WebClient], renderer: Renderer) -> None:
        """Keep how to reach a workspace."""
        self._client_for = client_for
        self._renderer = renderer

    def send(
        self, workspace_id: str, to: Receiver, name: str, content: bytes, message: Message, lang: str
    ) -> None:
        """Send a file with a message above it. Raises Undeliverable or TryLater."""
        client = self._client_for(workspace_id)
        call(
            client.files_upload_v2,
            channel=_channel(client, to),
            thread_ts=to.thread_ts or None,
            filename=name,
            title=name,
            content=content,
            initial_comment=self._renderer.message(message, lang).text,
        )

    def send_pictures(
        self, workspace_id: str, to: Receiver, pictures: Sequence[Drawn], message: Message, lang: str
    ) -> None:
        """Send pictures in one message. Raises Undeliverable or TryLater."""
        client = self._client_for(workspace_id)
        call(
            client.files_upload_v2,
            channel=_channel(client, to),
            thread_ts=to.thread_ts or None,
            file_uploads=[_upload(one) for one in pictures],
            initial_comment=self._renderer.message(message, lang).text,
        )

    def put_canvas(self, workspace_id: str, channel_id: str, markdown: str) -> str:
        """Write a channel's canvas, or write it anew; return its id. Raises Undeliverable or TryLater."""
        client = self._client_for(workspace_id)
        try:
            made = call(
                client.conversations_canvases_create,
                channel_id=channel_id,
                document_content=_content(markdown),
            )
        except Undeliverable as refused:
            if str(refused) != TAKEN:
                raise
            held = self._held(client, channel_id)
            self.renew_canvas(workspace_id, held, markdown)
            return held
        return str(made["canvas_id"])

    def renew_canvas(self, workspace_id: str, canvas_id: str, markdown: str) -> None:
        """Replace all that stands in a canvas. Raises Undeliverable or TryLater."""
        changes = [{"operation": "replace", "document_content": _content(markdown)}]
        call(self._client_for(workspace_id).canvases_edit, canvas_id=canvas_id, changes=changes)

    def _held(self, client: WebClient, channel_id: str) -> str:
        channel = call(client.conversations_info, channel=channel_id)["channel"]
        held = channel.get("properties", {}).get("canvas", {}).get("file_id")
        if not held:
            raise Undeliverable(TAKEN)
        return str(held)


def _channel(client: WebClient, to: Receiver) -> str:
    """Return where files go. Raises NoDirectMessages for a person who cannot be written to."""
    if to.channel_id:
        return to.channel_id
    try:
        return str(call(client.conversations_open, users=to.user_id)["channel"]["id"])
    except Undeliverable as refused:
        raise NoDirectMessages(str(refused)) from refused


def _upload(picture: Drawn) -> dict[str, Any]:
    words = clip(picture.alt_text, ALT_TEXT)
    return {
        "filename": picture.name,
        "title": picture.name,
        "content": picture.content,
        "alt_txt": words,
    }


def _content(markdown: str) -> dict[str, Any]:
    return {"type": "markdown", "markdown": markdown}
