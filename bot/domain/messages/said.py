"""Single sentences, and the first words in a channel."""

from dataclasses import dataclass

Param = str | int


@dataclass(frozen=True)
class Say:
    """One short sentence from the voice texts."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, key: str, **params: Param) -> "Say":
        """Return the sentence of a key with its parameters."""
        return cls(key, tuple(sorted(params.items())))


@dataclass(frozen=True)
class Welcome:
    """The first message in a new channel."""

    is_set_up: bool = False


@dataclass(frozen=True)
class Screened:
    """What looked like an identifier of a person. ``posted``: the words still stand in Slack."""

    kinds: tuple[str, ...]
    posted: bool = False
