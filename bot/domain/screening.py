"""What looks like an identifier of a person, and so is never stored."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """An identifier seen in a text: its kind (a key of the voice texts) and where it stands."""

    kind: str
    start: int
    end: int
