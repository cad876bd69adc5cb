"""The command line: reads arguments, calls the wiring, prints; no logic of its own."""

import argparse
import sys
from collections.abc import Sequence

from bot import wiring
from bot.cli import archive, ask, evaluation, library, running, simulating, upkeep
from bot.cli.commands import DONE, NO, WRONG, Command
from bot.content import ContentError
from bot.domain.voice import Voice
from bot.logs import set_up_logs
from bot.settings import WrongSettings, load_settings

GROUPS = (upkeep, ask, running, simulating, archive, evaluation, library)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 done, 1 the answer is no, 2 wrong use or configuration."""
    voice = wiring.operator_voice()
    arguments = parser(voice).parse_args(argv)
    try:
        settings = load_settings()
        set_up_logs(settings.log_level, settings.log_format)
        command: Command = arguments.run
        return command(arguments, settings, voice)
    except WrongSettings as wrong:
        return _complain(voice.say(wrong.key, **wrong.params))
    except ContentError as wrong:
        return _complain(voice.say("cli.content", why=str(wrong)))
    except KeyboardInterrupt:
        return DONE
    except BrokenPipeError:
        return NO


def parser(voice: Voice) -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(prog="convener", description=voice.say("cli.help.main"))
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in GROUPS:
        group.add(commands, voice)
    return top


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return WRONG
