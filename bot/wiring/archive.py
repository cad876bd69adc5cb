"""Coalitions out of the database and into another."""

from collections.abc import Sequence
from typing import Any

from bot.clock import SystemClock, TimeOrderedIds
from bot.databases import open_database
from bot.dates import PeoplesDates
from bot.documents import FileDocuments
from bot.domain.charter import CharterFormat
from bot.domain.sheets import Register, RowFate
from bot.screening import PersonScreen
from bot.settings import Settings, WrongSettings
from bot.storage.archive import ArchiveError, ReadIn, SqlArchive
from bot.storage.work import SqlUnitOfWork
from bot.usecases.charter_contents import Contents
from bot.usecases.desk import Scene
from bot.usecases.sheets import Sheets
from bot.wiring.words import content


def export_coalition(settings: Settings, wanted: str) -> dict[str, Any]:
    """Return a coalition, named by its id or its name, as one document. Raises WrongSettings where there is none."""
    archive = SqlArchive(open_database(settings))
    document = archive.take_out(coalition_called(archive, wanted))
    if document is None:
        raise WrongSettings("cli.export.none", wanted=wanted, known="")
    return document


def export_charter(settings: Settings, wanted: str, kind: CharterFormat) -> bytes:
    """Return a coalition's charter as a file's content, with all its channels' records. Raises WrongSettings."""
    engine, clock = open_database(settings), SystemClock(settings.clock_file)
    archive = SqlArchive(engine)
    coalition_id = coalition_called(archive, wanted)
    voices = content().voices
    with SqlUnitOfWork(engine, clock).read(archive.workspace_of(coalition_id)) as work:
        (coalition,) = work.coalitions.where(id=coalition_id)
        scene = Scene(coalition, work.participants.where(coalition_id=coalition_id))
        voice = voices.get(coalition.lang, voices["en"])
        charter = Contents(work, scene, voice, clock.now()).charter()
    return FileDocuments().write(charter, kind)


def coalition_called(archive: SqlArchive, wanted: str) -> str:
    """Return the id of the coalition with that id, or with that name where only one has it. Raises WrongSettings."""
    known = archive.coalitions()
    by_id = [key for key, _ in known if key == wanted]
    by_name = [key for key, name in known if name.casefold() == wanted.strip().casefold()]
    if len(by_id or by_name) == 1:
        return (by_id or by_name)[0]
    listed = "; ".join(f"{name} ({key})" for key, name in known) or "-"
    raise WrongSettings("cli.export.several" if by_name else "cli.export.none", wanted=wanted, known=listed)


def import_coalition(settings: Settings, document: Any, *, dry_run: bool) -> ReadIn:
    """Read a document in. Raises WrongSettings where it cannot be."""
    try:
        return SqlArchive(open_database(settings)).put_in(document, dry_run=dry_run)
    except ArchiveError as wrong:
        raise WrongSettings(wrong.key, **wrong.params) from wrong


def import_sheet(
    settings: Settings, wanted: str, register: Register, sheet: Sequence[Sequence[str]], *, dry_run: bool
) -> tuple[RowFate, ...]:
    """Read a sheet in, and return what became of each row. Raises WrongSettings or SheetError."""
    engine, clock = open_database(settings), SystemClock(settings.clock_file)
    archive = SqlArchive(engine)
    coalition_id = coalition_called(archive, wanted)
    sheets = Sheets(SqlUnitOfWork(engine, clock), clock, TimeOrderedIds(), PeoplesDates(), PersonScreen())
    return sheets.read_in(archive.workspace_of(coalition_id), coalition_id, register, sheet, dry_run=dry_run)
