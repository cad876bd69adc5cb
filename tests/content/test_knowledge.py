"""The built-in knowledge base keeps its promises to those who read, cite and search it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from textstat import textstat

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
SOURCES: dict[str, dict[str, Any]] = yaml.safe_load((KNOWLEDGE / "sources.yaml").read_text("utf-8"))

KINDS = {"framework", "how-to", "resource", "glossary", "law"}
PILLARS = {"vision", "parameters", "power", "data", "action"}
REQUIRED = {"title", "lang", "kind", "sources", "passages"}
LAW_DATES = {"reviewed", "review_by"}
PASSAGE_KEYS = {"sources", "aliases", "questions"}
SOURCE_KEYS = {"title", "authors", "year", "publisher", "url"}
FEWEST_WORDS, MOST_WORDS = 25, 260
HARDEST_GRADE = 10.0
ENGLISH_PASSAGES = 150
NO_LEGAL_ADVICE = re.compile(r"\b(no|not) legal advice\b|\bno es asesoría legal\b", re.IGNORECASE)
LEAST_EASE = 60.0  # Fernández Huerta: 60 to 70 is the plain middle

HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}$", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """A page as it stands on disk: its front matter, and its passages in order."""

    path: Path
    front: dict[str, Any]
    body: str
    passages: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.path.relative_to(KNOWLEDGE).as_posix()

    @property
    def prose(self) -> str:
        """The passages without headings and marks, as a reader would hear them."""
        return " ".join(plain(text) for _, text in self.passages)

    @property
    def cited(self) -> Iterator[str]:
        yield from self.front["sources"]
        for entry in self.front["passages"].values():
            yield from (entry or {}).get("sources", [])


def plain(text: str) -> str:
    """Drop Markdown marks; a list item becomes a sentence."""
    items = re.sub(r"^\s*(?:[-*]|\d+\.) (.+?)[.;]?$", r"\1.", text, flags=re.MULTILINE)
    return re.sub(r"[*_`>|]", "", re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", items))


def read(path: Path) -> Page:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    marks = list(HEADING.finditer(body))
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    passages = tuple(
        (mark["anchor"], body[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)
    )
    return Page(path, yaml.safe_load(front), body, passages)


PAGES = [read(path) for path in sorted(KNOWLEDGE.glob("*/*/*.md"))]
ENGLISH = [page for page in PAGES if page.front["lang"] == "en"]
SPANISH = [page for page in PAGES if page.front["lang"] == "es"]
LAW = [page for page in PAGES if page.front["kind"] == "law"]


def each(pages: list[Page]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=lambda page: page.name)


every_page = each(PAGES)


def test_there_are_pages_of_every_kind() -> None:
    assert {page.front["kind"] for page in PAGES} == KINDS


@every_page
def test_front_matter_has_the_keys_a_page_needs_and_no_others(page: Page) -> None:
    required = REQUIRED | (LAW_DATES if page.front["kind"] == "law" else set())
    assert required <= set(page.front) <= required | {"pillar"}
    assert page.front["kind"] in KINDS
    assert page.front.get("pillar", "vision") in PILLARS
    assert page.front["lang"] == page.path.relative_to(KNOWLEDGE).parts[0]
    assert page.front["title"].strip()
    assert page.front["sources"]


@every_page
def test_a_passage_entry_is_lists_of_texts(page: Page) -> None:
    for anchor, entry in page.front["passages"].items():
        assert set(entry) <= PASSAGE_KEYS, anchor
        for values in entry.values():
            assert values, anchor
            assert all(isinstance(value, str) and value.strip() for value in values), anchor


@every_page
def test_every_passage_says_how_people_ask_for_it(page: Page) -> None:
    without = [anchor for anchor, entry in page.front["passages"].items() if not entry.get("questions")]
    assert without == []


@every_page
def test_every_second_level_heading_is_an_anchor(page: Page) -> None:
    headings = [line for line in page.body.splitlines() if line.startswith("#")]
    assert len(headings) == len(page.passages)
    assert page.body.lstrip().startswith("## ")


@every_page
def test_an_anchor_is_used_once_on_a_page(page: Page) -> None:
    anchors = [anchor for anchor, _ in page.passages]
    assert len(anchors) == len(set(anchors))


@every_page
def test_front_matter_and_headings_name_the_same_passages(page: Page) -> None:
    assert list(page.front["passages"]) == [anchor for anchor, _ in page.passages]


@every_page
def test_a_passage_is_long_enough_to_say_something_and_short_enough_to_cite(page: Page) -> None:
    sizes = {anchor: len(text.split()) for anchor, text in page.passages}
    outside = {anchor: size for anchor, size in sizes.items() if not FEWEST_WORDS <= size <= MOST_WORDS}
    assert outside == {}


@every_page
def test_every_cited_source_is_known(page: Page) -> None:
    assert set(page.cited) <= set(SOURCES)


@each(ENGLISH)
def test_an_english_page_reads_at_tenth_grade_or_below(page: Page) -> None:
    assert textstat.flesch_kincaid_grade(page.prose) <= HARDEST_GRADE


@each(SPANISH)
def test_a_spanish_page_reads_with_ease(page: Page) -> None:
    textstat.set_lang("es")
    try:
        assert textstat.fernandez_huerta(page.prose) >= LEAST_EASE
    finally:
        textstat.set_lang("en_US")


@each(SPANISH)
def test_a_spanish_page_is_an_edition_of_an_english_one(page: Page) -> None:
    (original,) = [one for one in ENGLISH if one.path.parts[-2:] == page.path.parts[-2:]]
    assert [anchor for anchor, _ in page.passages] == [anchor for anchor, _ in original.passages]
    assert list(page.cited) == list(original.cited)
    assert page.front["kind"] == original.front["kind"]
    assert page.front["title"] != original.front["title"] or len(page.front["title"].split()) < 2


@each(ENGLISH)
def test_every_english_page_has_a_spanish_edition(page: Page) -> None:
    edition = {spanish.name.removeprefix("es/"): spanish for spanish in SPANISH}[
        page.name.removeprefix("en/")
    ]
    assert list(edition.front["passages"]) == list(page.front["passages"])


@each(LAW)
def test_a_passage_on_law_says_that_it_is_no_legal_advice(page: Page) -> None:
    without = [anchor for anchor, text in page.passages if not NO_LEGAL_ADVICE.search(" ".join(text.split()))]
    assert without == []


@each(LAW)
def test_a_law_page_says_when_it_was_checked_and_when_to_look_again(page: Page) -> None:
    reviewed, review_by = page.front["reviewed"], page.front["review_by"]
    assert isinstance(reviewed, date) and isinstance(review_by, date)
    assert reviewed < review_by


def test_there_are_enough_passages_in_english() -> None:
    total = sum(len(page.passages) for page in ENGLISH)
    assert total >= ENGLISH_PASSAGES


@pytest.mark.parametrize("key", sorted(SOURCES))
def test_a_source_can_be_cited(key: str) -> None:
    source = SOURCES[key]
    assert {"title", "authors", "publisher"} <= set(source) <= SOURCE_KEYS
    assert source["title"].strip()
    assert source["authors"]
    assert isinstance(source.get("year", 2000), int)
    assert re.match(r"https://\S+$", source.get("url", "https://x"))
