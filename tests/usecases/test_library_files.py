"""Real files of every kind on their way into a coalition's library: found, replaced, removed, or refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.domain.library import Added, Change, Document
from bot.ports.incoming import File, Unreadable
from bot.ports.library import Library
from bot.retrieval.loaders import FileReader, Limits
from bot.retrieval.loaders.apart import ApartReader
from bot.retrieval.shelves import ScopedLibraries
from bot.usecases.roster import Roster
from bot.usecases.shelving import Destination, Shelving
from tests.fakes import ShelfLibrary
from tests.papers import (
    ENTITIES,
    book,
    letter,
    locked_pdf,
    packed,
    page,
    pdf,
    show,
    wide_book,
    with_part,
    word,
)
from tests.retrieval.test_shelves import MeaningLibrary
from tests.usecases.steps import Room
from tests.world import COALITION, HOME, SHELF, shelves_over

WORDS = "The parking permit at Maplewood costs {} dollars a month"
ASKED = "what does the Maplewood parking permit cost?"
LIMITS = Limits(size=3_000_000, pages=20, unpacked=20_000_000)
KINDS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "plan.pdf": ("page 2", lambda words: pdf("Welcome to the plan", words)),
    "plan.docx": ("Parking", lambda words: letter("Parking", words)),
    "plan.pptx": ("Parking (slide 1)", lambda words: show("Parking", words)),
    "plan.xlsx": ("Parking", lambda words: book("Parking", words)),
    "plan.html": ("Parking", lambda words: page("Parking", f"{words}. {WORDS.format('ninety')} in spring.")),
    "plan.md": ("Parking", lambda words: f"# Parking\n\n{words}.\n".encode()),
    "plan.txt": ("plan.txt", lambda words: words.encode()),
}
HOSTILE: dict[str, tuple[str, bytes]] = {
    "cut short": ("plan.docx", word()[:2000]),
    "not a PDF": ("plan.pdf", b"these are just words"),
    "broken PDF": ("plan.pdf", b"%PDF-1.7\nnothing follows"),
    "locked": ("plan.pdf", locked_pdf()),
    "old or locked Office": ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "empty": ("plan.txt", b""),
    "a scan": ("plan.pdf", pdf("", "")),
    "huge": ("plan.txt", b"word " * 700_000),
    "too many pages": ("plan.pdf", pdf(*["a page"] * 21)),
    "more text than pages hold": ("plan.txt", b"word " * 25_000),
    "zip bomb": ("plan.docx", with_part(word(), "word/media/x.bin", b"\x00" * 5_000_000)),
    "macro": ("plan.docx", with_part(word(), "word/vbaProject.bin", b"code")),
    "entities": ("plan.docx", with_part(word(), "word/extra.xml", ENTITIES)),
    "a sheet of empty cells": ("plan.xlsx", wide_book(3000)),
    "an archive": ("plan.zip", packed(a=b"words")),
    "a picture": ("plan.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
}


@dataclass
class Case:
    """A coalition's library, and what is put into it."""

    room: Room
    shelving: Shelving
    scopes: ScopedLibraries
    where: Destination

    def put(self, name: str, data: bytes) -> Added:
        return self.shelving.put(self.where, File(name, data))

    def library(self) -> Library:
        return shelves_over(self.room.desk, self.scopes).of("T1", self.where.coalition_id)

    def finds(self, words: str) -> str:
        """Return the heading of the first document that holds these words, or nothing."""
        found = (one.passage for one in self.library().search(ASKED, "en") if one.passage.kind == "document")
        return next((one.heading for one in found if words in one.text), "")

    def held(self) -> tuple[tuple[Document, ...], int]:
        with self.room.units.read("T1") as work:
            documents = work.documents.where()
            return documents, len(work.passages.of([one.id for one in documents]))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    room = Room(tmp_path)
    Roster(room.units, room.clock, room.desk.ids).found("T1", COALITION)
    with room.units.read("T1") as work:
        (coalition,) = work.coalitions.where()
    scopes = ScopedLibraries(ShelfLibrary(*SHELF))
    desk = room.desk
    shelving = Shelving(desk.units, desk.clock, desk.ids, desk.screen, FileReader(LIMITS), scopes)
    return Case(room, shelving, scopes, Destination("T1", coalition.id, HOME, "en", "operator"))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_added_found_with_its_place_replaced_and_removed(case: Case, name: str) -> None:
    place, make = KINDS[name]
    added = case.put(name, make(WORDS.format("nine")))
    assert (added.change, added.document.edition, added.document.kind) == (
        Change.ADDED, 1, {"md": "markdown", "txt": "text"}.get(name[5:], name[5:]),
    )  # fmt: skip
    assert place in case.finds("nine dollars")

    again = case.put(name, make(WORDS.format("twelve")))
    assert (again.change, again.document.edition, again.document.id) == (
        Change.REPLACED,
        2,
        added.document.id,
    )
    assert case.finds("twelve dollars") and not case.finds("nine dollars")

    with case.room.units.open("T1") as work:
        case.shelving.remove(work, again.document)
        work.commit()
    assert not case.finds("dollars")


