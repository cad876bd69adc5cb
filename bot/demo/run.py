"""``convener demo``: a local Slack, the sample coalition and the bot, until stopped; or the tour, once."""

import signal
import sys
import tempfile
import textwrap
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.bot_process import BotFailed, BotProcess
from bot.demo.clock_file import ClockFile, read_jump
from bot.demo.control import Control
from bot.demo.local_slack import (
    TEAM_ID,
    LocalSlack,
    LocalSlackFailed,
    LocalSlackMissing,
    PortInUse,
    free_port,
)
from bot.demo.sample import COALITION, PEOPLE, ROOMS, founding
from bot.demo.tour import Tour, TourStopped, until_monday
from bot.domain.voice import Voice
from bot.usecases.roster import Founding

PORT = 3101
DONE, NO, WRONG = 0, 1, 2
WIDTH = 100
LONGEST = 1200


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for, and the environment in which the bot is to run."""

    port: int | None
    data: Path | None
    once: bool
    open_browser: bool
    environment: Mapping[str, str]


@dataclass
class Demo:
    """The pieces that run."""

    slack: LocalSlack
    bot: BotProcess
    clock: ClockFile
    control: Control
    folder: Path


def run_demo(wanted: Wanted, voice: Voice, found: Callable[[Path, str, Founding], None]) -> int:
    """Run the demo; return the exit code. ``found`` enters a coalition in a workspace of a data folder."""
    print(voice.say("demo.starting"), file=sys.stderr)
    for ending_signal in (signal.SIGTERM, signal.SIGHUP) if sys.platform != "win32" else (signal.SIGTERM,):
        signal.signal(ending_signal, _end)
    try:
        with ExitStack() as ending:
            demo = _start(wanted, ending, found)
            return _walk(demo, voice) if wanted.once else _stay(demo, voice, open_page=wanted.open_browser)
    except PortInUse as taken:
        return _complain(voice.say("cli.port_in_use", port=taken.port))
    except LocalSlackMissing as missing:
        why = voice.say(f"demo.why.{missing.reason}", detail=missing.detail)
        return _complain(voice.say("cli.no_local_slack", why=why))
    except LocalSlackFailed as failed:
        return _complain(voice.say("demo.slack_failed", why=str(failed)))
    except BotFailed as failed:
        return _complain(f"{voice.say('demo.bot_failed')}\n{failed}")


def _end(number: int, _: object) -> None:
    """Leave by the way that stops what was started."""
    raise SystemExit(128 + number)


def _start(wanted: Wanted, ending: ExitStack, found: Callable[[Path, str, Founding], None]) -> Demo:
    folder = _folder(wanted, ending)
    port = wanted.port or (free_port() if wanted.once else PORT)
    slack = LocalSlack(PEOPLE, ROOMS, folder, port=port, workspace=COALITION)
    ending.enter_context(slack)
    control = Control(slack.base_url)
    clock = ClockFile(folder / "clock")
    found(folder / "bot", TEAM_ID, founding())
    bot = BotProcess(slack.api_url, folder, clock.path, wanted.environment, control.connected)
    ending.callback(bot.stop)
    bot.start()
    return Demo(slack, bot, clock, control, folder)


def _folder(wanted: Wanted, ending: ExitStack) -> Path:
    """A demo begins anew each time, since the local Slack forgets everything when it stops."""
    if wanted.data is None and wanted.once:
        return Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="convener-demo-")))
    if wanted.data is None:
        return Path(tempfile.mkdtemp(prefix="convener-demo-"))
    folder = wanted.data / f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    return folder


def _walk(demo: Demo, voice: Voice) -> int:
    tour = Tour(demo.control, demo.bot, demo.clock, lambda who, text: _print(voice, who, text))
    title = ""
    try:
        for number, (key, part) in enumerate(tour.parts(), 1):
            title = voice.say(f"tour.{key}")
            print(voice.say("demo.saw", n=number, title=title), flush=True)
            part()
    except (TourStopped, TimeoutError, LookupError) as stopped:
        print(voice.say("demo.failed", what=f"{title}: {stopped}"), flush=True)
        print(demo.bot.log_file.read_text(encoding="utf-8", errors="replace")[-2000:], file=sys.stderr)
        return NO
    print(voice.say("demo.passed", count=number), flush=True)
    return DONE


def _print(voice: Voice, who: str, text: str) -> None:
    shown = textwrap.indent(text.strip()[:LONGEST], " " * 6).strip()
    print(voice.say("demo.line", who=who, text=shown), flush=True)


def _stay(demo: Demo, voice: Voice, *, open_page: bool) -> int:
    print(voice.say("demo.data", folder=demo.folder))
    print(voice.say("demo.ready", url=demo.slack.ui_url), flush=True)
    if open_page:
        webbrowser.open(demo.slack.ui_url)
    for line in sys.stdin:
        if line.strip().casefold() == "q":
            break
        print(voice.say(_obey(demo, line.strip().casefold()), now=_now(demo)), flush=True)
    print(voice.say("demo.stopping"))
    return DONE


def _obey(demo: Demo, typed: str) -> str:
    """Do what was typed; return the key of what to say."""
    if typed == "kill":
        demo.bot.kill9()
        demo.bot.start()
        return "demo.killed"
    jump = until_monday(datetime.now(UTC) + demo.clock.offset) if typed == "week" else read_jump(typed)
    if jump is None:
        return "demo.unknown"
    demo.clock.jump(jump)
    return "demo.moved"


def _now(demo: Demo) -> str:
    return f"{datetime.now(UTC) + demo.clock.offset:%A, %Y-%m-%d %H:%M} UTC"


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return WRONG
