"""The library of a coalition: its documents, their passages, and what became of an attempt to add one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Participant


class DocumentState(StrEnum):
    """Whether a document is in the library."""

    HELD = "held"
    REMOVED = "removed"


@dataclass(frozen=True)
class Document:
    """A document of a coalition. It belongs to the channel in which it was added.

    ``edition`` counts its versions; ``digest`` is the hash of its bytes; ``skipped`` is how many of its
    pieces were left out because they carried what looks like an identifier of a person.
    """

    id: str
    coalition_id: str
    channel_id: str
    number: int
    name: str
    kind: str
    digest: str
    size: int
    lang: str
    added_by: str
    added_at: datetime
    passages: int
    skipped: int = 0
    url: str = ""
    edition: int = 1
    state: DocumentState = DocumentState.HELD
    version: int = 0

    @property
    def source(self) -> str:
        """What tells whether another file is a new version of this one: its address, else its name."""
        return self.url or self.name


@dataclass(frozen=True)
class Dropped:
    """A file dropped into Slack, before it is fetched; ``url`` is empty where Slack does not tell it at once."""

    id: str
    name: str
    url: str


class PlaceKind(StrEnum):
    """What a piece's place in its document is called."""

    NONE = "none"
    PAGE = "page"
    SLIDE = "slide"
    SHEET = "sheet"


@dataclass(frozen=True)
class Piece:
    """A part of a document that stands alone, with the heading it is under and its place, such as a page."""

    text: str
    heading: str = ""
    place_kind: PlaceKind = PlaceKind.NONE
    place: str = ""


@dataclass(frozen=True)
class DocumentPassage:
    """A piece as it is kept. ``vector`` holds 32-bit floats made by ``model``; empty where there is none."""

    document_id: str
    coalition_id: str
    channel_id: str
    position: int
    piece: Piece
    lang: str
    vector: bytes = b""
    model: str = ""


class AddingState(StrEnum):
    """How far an attempt to add a document has come. It happened, or it did not: nothing is between."""

    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Adding:
    """An attempt to add a document. Its message in the channel is brought up to date as it goes on.

    ``give_up_at`` is when its process must have died; None once it has come to an end.
    """

    id: str
    coalition_id: str
    channel_id: str
    name: str
    asked_by: str
    started_at: datetime
    place: str
    lang: str
    state: AddingState = AddingState.WORKING
    give_up_at: datetime | None = None
    version: int = 0


class Change(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Added:
    """What adding a document did: the document, and why pieces were skipped (kinds of identifiers).

    ``wordless`` are pages or slides without words, such as scanned ones.
    """

    change: Change
    document: Document
    kinds: tuple[str, ...] = ()
    wordless: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class DocumentList:
    """One page of a coalition's documents. ``removable`` are the ids that the reader may remove."""

    coalition: str
    documents: tuple[Document, ...]
    page: int
    pages: int
    removable: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """What somebody, or everybody in a place, may see of a coalition: its open things, and these private channels'."""

    coalition_id: str
    open_channels: bool
    private: tuple[str, ...] = ()


def may_remove(person: Participant, document: Document, *, steers: bool) -> bool:
    """Tell whether a person may remove a document: whoever added it, and whoever steers."""
    return document.added_by == person.id or steers
