"""The words of the bot in one language, by key."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """Texts by key. A text with a plural is a mapping with ``one`` and ``other``, chosen by ``count``."""

    lang: str
    texts: Mapping[str, str | Mapping[str, str]]

    def say(self, key: str, **params: object) -> str:
        """Return the text of a key with its parameters filled in.

        Raises KeyError when the key or a parameter is missing: a test keeps both complete.
        """
        text = self.texts[key]
        if not isinstance(text, str):
            text = text["one" if params["count"] == 1 else "other"]
        return text.format(**params)

    def has(self, key: str) -> bool:
        """Tell whether there is a text of that key."""
        return key in self.texts
