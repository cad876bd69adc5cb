"""Migrations make the tables that the code speaks of, and can be run again."""

from datetime import UTC, datetime
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, select, text

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


OLD_NOTE = {"is": "StillHere", "as": {"coalition": "Table", "coalition_id": "c1", "since": "2026-10-01"}}
SAID = {"is": "Say", "as": {"key": "silence.extended", "params": []}}
THEN = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def _digest(*notes: dict[str, Any]) -> dict[str, Any]:
    return {"is": "Digest", "as": {"items": [{"coalition": "Table", "message": one} for one in notes]}}


def _hold(connection: Connection, key: str, message: dict[str, Any]) -> None:
    held = {
        "workspace_id": "T",
        "id": key,
        "key": key,
        "coalition_id": "c1",
        "participant_id": "p",
        "state": "held",
    }
    more = {"slack_user_id": "U", "urgency": "other", "offered_at": THEN, "answered": False, "version": 1}
    made = {"created_at": THEN, "updated_at": THEN, "message": message}
    nudges = Table("nudges", MetaData(), autoload_with=connection)
    connection.execute(insert(nudges).values(**held, **more, **made))


def _send(connection: Connection, key: str, message: dict[str, Any]) -> None:
    waiting = {
        "workspace_id": "T",
        "key": key,
        "channel_id": "C",
        "state": "waiting",
        "due": THEN,
        "attempts": 0,
    }
    outbox = Table("outbox", MetaData(), autoload_with=connection)
    connection.execute(insert(outbox).values(**waiting, body={"kind": "post", "message": message}))


def test_a_note_of_silence_of_an_earlier_version_does_not_hold_up_a_digest(empty: Engine) -> None:
    with empty.begin() as connection:
        command.upgrade(migrate.config(connection), "0018")
        for key, message in {"old": OLD_NOTE, "new": SAID}.items():
            _hold(connection, key, message)
            _send(connection, key, message)
        _send(connection, "digest", _digest(OLD_NOTE, SAID))
        _send(connection, "old digest", _digest(OLD_NOTE))
    migrate.upgrade(empty)
    with empty.connect() as connection:
        assert connection.execute(text("SELECT key FROM nudges")).scalars().all() == ["new"]
        rows = connection.execute(text("SELECT key, state, note FROM outbox ORDER BY id")).all()
        outbox = Table("outbox", MetaData(), autoload_with=connection)
        body = connection.execute(select(outbox.c.body).where(outbox.c.key == "digest")).scalar_one()
    assert body["message"] == _digest(SAID)
    shape = ("dropped", "of an old shape")
    left = ("waiting", None)
    assert [tuple(row) for row in rows] == [
        ("old", *shape),
        ("new", *left),
        ("digest", *left),
        ("old digest", *shape),
    ]
