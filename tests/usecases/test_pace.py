"""Slack's tiers, and a fair queue: one big workspace does not delay a small one."""

from pathlib import Path

import pytest

from bot.domain.deliveries import post, update
from bot.domain.messages import Say
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.usecases.delivery import Delivery
from bot.usecases.pace import Pace
from tests.fakes import FakeClock, NoteTakingChannel
from tests.world import new_engine


class Office:
    """An outbox, a clock that a pause moves, and a Slack that notes what it is told and when."""

    def __init__(self, folder: Path, pace: Pace) -> None:
        self.engine = new_engine(folder)
        self.clock = FakeClock()
        self.channel = NoteTakingChannel()
        self.delivery = Delivery(SqlQueue(self.engine), self.channel, self.clock, pace)

    def plan(self, workspace_id: str, channel: str, count: int) -> None:
        rows = [post(f"{channel}-{n}", channel, Say.of("said.noted"), "en") for n in range(count)]
        with SqlUnitOfWork(self.engine, self.clock).open(workspace_id) as work:
            work.outbox.plan(rows)
            work.commit()

    def sent(self) -> list[str]:
        return [workspace for workspace, _ in self.channel.sent]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, Pace(channel_burst=1, workspace_burst=1000))


def test_a_channel_gets_a_message_a_second(office: Office) -> None:
    office.plan("T1", "C1", 10)
    counts = []
    for _ in range(5):
        office.delivery.flush()
        counts.append(len(office.channel.sent))
        office.clock.jump(seconds=1)
    assert counts == [1, 2, 3, 4, 5]


def test_another_channel_does_not_wait(office: Office) -> None:
    office.plan("T1", "C1", 3)
    office.plan("T1", "C2", 3)
    office.delivery.flush()
    assert office.channel.said() == ["C1-0", "C2-0"]


def test_a_short_burst_is_let_through(tmp_path: Path) -> None:
    office = Office(tmp_path, Pace(channel_burst=3))
    office.plan("T1", "C1", 10)
    office.delivery.flush()
    assert len(office.channel.sent) == 3


def test_a_workspace_has_its_own_limit(tmp_path: Path) -> None:
    office = Office(tmp_path, Pace(channel_burst=100, workspace_seconds=1, workspace_burst=5))
    for n in range(20):
        office.plan("T1", f"C{n}", 1)
    office.plan("T2", "C1", 1)
    office.delivery.flush()
    assert office.sent().count("T1") == 5
    assert office.sent().count("T2") == 1


def test_a_big_workspace_does_not_delay_a_small_one(tmp_path: Path) -> None:
    office = Office(tmp_path, Pace(channel_burst=1000, workspace_burst=1000))
    for n in range(200):
        office.plan("BIG", f"C{n}", 1)
    office.plan("SMALL", "C1", 2)
    office.delivery.flush()
    assert [n for n, one in enumerate(office.sent()) if one == "SMALL"] == [1, 3]


def test_a_person_who_acts_waits_for_their_own_workspace_alone(tmp_path: Path) -> None:
    office = Office(tmp_path, Pace())
    office.plan("BIG", "C1", 3)
    office.plan("SMALL", "C1", 1)
    office.delivery.flush("SMALL")
    assert office.sent() == ["SMALL"]


def test_what_rests_is_drained_as_time_goes_on(office: Office) -> None:
    office.plan("T1", "C1", 8)
    office.delivery.drain(lambda seconds: office.clock.jump(seconds=seconds), 30)
    assert len(office.channel.sent) == 8
    office.plan("T1", "C2", 100)
    office.delivery.drain(lambda seconds: office.clock.jump(seconds=seconds), 10)
    assert 8 + 9 <= len(office.channel.sent) <= 8 + 12


def test_what_changes_a_message_does_not_hold_up_the_next_one(tmp_path: Path) -> None:
    office = Office(tmp_path, Pace(channel_burst=2))
    office.plan("T1", "C1", 1)
    office.delivery.flush()
    with SqlUnitOfWork(office.engine, office.clock).open("T1") as work:
        work.outbox.plan([update(f"u{n}", "C1-0", "C1", Say.of("said.noted"), "en") for n in range(9)])
        work.outbox.plan([post("C1-next", "C1", Say.of("said.noted"), "en")])
        work.commit()
    office.delivery.flush()
    assert office.channel.said() == ["C1-0", "u8", "C1-next"], (
        "of nine updates that wait the newest is enough"
    )


def test_an_update_that_waits_is_overtaken_at_its_own_place_alone(tmp_path: Path) -> None:
    office = Office(tmp_path, Pace())
    office.plan("T1", "C1", 2)
    office.plan("T1", "C2", 1)
    office.plan("T2", "C1", 1)
    office.delivery.flush()
    rows = [("T1", "C1", 0), ("T1", "C1", 1), ("T1", "C2", 0), ("T2", "C1", 0), ("T1", "C1", 0)]
    for n, (workspace, channel, which) in enumerate(rows):
        with SqlUnitOfWork(office.engine, office.clock).open(workspace) as work:
            work.outbox.plan([update(f"u{n}", f"{channel}-{which}", channel, Say.of("said.noted"), "en")])
            work.commit()
    office.delivery.flush()
    assert set(office.channel.said()[4:]) == {"u1", "u2", "u3", "u4"}
