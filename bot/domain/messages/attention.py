"""What the budget of attention says by itself: the question after silence, and the weekly digest."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StillWelcome:
    """After three messages without a sign of life: keep, later or stop. Asked once."""

    count: int


@dataclass(frozen=True)
class DigestItem:
    """Something that waited for the digest: a message (any of those beside this one), and its coalition's name."""

    coalition: str
    message: object


@dataclass(frozen=True)
class Digest:
    """What waits for one person, over all their coalitions, the most urgent first."""

    items: tuple[DigestItem, ...]
