"""``convener version``, ``doctor`` and ``db``: is all well, and is it up to date?"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import bot
from bot.cli.commands import DONE, NO, add_command, add_group
from bot.domain.voice import Voice
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.cli.commands import Commands


def add(commands: "Commands", voice: Voice) -> None:
    """Add the commands of upkeep."""
    add_command(commands, voice, "version", _version)
    doctor = add_command(commands, voice, "doctor", _doctor)
    doctor.add_argument("--json", action="store_true", help=voice.say("cli.help.json"))
    database = add_group(commands, voice, "db")
    add_command(database, voice, "db upgrade", _upgrade)
    backup = add_command(database, voice, "db backup", _backup)
    backup.add_argument("file", type=Path, metavar="FILE", help=voice.say("cli.help.backup_file"))


def _version(_: argparse.Namespace, __: Settings, voice: Voice) -> int:
    print(voice.say("cli.version", version=bot.__version__))
    return DONE


def _doctor(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    from bot.doctor import examine

    findings = examine(settings, voice)
    if arguments.json:
        checks = [{"name": one.name, "state": one.state, "detail": one.detail} for one in findings]
        print(json.dumps({"ok": all(one.fine for one in findings), "checks": checks}, ensure_ascii=False))
    else:
        for one in findings:
            print(
                f"{one.name}: {voice.say(f'cli.doctor.{one.state}')}{f' ({one.detail})' if one.detail else ''}"
            )
    return DONE if all(one.fine for one in findings) else NO


def _upgrade(_: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    from bot import databases

    print(voice.say("cli.upgraded", revision=databases.upgrade_database(settings)))
    return DONE


def _backup(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    from bot import databases

    databases.backup_sqlite(settings, arguments.file)
    print(voice.say("cli.backup.done", file=str(arguments.file)))
    return DONE
