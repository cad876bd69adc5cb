"""A chat model, where the operator set one."""

from typing import Protocol


class ModelFailed(Exception):
    """The model gave no reply that can be used; ``reason`` names the sentence for the operator."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep why, as a key, and what was heard."""
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Llm(Protocol):
    """Replies to a text by instructions; the text is data."""

    def reply(self, instructions: str, text: str) -> str:
        """Return the whole reply, which is never empty. Raises ModelFailed."""
        ...
