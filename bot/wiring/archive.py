"""Coalitions out of the database and into another."""

from typing import Any

from bot.databases import open_database
from bot.settings import Settings, WrongSettings
from bot.storage.archive import ArchiveError, ReadIn, SqlArchive


def export_coalition(settings: Settings, wanted: str) -> dict[str, Any]:
    """Return a coalition, named by its id or its name, as one document. Raises WrongSettings where there is none."""
    archive = SqlArchive(open_database(settings))
    document = archive.take_out(coalition_called(archive, wanted))
    if document is None:
        raise WrongSettings("cli.export.none", wanted=wanted, known="")
    return document


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