def test_the_same_file_again_changes_nothing_at_all(case: Case) -> None:
    data = KINDS["plan.pdf"][1](WORDS.format("nine"))
    case.put("plan.pdf", data)
    before = case.held()
    assert case.put("plan.pdf", data).change is Change.UNCHANGED
    assert case.held() == before


def test_the_same_words_under_another_name_are_in_the_library_already(case: Case) -> None:
    data = KINDS["plan.docx"][1](WORDS.format("nine"))
    first = case.put("plan.docx", data)
    again = case.put("plan (1).docx", data)
    assert (again.change, again.document.id) == (Change.UNCHANGED, first.document.id)
    assert len(case.held()[0]) == 1


@pytest.mark.parametrize("what", HOSTILE)
def test_a_bad_file_is_refused_and_the_library_is_as_it_was(case: Case, what: str) -> None:
    name, data = HOSTILE[what]
    case.put(
        name, letter("Parking", WORDS.format("nine")) if name != "plan.txt" else b"nine dollars for parking"
    )
    before = case.held()
    with pytest.raises(Unreadable):
        case.put(name, data)
    assert case.held() == before
    assert case.finds("nine dollars")


def test_pages_without_words_are_told(case: Case) -> None:
    added = case.put("plan.pdf", pdf("Welcome", "", WORDS.format("nine"), ""))
    assert [one.place for one in added.wordless] == ["2", "4"]
    assert added.document.passages == 2


def test_parts_about_people_are_left_out_with_the_reason(case: Case) -> None:
    added = case.put("plan.pdf", pdf("Welcome", "The case SECRET was closed"))
    assert (added.document.passages, added.document.skipped, added.kinds) == (1, 1, ("national_id",))


def test_progress_is_told_piece_by_piece(case: Case) -> None:
    told = list[tuple[int, int]]()
    words = "\n\n".join(f"# Part {n}\n\nThis is part {n}." for n in range(80)).encode()
    case.shelving.put(case.where, File("long.md", words), told=lambda done, whole: told.append((done, whole)))
    assert told == [(0, 80), (32, 80), (64, 80)]


def test_vectors_of_another_model_are_made_anew_and_kept_where_there_is_none(case: Case) -> None:
    def under(model: str) -> Shelving:
        return replace(case.shelving, scopes=ScopedLibraries(MeaningLibrary(model)))

    def models(document: Document) -> frozenset[str]:
        with case.room.units.read("T1") as work:
            return work.passages.models(document.id)

    document = under("first").put(case.where, File("plan.pdf", pdf("Welcome", "Parking is free"))).document
    assert models(document) == {"first"}
    assert under("second").renew() == 2
    assert models(document) == {"second"}
    assert under("second").renew() == 0
    assert case.shelving.renew() == 0
    assert models(document) == {"second"}


class TestApart:
    """Read in a process of its own, as the bot does."""

    def test_it_reads_the_same_as_here(self) -> None:
        for name, (_, make) in KINDS.items():
            file = File(name, make(WORDS.format("nine")))
            assert ApartReader(LIMITS).read(file, "en") == FileReader(LIMITS).read(file, "en")

    def test_it_refuses_for_the_same_reason(self) -> None:
        with pytest.raises(Unreadable) as refused:
            ApartReader(Limits(pages=1)).read(File("a.pdf", pdf("one", "two")), "en")
        assert (refused.value.reason, refused.value.params) == ("long", {"limit": 1})

    def test_what_takes_too_long_is_ended(self) -> None:
        with pytest.raises(Unreadable) as refused:
            ApartReader(Limits(), seconds=0.05).read(File("a.pdf", pdf("one")), "en")
        assert refused.value.reason == "slow"

    def test_what_needs_more_memory_than_there_is_is_ended(self) -> None:
        with pytest.raises(Unreadable) as refused:
            ApartReader(Limits(), memory=1_000_000).read(File("a.pdf", pdf("one")), "en")
        assert refused.value.reason in ("bomb", "broken")
