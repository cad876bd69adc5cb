"""The charter: all that a coalition has on record as one document, in words, whatever file it becomes."""

from dataclasses import dataclass
from enum import StrEnum


class CharterFormat(StrEnum):
    """What a charter can be had as. ``csv`` is one file a register, zipped; ``canvas`` stands in the channel."""

    MARKDOWN = "md"
    WORD = "docx"
    PDF = "pdf"
    SHEETS = "csv"
    CANVAS = "canvas"


@dataclass(frozen=True)
class Fact:
    """One field of a record, in words."""

    label: str
    value: str

    @property
    def lead(self) -> str:
        """The label as it stands before the value; one that asks needs no colon."""
        return self.label if self.label.endswith("?") else f"{self.label}:"


@dataclass(frozen=True)
class Entry:
    """One record. ``ref`` is how others name it, such as "Decision 3"; ``links`` say what it hangs on."""

    ref: str
    title: str
    facts: tuple[Fact, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One register: its records, or the sentence that stands where there is none. ``name`` names its CSV file."""

    name: str
    title: str
    empty: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Node:
    """A record in the picture of links; ``column`` counts from the left: what it leads to stands further right."""

    ref: str
    title: str
    column: int


@dataclass(frozen=True)
class LinkPicture:
    """What follows from what. ``edges`` name nodes by ``ref``; ``columns`` are the headings from the left."""

    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]
    alt_text: str


@dataclass(frozen=True)
class Charter:
    """The whole document, in one language. ``file_stem`` is its file's name without the ending."""

    title: str
    subtitle: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    lang: str
    file_stem: str
    picture: LinkPicture | None = None
    picture_title: str = ""
