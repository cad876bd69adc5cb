"""Who comes late with an outdated lease changes nothing: the row belongs to whoever took it since."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.domain.deliveries import post
from bot.domain.messages import Say
from bot.ports.queue import Leased
from bot.storage.outbox import LEASE, SqlQueue
from bot.storage.tables import outbox
from bot.storage.work import SqlUnitOfWork
from bot.usecases.delivery import Delivery
from tests.fakes import MONDAY, FakeClock, NoteTakingChannel

T = "T1"
Late = Callable[[SqlQueue, Leased, datetime], None]
LATE: dict[str, Late] = {
    "sent": lambda queue, leased, now: queue.sent(leased, "1.0", now),
    "later": lambda queue, leased, now: queue.later(leased, now, ambiguous=True),
    "drop": lambda queue, leased, now: queue.drop(leased, "it failed here", now),
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queue(engine: Engine, clock: FakeClock) -> SqlQueue:
    plan(engine, clock, "a")
    return SqlQueue(engine)


def plan(engine: Engine, clock: FakeClock, key: str) -> None:
    with SqlUnitOfWork(engine, clock).open(T) as work:
        work.outbox.plan([post(key, "C1", Say.of("said.noted"), "en")])
        work.commit()


def state_of(engine: Engine, key: str) -> str:
    with engine.connect() as connection:
        return str(connection.execute(select(outbox.c.state).where(outbox.c.key == key)).scalar())


def taken_twice(queue: SqlQueue) -> tuple[Leased, Leased]:
    """One process takes a row and is held up for longer than its lease; another takes it then."""
    slow, quick = queue.lease(MONDAY), queue.lease(MONDAY + LEASE)
    assert slow is not None and quick is not None
    return slow, quick


@pytest.mark.parametrize("late", LATE)
def test_what_another_has_sent_stays_sent(queue: SqlQueue, engine: Engine, late: str) -> None:
    slow, quick = taken_twice(queue)
    now = MONDAY + LEASE + timedelta(seconds=1)
    queue.sent(quick, "1.0", now)
    LATE[late](queue, slow, now)
    assert state_of(engine, "a") == "sent"
    assert queue.lease(now + LEASE) is None


@pytest.mark.parametrize("late", ["later", "drop"])
def test_what_another_is_sending_stays_with_them(queue: SqlQueue, engine: Engine, late: str) -> None:
    slow, _ = taken_twice(queue)
    now = MONDAY + LEASE + timedelta(seconds=1)
    LATE[late](queue, slow, now)
    assert state_of(engine, "a") == "leased"
    assert queue.lease(now) is None


def test_a_sender_that_slept_through_its_lease_stops_nobody(
    queue: SqlQueue, engine: Engine, clock: FakeClock
) -> None:
    channel = NoteTakingChannel()

    class SleepyChannel(NoteTakingChannel):
        """Another process finds the message in the channel and marks it while this one sleeps."""

        def deliver(self, workspace_id, delivery, place, thread_ts):  # type: ignore[no-untyped-def]
            ts = channel.deliver(workspace_id, delivery, place, thread_ts)
            clock.jump(seconds=LEASE.total_seconds() + 1)
            Delivery(queue, channel, clock).flush()
            return ts

    Delivery(queue, SleepyChannel(), clock).flush()
    plan(engine, clock, "b")
    clock.jump(minutes=5)
    Delivery(queue, channel, clock).flush()
    assert channel.said() == ["a", "b"]
    assert (state_of(engine, "a"), state_of(engine, "b")) == ("sent", "sent")
