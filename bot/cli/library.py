"""``convener library``: a coalition's own documents, from the command line."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot import wiring
from bot.cli.commands import DONE, NO, add_command, add_group
from bot.domain.library import Added, Document
from bot.domain.voice import Voice
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.cli.commands import Commands


BETWEEN_SECONDS = 2.0


def add(commands: "Commands", voice: Voice) -> None:
    """Add the commands of the library."""
    group = add_group(commands, voice, "library")
    adding = add_command(group, voice, "library add", _add)
    adding.add_argument("sources", nargs="+", metavar="PATH|URL", help=voice.say("cli.help.library_source"))
    listing = add_command(group, voice, "library list", _list)
    removing = add_command(group, voice, "library remove", _remove)
    removing.add_argument("document", metavar="ID", help=voice.say("cli.help.library_document"))
    reindexing = add_command(group, voice, "library reindex", _reindex)
    for command in (adding, listing, removing, reindexing):
        command.add_argument("--coalition", metavar="ID", help=voice.say("cli.help.coalition"))
        command.add_argument("--json", action="store_true", help=voice.say("cli.help.json"))


def _add(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    """Add each source; one that is refused does not keep the others out, and the exit code says so."""
    shelf = wiring.coalition_shelf(settings, arguments.coalition)
    for source in arguments.sources:
        shelf.mind(source)
    refused = False
    for source in arguments.sources:
        added = shelf.add(source, _progress(source, voice))
        refused |= isinstance(added, str)
        places = [] if isinstance(added, str) else shelf.places(added)
        _told(arguments, {**_outcome(source, added), "wordless": places}, shelf.sentence(added))
    return NO if refused else DONE


def _progress(source: str, voice: Voice) -> Callable[[int, int], None]:
    """Return what tells on standard error how far the reading is, every few seconds."""
    shown = [time.monotonic()]

    def show(done: int, whole: int) -> None:
        if done and time.monotonic() - shown[-1] >= BETWEEN_SECONDS:
            shown.append(time.monotonic())
            print(voice.say("cli.library.progress", name=source, done=done, whole=whole), file=sys.stderr)

    return show


def _list(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    held = wiring.coalition_shelf(settings, arguments.coalition).documents()
    if arguments.json:
        print(json.dumps([_document(one) for one in held], ensure_ascii=False))
        return DONE
    for one in held:
        print(voice.say("cli.library.line", id=one.id, number=one.number, name=one.name, count=one.passages))
    if not held:
        print(voice.say("cli.library.none"))
    return DONE


def _remove(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    removed = wiring.coalition_shelf(settings, arguments.coalition).remove(arguments.document)
    if removed is None:
        _told(arguments, {"removed": None}, voice.say("cli.library.unknown", id=arguments.document))
        return NO
    _told(arguments, {"removed": removed.id}, voice.say("cli.library.removed", name=removed.name))
    return DONE


def _reindex(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    count = wiring.coalition_shelf(settings, arguments.coalition).reindex()
    _told(arguments, {"passages": count}, voice.say("cli.library.reindexed", count=count))
    return DONE


def _told(arguments: argparse.Namespace, data: dict[str, Any], sentence: str) -> None:
    print(json.dumps(data, ensure_ascii=False) if arguments.json else sentence)


def _outcome(source: str, added: Added | str) -> dict[str, Any]:
    if isinstance(added, str):
        return {"source": source, "change": "refused", "why": added}
    skipped = {"skipped": added.document.skipped, "skipped_for": list(added.kinds)}
    return {"source": source, "change": added.change.value, **_document(added.document), **skipped}


def _document(one: Document) -> dict[str, Any]:
    return {
        "id": one.id,
        "document_id": f"doc:{one.id}",
        "number": one.number,
        "name": one.name,
        "url": one.url,
        "kind": one.kind,
        "lang": one.lang,
        "edition": one.edition,
        "passages": one.passages,
        "skipped": one.skipped,
    }
