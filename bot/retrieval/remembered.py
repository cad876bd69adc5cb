"""Vectors of texts that were embedded before: of many records, one changes, and the others need no new ones."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from threading import Lock

# Vectors of MiniLM take 1.5 kB each: 15 MB.
MOST = 10_000
Embed = Callable[[list[str]], Sequence[bytes]]


class RememberedVectors:
    """Remembers the vectors of texts by the model's name; the longest unused are forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        """Begin with none; remember so many at most."""
        self._most = most
        self._lock = Lock()
        self._held: dict[bytes, bytes] = {}

    def of(self, texts: Sequence[str], model: str, embed: Embed) -> tuple[bytes, ...]:
        """Return the texts' vectors, in their order; ``embed`` is asked for those that are not remembered."""
        keys = [blake2b(f"{model}\n{text}".encode(), digest_size=16).digest() for text in texts]
        held = self._recall(keys)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in held}
        if new:
            held |= zip(new, embed(list(new.values())), strict=True)
            self._remember({key: held[key] for key in new})
        return tuple(held[key] for key in keys)

    def _recall(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        with self._lock:
            held = {key: self._held.pop(key) for key in dict.fromkeys(keys) if key in self._held}
            self._held |= held
        return held

    def _remember(self, new: dict[bytes, bytes]) -> None:
        with self._lock:
            self._held |= new
            for key in list(self._held)[: max(0, len(self._held) - self._most)]:
                del self._held[key]
