"""What is on record, in lists, opened, and when it was just added or changed."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.history import Difference
from bot.domain.registers import Sought


@dataclass(frozen=True)
class RecordLine:
    """Something on record in a list. ``state`` and ``marks`` are parts of the texts' keys.

    ``replaced_by`` is the number of the one that took its place, 0 where there is none.
    """

    kind: str
    id: str
    number: int
    title: str
    state: str
    marks: tuple[str, ...] = ()
    owner: str = ""
    review_on: date | None = None
    replaced_by: int = 0


@dataclass(frozen=True)
class RecordList:
    """One page of a list, newest first. ``total`` is how many there are in all its pages."""

    coalition: str
    sought: Sought
    lines: tuple[RecordLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class LinkLine:
    """A record that another is linked to."""

    record: RecordLine
    outward: bool


@dataclass(frozen=True)
class ChangeLine:
    """One change of a record: by whom, when, which fields; none of them where it was added."""

    by: str
    at: datetime
    fields: tuple[Difference, ...]
    reason: str = ""


@dataclass(frozen=True)
class RecordOpened:
    """All of one record: its fields (names with what stands there), its links, its history.

    ``may`` names what whoever looks can do with it: edit, supersede, retire, link.
    """

    line: RecordLine
    fields: tuple[tuple[str, str], ...]
    time_zone: str
    permalink: str = ""
    quoted: str = ""
    links: tuple[LinkLine, ...] = ()
    history: tuple[ChangeLine, ...] = ()
    earlier: int = 0
    may: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordNoted:
    """A record that was just added, as the channel sees it; kept up to date."""

    line: RecordLine
    by: str


@dataclass(frozen=True)
class RecordConflict:
    """Somebody else changed a record while a form was open; nothing was saved."""

    line: RecordLine
    by: str
    differences: tuple[Difference, ...]
