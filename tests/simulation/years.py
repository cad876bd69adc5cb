"""Two years of coalitions in many time zones, by the clock: ``python -m tests.simulation.years [COALITIONS] [DAYS]``.

Planner, outbox and delivery are the real ones over SQLite; Slack is a stub that notes what came when. The clock jumps
from one moment at which something is due to the next.
"""

import sys
import tempfile
import time as wall
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, func, select

from bot.domain.actions import Action
from bot.domain.attention import NudgeState, Offer, Urgency
from bot.domain.cadence import next_due
from bot.domain.deliveries import Delivery as Row
from bot.domain.messages import Say, WeeklyMessage
from bot.ports.work import Work
from bot.storage.outbox import SqlQueue
from bot.storage.tables import actions, cadences, nudge_settings, outbox
from bot.storage.work import SqlUnitOfWork
from bot.usecases.attention import Attention
from bot.usecases.check_in_due import CheckInsDue
from bot.usecases.delivery import Delivery
from bot.usecases.desk import Desk
from bot.usecases.digests import Digests
from bot.usecases.heard import heard_from
from bot.usecases.roster import Enrolled, Founding, Roster
from bot.usecases.weekly import Weekly
from tests.fakes import CountingIds, FakeClock, NoteTakingChannel, PlainDirectory, WordScreen
from tests.world import new_engine

