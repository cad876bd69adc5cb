"""What every command is made of: its parser, its function, its exit code."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.domain.voice import Voice
from bot.settings import Settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


DONE, NO, WRONG = 0, 1, 2
Command = Callable[[argparse.Namespace, Settings, Voice], int]


def add_command(commands: "Commands", voice: Voice, name: str, run: Command) -> argparse.ArgumentParser:
    """Add a command; its help is the text ``cli.help.NAME``, where ``db upgrade`` is ``db_upgrade``."""
    text = voice.say(f"cli.help.{name.replace(' ', '_')}")
    added = commands.add_parser(name.rpartition(" ")[2], help=text, description=text)
    added.set_defaults(run=run)
    return added


def add_group(commands: "Commands", voice: Voice, name: str) -> "Commands":
    """Add a command that has commands of its own, such as ``db``."""
    text = voice.say(f"cli.help.{name}")
    group = commands.add_parser(name, help=text, description=text)
    return group.add_subparsers(dest=f"{name}_command", required=True, metavar="COMMAND")
