"""The quiet offer to put a message on record."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suggestion:
    """A message reads like a record of a kind; its author alone is asked. Its words are not kept, only its place."""

    kind: str
    ts: str
    thread_ts: str = ""
