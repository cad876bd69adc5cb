"""``convener simulate``: a guided session with made-up people, in the terminal."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wiring
from bot.cli.commands import DONE, add_command
from bot.domain.framework import PillarKey
from bot.domain.voice import Voice
from bot.settings import Settings, WrongSettings

if TYPE_CHECKING:
    from bot.cli.commands import Commands


def add(commands: "Commands", voice: Voice) -> None:
    """Add the command ``simulate``."""
    simulate = add_command(commands, voice, "simulate", _simulate)
    simulate.add_argument(
        "pillar", choices=[key.value for key in PillarKey], help=voice.say("cli.help.pillar")
    )
    simulate.add_argument(
        "--lang", choices=("en", "es"), default="en", help=voice.say("cli.help.simulate_lang")
    )
    simulate.add_argument(
        "--transcript", type=Path, metavar="FILE", default=None, help=voice.say("cli.help.transcript")
    )


def _simulate(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    def say(name: str, words: str) -> None:
        print(f"{name or 'Convener'}: {words}", flush=True)

    done = list(wiring.simulate(PillarKey(arguments.pillar), say, arguments.lang))
    if arguments.transcript is not None:
        try:
            arguments.transcript.write_text(wiring.transcript(arguments.pillar, done), encoding="utf-8")
        except OSError as failed:
            raise WrongSettings("cli.no_file", file=str(arguments.transcript)) from failed
    return DONE
