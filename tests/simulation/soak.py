"""An hour of load on the real bot, with its memory watched: ``python -m tests.simulation.soak FILE [SECONDS [MOST]]``.

The bot runs as a process of its own against a local Slack. People in forty channels ask, record, list and press, and
the clock goes six hours on every ten seconds, so that weekly messages, check-ins and digests come all the
time. Every ten seconds the bot's resident memory goes to FILE, a line of JSON a sample; the last line is the verdict:
after a warm-up of a sixth of the time, the last sixth takes at most ``BOUND_MB`` more than the sixth after the warm-up.

What is on record stands in memory to be searched. With MOST, a coalition records so many actions, and from then on
people work with what is there: a leak shows where the records stand still.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import mean
from typing import TextIO

from sqlalchemy import func, select

from bot.demo.bot_process import BotProcess
from bot.demo.clock_file import ClockFile
from bot.demo.control import Control, Refused
from bot.demo.local_slack import TEAM_ID, LocalSlack, Person, Room
from bot.demo.seen import NotThere
from bot.settings import Settings
from bot.storage.engine import open_engine
from bot.storage.tables import outbox
from bot.usecases.roster import Enrolled, Founding
from bot.wiring import build_roster
from tests.e2e.harness import environment

HOUR = 3600.0
COALITIONS = 40
EVERY, PAUSE = 10.0, 0.1
JUMP = timedelta(hours=6)
PART = 6
BOUND_MB = 32.0
ZONES = ("America/Chicago", "Europe/Madrid", "Asia/Kolkata", "Pacific/Auckland")
QUESTIONS = (
    "what is the difference between a hard and a soft boundary?",
    "how do we share power with the community?",
    "what is shared measurement?",
    "who won the football cup in 1998?",
    "¿qué es un límite blando?",
)
LISTS = ("status", "actions", "decisions", "parameters", "data", "help")


@dataclass
class Load:
    """What people do, one thing after the other, chosen by chance that is always the same."""

    control: Control
    most: int | None = None
    recorded: Counter[int] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    done: Counter[str] = field(default_factory=Counter)

    def act(self) -> None:
        """Do one thing; count what was refused or not there to press."""
        n = self.chance.randrange(COALITIONS)
        (do,) = self.chance.choices(
            (self._ask, self._list, self._record, self._press, self._talk), (3, 4, 1, 3, 4)
        )
        try:
            do(n)
            self.done[do.__name__.removeprefix("_")] += 1
            self.done["on record"] = self.recorded.total()
        except (Refused, NotThere, TimeoutError, OSError) as failed:
            self.done[type(failed).__name__] += 1

    def _ask(self, n: int) -> None:
        self.control.mention(_user(n), _room(n), self.chance.choice(QUESTIONS))

    def _list(self, n: int) -> None:
        self.control.command(_user(n), _room(n), "/convene", self.chance.choice(LISTS))

    def _record(self, n: int) -> None:
        if self.most is not None and self.recorded[n] >= self.most:
            self._list(n)
        else:
            self.recorded[n] += 1
            text = f"action call the court <@{_user(n)}|p{n}> by next Friday"
            self.control.command(_user(n), _room(n), "/convene", text)

    def _talk(self, n: int) -> None:
        self.control.post(_user(n), _room(n), "We meet on Thursday, as always.")

    def _press(self, n: int) -> None:
        """Press something in the newest message of the bot, in the channel or in one's own messages."""
        place = self.chance.choice((_room(n), self.control.dm(_user(n))))
        for message in reversed(self.control.answers(place)):
            buttons = [one for one in message.elements if one["type"] == "button" and one.get("action_id")]
            if buttons:
                found = self.chance.choice(buttons)
                self.control.press(
                    _user(n), message, action_id=found["action_id"], value=found.get("value") or ""
                )
                return
        raise NotThere("nothing to press yet")


def _user(n: int) -> str:
    return f"UPERSON{n}"


def _room(n: int) -> str:
    return f"CROOM{n}"


