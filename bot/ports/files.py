"""Files and canvases in Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.messages import Message
from bot.domain.pictures import Drawn
from bot.ports.channel import Undeliverable


class NoDirectMessages(Undeliverable):
    """A person cannot be written to in private, such as somebody from another workspace."""


@dataclass(frozen=True)
class Receiver:
    """Where files go: to a person's direct messages, or into a thread of a channel."""

    user_id: str = ""
    channel_id: str = ""
    thread_ts: str = ""


class Files(Protocol):
    """Sends files, and keeps canvases. All raise Undeliverable or TryLater, as the Channel does."""

    def send(
        self, workspace_id: str, to: Receiver, name: str, content: bytes, message: Message, lang: str
    ) -> None:
        """Send a file with a message above it."""
        ...

    def send_pictures(
        self, workspace_id: str, to: Receiver, pictures: Sequence[Drawn], message: Message, lang: str
    ) -> None:
        """Send pictures with their words, and a message above them."""
        ...

    def put_canvas(self, workspace_id: str, channel_id: str, markdown: str) -> str:
        """Write a channel's canvas, or write it anew; return its id. Undeliverable where Slack has none for us."""
        ...

    def renew_canvas(self, workspace_id: str, canvas_id: str, markdown: str) -> None:
        """Replace all that stands in a canvas."""
        ...
