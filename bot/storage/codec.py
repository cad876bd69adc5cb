"""Domain values to JSON and back, by their declared types."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter

from bot.domain.deliveries import Delivery
from bot.domain.messages import Digest, DigestItem, InBoth, Message

MESSAGES: dict[str, type] = {kind.__name__: kind for kind in get_args(Message)}
OWN_COLUMNS = {"key", "channel_id", "message", "place", "thread", "due", "expires"}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(value: Any) -> Any:
    """Return a domain value as JSON-ready data."""
    kind: Any = type(value)
    return _adapter(kind).dump_python(value, mode="json")


def message_to_json(message: object) -> dict[str, Any] | None:
    """Return a message as JSON-ready data that names its kind."""
    if message is None:
        return None
    if isinstance(message, Digest):
        items = [
            {"coalition": one.coalition, "message": message_to_json(one.message)} for one in message.items
        ]
        return {"is": "Digest", "as": {"items": items}}
    if isinstance(message, InBoth):
        both = {"first": message_to_json(message.first), "second": message_to_json(message.second)}
        return {"is": "InBoth", "as": {**both, "lang": message.lang}}
    return {"is": type(message).__name__, "as": to_json(message)}


def message_from_json(data: Mapping[str, Any] | None) -> Message | None:
    """Return the message that ``message_to_json`` wrote."""
    if data is None:
        return None
    if data["is"] == "Digest":
        items = data["as"]["items"]
        return Digest(tuple(DigestItem(one["coalition"], message_from_json(one["message"])) for one in items))
    if data["is"] == "InBoth":
        first, second = (message_from_json(data["as"][name]) for name in ("first", "second"))
        return InBoth(first, second, data["as"]["lang"])
    message: Message = _adapter(MESSAGES[data["is"]]).validate_python(data["as"])
    return message


def delivery_body(delivery: Delivery) -> dict[str, Any]:
    """Return what a delivery holds beyond its own columns."""
    plain = {
        field.name: getattr(delivery, field.name)
        for field in fields(delivery)
        if field.name not in OWN_COLUMNS
    }
    return {**plain, "message": message_to_json(delivery.message)}


def delivery_from(row: Mapping[str, Any]) -> Delivery:
    """Return the delivery that stands in a row of the outbox."""
    body = dict(row["body"])
    hints = get_type_hints(Delivery)
    return Delivery(
        key=row["key"],
        channel_id=row["channel_id"],
        place=row["place"],
        thread=row["thread"],
        due=row["due"],
        expires=row["expires"],
        message=message_from_json(body.pop("message")),
        kind=hints["kind"](body.pop("kind")),
        **body,
    )
