"""Migrations make the tables that the code speaks of, and can be run again."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot.storage import migrate
from bot.storage.tables import metadata


def test_tables_and_migrations_do_not_drift(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_has_no_revision_and_then_the_newest(empty: Engine) -> None:
    assert migrate.revision(empty) is None
    migrate.upgrade(empty)
    assert migrate.revision(empty) == migrate.head()


def test_a_second_run_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO seen_acts (workspace_id, key, seen_at) VALUES ('T', 'k', '2026-11-23')")
        )
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM seen_acts")).scalar() == 1


def test_every_table_but_the_global_ones_is_bound_to_a_workspace(engine: Engine) -> None:
    looked_at = inspect(engine)
    for table in set(looked_at.get_table_names()) - {"alembic_version"}:
        columns = {column["name"] for column in looked_at.get_columns(table)}
        assert "workspace_id" in columns, table