def soak(told: TextIO, seconds: float, most: int | None = None) -> bool:
    """Run the load for so many seconds; write samples and the verdict, and return whether memory stayed flat."""
    with ExitStack() as ending:
        folder = Path(
            ending.enter_context(tempfile.TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True))
        )
        people = [Person(_user(n), f"p{n}", f"Person {n}", ZONES[n % len(ZONES)]) for n in range(COALITIONS)]
        rooms = [Room(_room(n), f"room-{n}", members=(_user(n),)) for n in range(COALITIONS)]
        slack = ending.enter_context(LocalSlack(people, rooms, folder))
        control, clock = Control(slack.base_url), ClockFile(folder / "clock")
        _found(folder / "bot")
        bot = BotProcess(
            slack.api_url, folder, clock.path, environment(embeddings="default"), control.connected
        )
        ending.callback(bot.stop)
        bot.start()
        samples = _watched(told, seconds, Load(control, most), clock, bot)
        lives, found = bot.is_running, verdict(samples)
        _write(told, found | {"lives": lives, "outbox": _states(folder), **_errors(bot.log_file)})
        return lives and bool(found["flat"])


def _found(folder: Path) -> None:
    folder.mkdir()
    roster = build_roster(Settings(_env_file=None, CONVENER_DATA_DIR=folder))  # type: ignore[call-arg]
    for n in range(COALITIONS):
        people = (Enrolled(f"Person {n}", _user(n), facilitates=True),)
        roster.found(TEAM_ID, Founding(f"Table {n}", _room(n), ZONES[n % len(ZONES)], "en", people))


def _watched(told: TextIO, seconds: float, load: Load, clock: ClockFile, bot: BotProcess) -> list[float]:
    """Let people act until the time is over, and look at the memory every few seconds."""
    begun = time.monotonic()
    samples: list[float] = []
    while (passed := time.monotonic() - begun) < seconds and bot.is_running:
        if passed >= len(samples) * EVERY:
            samples.append(_resident(bot.pid))
            _write(told, {"s": round(passed), "rss_mb": samples[-1], "acts": dict(load.done)})
            clock.jump(JUMP)
        load.act()
        time.sleep(PAUSE)
    return samples


def _resident(pid: int) -> float:
    """Return a process's resident memory in megabytes."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return round(int(told.stdout) / 1024, 1)


def verdict(samples: list[float]) -> dict[str, object]:
    """Return what the samples show: how much more the last part takes than the one after the warm-up."""
    part = max(1, len(samples) // PART)
    early, late = mean(samples[part : 2 * part]), mean(samples[-part:])
    return {
        "samples": len(samples),
        "after_warm_up_mb": round(early, 1),
        "at_the_end_mb": round(late, 1),
        "most_mb": max(samples),
        "grew_mb": round(late - early, 1),
        "bound_mb": BOUND_MB,
        "flat": late - early <= BOUND_MB,
    }


def _states(folder: Path) -> dict[str, int]:
    """Count the messages by what became of them."""
    engine = open_engine(f"sqlite:///{folder / 'bot' / 'convener.db'}")
    with engine.connect() as connection:
        rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all()
    engine.dispose()
    return {str(state): int(count) for state, count in rows}


def _errors(log: Path) -> dict[str, object]:
    """Count the lines in which the bot tells of an error of its own, and give the first few."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [n for n, line in enumerate(lines) if " ERROR " in line]
    return {"errors": len(found), "first_errors": ["\n".join(lines[n : n + 40]) for n in found[:3]]}


def _write(told: TextIO, line: dict[str, object]) -> None:
    told.write(json.dumps(line) + "\n")
    told.flush()


def main() -> int:
    """Run it; 0 where memory stayed flat."""
    if not sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    seconds = float(sys.argv[2]) if sys.argv[2:] else HOUR
    most = int(sys.argv[3]) if sys.argv[3:] else None
    with Path(sys.argv[1]).open("w", encoding="utf-8") as told:
        return 0 if soak(told, seconds, most) else 1


if __name__ == "__main__":
    sys.exit(main())
