"""The sending end, against a Slack that notes what it is told: one look after a doubt, and no flood."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from bot.background import side_by_side
from bot.domain.deliveries import Delivery as Row
from bot.domain.deliveries import post, update, whisper
from bot.domain.messages import Say
from bot.ports.channel import TryLater, Undeliverable
from bot.ports.queue import Leased
from bot.slack.channel import PAGES
from bot.storage.outbox import LEASE, SEEN_FOR, SqlQueue
from bot.storage.tables import outbox, seen
from bot.storage.work import SqlUnitOfWork
from bot.usecases.delivery import ATTEMPTS, Delivery
from tests.fakes import MONDAY, FakeClock, NoteTakingChannel
from tests.slack.stub import SlackStub
from tests.world import FAE, HOME, MO, World, new_engine, shown


class Post:
    """An outbox, its sender, and a clock."""

    def __init__(self, engine: Engine, *trouble: Exception) -> None:
        self.engine = engine
        self.clock = FakeClock()
        self.channel = NoteTakingChannel(*trouble)
        self.queue = SqlQueue(engine)
        self.delivery = Delivery(self.queue, self.channel, self.clock)

    def plan(self, *rows: Row) -> None:
        with SqlUnitOfWork(self.engine, self.clock).open("T1") as work:
            work.outbox.plan(rows)
            work.commit()

    def flush(self, later: float = 0) -> list[str]:
        self.clock.jump(seconds=later)
        self.delivery.flush()
        return self.channel.said()

    def states(self) -> dict[str, str]:
        with self.engine.connect() as connection:
            rows = connection.execute(select(outbox.c.key, outbox.c.state)).all()
            return {str(key): str(state) for key, state in rows}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return new_engine(tmp_path)


SAID = Say.of("said.noted")


def one(key: str, channel: str = "C1") -> Row:
    return post(key, channel, SAID, "en")


def test_after_a_doubt_the_channel_is_read_once_and_nothing_posted_twice(engine: Engine) -> None:
    office = Post(engine)
    office.plan(one("a"), one("b"))
    leased = office.queue.lease(MONDAY)
    assert leased is not None
    office.channel.deliver("T1", leased.delivery, None, None)  # and the process dies here
    assert office.flush(LEASE.total_seconds()) == ["a", "b"]
    assert office.channel.looked_for == ["a"]
    assert set(office.states().values()) == {"sent"}


def test_a_doubt_that_the_channel_settles_the_other_way_is_posted(engine: Engine) -> None:
    office = Post(engine)
    office.plan(one("a"))
    office.queue.lease(MONDAY)  # the process dies before it sends
    assert office.flush(LEASE.total_seconds()) == ["a"]
    assert office.channel.looked_for == ["a"]


def test_without_a_doubt_nobody_reads_the_channel(engine: Engine) -> None:
    office = Post(engine, TryLater("ratelimited", 30))
    office.plan(one("a"), one("b"))
    assert office.flush() == []
    assert office.flush(29) == []
    assert office.flush(1) == ["a", "b"]
    assert office.channel.looked_for == []


def test_one_channel_that_must_wait_holds_up_no_other(engine: Engine) -> None:
    office = Post(engine, TryLater("ratelimited", 30))
    office.plan(one("a"), one("b"), one("c", "C2"))
    assert office.flush() == ["c"]
    assert office.flush(30) == ["c", "a", "b"]


def test_what_can_never_arrive_is_given_up_and_told_to_the_operator(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    office = Post(engine, Undeliverable("channel_not_found"))
    office.plan(one("a"), update("u", "a", "C1", SAID, "en"), whisper("w", "C1", MO, SAID, "en"))
    office.flush()
    assert office.states()["a"] == "dropped"
    assert "delivery a dropped: channel_not_found" in caplog.text
    assert office.flush(60) == ["u", "w"]


def test_a_fault_of_our_own_is_tried_five_times_with_longer_pauses(engine: Engine) -> None:
    office = Post(engine, *[ValueError("no such text")] * ATTEMPTS)
    office.plan(one("a"), one("b"))
    waits = [next(n for n in range(200) if _tried(office)) for _ in range(ATTEMPTS - 1)]
    assert waits == sorted(waits)
    assert office.flush(600) == ["b"]
    assert office.states() == {"a": "dropped", "b": "sent"}


def _tried(office: Post) -> bool:
    """Let ten seconds pass; tell whether something was tried."""
    before = len(office.channel.trouble)
    office.flush(10)
    return len(office.channel.trouble) < before


def test_what_has_expired_is_not_sent_any_more(engine: Engine) -> None:
    office = Post(engine)
    office.plan(Row(**{**one("late").__dict__, "expires": MONDAY + timedelta(hours=1)}), one("b"))
    assert office.flush(3601) == ["b"]
    assert office.states()["late"] == "dropped"


def test_one_flush_sends_what_is_due_and_says_how_much(engine: Engine) -> None:
    office = Post(engine)
    office.plan(*(one(f"k{n}", f"C{n % 3}") for n in range(30)))
    assert office.delivery.flush() == 30
    assert office.delivery.flush() == 0


def test_several_senders_at_once_send_each_once_and_keep_the_order_of_a_channel(engine: Engine) -> None:
    office = Post(engine)
    office.plan(*(one(f"{n:03}", f"C{n % 7}") for n in range(100)))
    while office.queue.workspaces(office.clock.now()):
        side_by_side(4, office.delivery.flush)
    sent = office.channel.sent
    assert sorted(office.channel.said()) == [f"{n:03}" for n in range(100)]
    for channel in {row.channel_id for _, row in sent}:
        keys = [row.key for _, row in sent if row.channel_id == channel]
        assert keys == sorted(keys)


class Dying(SqlQueue):
    """The process dies when it is about to note that it sent."""

    def sent(self, leased: Leased, ts: str | None, now: datetime) -> None:
        raise SystemExit("kill -9")


def die_after_sending(world: World, *rows: Row) -> None:
    """Plan, send, and die; then let the lease run out."""
    with world.units.open("T1") as work:
        work.outbox.plan(rows)
        work.commit()
    with pytest.raises(SystemExit):
        Delivery(Dying(world.engine), world.desk.channel, world.clock).flush()
    world.clock.jump(seconds=LEASE.total_seconds() + 1)


class TestOverSlack:
    def test_in_a_busy_channel_a_message_of_a_dead_process_is_still_not_posted_twice(
        self, world: World, slack: SlackStub
    ) -> None:
        die_after_sending(world, one("a", HOME))
        for n in range(40):
            world.clock.jump(seconds=30)
            slack.says(MO, HOME, f"talk {n}")
        world.restart()
        world.desk.delivery.flush()
        assert slack.delivered()["a"] == 1
        assert len(slack.called("conversations.history")) == 1

    def test_where_much_is_said_in_the_same_minute_some_pages_are_read(
        self, world: World, slack: SlackStub
    ) -> None:
        slack.history_page = 15
        die_after_sending(world, one("a", HOME))
        for n in range(40):
            slack.says(MO, HOME, f"talk {n}")
        world.restart()
        world.desk.delivery.flush()
        assert slack.delivered()["a"] == 1
        assert len(slack.called("conversations.history")) == 3

    def test_in_a_thread_some_pages_are_read_too(self, world: World, slack: SlackStub) -> None:
        slack.history_page = 15
        top = slack.says(MO, HOME, "a thread")["ts"]
        for n in range(40):
            slack.says(MO, HOME, f"talk {n}", top)
        die_after_sending(world, post("a", HOME, SAID, "en", thread=f"ts:{top}"))
        world.restart()
        world.desk.delivery.flush()
        assert slack.delivered()["a"] == 1
        assert len(slack.called("conversations.replies")) == 3

    def test_a_pause_between_two_pages_does_not_begin_the_look_anew(
        self, world: World, slack: SlackStub
    ) -> None:
        slack.history_page = 15
        die_after_sending(world, one("a", HOME))
        for n in range(40):
            slack.says(MO, HOME, f"talk {n}")
        for _ in range(3):
            slack.fail("conversations.history", status=429, retry_after=60)
            world.desk.delivery.flush()
            world.clock.jump(seconds=61)
            world.desk.delivery.flush()
        asked = [
            call.args.get("cursor") for call in slack.called("conversations.history") if call.outcome == "ok"
        ]
        assert len(asked) == len(set(asked)) == 3
        assert slack.delivered()["a"] == 1

    def test_a_look_broken_off_is_not_gone_on_with_for_a_later_try(
        self, world: World, slack: SlackStub
    ) -> None:
        """One process breaks off its look; another ends it, posts, and dies: the first must see that post."""
        slack.history_page = 15
        with world.units.open("T1") as work:
            work.outbox.plan([one("a", HOME)])
            work.commit()
        SqlQueue(world.engine).lease(world.clock.now())
        for n in range(20):
            slack.says(MO, HOME, f"talk {n}")
        world.clock.jump(seconds=LEASE.total_seconds() + 1)
        slack.fail("conversations.history", status=429, retry_after=60)
        first = world.desk
        first.delivery.flush()
        world.clock.jump(seconds=61)
        world.restart()
        die_after_sending(world)
        first.delivery.flush()
        assert slack.delivered()["a"] == 1

    def test_where_too_much_was_said_it_is_given_up_rather_than_said_twice(
        self, world: World, slack: SlackStub, caplog: pytest.LogCaptureFixture
    ) -> None:
        slack.history_page = 15
        die_after_sending(world, one("a", HOME))
        for n in range(PAGES * 15):
            slack.says(MO, HOME, f"talk {n}")
        world.restart()
        world.desk.delivery.flush()
        assert slack.delivered()["a"] == 1
        assert "too much was said since to be sure" in caplog.text

    def test_of_two_deaths_the_second_is_the_one_that_counts(self, world: World, slack: SlackStub) -> None:
        with world.units.open("T1") as work:
            work.outbox.plan([one("a", HOME)])
            work.commit()
        SqlQueue(world.engine).lease(world.clock.now())  # and the first process dies before it sends
        world.clock.jump(minutes=10)
        die_after_sending(world)
        world.clock.jump(minutes=10)
        world.restart()
        world.desk.delivery.flush()
        assert slack.delivered()["a"] == 1

    def test_an_act_is_forgotten_once_slack_will_not_send_it_again(self, world: World) -> None:
        world.command(FAE, "language en")
        world.clock.jump(seconds=2 * SEEN_FOR.total_seconds())
        world.ticker.tick()
        with world.engine.connect() as connection:
            assert connection.execute(select(func.count()).select_from(seen)).scalar() == 0

    def test_what_was_said_goes_out_although_the_replier_is_gone(
        self, world: World, slack: SlackStub
    ) -> None:
        slack.fail("chat.postEphemeral", times=3, status=200, error="user_not_in_channel")
        world.mention(FAE, "start vision")
        assert "We find words" in shown(world.posts()[0])
