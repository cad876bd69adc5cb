"""Slack, as the use cases see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from bot.domain.acts import Act
from bot.domain.deliveries import Delivery, Place
from bot.domain.forms import Form
from bot.domain.home import Home
from bot.domain.messages import Message


class Undeliverable(Exception):
    """A message can never arrive. ``gone``: its channel is closed, or the bot is not in it any more."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        """Keep the reason, and whether the channel is gone."""
        super().__init__(reason)
        self.gone = gone


class TryLater(Exception):
    """A message may arrive later; ``after`` is how many seconds to wait.

    ``unclear``: no refusal was heard, so it may have arrived all the same.
    """

    def __init__(self, reason: str, after: float = 5.0, *, unclear: bool = False) -> None:
        """Keep the reason, the seconds to wait, and whether it may have arrived."""
        super().__init__(reason)
        self.after = after
        self.unclear = unclear


@dataclass(frozen=True)
class Said:
    """A message as it stands in Slack: who wrote it, its words, its time stamp."""

    user_id: str
    text: str
    ts: str


class Channel(Protocol):
    """Sends what the bot says, and opens its forms."""

    def deliver(
        self, workspace_id: str, delivery: Delivery, place: Place | None, thread_ts: str | None
    ) -> str | None:
        """Send one delivery; return the time stamp of a posted message.

        Raises Undeliverable or TryLater.
        """
        ...

    def dm(self, workspace_id: str, user_id: str) -> str:
        """Return the channel of the direct messages with a person. Raises Undeliverable or TryLater."""
        ...

    def find(
        self, workspace_id: str, delivery: Delivery, thread_ts: str | None, age: timedelta
    ) -> str | None:
        """Look whether a post of this key stands in the channel since it was tried, ``age`` ago; some pages at most."""
        ...

    def reply(self, act: Act, message: Message, lang: str) -> None:
        """Answer the person who acted, for them alone."""
        ...

    def publish(self, workspace_id: str, user_id: str, home: Home, lang: str) -> None:
        """Show a person's Home. Raises Undeliverable or TryLater."""
        ...

    def drawn(self, form: Form, lang: str) -> Mapping[str, Any]:
        """Return a form as Slack takes it, to be shown in place of one that was just sent; opaque to the use cases."""
        ...

    def open_form(self, act: Act, form: Form, lang: str) -> None:
        """Open a form for the person who acted; needs the act's trigger, which lives three seconds."""
        ...


class Directory(Protocol):
    """Who people and channels are, as Slack knows them."""

    def name(self, workspace_id: str, user_id: str) -> str:
        """Return a person's display name; a neutral word where Slack does not tell."""
        ...

    def lang(self, workspace_id: str, user_id: str) -> str:
        """Return the language a person set in Slack, as far as the bot speaks it; else English."""
        ...

    def time_zone(self, workspace_id: str, user_id: str) -> str:
        """Return a person's IANA time zone; UTC where Slack does not tell."""
        ...

    def is_private(self, workspace_id: str, channel_id: str) -> bool:
        """Tell whether a channel is private; yes where Slack does not tell."""
        ...

    def is_member(self, workspace_id: str, channel_id: str, user_id: str) -> bool:
        """Tell whether a person is in a channel; no where Slack does not tell."""
        ...

    def channels(self, workspace_id: str) -> Mapping[str, bool]:
        """Return the channels that the bot is in, and whether each is private; none where Slack does not tell."""
        ...

    def permalink(self, workspace_id: str, channel_id: str, ts: str) -> str:
        """Return the address of a message; nothing where Slack does not tell."""
        ...

    def message(self, workspace_id: str, channel_id: str, ts: str, thread_ts: str = "") -> Said | None:
        """Return one message, read as people read it, or None where it is gone; ``thread_ts`` is that of its thread."""
        ...

    def user_called(self, workspace_id: str, handle: str) -> str | None:
        """Return the id of the person with that handle, or None."""
        ...
