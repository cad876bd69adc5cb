"""The local Slack and the bot as processes, with the clock in a file; every wait has an end.

A test that uses ``bot`` has the real bot in Socket Mode; with ``slack`` and ``control`` alone it brings
its own app. Fixtures stop what they started by its process id, also when a test fails.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.demo.bot_process import BotProcess
from bot.demo.clock_file import ClockFile
from bot.demo.control import Control
from bot.demo.local_slack import LocalSlack, LocalSlackMissing, Person, Room, find_binary

ROOT = Path(__file__).parents[2]
ANA, BEN, CLARA = "UANA", "UBEN", "UCLARA"
HOME, PRIVATE, ELSEWHERE = "CHOME", "GPRIVATE", "CELSEWHERE"
PEOPLE = (
    Person(ANA, "ana", "Ana Sample", "America/Chicago"),
    Person(BEN, "ben", "Ben Sample", "Europe/Madrid"),
    Person(CLARA, "clara", "Clara Sample"),
)
ROOMS = (
    Room(HOME, "housing-data", members=(ANA, BEN, CLARA)),
    Room(PRIVATE, "steering", private=True, members=(ANA, BEN)),
    Room(ELSEWHERE, "elsewhere", members=(ANA, CLARA), bot_is_in=False),
)
# A proxy would be asked for 127.0.0.1 as well: the SDK doesn't look at NO_PROXY.
NOT_HANDED_ON = (
    "SLACK_",
    "CONVENER_",
    "DATABASE_URL",
    "CHROMA_URL",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
)


def environment(embeddings: str = "none", **more: str) -> Mapping[str, str]:
    """Return the environment of a bot: this one's, without what would configure it or lead it astray."""
    kept = {key: value for key, value in os.environ.items() if not key.upper().startswith(NOT_HANDED_ON)}
    return {**kept, "PYTHONPATH": str(ROOT), "CONVENER_EMBEDDINGS": embeddings, **more}


@pytest.fixture(scope="session")
def local_slack_binary() -> Path:
    """The program, installed by npm where it is missing; without one the tests are skipped."""
    try:
        return find_binary()
    except LocalSlackMissing as missing:
        pytest.skip(f"no local Slack: {missing}")


@pytest.fixture
def slack(local_slack_binary: Path, tmp_path: Path) -> Iterator[LocalSlack]:
    """A fresh local Slack, with nothing said in it yet."""
    with LocalSlack(PEOPLE, ROOMS, tmp_path, binary=local_slack_binary) as running:
        yield running


@pytest.fixture
def control(slack: LocalSlack) -> Control:
    """Everybody's hands in the local Slack."""
    return Control(slack.base_url)


@pytest.fixture
def clock(tmp_path: Path) -> ClockFile:
    """The bot's clock, at the present; ``jump`` moves it on."""
    return ClockFile(tmp_path / "clock")


@pytest.fixture
def bot(slack: LocalSlack, control: Control, clock: ClockFile, tmp_path: Path) -> Iterator[BotProcess]:
    """The bot, started and connected."""
    process = BotProcess(slack.api_url, tmp_path, clock.path, environment(), control.connected)
    try:
        process.start()
        yield process
    finally:
        process.stop()
