"""``convener export`` and ``import``: a coalition as one file, out of the database and into another."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import wiring
from bot.cli.commands import DONE, NO, add_command
from bot.domain.charter import CharterFormat
from bot.domain.sheets import Fate, Register, SheetError
from bot.domain.voice import Voice
from bot.settings import Settings, WrongSettings

if TYPE_CHECKING:
    from bot.cli.commands import Commands

FATES = ("added", "updated", "kept", "same")


def add(commands: "Commands", voice: Voice) -> None:
    """Add the commands ``export`` and ``import``."""
    export = add_command(commands, voice, "export", _export)
    export.add_argument("coalition", metavar="COALITION", help=voice.say("cli.help.export_coalition"))
    export.add_argument(
        "--format",
        choices=("json", "md", "docx", "pdf", "csv"),
        default="json",
        help=voice.say("cli.help.format"),
    )
    export.add_argument("--out", type=Path, metavar="FILE", help=voice.say("cli.help.out"))
    reading = add_command(commands, voice, "import", _import)
    reading.add_argument("file", type=Path, metavar="FILE", help=voice.say("cli.help.import_file"))
    reading.add_argument("--register", choices=tuple(Register), help=voice.say("cli.help.register"))
    reading.add_argument("--coalition", metavar="ID", help=voice.say("cli.help.import_coalition"))
    reading.add_argument("--dry-run", action="store_true", help=voice.say("cli.help.dry_run"))


def _export(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if arguments.format == "json":
        document = wiring.export_coalition(settings, arguments.coalition)
        content = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        content = wiring.export_charter(settings, arguments.coalition, CharterFormat(arguments.format))
    _write(arguments.out, content)
    return DONE


def _write(out: Path | None, content: bytes) -> None:
    """Write to a file, or to standard output where none is named."""
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        out.write_bytes(content)
    except OSError as failed:
        raise WrongSettings("cli.export.unwritable", file=str(out), why=str(failed.strerror)) from failed


def _import(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if arguments.file.suffix.casefold() == ".csv":
        return _import_sheet(arguments, settings, voice)
    document = _document(arguments.file)
    with wiring.data_folder(settings):
        read = wiring.import_coalition(settings, document, dry_run=arguments.dry_run)
    opening = "cli.import.would" if arguments.dry_run else "cli.import.done"
    print(voice.say(opening, coalition=read.coalition))
    for name, fates in read.fates.items():
        if fates:
            told = ", ".join(
                voice.say(f"cli.import.fate.{fate}", n=fates[fate]) for fate in FATES if fate in fates
            )
            print(f"  {name}: {told}")
    return DONE


def _document(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as unreadable:
        raise WrongSettings("cli.no_file", file=str(file)) from unreadable
    except ValueError as wrong:
        raise WrongSettings("cli.import.no_document") from wrong


def _import_sheet(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if arguments.register is None or arguments.coalition is None:
        raise WrongSettings("cli.sheet.no_kind")
    sheet, register = _sheet(arguments.file), Register(arguments.register)
    try:
        with wiring.data_folder(settings):
            fates = wiring.import_sheet(
                settings, arguments.coalition, register, sheet, dry_run=arguments.dry_run
            )
    except SheetError as wrong:
        raise WrongSettings(wrong.key, **wrong.params) from wrong
    added = sum(one.fate is Fate.ADDED for one in fates)
    opening = "cli.sheet.would" if arguments.dry_run else "cli.sheet.done"
    print(voice.say(opening, added=added, rows=len(fates)))
    for one in fates:
        why = voice.say(one.why, about=one.about) if one.why else ""
        print(voice.say(f"cli.sheet.fate.{one.fate}", line=one.line, title=one.title, why=why))
    return NO if any(one.fate is Fate.WRONG for one in fates) else DONE


def _sheet(file: Path) -> list[list[str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.reader(opened))
    except (OSError, UnicodeDecodeError, csv.Error) as failed:
        raise WrongSettings("cli.sheet.unreadable", file=str(file), why=type(failed).__name__) from failed
