"""The charter as files: everything on record stands in each of them, in people's own words and harmless."""

import csv
import io
import zipfile
from dataclasses import replace

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from bot.documents import FileDocuments
from bot.documents.markdown import plain
from bot.domain.charter import Charter, CharterFormat, Entry, Fact, LinkPicture, Node, Section

FILES = FileDocuments()
PICTURE = LinkPicture(
    columns=("Vision", "Decisions", "Actions"),
    nodes=(
        Node("Goal 1", "Families hear of filings in time", 0),
        Node("Decision 1", "Counts by ZIP code are shared every week", 1),
        Node("Action 1", "Share the file", 2),
    ),
    edges=(("Goal 1", "Decision 1"), ("Decision 1", "Action 1")),
    alt_text="Decision 1 serves goal 1. Action 1 follows from decision 1.",
)
CHARTER = Charter(
    title="Charter of the Mesa de datos",
    subtitle="As on record on Wednesday, November 25, 2026",
    about=("3 organisations, 6 people.",),
    sections=(
        Section(
            "decisions",
            "Decisions",
            "Nothing has been decided yet.",
            (
                Entry(
                    "Decision 1",
                    "Counts by ZIP code are shared every week",
                    (Fact("State", "It stands."), Fact("Reason", "=SUM(A1) <b>ñandú</b> & *más*")),
                    ("Serves goal 1",),
                ),
            ),
        ),
        Section("measures", "Measures", "No shared measures yet."),
    ),
    lang="es",
    file_stem="charter",
    picture=PICTURE,
    picture_title="What follows from what",
)


def text_of(wanted: CharterFormat, content: bytes) -> str:
    """Return what a reader of the file finds written in it."""
    if wanted is CharterFormat.WORD:
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    if wanted is CharterFormat.PDF:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode()


@pytest.mark.parametrize("wanted", [CharterFormat.MARKDOWN, CharterFormat.WORD, CharterFormat.PDF])
def test_every_document_says_all_that_is_on_record(wanted: CharterFormat) -> None:
    text = " ".join(text_of(wanted, FILES.write(CHARTER, wanted)).split())
    for words in (
        "Charter of the Mesa de datos",
        "Decision 1",
        "It stands.",
        "Serves goal 1",
        "ñandú",
        "No shared measures yet.",
    ):
        assert words in text, words


def test_the_same_charter_gives_the_same_file() -> None:
    for wanted in (CharterFormat.MARKDOWN, CharterFormat.PDF, CharterFormat.SHEETS):
        assert FILES.write(CHARTER, wanted) == FILES.write(CHARTER, wanted)


class TestMarkdown:
    def test_signs_in_peoples_words_format_nothing(self) -> None:
        assert plain("<b>x</b> *y* [z](w) #1 `c`") == r"\<b\>x\</b\> \*y\* \[z\](w) \#1 \`c\`"
        assert plain("1. first\n- second") == r"\1. first - second"

    def test_headings_tell_the_parts_apart(self) -> None:
        lines = FILES.write(CHARTER, CharterFormat.MARKDOWN).decode().splitlines()
        assert [line for line in lines if line.startswith("#")] == [
            "# Charter of the Mesa de datos",
            "## Decisions",
            "### Decision 1. Counts by ZIP code are shared every week",
            "## Measures",
        ]


class TestWord:
    def test_headings_language_and_the_pictures_words_are_there_for_a_screen_reader(self) -> None:
        document = docx.Document(io.BytesIO(FILES.write(CHARTER, CharterFormat.WORD)))
        styles = {style.name for paragraph in document.paragraphs if (style := paragraph.style)}
        assert {"Title", "Heading 1", "Heading 2"} <= styles
        assert document.core_properties.language == "es"
        xml = document.element.xml
        assert PICTURE.alt_text in xml

    def test_without_links_there_is_no_picture(self) -> None:
        bare = replace(CHARTER, picture=None)
        assert not docx.Document(io.BytesIO(FILES.write(bare, CharterFormat.WORD))).inline_shapes


class TestPdf:
    def test_it_has_a_title_a_language_and_an_outline(self) -> None:
        reader = PdfReader(io.BytesIO(FILES.write(CHARTER, CharterFormat.PDF)))
        assert reader.metadata is not None
        assert reader.metadata.title == CHARTER.title
        assert "Decisions" in str(reader.outline)

    def test_the_picture_is_told_in_words_too(self) -> None:
        assert PICTURE.alt_text in " ".join(
            text_of(CharterFormat.PDF, FILES.write(CHARTER, CharterFormat.PDF)).split()
        )

    def test_many_records_run_over_pages(self) -> None:
        many = tuple(Entry(f"Action {n}", "Share the file") for n in range(300))
        long = replace(CHARTER, sections=(Section("actions", "Actions", "-", many),))
        assert len(PdfReader(io.BytesIO(FILES.write(long, CharterFormat.PDF))).pages) > 5

    def test_a_record_stands_whole_on_one_page(self) -> None:
        facts = tuple(Fact(f"Field {n}", "said in a few words") for n in range(9))
        entries = tuple(Entry(f"Goal {n}.", "Families hear", facts) for n in range(30))
        long = replace(CHARTER, sections=(Section("goals", "Goals", "-", entries),), picture=None)
        pages = PdfReader(io.BytesIO(FILES.write(long, CharterFormat.PDF))).pages
        for page in pages:
            text = page.extract_text()
            assert text.count("Field 0") == text.count("Field 8") == text.count("Goal ")

    def test_no_heading_stands_alone_at_the_end_of_a_page(self) -> None:
        facts = tuple(Fact(f"Field {n}", "said in a few words") for n in range(6))
        for count in range(1, 8):
            first = Section("goals", "Goals", "-", tuple(Entry(f"G{n}", "Hear", facts) for n in range(count)))
            second = Section("measures", "Measures", "-", (Entry("M1", "Count", facts),))
            both = replace(CHARTER, sections=(first, second), picture=None)
            for page in PdfReader(io.BytesIO(FILES.write(both, CharterFormat.PDF))).pages:
                assert ("Measures" in page.extract_text()) == ("M1" in page.extract_text())


def test_a_label_that_asks_needs_no_colon() -> None:
    assert Fact("By when?", "Friday").lead == "By when?"
    assert Fact("Owner", "Mo").lead == "Owner:"


class TestSheets:
    def sheet(self, name: str) -> list[list[str]]:
        archive = zipfile.ZipFile(io.BytesIO(FILES.write(CHARTER, CharterFormat.SHEETS)))
        return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))

    def test_each_register_is_a_file(self) -> None:
        archive = zipfile.ZipFile(io.BytesIO(FILES.write(CHARTER, CharterFormat.SHEETS)))
        assert archive.namelist() == ["decisions.csv", "measures.csv"]

    def test_a_row_holds_a_record(self) -> None:
        head, row = self.sheet("decisions.csv")
        assert dict(zip(head, row, strict=True))["State"] == "It stands."
        assert row[0] == "Decision 1"

    def test_no_cell_is_a_formula(self) -> None:
        _, row = self.sheet("decisions.csv")
        assert "'=SUM(A1) <b>ñandú</b> & *más*" in row


def test_the_picture_of_links_is_a_png_with_a_ground_of_its_own() -> None:
    from bot.documents.pictures import link_picture

    drawn = Image.open(io.BytesIO(link_picture(PICTURE))).convert("RGB")
    assert drawn.size[0] >= 1000
    assert drawn.getpixel((2, 2)) == (255, 255, 255)
    assert len(set(drawn.resize((200, 100)).getdata())) > 10
