"""``convener run`` and ``convener demo``: the bot in a workspace, and in a local one to try it."""

import argparse
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wiring
from bot.cli.commands import DONE, add_command
from bot.domain.voice import Voice
from bot.memory import share_heaps
from bot.settings import Settings, WrongSettings, process_environment

if TYPE_CHECKING:
    from bot.cli.commands import Commands
    from bot.usecases.roster import Founding


def add(commands: "Commands", voice: Voice) -> None:
    """Add the commands ``run`` and ``demo``."""
    run = add_command(commands, voice, "run", _run)
    run.add_argument("--http", action="store_true", help=voice.say("cli.help.http"))
    run.add_argument("--port", type=int, default=3000, help=voice.say("cli.help.port"))
    _demo_arguments(add_command(commands, voice, "demo", _demo), voice)


def _demo_arguments(demo: argparse.ArgumentParser, voice: Voice) -> None:
    demo.add_argument("--port", type=int, default=None, help=voice.say("cli.help.port"))
    demo.add_argument("--no-browser", action="store_true", help=voice.say("cli.help.no_browser"))
    demo.add_argument("--data", type=Path, default=None, metavar="DIR", help=voice.say("cli.help.data"))
    demo.add_argument("--once", action="store_true", help=voice.say("cli.help.once"))


def _run(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if arguments.http:
        raise WrongSettings("cli.http_not_yet")
    share_heaps()
    with wiring.data_folder(settings):
        ready = wiring.build_bot(settings)
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: ready.stop())
        print(voice.say("cli.running"), file=sys.stderr)
        ready.run()
    return DONE


def _demo(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    from bot.demo.run import Wanted, run_demo

    wanted = Wanted(
        port=arguments.port,
        data=arguments.data,
        once=arguments.once or not sys.stdout.isatty(),
        open_browser=not arguments.no_browser,
        environment=process_environment(),
    )
    return run_demo(wanted, wiring.demo_voice(), partial(_found, settings))


def _found(settings: Settings, folder: Path, workspace_id: str, founding: "Founding") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    here = settings.model_copy(update={"data_dir": folder, "database_url": ""})
    wiring.build_roster(here).found(workspace_id, founding)
