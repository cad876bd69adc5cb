"""What the library lacks: questions alike that it did not answer, and who looks after that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.contributions import Quote, draw_together

ALIKE = 0.5


class GapState(StrEnum):
    """Where a gap stands in its life."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True)
class Gap:
    """Questions alike that a coalition asked for all to read, and got no help with.

    ``text`` is the first of them, ``channel_id`` where it was asked. ``asked`` counts them. ``owner_id`` is the
    participant who looks after it. ``recheck_at`` is when the library is asked again; None once it is closed.
    """

    id: str
    coalition_id: str
    channel_id: str
    text: str
    lang: str
    state: GapState = GapState.OPEN
    owner_id: str | None = None
    asked: int = 1
    closed_at: datetime | None = None
    recheck_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be closed."""
        return self.state is not GapState.CLOSED


def alike(one: str, other: str) -> bool:
    """Tell whether two questions ask for the same thing, by the words that they share."""
    if one.casefold().split() == other.casefold().split():
        return True
    return len(draw_together([Quote(one), Quote(other)], at_most=2, shared_at_least=ALIKE)) == 1


def joined(text: str, gaps: Iterable[Gap]) -> Gap | None:
    """Return the open gap that a question belongs to, or None."""
    return next((gap for gap in gaps if gap.is_open and alike(text, gap.text)), None)


def answers(cited: Sequence[str], before: Iterable[str]) -> bool:
    """Tell whether an answer closes a gap: it rests on something that did not fail to help before.

    ``cited`` are the passage ids that it rests on, ``before`` those of the answers that did not help.
    """
    return bool(set(cited) - set(before))


@dataclass(frozen=True)
class GapLine:
    """A gap in the list; ``owner`` is the name of whoever looks after it. ``is_mine``: it is the reader."""

    id: str
    text: str
    count: int
    owner: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class GapList:
    """One page of a coalition's gaps, the most asked first."""

    coalition: str
    gaps: tuple[GapLine, ...]
    page: int
    pages: int
