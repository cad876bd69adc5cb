"""Files and canvases in Slack."""

from typing import Protocol

from bot.domain.messages import Message


class Files(Protocol):
    """Sends files, and keeps canvases. All raise Undeliverable or TryLater, as the Channel does."""

    def send(
        self, workspace_id: str, user_id: str, name: str, content: bytes, message: Message, lang: str
    ) -> None:
        """Send a file to one person in their direct messages, with a message above it."""
        ...

    def put_canvas(self, workspace_id: str, channel_id: str, markdown: str) -> str:
        """Write a channel's canvas, or write it anew; return its id. Undeliverable where Slack has none for us."""
        ...

    def renew_canvas(self, workspace_id: str, canvas_id: str, markdown: str) -> None:
        """Replace all that stands in a canvas."""
        ...
