"""Identifiers of people are found, and ordinary talk is left alone: measured on texts that nothing was tuned on."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from bot.screening import PersonScreen

CASES = yaml.safe_load((Path(__file__).parent / "talk.yaml").read_text(encoding="utf-8"))
WITH, WITHOUT = CASES["with"][1::2], CASES["without"][1::2]
AT_LEAST = 0.9


@pytest.fixture(scope="module")
def screen() -> PersonScreen:
    made = PersonScreen()
    made.warm()
    return made


def kinds(screen: PersonScreen, text: str) -> set[str]:
    return {finding.kind for finding in screen.findings(text)}


def test_the_set_is_large_enough_to_judge_by() -> None:
    assert len(CASES["with"]) >= 60
    assert len(CASES["without"]) >= 80


def test_identifiers_are_found(screen: PersonScreen) -> None:
    missed = [one["text"] for one in WITH if one["kind"] not in kinds(screen, one["text"])]
    assert 1 - len(missed) / len(WITH) >= AT_LEAST, missed


def test_ordinary_talk_is_left_alone(screen: PersonScreen) -> None:
    taken = [(text, kinds(screen, text)) for text in WITHOUT if kinds(screen, text)]
    hits = sum(bool(kinds(screen, one["text"])) for one in WITH)
    assert hits / (hits + len(taken)) >= AT_LEAST, taken


def test_a_finding_tells_where_it_stands(screen: PersonScreen) -> None:
    text = "🏠 her SSN is\u200b 457\u201355\u20135462, ok?"
    places = [text[finding.start : finding.end] for finding in screen.findings(text)]
    assert any(place.endswith("457\u201355\u20135462") for place in places), places


def test_presidio_is_loaded_at_the_first_look() -> None:
    code = "import sys, bot.screening; print('presidio_analyzer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_many_threads_see_the_same() -> None:
    fresh = PersonScreen()
    texts = [one["text"] for one in CASES["with"]]
    alone = [PersonScreen().findings(text) for text in texts[:10]]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fresh.findings, texts * 3))[:10] == alone


@pytest.mark.parametrize("piece", ["a ", "1-", "1 ", "a@", "call ", "123 Main ", "case no ", "x", "12 a b "])
def test_a_very_long_text_takes_no_more_than_a_second(screen: PersonScreen, piece: str) -> None:
    text = piece * (40_000 // len(piece))
    begun = time.perf_counter()
    screen.findings(text)
    assert time.perf_counter() - begun < 2.0  # a second, and as much again for a busy machine
