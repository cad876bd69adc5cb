"""How one person wants to be spoken to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preference:
    """A person's chosen language, by their Slack user id (which is also the record's id)."""

    id: str
    lang: str
    version: int = 0