ZONES = (
    "America/Chicago", "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "Europe/Madrid",
    "Africa/Johannesburg", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "Australia/Lord_Howe",
    "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
START = datetime(2026, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
WORKSPACES = 20
# What is planned for a moment comes within a minute of it.
A_MINUTE = timedelta(minutes=1)


class ManyZones(PlainDirectory):
    """People live in their coalition's zone: the number in their id says which."""

    def time_zone(self, workspace_id: str, user_id: str) -> str:
        return zone_of(int(user_id.removeprefix("U")))


class Post(NoteTakingChannel):
    """Notes the moment of each delivery."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self.clock = clock
        self.came: list[tuple[datetime, Row]] = []

    def deliver(self, workspace_id: str, delivery: Row, *where: object) -> str | None:
        self.came.append((self.clock.now(), delivery))
        return super().deliver(workspace_id, delivery, None, None)


@dataclass
class Told:
    """What the simulation showed; a count other than nought of a fault is one too many."""

    weekly: int = 0
    to_people: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def zone_of(n: int) -> str:
    return ZONES[n % len(ZONES)]


class Years:
    """Coalitions, each with a person who owns an action and is offered more than the budget holds."""

    def __init__(self, engine: Engine, coalitions: int) -> None:
        self.engine = engine
        self.count = coalitions
        self.clock = FakeClock(START)
        self.channel = Post(self.clock)
        self.units = SqlUnitOfWork(engine, self.clock)
        delivery = Delivery(SqlQueue(engine), self.channel, self.clock)
        self.desk = Desk(
            self.units, self.clock, CountingIds(), self.channel, ManyZones(), WordScreen(), delivery
        )
        self.jobs = (
            Weekly(self.units, self.clock).plan_due,
            CheckInsDue(self.desk).plan_due,
            Digests(self.desk).plan_due,
            delivery.flush,
        )
        for n in range(coalitions):
            self._found(n)

    def _found(self, n: int) -> None:
        roster = Roster(self.units, self.clock, self.desk.ids)
        people = (Enrolled(f"Person {n}", f"U{n}", facilitates=True),)
        at = time(7 + n % 9, 15 * (n % 4))
        roster.found(workspace(n), Founding(f"Table {n}", f"C{n}", zone_of(n), "en", people, n % 5, at))
        with self.units.open(workspace(n)) as work:
            (owner,) = work.participants.where(slack_user_id=f"U{n}")
            action = Action(
                f"a{n}", owner.coalition_id, f"C{n}", 1, "share the file", owner.id, START, owner.id
            )
            work.actions.add(replace(action, next_check_in=START + timedelta(days=1 + n % 7)))
            work.commit()

    def run(self, days: int) -> Told:
        """Let the days pass, and look at what came."""
        begun, end, offered = wall.perf_counter(), START + timedelta(days=days), START
        while self.clock.now() < end:
            for job in self.jobs:
                job()
            if self.clock.now() >= offered:
                self._offer(offered)
                offered += timedelta(days=2, hours=5)
            self.clock.time = min(self._next_due(), offered, end)
        told = self._looked_at(end)
        told.seconds = wall.perf_counter() - begun
        return told

    def _next_due(self) -> datetime:
        """The next moment at which anything is due, a second or more from now."""
        wanted = (cadences.c.next_due, actions.c.next_check_in, nudge_settings.c.digest_due)
        with self.engine.connect() as connection:
            moments = [connection.execute(select(func.min(one))).scalar() for one in wanted]
            waiting = select(func.min(outbox.c.due)).where(outbox.c.state == "waiting")
            moments.append(connection.execute(waiting).scalar())
        now = self.clock.now() + timedelta(seconds=1)
        return max(now, min((one for one in moments if one is not None), default=now + WEEK))

    def _offer(self, at: datetime) -> None:
        """Everybody is offered more than fits; every third person never shows a sign of life."""
        for first in range(min(WORKSPACES, self.count)):
            with self.units.open(workspace(first)) as work:
                for n in range(first, self.count, WORKSPACES):
                    self._offer_one(work, n, at)
                work.commit()

    def _offer_one(self, work: Work, n: int, at: datetime) -> None:
        if n % 3:
            heard_from(work, f"U{n}")
        (person,) = work.participants.where(slack_user_id=f"U{n}")
        urgency, key = list(Urgency)[(n + at.day) % 4], f"offer:{n}:{at:%Y-%m-%dT%H}"
        offer = Offer(key, person.coalition_id, person.id, urgency, Say.of("said.noted"))
        Attention(self.desk).offer(work, offer)

    def _looked_at(self, end: datetime) -> Told:
        told = Told()
        keys = Counter(f"{row.channel_id} {row.key}" for _, row in self.channel.came)
        told.faults["twice"] = sum(count - 1 for count in keys.values())
        by_person: dict[str, list[datetime]] = {}
        weekly: dict[str, list[datetime]] = {}
        for moment, row in self.channel.came:
            if isinstance(row.message, WeeklyMessage):
                weekly.setdefault(row.channel_id, []).append(moment)
            else:
                by_person.setdefault(str(row.user_id), []).append(moment)
        told.weekly, told.to_people = sum(map(len, weekly.values())), sum(map(len, by_person.values()))
        for n in range(self.count):
            self._look_at_weekly(told, n, weekly.get(f"C{n}", []), end)
            self._look_at_person(told, n, by_person.get(f"U{n}", []))
        return told

    def _look_at_weekly(self, told: Told, n: int, came: list[datetime], end: datetime) -> None:
        """Each on its day at its local minute, none missing, none more."""
        expected, due = [], START
        while (due := next_due(n % 5, time(7 + n % 9, 15 * (n % 4)), zone_of(n), due)) < end:
            expected.append(due)
        told.faults["missing"] += max(0, len(expected) - len(came))
        told.faults["too many"] += max(0, len(came) - len(expected))
        pairs = zip(expected, came, strict=False)
        told.faults["at another minute"] += sum(not due <= at < due + A_MINUTE for due, at in pairs)

    def _look_at_person(self, told: Told, n: int, came: list[datetime]) -> None:
        zone = ZoneInfo(zone_of(n))
        for at in came:
            local = at.astimezone(zone)
            off = local.weekday() >= 5 or not time(8) <= local.time() < time(18)
            told.faults["in off hours"] += off
            told.faults["over the budget"] += sum(at <= one < at + WEEK - A_MINUTE for one in came) > 3
            told.faults["over two budgets"] += sum(at <= one < at + 2 * WEEK - A_MINUTE for one in came) > 4
        with self.units.read(workspace(n)) as work:
            held = work.nudges.where(slack_user_id=f"U{n}", state=NudgeState.HELD)
        told.faults["held too long"] += sum(
            self.clock.now() - one.offered_at > timedelta(days=21) for one in held if n % 3
        )


def workspace(n: int) -> str:
    """Several coalitions share a workspace."""
    return f"T{n % WORKSPACES}"


def unsynced(folder: Path) -> Engine:
    """A database that does not wait for the disk: no crash is part of this."""
    engine = new_engine(folder)
    event.listen(engine, "connect", lambda opened, _: opened.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    return engine


def main() -> int:
    """Run the whole, and say what it showed."""
    coalitions, days = (int(one) for one in (*sys.argv[1:], "200", "731")[:2]) if sys.argv[2:] else (200, 731)
    with tempfile.TemporaryDirectory() as folder:
        told = Years(unsynced(Path(folder)), coalitions).run(days)
    print(f"{coalitions} coalitions, {days} days: {told}")
    return 1 if +told.faults else 0


if __name__ == "__main__":
    sys.exit(main())
