"""Identifiers are seen and ordinary talk passes, by kind; findings are exact, silent and soon there."""

import logging
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from bot.screening import LONGEST, PersonScreen
from tests.screening.conftest import NetworkUsedError
from tests.screening.measure import CASES, Half, cases, measure

ROOT = Path(__file__).parents[2]
ENOUGH = 0.9
HALVES: tuple[Half, Half] = ("tune", "hold")
KINDS = set(yaml.safe_load(CASES.read_text(encoding="utf-8"))["identifiers"])
SENTENCE = "We meet on 3/14/2026 at 5 with 1,250 households; call her at 314-555-0143. "
# Texts made to send a careless expression round and round, and texts full of findings.
NASTY = (
    SENTENCE,
    "a",
    "1",
    "1-",
    "a@a.",
    "555-0123 ",
    "DOB 1/2/1987 ",
    "12 word word word ",
    "case 1-a-1/",
    "mrn is is is ",
    "living at, on ",
    "born nació el ",
    "calle a b c ",
    "social security 1 2 3 4 5 6 7 8 a ",
    "12 a b St, ab cd ef gh, ",
    "<@",
    "o\u0301",
    " ",
)


def seen(screen: PersonScreen, text: str) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in screen.findings(text)]


@pytest.mark.parametrize("half", HALVES)
def test_nine_in_ten_identifiers_are_seen_and_nine_in_ten_findings_are_right(
    screen: PersonScreen, half: Half
) -> None:
    figures = measure(screen, half)
    assert figures.recall >= ENOUGH and figures.precision >= ENOUGH, f"{half} half: {figures}"


def test_each_half_holds_every_kind_and_ordinary_talk() -> None:
    for half in HALVES:
        assert {kind for _, kind in cases(half)} == KINDS | {""}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_has_words_for_people(language: str) -> None:
    voice = yaml.safe_load(
        (ROOT / "prompts" / language / "voice" / "common.yaml").read_text(encoding="utf-8")
    )
    assert set(voice["screened"]["kind"]) == KINDS


@pytest.mark.parametrize(
    ("text", "kind", "identifier"),
    [
        ("SSN:\u00a0836\u201322\u20148841.", "national_id", "836\u201322\u20148841"),
        ("her ssn is 836-22-8841", "national_id", "836-22-8841"),
        ("tel ３１４-５５５-０１４３!", "phone", "３１４-５５５-０１４３"),
        ("836-\u200b22-\u200b8841", "national_id", "836-\u200b22-\u200b8841"),
        ("\u202a314-555-0143\u202c", "phone", "314-555-0143"),
        ("mail rosa＠example.org", "email", "rosa＠example.org"),
        ("su mo\u0301vil: 612 345 678", "phone", "612 345 678"),
    ],
)
def test_an_identifier_is_found_once_and_where_it_was_written(
    screen: PersonScreen, text: str, kind: str, identifier: str
) -> None:
    assert seen(screen, text) == [(kind, identifier)]


def test_slacks_links_to_people_are_seen(screen: PersonScreen) -> None:
    assert {kind for kind, _ in seen(screen, "<mailto:a@example.org|write>")} == {"email"}
    assert {kind for kind, _ in seen(screen, "<tel:+13145550143|her line>")} == {"phone"}


@pytest.mark.parametrize(
    "text",
    [
        "Context: pages 120-1350",
        "outreach 300 2024",
        "Reach 250-3000 families by 2027",
        "Medicaid 2024 rules",
        "Medicare: 41000 people",
        "Chart 2023 shows a rise",
        "número de filas: 3145550172",
        "The coalition was born on March 3, 2016",
        "Nació la idea el 3/5/2024 en una reunión",
        "case: 4120 families",
        "in that case 1000-1500 families",
        "in this case 3/14/2026 works",
        "en este caso 2024-2025",
        "changed lives at 12 sites on Oak Street",
        "families living at 20 minutes drive",
        "<@U01ABCDEF|rosa> and U024BE7LH",
    ],
)
def test_counts_years_and_groups_are_nobodys_identifiers(screen: PersonScreen, text: str) -> None:
    assert seen(screen, text) == []


@pytest.mark.parametrize("text", ["Write to info@example.org", "Hotline 1-800-555-0199"])
def test_an_organisations_own_line_and_mailbox_are_no_persons(screen: PersonScreen, text: str) -> None:
    assert seen(screen, text) == []


def test_several_identifiers_come_in_order_of_place(screen: PersonScreen) -> None:
    text = "DOB 4/12/1987, SSN 836-22-8841, cell 314-555-0143, rosa@example.org"
    found = [kind for kind, _ in seen(screen, text)]
    assert found == ["birth_date", "national_id", "phone", "email"]


def test_an_empty_text_holds_nothing(screen: PersonScreen) -> None:
    assert screen.findings("") == ()


def test_the_guard_against_the_net_works(attempts: list[str]) -> None:
    with pytest.raises(NetworkUsedError), socket.socket() as wire:
        wire.connect(("127.0.0.1", 9))
    assert len(attempts) == 1
    attempts.clear()


def test_a_bot_on_a_new_machine_never_asks_the_net(tmp_path: Path) -> None:
    lines = """
import sys
tried = []
ways = {"socket.connect", "socket.getaddrinfo"}
sys.addaudithook(lambda event, args: tried.append(event) if event in ways else None)
from bot.screening import PersonScreen
print([one.kind for one in PersonScreen().findings("rosa@example.org, 314-555-0143")], tried)
"""
    bare = {**os.environ, "HOME": str(tmp_path), "TLDEXTRACT_CACHE": str(tmp_path / "none")}
    command = [sys.executable, "-c", lines]
    run = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=True, timeout=90)
    assert run.stdout.strip() == "['email', 'phone'] []"


def test_presidio_is_loaded_on_first_use_only() -> None:
    loaded = "print([name for name in ('presidio_analyzer', 'phonenumbers', 'spacy') if name in sys.modules])"
    lines = f"import sys, bot.screening as s; one = s.PersonScreen(); {loaded}; one.warm(); {loaded}"
    run = subprocess.run([sys.executable, "-c", lines], cwd=ROOT, capture_output=True, text=True, check=True)
    before, after = run.stdout.splitlines()
    assert before == "[]"
    assert "presidio_analyzer" in after


def test_libraries_stay_silent_below_warnings(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        PersonScreen().findings("DOB 4/12/1987, rosa@example.org")
    assert caplog.records == []


def test_eight_threads_see_the_same_as_one() -> None:
    texts = [text for half in HALVES for text, _ in cases(half)]
    single, new = PersonScreen(), PersonScreen()
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda _: [new.findings(text) for text in texts], range(8)))
    alone = [single.findings(text) for text in texts]
    assert all(run == alone for run in runs)


@pytest.mark.parametrize("piece", NASTY, ids=lambda piece: repr(piece[:12]))
def test_the_longest_text_takes_less_than_a_second(screen: PersonScreen, piece: str) -> None:
    screen.warm()
    begin = time.thread_time()
    screen.findings((piece * LONGEST)[:LONGEST])
    assert time.thread_time() - begin < 1


def test_a_message_takes_less_than_five_milliseconds(screen: PersonScreen) -> None:
    text = (SENTENCE * 7)[:500]
    screen.findings(text)
    times = []
    for _ in range(20):
        begin = time.thread_time()
        screen.findings(text)
        times.append(time.thread_time() - begin)
    assert sorted(times)[10] < 0.005
