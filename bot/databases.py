"""Opening the database, bringing it up to date, and saying in a sentence why not."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings, WrongSettings
from bot.storage import migrate
from bot.storage.engine import open_engine


def open_database(settings: Settings) -> Engine:
    """Open the database; an embedded SQLite is brought up to date, a PostgreSQL must be already."""
    engine = _engine(settings)
    try:
        _refuse_later(engine)
        if engine.dialect.name == "sqlite":
            migrate.upgrade(engine)
        found, needed = migrate.revision(engine), migrate.head()
    except (SQLAlchemyError, OSError) as failed:
        raise WrongSettings("cli.no_database", url=_shown(engine), why=reason(failed)) from failed
    if found != needed:
        raise WrongSettings("cli.other_revision", found=str(found), needed=str(needed))
    return engine


def _refuse_later(engine: Engine) -> None:
    found = migrate.revision(engine)
    if not migrate.knows(found):
        raise WrongSettings("cli.later_revision", found=str(found), needed=migrate.head())


def _engine(settings: Settings) -> Engine:
    try:
        return open_engine(settings.database)
    except (SQLAlchemyError, ImportError) as wrong:
        raise WrongSettings("cli.no_database_address") from wrong


def _shown(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def reason(failed: Exception) -> str:
    """Return the first line of what a library said."""
    told = str(getattr(failed, "orig", None) or failed)
    return told.strip().splitlines()[0] if told.strip() else type(failed).__name__


def upgrade_database(settings: Settings) -> str:
    """Bring the database to the revision that this version needs, and return it."""
    engine = _engine(settings)
    try:
        if engine.dialect.name == "sqlite":
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        _refuse_later(engine)
        migrate.upgrade(engine)
    except (SQLAlchemyError, OSError) as failed:
        raise WrongSettings("cli.no_database", url=_shown(engine), why=reason(failed)) from failed
    return str(migrate.revision(engine))


def backup_sqlite(settings: Settings, file: Path) -> None:
    """Copy an embedded database to a file, also while the bot runs. Raises WrongSettings where it cannot be."""
    engine = _engine(settings)
    held = engine.url.database
    if engine.dialect.name != "sqlite" or not held:
        raise WrongSettings("cli.backup.server")
    if not Path(held).exists():
        raise WrongSettings("cli.backup.none", file=held)
    if file.exists():
        raise WrongSettings("cli.backup.exists", file=str(file))
    try:
        with closing(sqlite3.connect(held)) as ours, closing(sqlite3.connect(file)) as copy:
            ours.backup(copy)
    except (sqlite3.Error, OSError) as failed:
        raise WrongSettings("cli.backup.failed", file=str(file), why=reason(failed)) from failed


def database_revision(settings: Settings) -> str | None:
    """Return the database's revision, or None where there is none yet. Raises WrongSettings if it is another."""
    engine = _engine(settings)
    held = engine.url.database
    if engine.dialect.name == "sqlite" and held and not Path(held).exists():
        return None
    try:
        found, needed = migrate.revision(engine), migrate.head()
    except (SQLAlchemyError, OSError) as failed:
        raise WrongSettings("cli.no_database", url=_shown(engine), why=reason(failed)) from failed
    if found != needed:
        raise WrongSettings("cli.other_revision", found=str(found), needed=str(needed))
    return found
