"""What is to reach Slack: saved with the state that caused it, performed after the commit."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.messages import Message


class DeliveryKind(StrEnum):
    """How a message reaches people."""

    POST = "post"
    UPDATE = "update"
    WHISPER = "whisper"
    MARK = "mark"
    UNMARK = "unmark"


@dataclass(frozen=True)
class Delivery:
    """One message on its way.

    ``key`` exists once, however often it is planned. ``place`` names where a posted message
    stands, so that a later one can update it or answer in its thread; ``thread`` is such a name,
    or ``ts:`` and a message's time stamp; of a mark, the message that it stands on. ``expires`` is the moment
    from which it is not sent any more.
    """

    key: str
    kind: DeliveryKind
    channel_id: str
    message: Message | None = None
    lang: str = "en"
    user_id: str | None = None
    place: str | None = None
    thread: str | None = None
    due: datetime | None = None
    expires: datetime | None = None

    @property
    def is_dm(self) -> bool:
        """Tell whether it is a message to one person: then its channel is their user id until it is sent."""
        return self.kind is DeliveryKind.POST and self.user_id is not None


@dataclass(frozen=True)
class Place:
    """Where a message of ours stands in Slack."""

    name: str
    channel_id: str
    ts: str


def post(key: str, channel_id: str, message: Message, lang: str, *, thread: str | None = None) -> Delivery:
    """Post a message; its place is named by its key."""
    return Delivery(key, DeliveryKind.POST, channel_id, message, lang, place=key, thread=thread)


def dm(
    key: str,
    user_id: str,
    message: Message,
    lang: str,
    *,
    due: datetime | None = None,
    expires: datetime | None = None,
) -> Delivery:
    """Write to one person; its place is named by its key, so that ``update`` with their user id finds it."""
    return Delivery(
        key, DeliveryKind.POST, user_id, message, lang, user_id, place=key, due=due, expires=expires
    )


def update(key: str, place: str, channel_id: str, message: Message, lang: str) -> Delivery:
    """Bring a posted message up to date."""
    return Delivery(key, DeliveryKind.UPDATE, channel_id, message, lang, place=place)


def whisper(
    key: str, channel_id: str, user_id: str, message: Message, lang: str, thread: str | None = None
) -> Delivery:
    """Say something in a channel that one person alone sees."""
    return Delivery(key, DeliveryKind.WHISPER, channel_id, message, lang, user_id=user_id, thread=thread)


def mark(key: str, channel_id: str, ts: str, *, present: bool = True) -> Delivery:
    """Mark somebody's message as noted with a reaction, or take the mark back."""
    kind = DeliveryKind.MARK if present else DeliveryKind.UNMARK
    return Delivery(key, kind, channel_id, thread=f"ts:{ts}")
