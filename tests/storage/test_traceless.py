"""Detached words in the database: the place of a row, and the transaction behind it, tell nothing of when it came."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, text

from bot.domain.contributions import Contribution, Named
from bot.ports.work import Stale
from bot.storage.tables import contributions
from bot.storage.work import SqlUnitOfWork
from tests.fakes import MONDAY, FakeClock

NAMED = Contribution("m", "c", "s", "problem", "p", "Rents rise", MONDAY)
CAME = ("c3", "c1", "c4", "c0", "c2")


def detached(key: str) -> Contribution:
    return replace(NAMED, id=key, participant_id="", text=f"Words {key}", named=Named.DETACHED)


def test_they_lie_in_the_order_of_their_ids_each_in_the_same_transaction(engine: Engine) -> None:
    units = SqlUnitOfWork(engine, FakeClock())
    for n, key in enumerate(CAME):
        with units.open("T1") as work:
            work.contributions.add(replace(NAMED, id=f"m{n}"))
            work.traceless.add(detached(key))
            work.commit()
    with engine.connect() as connection:
        lie = list(connection.execute(select(contributions.c.id)).scalars())
        assert [one for one in lie if one in CAME] == sorted(CAME)
        assert len(lie) == 2 * len(CAME)
        if engine.dialect.name == "postgresql":
            behind = text("select distinct xmin::text from contributions where named = 'detached'")
            assert len(connection.execute(behind).all()) == 1
    with units.read("T1") as work:
        assert [one for one in work.contributions.where() if one.id in CAME] == [
            detached(key) for key in sorted(CAME)
        ]


def test_the_same_words_are_not_taken_twice(engine: Engine) -> None:
    units = SqlUnitOfWork(engine, FakeClock())
    with units.open("T1") as work:
        work.traceless.add(detached("c1"))
        work.commit()
    with pytest.raises(Stale), units.open("T1") as work:
        work.traceless.add(detached("c1"))
    with units.read("T1") as work:
        assert work.contributions.where() == (detached("c1"),)


def test_those_of_other_sessions_and_workspaces_stay_as_they_are(engine: Engine) -> None:
    units = SqlUnitOfWork(engine, FakeClock())
    for workspace, session in (("T1", "s"), ("T1", "other"), ("T2", "s")):
        with units.open(workspace) as work:
            work.traceless.add(replace(detached(f"{workspace}-{session}"), session_id=session))
            work.commit()
    with units.read("T1") as work:
        assert {one.session_id for one in work.contributions.where()} == {"s", "other"}
    with units.read("T2") as work:
        assert len(work.contributions.where()) == 1
