"""Bringing the database to the revision that this version of the bot needs."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 7_203_511


def config(connection: Connection | None = None) -> "Config":
    """Return where the migrations lie, and the connection that they are run on."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", "bot.storage:migrations")
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine) -> None:
    """Run what is missing of the migrations; on PostgreSQL one process at a time."""
    from alembic import command

    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        command.upgrade(config(connection), "head")


def revision(engine: Engine) -> str | None:
    """Return the database's revision, or None for an empty one."""
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str | None) -> bool:
    """Tell whether this version of the bot can start from a revision; it cannot from a later version's."""
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    return revision is None or revision in known


def head() -> str:
    """Return the newest revision that this version of the bot knows."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(config()).get_current_head())
