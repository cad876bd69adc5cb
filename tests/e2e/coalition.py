"""The sample coalition in a local Slack with the real bot, and hands for its people."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.demo.bot_process import BotProcess
from bot.demo.clock_file import ClockFile
from bot.demo.control import Control, wait_for
from bot.demo.local_slack import TEAM_ID, LocalSlack
from bot.demo.sample import COALITION, HOME, PEOPLE, ROOMS, ROSA, founding
from bot.demo.seen import Message
from bot.settings import Settings
from bot.storage.engine import open_engine
from bot.storage.work import SqlUnitOfWork
from bot.wiring import build_roster
from tests.e2e.harness import environment
from tests.fakes import FakeClock

SESSION_CARD = "Facilitated by"
STEPS_AT_MOST = 10


@dataclass
class Table:
    """The people around the table: what they type, press and see."""

    slack: LocalSlack
    control: Control
    bot: BotProcess
    clock: ClockFile
    folder: Path

    def shows(self, words: str, channel: str = HOME) -> Message:
        """Return the bot's newest message with some words, waiting for it."""
        return wait_for(lambda: self._newest(words, channel), what=f"a message that says {words!r}")

    def comes_to_show(self, words: str, also: str, channel: str = HOME) -> Message:
        """Return the newest message with some words once it says something else, too."""

        def both() -> Message | None:
            found = self._newest(words, channel)
            return found if found and also in found.words.replace("*", "") else None

        return wait_for(both, what=f"{words!r} to show {also!r}")

    def step(self, title: str) -> Message:
        """Return a step's own message, which comes after the session's card has named the step."""

        def own() -> Message | None:
            found = self._newest(title, HOME)
            return found if found and SESSION_CARD not in found.words else None

        return wait_for(own, what=f"the step {title!r}")

    def next_step(self) -> None:
        """The facilitator moves on."""
        card = self.shows(SESSION_CARD)
        self.control.press(ROSA, card, "Next")
        wait_for(lambda: self.shows(SESSION_CARD).words != card.words, what="the session to move on")

    def walk_to(self, step: str) -> None:
        """The facilitator moves on until the session is at a step."""
        for _ in range(STEPS_AT_MOST):
            if step in self.shows(SESSION_CARD).words:
                return
            self.next_step()
        raise AssertionError(f"the session never came to {step!r}")

    def kill_and_start_again(self) -> None:
        """Kill -9 hits the bot's process alone; the local Slack lives on."""
        slack_before = self.slack.pid
        self.bot.kill9()
        wait_for(lambda: not self.control.connected(), what="the connection to end")
        self.bot.start()
        assert self.slack.pid == slack_before and self.slack.is_running

    def database(self) -> SqlUnitOfWork:
        """Return the bot's database, to look at from outside."""
        return SqlUnitOfWork(open_engine(f"sqlite:///{self.folder / 'bot' / 'convener.db'}"), FakeClock())

    def _newest(self, words: str, channel: str) -> Message | None:
        fitting = [one for one in self.control.messages(channel) if one.from_bot and words in one.words]
        return fitting[-1] if fitting else None


@pytest.fixture
def table(local_slack_binary: Path, tmp_path: Path) -> Iterator[Table]:
    """The sample coalition, entered as the demo enters it, and the bot with the real embedding model."""
    folder = tmp_path / "bot"
    folder.mkdir()
    build_roster(Settings(_env_file=None, CONVENER_DATA_DIR=folder)).found(TEAM_ID, founding())  # type: ignore[call-arg]
    with LocalSlack(PEOPLE, ROOMS, tmp_path, workspace=COALITION, binary=local_slack_binary) as slack:
        control, clock = Control(slack.base_url), ClockFile(tmp_path / "clock")
        bot = BotProcess(slack.api_url, tmp_path, clock.path, environment("default"), control.connected)
        try:
            bot.start()
            yield Table(slack, control, bot, clock, tmp_path)
        finally:
            bot.stop()
