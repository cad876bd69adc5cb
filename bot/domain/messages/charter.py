"""The charter, on offer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CharterOffer:
    """The kinds of files that a charter can be had as."""

    coalition: str
