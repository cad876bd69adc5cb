"""What local-slack shows: messages, forms (views), and its answers to a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

Json = dict[str, Any]


class NotThere(LookupError):
    """What somebody wants to press, choose or fill in isn't shown to them."""


@dataclass(frozen=True)
class Message:
    """A message as people see it. ``ephemeral_to`` is the one person that Slack would show it to."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str = ""
    ephemeral_to: str = ""
    from_bot: bool = False
    edited: bool = False
    files: tuple[Json, ...] = ()
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, told: Json) -> Self:
        """Return the message in a piece of local-slack's JSON."""
        return cls(
            ts=told["ts"],
            channel=told["channel"],
            user=told.get("user", ""),
            text=told.get("text") or "",
            blocks=tuple(told.get("blocks") or ()),
            thread_ts=told.get("thread_ts") or "",
            ephemeral_to=told.get("ephemeral_to") or "",
            from_bot="bot_id" in told,
            edited="edited" in told,
            files=tuple(told.get("files") or ()),
            reactions={one["name"]: tuple(one["users"]) for one in told.get("reactions") or ()},
        )

    @property
    def words(self) -> str:
        """Return the words on the screen: those in the blocks, or the text where there are none."""
        return "\n".join(words_of(self.blocks)) if self.blocks else self.text

    @property
    def elements(self) -> tuple[Json, ...]:
        """Return what can be pressed or chosen in the message, each with its ``block_id``."""
        return tuple(_elements(self.blocks))

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of the message's buttons."""
        return tuple(one["text"]["text"] for one in self.elements if one["type"] == "button")

    def element(self, action_id: str, value: str | None = None) -> Json:
        """Return the element with an action id (and a value). Raises NotThere."""
        for one in self.elements:
            if one.get("action_id") == action_id and value in (None, one.get("value")):
                return one
        raise NotThere(
            f"no {action_id} {value or ''} among {[one.get('action_id') for one in self.elements]}"
        )

    def button(self, label: str) -> Json:
        """Return the button with a label. Raises NotThere."""
        for one in self.elements:
            if one["type"] == "button" and one["text"]["text"] == label:
                return one
        raise NotThere(f"no button {label!r} among {list(self.labels)}")


@dataclass(frozen=True)
class View:
    """A form on the screen. local-slack has one pile of forms for the whole workspace, not one a person."""

    id: str
    callback_id: str
    title: str
    private_metadata: str
    blocks: tuple[Json, ...]
    raw: Json = field(repr=False)

    @classmethod
    def read(cls, told: Json) -> Self:
        """Return the form in a piece of local-slack's JSON."""
        return cls(
            id=told["id"],
            callback_id=told.get("callback_id") or "",
            title=(told.get("title") or {}).get("text", ""),
            private_metadata=told.get("private_metadata") or "",
            blocks=tuple(told.get("blocks") or ()),
            raw=told,
        )

    @property
    def words(self) -> str:
        """Return the words in the form."""
        return "\n".join(words_of(self.blocks))

    @property
    def inputs(self) -> dict[str, Json]:
        """Return the input blocks by block id."""
        return {one.get("block_id", ""): one for one in self.blocks if one["type"] == "input"}


@dataclass(frozen=True)
class Submitted:
    """What came of a form: errors by block id, or the forms that are open now."""

    errors: Mapping[str, str]
    views: tuple[View, ...]

    @property
    def accepted(self) -> bool:
        """Tell whether the bot took it."""
        return not self.errors


def words_of(blocks: tuple[Json, ...]) -> Iterator[str]:
    """Yield every text in blocks, from top to bottom, labels of buttons and inputs too."""
    for block in blocks:
        for part in ("text", "title", "label"):
            if isinstance(block.get(part), dict):
                yield block[part].get("text", "")
        for one in (*block.get("fields", ()), *block.get("elements", ())):
            if isinstance(one.get("text"), dict):
                yield one["text"].get("text", "")
            elif isinstance(one.get("text"), str):
                yield one["text"]
        accessory = block.get("accessory") or {}
        if isinstance(accessory.get("text"), dict):
            yield accessory["text"].get("text", "")


def _elements(blocks: tuple[Json, ...]) -> Iterator[Json]:
    for index, block in enumerate(blocks):
        # Where a block has no id of its own, the page makes one of its place.
        block_id = block.get("block_id") or f"b{index}"
        inside = block.get("elements", ()) if block["type"] == "actions" else ()
        for one in (*inside, *([block["accessory"]] if "accessory" in block else ())):
            if one["type"] != "image":
                yield {**one, "block_id": block_id}
