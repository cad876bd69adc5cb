"""Messages on their way: once, in order, and never lost to a crash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select

from bot.domain.deliveries import Delivery, post, update
from bot.domain.messages import Say
from bot.ports.queue import Leased
from bot.ports.work import Stale
from bot.storage.outbox import LEASE, SqlQueue
from bot.storage.tables import outbox
from bot.storage.work import SqlUnitOfWork
from tests.fakes import MONDAY, FakeClock

T = "T1"


def say(key: str, channel: str = "C1") -> Delivery:
    return post(key, channel, Say.of("said.noted"), "en")


@pytest.fixture
def units(engine: Engine) -> SqlUnitOfWork:
    return SqlUnitOfWork(engine, FakeClock())


@pytest.fixture
def queue(engine: Engine) -> SqlQueue:
    return SqlQueue(engine)


def plan(units: SqlUnitOfWork, *deliveries: Delivery, workspace_id: str = T) -> None:
    with units.open(workspace_id) as work:
        work.outbox.plan(deliveries)
        work.commit()


def taken(queue: SqlQueue, seconds: float = 0) -> Leased:
    leased = queue.lease(MONDAY + timedelta(seconds=seconds))
    assert leased is not None
    return leased


class TestPlanning:
    def test_a_message_comes_back_as_it_was_planned(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        planned = post(
            "k", "C1", Say.of("decision.now_stands", number=3, statement="Hömes"), "es", thread="ts:1.2"
        )
        plan(units, planned)
        leased = taken(queue)
        assert leased.delivery == Delivery(**{**planned.__dict__, "due": MONDAY})
        assert leased.thread_ts == "1.2"

    def test_a_key_is_planned_once(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        plan(units, say("k"), say("k"))
        plan(units, say("k"))
        queue.sent(taken(queue), "1.1", MONDAY)
        plan(units, say("k"))
        assert queue.lease(MONDAY) is None

    def test_of_many_that_plan_a_key_at_once_one_does(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        def try_to(_: int) -> None:
            try:
                plan(units, say("k"))
            except Stale:
                return

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(try_to, range(8)))
        queue.sent(taken(queue), "1.1", MONDAY)
        assert queue.lease(MONDAY) is None

    def test_what_is_not_due_waits(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        later = Delivery(**{**say("k").__dict__, "due": MONDAY + timedelta(hours=1)})
        plan(units, later, say("now"))
        assert taken(queue).delivery.key == "now"
        assert queue.lease(MONDAY) is None
        assert taken(queue, 3600).delivery.key == "k"


class TestOrder:
    def test_within_a_channel_the_next_waits_for_the_one_before(
        self, units: SqlUnitOfWork, queue: SqlQueue
    ) -> None:
        plan(units, say("a"), say("b"), say("other", "C2"))
        first = taken(queue)
        assert (first.delivery.key, taken(queue).delivery.key) == ("a", "other")
        assert queue.lease(MONDAY) is None
        queue.sent(first, "1.1", MONDAY)
        assert taken(queue).delivery.key == "b"

    def test_one_that_must_wait_keeps_its_turn(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        plan(units, say("a"), say("b"))
        queue.later(taken(queue), MONDAY + timedelta(seconds=30), ambiguous=False)
        assert queue.lease(MONDAY + timedelta(seconds=29)) is None
        assert taken(queue, 30).delivery.key == "a"

    def test_one_that_is_dropped_lets_the_next_go(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        plan(units, say("a"), say("b"))
        queue.drop(taken(queue), "the channel is archived", MONDAY)
        assert taken(queue).delivery.key == "b"

    def test_the_same_channel_of_another_workspace_is_another(
        self, units: SqlUnitOfWork, queue: SqlQueue
    ) -> None:
        plan(units, say("a"))
        plan(units, say("a"), workspace_id="T2")
        assert {taken(queue).workspace_id, taken(queue).workspace_id} == {"T1", "T2"}


class TestCrashes:
    def test_a_lease_runs_out_and_what_it_held_may_have_been_sent(
        self, units: SqlUnitOfWork, queue: SqlQueue
    ) -> None:
        plan(units, say("a"))
        assert not taken(queue).ambiguous
        assert queue.lease(MONDAY + LEASE - timedelta(seconds=1)) is None
        again = taken(queue, LEASE.total_seconds())
        assert (again.ambiguous, again.attempted_at, again.attempts) == (True, MONDAY, 2)

    def test_a_new_start_ends_leases_and_keeps_the_doubt(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        plan(units, say("a"))
        taken(queue)
        queue.release(MONDAY)
        assert taken(queue).ambiguous

    def test_a_clear_refusal_leaves_no_doubt(self, units: SqlUnitOfWork, queue: SqlQueue) -> None:
        plan(units, say("a"))
        queue.later(taken(queue), MONDAY, ambiguous=False)
        assert not taken(queue).ambiguous

    def test_an_unclear_failure_leaves_the_doubt_of_the_first_try(
        self, units: SqlUnitOfWork, queue: SqlQueue
    ) -> None:
        plan(units, say("a"))
        queue.later(taken(queue), MONDAY, ambiguous=True)
        queue.later(taken(queue, 10), MONDAY, ambiguous=True)
        assert taken(queue, 20).attempted_at == MONDAY

    def test_each_of_two_hundred_is_taken_by_one_of_eight(
        self, units: SqlUnitOfWork, queue: SqlQueue
    ) -> None:
        plan(units, *(say(f"k{n}", f"C{n % 20}") for n in range(200)))

        def work(_: int) -> list[str]:
            done = []
            while (leased := queue.lease(MONDAY)) is not None:
                queue.sent(leased, f"1.{leased.row_id}", MONDAY)
                done.append(leased.delivery.key)
            return done

        with ThreadPoolExecutor(8) as pool:
            sent = [key for keys in pool.map(work, range(8)) for key in keys]
        # A worker stops when every channel is in somebody's hands; what is left is taken by the last.
        sent += work(0)
        assert sorted(sent) == sorted(f"k{n}" for n in range(200))


class TestPlaces:
    def test_a_posted_message_is_found_by_its_name_and_by_its_time(
        self, units: SqlUnitOfWork, queue: SqlQueue
    ) -> None:
        plan(units, say("card"), update("u", "card", "C1", Say.of("said.noted"), "en"))
        queue.sent(taken(queue), "17.5", MONDAY)
        place = taken(queue).place
        assert place is not None and (place.channel_id, place.ts) == ("C1", "17.5")
        with units.read(T) as work:
            assert work.outbox.place("card") == work.outbox.place_at("C1", "17.5") == place
            assert work.outbox.place_at("C2", "17.5") is None

    def test_words_are_not_kept_once_they_were_sent_or_given_up(
        self, units: SqlUnitOfWork, queue: SqlQueue, engine: Engine
    ) -> None:
        plan(units, say("a"), say("b", "C2"))
        queue.sent(taken(queue), "1.1", MONDAY)
        queue.drop(taken(queue), "archived", MONDAY)
        with engine.connect() as connection:
            assert list(connection.execute(select(outbox.c.body)).scalars()) == [{}, {}]


def test_only_the_mark_of_what_was_sent_does_not_wait_for_the_disk(
    units: SqlUnitOfWork, queue: SqlQueue, engine: Engine
) -> None:
    """Without its mark a message is looked for in Slack; without its lease it would be sent twice."""
    lazily = {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "SET LOCAL synchronous_commit TO OFF"}
    at_once = {"sqlite": "PRAGMA synchronous=FULL", "postgresql": None}[engine.dialect.name]
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    plan(units, say("a"), say("b"))
    leased = taken(queue)
    assert lazily[engine.dialect.name] not in said
    queue.sent(leased, "1.1", MONDAY)
    assert said.count(lazily[engine.dialect.name]) == 1
    said.clear()
    taken(queue)
    assert lazily[engine.dialect.name] not in said
    assert at_once is None or at_once in said
