"""Handing files to whoever asked: in their direct messages or, where there can be none, in the thread of the asking."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.messages import Say
from bot.ports.channel import TryLater, Undeliverable
from bot.ports.files import NoDirectMessages, Receiver
from bot.usecases.desk import Desk

log = logging.getLogger(__name__)
Send = Callable[[Receiver], None]


@dataclass(frozen=True)
class Handing:
    """Hands files over, and says where they are or why they are not there."""

    desk: Desk

    def hand(self, act: Act, send: Send, sent: Say) -> Say:
        """Send files to the person who acted; ``sent`` says that they are in the direct messages."""
        try:
            send(Receiver(user_id=act.user_id))
        except NoDirectMessages:
            return self._in_thread(act, send)
        except (Undeliverable, TryLater) as failed:
            return self._not_sent(failed)
        return sent

    def _in_thread(self, act: Act, send: Send) -> Say:
        """Send files to where they were asked for: people of other workspaces have no direct messages with the bot."""
        thread = act.thread_ts or act.message_ts
        if not thread:
            return Say.of("files.ask_in_channel")
        try:
            send(Receiver(channel_id=act.channel_id, thread_ts=thread))
        except (Undeliverable, TryLater) as failed:
            return self._not_sent(failed)
        return Say.of("files.in_thread")

    def _not_sent(self, failed: Exception) -> Say:
        error_id = self.desk.ids.new()[-8:]
        log.warning("error %s: a file was not sent: %s", error_id, failed)
        return Say.of("files.not_sent", id=error_id)
