"""Files and canvases in Slack."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.messages import Message
from bot.domain.pictures import Drawn


class Files(Protocol):
    """Sends files, and keeps canvases. All raise Undeliverable or TryLater, as the Channel does."""

    def send(
        self, workspace_id: str, user_id: str, name: str, content: bytes, message: Message, lang: str
    ) -> None:
        """Send a file to one person in their direct messages, with a message above it."""
        ...

    def send_pictures(
        self, workspace_id: str, user_id: str, pictures: Sequence[Drawn], message: Message, lang: str
    ) -> None:
        """Send pictures to one person in their direct messages, with their words, and a message above them."""
        ...

    def put_canvas(self, workspace_id: str, channel_id: str, markdown: str) -> str:
        """Write a channel's canvas, or write it anew; return its id. Undeliverable where Slack has none for us."""
        ...

    def renew_canvas(self, workspace_id: str, canvas_id: str, markdown: str) -> None:
        """Replace all that stands in a canvas."""
        ...
