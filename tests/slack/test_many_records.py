"""Two thousand records: every list is paged through within Slack's limits, and quickly."""

import time
from statistics import median
from typing import Any

import pytest

from bot.domain.filing import made
from bot.domain.kept import KEPT_KINDS, fields_of
from bot.domain.record_fields import FieldType
from bot.domain.registers import KINDS_IN, OF_RECORDS
from bot.usecases.keeping import register_of
from tests.fakes import MONDAY
from tests.world import FAE, HOME, World

EACH, MOST_SECONDS = 170, 1.0  # a page takes a tenth of it; the machine may be busy
LONG = "Consent & <release> form, as signed in the spring, with all its annexes " * 30


def values(kind: str, n: int) -> dict[str, Any]:
    """Answers to everything that a kind asks, as long as they may be."""
    given: dict[str, Any] = {}
    for spec in fields_of(kind):
        if spec.type is FieldType.CHOICE:
            given[spec.name] = spec.choices[n % len(spec.choices)]
        elif spec.type is FieldType.DAY:
            given[spec.name] = MONDAY.date()
        elif spec.type is FieldType.NUMBER:
            given[spec.name] = 1 + n % 5
        elif spec.type is not FieldType.PERSON:
            given[spec.name] = f"{n} {LONG}"[: spec.longest]
    return given


@pytest.fixture
def crowded(world: World) -> World:
    """A coalition with 170 records of each of the twelve kinds: 2,040."""
    with world.units.open("T1") as work:
        here = work.coalitions.where()[0].id
        mo = work.participants.where()[1].id
        for kind in KEPT_KINDS:
            for n in range(1, EACH + 1):
                common = {"id": f"{kind}{n}", "coalition_id": here, "channel_id": HOME, "number": n}
                register_of(work, kind).add(
                    made(kind, {**common, "recorded_by": mo}, values(kind, n), MONDAY)
                )
        work.commit()
    return world


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
