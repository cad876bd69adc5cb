"""The database connection."""

from typing import Any

from sqlalchemy import Engine, create_engine, event

BUSY_MS = 10_000
READ_ONLY = {"read_only": True}
LAZY = {"lazy": True}


def open_engine(url: str) -> Engine:
    """Return an engine for a database URL; SQLite gets what several threads need."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_at_once)
    else:
        event.listen(engine, "begin", _commit_lazily)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_at_once(connection: Any) -> None:
    """Take the write lock at the start, so that two writers wait instead of failing halfway."""
    options = connection.get_execution_options()
    if options.get("read_only", False):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if options.get('lazy', False) else 'FULL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _commit_lazily(connection: Any) -> None:
    """A lazy transaction does not wait for the disk: a loss of power may undo it, a crash of the process does not."""
    if connection.get_execution_options().get("lazy", False):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
