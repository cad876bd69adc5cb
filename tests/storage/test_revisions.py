"""A database of another revision is refused with a sentence; upgrades wait for each other."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.databases import database_revision, open_database, upgrade_database
from bot.settings import Settings, WrongSettings
from bot.storage import migrate
from bot.storage.engine import open_engine
from bot.wiring import operator_voice

UPGRADE = """
import sys
from bot.storage import migrate
from bot.storage.engine import open_engine
migrate.upgrade(open_engine(sys.argv[1]))
"""


def settings_for(engine: Engine, folder: Path) -> Settings:
    url = engine.url.render_as_string(hide_password=False)
    return Settings(_env_file=None, database_url=url, CONVENER_DATA_DIR=folder)  # type: ignore[call-arg]


@pytest.fixture
def postgres_alone(postgres: str) -> Iterator[Engine]:
    """An empty database on a server; an embedded one is held by one process through its folder's lock."""
    engine = open_engine(postgres)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    yield engine
    engine.dispose()


def stamp(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def sentence(refused: WrongSettings) -> str:
    return operator_voice().say(refused.key, **refused.params)


def test_an_embedded_database_is_upgraded_by_itself_and_a_server_is_not(
    empty: Engine, tmp_path: Path
) -> None:
    settings = settings_for(empty, tmp_path)
    if empty.dialect.name == "sqlite":
        assert migrate.revision(open_database(settings)) == migrate.head()
        return
    with pytest.raises(WrongSettings) as refused:
        open_database(settings)
    assert "convener db upgrade" in sentence(refused.value)
    assert migrate.revision(empty) is None
    assert upgrade_database(settings) == migrate.head()
    assert migrate.revision(open_database(settings)) == migrate.head()


def test_a_database_of_a_later_version_is_refused_with_a_sentence(engine: Engine, tmp_path: Path) -> None:
    stamp(engine, "9999")
    for look in (open_database, database_revision):
        with pytest.raises(WrongSettings) as refused:
            look(settings_for(engine, tmp_path))
        assert "9999" in sentence(refused.value)


def test_a_database_of_a_later_version_is_not_upgraded_and_that_is_said(
    engine: Engine, tmp_path: Path
) -> None:
    stamp(engine, "9999")
    with pytest.raises(WrongSettings) as refused:
        upgrade_database(settings_for(engine, tmp_path))
    assert "9999" in sentence(refused.value)
    assert migrate.revision(engine) == "9999"


def test_two_processes_that_upgrade_a_server_at_once_both_come_to_the_newest(postgres_alone: Engine) -> None:
    url = postgres_alone.url.render_as_string(hide_password=False)
    running = [
        subprocess.Popen([sys.executable, "-c", UPGRADE, url], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    assert migrate.revision(postgres_alone) == migrate.head()
