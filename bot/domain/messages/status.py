"""How a coalition stands: its pillars, what is undecided, what holds actions up and what could free them."""

from dataclasses import dataclass
from datetime import date

from bot.domain.messages.records import RecordLine
from bot.domain.progress import PillarLine


@dataclass(frozen=True)
class Undecided:
    """A proposal whose round is open: its number, its words, and how many positions are there, of how many ballots."""

    number: int
    text: str
    taken: int
    ballots: int


@dataclass(frozen=True)
class Shift:
    """A soft parameter that an open action runs into, and how it could move."""

    action: RecordLine
    parameter: RecordLine
    could_shift: str
    looks_again: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Unsigned:
    """An open action that hangs on an agreement that is not signed."""

    action: RecordLine
    agreement: RecordLine


@dataclass(frozen=True)
class Status:
    """How a coalition stands. What has no room is counted in ``more``."""

    coalition: str
    pillars: tuple[PillarLine, ...]
    undecided: tuple[Undecided, ...]
    noted: tuple[RecordLine, ...]
    shifts: tuple[Shift, ...]
    unsigned: tuple[Unsigned, ...]
    more: int = 0
