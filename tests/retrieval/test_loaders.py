"""Files to text with their places; what is broken or hostile is refused with its reason."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.library import PlaceKind
from bot.ports.incoming import File, Text, Unreadable
from bot.retrieval.loaders import FileReader, Limits
from bot.retrieval.splitting import LONGEST
from tests.papers import ENTITIES, letter, locked_pdf, pdf, sheets, slides, with_part, word

READER = FileReader(Limits())


def read(name: str, data: bytes, reader: FileReader = READER) -> Text:
    return reader.read(File(name, data), "en")


def reason(name: str, data: bytes, reader: FileReader = READER) -> str:
    with pytest.raises(Unreadable) as refused:
        read(name, data, reader)
    return refused.value.reason


class TestReading:
    def test_pdf_by_page(self) -> None:
        text = read("plan.pdf", pdf("The rent is due.", "Repairs take a week."))
        assert [(one.place_kind, one.place, one.text) for one in text.pieces] == [
            (PlaceKind.PAGE, "1", "The rent is due."),
            (PlaceKind.PAGE, "2", "Repairs take a week."),
        ]

    def test_word_by_heading_with_tables(self) -> None:
        text = read("plan.docx", word())
        assert [(one.heading, one.text) for one in text.pieces] == [
            ("Rent", "The rent is due on Monday.\n\nDeposit"),
            ("Repairs", "Repairs are made within a week."),
        ]

    def test_powerpoint_by_slide_with_notes(self) -> None:
        (one,) = read("plan.pptx", slides()).pieces
        assert (one.heading, one.place_kind, one.place) == ("Goals", PlaceKind.SLIDE, "1")
        assert "Fewer evictions" in one.text and "Say it slowly" in one.text

    def test_excel_by_sheet(self) -> None:
        (one,) = read("plan.xlsx", sheets()).pieces
        assert (one.place_kind, one.place, one.text) == (PlaceKind.SHEET, "Budget", "Item | Cost\nVan | 900")

    def test_a_web_page_without_its_navigation(self) -> None:
        paragraph = "Landlords and tenants meet every month to talk about repairs and rent. " * 4
        body = f"<nav>Home About</nav><article><h1>Meetings</h1><p>{paragraph}</p></article>"
        page = f"<!doctype html><title>Meetings</title>{body}"
        text = read("page", page.encode())
        assert text.kind == "html" and "Landlords" in text.pieces[0].text
        assert all("Home About" not in one.text for one in text.pieces)

    def test_markdown_by_heading_without_front_matter(self) -> None:
        text = read("plan.md", b"---\ntitle: x\n---\n# Rent\nDue Monday.\n```\n# no heading\n```\n")
        assert [one.heading for one in text.pieces] == ["Rent"]

    def test_spanish_is_told_from_its_words(self) -> None:
        assert read("plan.txt", b"La renta se paga cada mes en la oficina de la ciudad.").lang == "es"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_text_in_any_common_encoding(self, encoding: str) -> None:
        assert read("plan.txt", "el año próximo".encode(encoding)).pieces[0].text == "el año próximo"

    def test_a_heading_is_one_line_and_short(self) -> None:
        (piece,) = read("plan.docx", letter("Rent\n" + "and more " * 100, "It is due on Monday.")).pieces
        assert piece.heading.startswith("Rent and more") and len(piece.heading) <= 200

    @settings(max_examples=60, deadline=None)
    @given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=5000))
    def test_any_text_is_read_in_pieces_that_fit_or_refused(self, words: str) -> None:
        try:
            pieces = read("a.txt", words.encode()).pieces
        except Unreadable:
            return
        assert pieces and all(0 < len(one.text) <= LONGEST for one in pieces)

    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=400), st.sampled_from(["", "%PDF-1.7\n", "PK\x03\x04", "<html>"]))
    def test_any_bytes_are_read_or_refused_and_nothing_else(self, data: bytes, start: str) -> None:
        try:
            pieces = read("a.bin", start.encode() + data).pieces
        except Unreadable:
            return
        assert pieces


class TestRefusing:
    @pytest.mark.parametrize("make", [word, slides, sheets, lambda: pdf("a page")])
    def test_a_file_that_was_cut_short(self, make: Callable[[], bytes]) -> None:
        data = make()
        assert reason("plan.bin", data[: len(data) // 2]) in ("broken", "scanned", "empty")

    def test_a_scan(self) -> None:
        assert reason("scan.pdf", pdf("", "")) == "scanned"

    def test_a_locked_pdf(self) -> None:
        assert reason("plan.pdf", locked_pdf()) == "locked"

    @pytest.mark.parametrize("name", ["plan.doc", "plan.docx"])
    def test_an_old_or_locked_office_file(self, name: str) -> None:
        assert reason(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "old_or_locked"

    @pytest.mark.parametrize("data", [b"", b" \n"])
    def test_an_empty_file(self, data: bytes) -> None:
        assert reason("plan.txt", data) == "empty"

    def test_a_file_that_is_not_what_its_name_says(self) -> None:
        assert reason("plan.pdf", b"these are just words") == "not_what_it_says"

    def test_a_picture_and_a_plain_archive(self) -> None:
        assert reason("a.png", b"\x89PNG\r\n\x1a\n\x00\x00") == "unknown_kind"
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as packed:
            packed.writestr("a.txt", "words")
        assert reason("a.zip", held.getvalue()) == "unknown_kind"

    def test_too_many_bytes_and_too_many_pages(self) -> None:
        assert reason("a.txt", b"word " * 100, FileReader(Limits(size=100))) == "huge"
        assert reason("a.pdf", pdf("one", "two"), FileReader(Limits(pages=1))) == "long"
        assert reason("a.pptx", slides(), FileReader(Limits(pages=0))) == "long"

    def test_too_much_when_unpacked(self) -> None:
        assert reason("a.docx", word(), FileReader(Limits(unpacked=1000))) == "bomb"

    def test_a_part_that_is_packed_beyond_belief(self) -> None:
        assert reason("a.docx", with_part(word(), "word/media/x.bin", b"\x00" * 5_000_000)) == "bomb"

    @pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAPROJECT.BIN"])
    def test_macros_under_whatever_name(self, part: str) -> None:
        assert reason("a.docx", with_part(word(), part, b"code")) == "macros"

    def test_a_document_that_says_that_it_may_hold_macros(self) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as packed:
            packed.writestr("[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml")
            packed.writestr("word/document.xml", "<a/>")
        assert reason("a.docx", held.getvalue()) == "macros"

    @pytest.mark.parametrize("encoded", [ENTITIES, ENTITIES.decode().encode("utf-16")])
    def test_entities(self, encoded: bytes) -> None:
        assert reason("a.docx", with_part(word(), "word/extra.xml", encoded)) == "entities"
