"""Two thousand records: every list is paged through within Slack's limits, and quickly."""

import io
import json
import time
import zipfile
from pathlib import Path
from statistics import median
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from bot.domain.filing import made
from bot.domain.kept import KEPT_KINDS, fields_of, plural
from bot.domain.record_fields import FieldType
from bot.domain.registers import KINDS_IN, OF_RECORDS
from bot.storage.archive import SqlArchive
from bot.usecases.keeping import register_of
from bot.wiring import content
from tests.fakes import MONDAY
from tests.world import FAE, HOME, World, new_engine

EACH, MOST_SECONDS = 170, 1.0  # a page takes a tenth of it; the machine may be busy
REGISTERS = {plural(kind) for kind in KEPT_KINDS}
NAMES = {kind: content().voices["en"].say(f"record.kind.{kind}") for kind in KEPT_KINDS}
LONG = "Consent & <release> form, as signed in the spring, with all its annexes " * 30


def values(kind: str, n: int, words: str) -> dict[str, Any]:
    """Answers to everything that a kind asks."""
    given: dict[str, Any] = {}
    for spec in fields_of(kind):
        if spec.type is FieldType.CHOICE:
            given[spec.name] = spec.choices[n % len(spec.choices)]
        elif spec.type is FieldType.DAY:
            given[spec.name] = MONDAY.date()
        elif spec.type is FieldType.NUMBER:
            given[spec.name] = 1 + n % 5
        elif spec.type is not FieldType.PERSON:
            given[spec.name] = f"{n} {words}"[: spec.longest]
    return given


def fill(world: World, words: str) -> World:
    """A coalition with 170 records of each of the twelve kinds: 2,040."""
    with world.units.open("T1") as work:
        here = work.coalitions.where()[0].id
        mo = work.participants.where()[1].id
        for kind in KEPT_KINDS:
            for n in range(1, EACH + 1):
                common = {"id": f"{kind}{n}", "coalition_id": here, "channel_id": HOME, "number": n}
                given = values(kind, n, words)
                register_of(work, kind).add(made(kind, {**common, "recorded_by": mo}, given, MONDAY))
        work.commit()
    return world


@pytest.fixture
def crowded(world: World) -> World:
    """Every answer is as long as it may be."""
    return fill(world, LONG)


@pytest.fixture
def settled(world: World) -> World:
    """Every answer is as long as people write them."""
    return fill(world, "Consent & <release> form, as signed in the spring")


def walk(world: World, page: dict[str, Any], action_id: str) -> tuple[list[dict[str, Any]], list[float]]:
    """Turn the pages of a list to its end; return all of them, and the seconds that each took."""
    pages, seconds = [page], list[float]()
    while f"'{action_id}.{len(pages) + 1}'" in str(page["blocks"]):
        began = time.perf_counter()
        world.press(FAE, f"{action_id}.{len(pages) + 1}", page)
        seconds.append(time.perf_counter() - began)
        answer = list(world.slack.response_urls.values())[-1].posts[-1]
        page = {**answer, "channel": HOME, "ts": "1.1"}
        pages.append(page)
    return pages, seconds


def opens(pages: list[dict[str, Any]]) -> set[str]:
    """Return what the *Open* buttons of these pages open."""
    return {
        str(block["accessory"]["value"])
        for page in pages
        for block in page["blocks"]
        if "record.open" in str(block.get("accessory"))
    }


@pytest.mark.slow
def test_every_record_of_two_thousand_is_found_by_turning_pages(crowded: World) -> None:
    took: list[float] = []
    for register in OF_RECORDS:
        pages, seconds = walk(crowded, crowded.answer_to(FAE, f"{register} all"), "record.list")
        assert opens(pages) == {
            f"{kind}|{kind}{n}" for kind in KINDS_IN[register] for n in range(1, EACH + 1)
        }
        took += seconds
    for command in ("decisions", "actions"):
        pages, seconds = walk(crowded, crowded.answer_to(FAE, command), f"{command}.page")
        assert len(opens(pages)) == EACH
        took += seconds
    assert median(took) < MOST_SECONDS


@pytest.mark.slow
def test_a_list_that_is_narrowed_holds_just_what_was_asked_for_on_all_its_pages(crowded: World) -> None:
    first = crowded.answer_to(FAE, "parameters soft privacy")
    pages, _ = walk(crowded, first, "record.list")
    with crowded.units.read("T1") as work:
        there = work.parameters.where(hardness="soft", kind="privacy")
    assert opens(pages) == {f"parameter|{one.id}" for one in there} != set()
    pages, _ = walk(crowded, crowded.answer_to(FAE, "actions open"), "actions.page")
    assert len(opens(pages)) == EACH
    assert opens([crowded.answer_to(FAE, "actions done")]) == set()
    assert opens([crowded.answer_to(FAE, "actions mine")]) == set()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["md", "docx", "pdf", "csv"])
def test_a_charter_of_two_thousand_records_holds_all_of_them(settled: World, kind: str) -> None:
    settled.command(FAE, f"charter {kind}")
    (file,) = settled.slack.files.values()
    text = words_of(kind, file["content"])
    for one in KEPT_KINDS:
        assert text.count(f"{NAMES[one]} {EACH}") >= 1, one


def words_of(kind: str, content: bytes) -> str:
    """All words of a charter, whatever file it is."""
    if kind == "md":
        return content.decode()
    if kind == "docx":
        return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    if kind == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    sheets = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(sheets.read(name).decode("utf-8-sig") for name in sheets.namelist())


def test_two_thousand_records_go_out_of_one_database_and_into_another(crowded: World, tmp_path: Path) -> None:
    with crowded.units.read("T1") as work:
        here = work.coalitions.where()[0].id
    document = json.loads(json.dumps(SqlArchive(crowded.engine).take_out(here)))
    (tmp_path / "other").mkdir()
    other = SqlArchive(new_engine(tmp_path / "other"))
    fates = other.put_in(document).fates
    assert sum(fate["added"] for name, fate in fates.items() if name in REGISTERS) == EACH * len(KEPT_KINDS)
    assert other.take_out(here) == document


def test_pictures_of_two_thousand_records_are_quick(crowded: World) -> None:
    crowded.command(FAE, "pictures")
    began = time.perf_counter()
    crowded.command(FAE, "pictures")
    assert time.perf_counter() - began < 5 * MOST_SECONDS
    assert {one["name"] for one in crowded.slack.files.values()} == {"pillars.png", "actions.png"}


def test_the_home_and_the_status_of_two_thousand_records_are_quick(crowded: World) -> None:
    began = time.perf_counter()
    crowded.send(crowded.envelopes.home_opened(FAE))
    crowded.command(FAE, "status")
    assert time.perf_counter() - began < 2 * MOST_SECONDS
    assert len(crowded.slack.homes[FAE]["blocks"]) < 100


def test_one_of_each_kind_opens_with_the_longest_answers(crowded: World) -> None:
    page = crowded.answer_to(FAE, "parameters")
    opener = next(one for one in page["blocks"] if "record.open" in str(one.get("accessory")))
    for kind in KEPT_KINDS:
        opener["accessory"]["value"] = f"{kind}|{kind}{EACH}"
        crowded.press(FAE, opener["accessory"]["action_id"], page)
        answer = list(crowded.slack.response_urls.values())[-1].posts[-1]
        assert "History" in str(answer["blocks"])
