"""Two years of coalitions in many time zones, by the clock: ``python -m tests.simulation.years [COALITIONS] [DAYS]``.

Planner, outbox and delivery are the real ones over SQLite; Slack is a stub that notes what came when. The clock is the
machine's own with its file, which is moved from one moment at which something is due to the next.
"""

import sys
import tempfile
import time as wall
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, func, select

from bot.clock import SystemClock
from bot.demo.clock_file import ClockFile
from bot.domain.actions import Action
from bot.domain.attention import A_WEEK, Nudge, NudgeState, Offer, Urgency
from bot.domain.cadence import next_due
from bot.domain.deliveries import Delivery as Row
from bot.domain.messages import Say, WeeklyMessage
from bot.ports.clock import Clock
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
from bot.usecases.silences import Silences
from bot.usecases.weekly import Weekly
from bot.wiring import content
from tests.fakes import CountingIds, NoteTakingChannel, PlainDirectory, WordScreen
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
# When each message came, and its key.
Arrivals = list[tuple[datetime, str]]


class ManyZones(PlainDirectory):
    """People live in their coalition's zone: the number in their id says which."""

    def time_zone(self, workspace_id: str, user_id: str) -> str:
        return zone_of(int(user_id.removeprefix("U")))


class Post(NoteTakingChannel):
    """Notes the moment of each delivery."""

    def __init__(self, clock: Clock) -> None:
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

    def __init__(self, engine: Engine, coalitions: int, folder: Path) -> None:
        self.engine = engine
        self.count = coalitions
        self.file = ClockFile(folder / "clock")
        self.clock = SystemClock(self.file.path)
        self._set(START)
        self.channel = Post(self.clock)
        self.units = SqlUnitOfWork(engine, self.clock)
        delivery = Delivery(SqlQueue(engine), self.channel, self.clock)
        self.desk = Desk(
            self.units, self.clock, CountingIds(), self.channel, ManyZones(), WordScreen(), delivery
        )
        self.jobs = (
            Weekly(self.units, self.clock, after=Silences(self.desk, content()).look).plan_due,
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
            self._set(min(self._next_due(), offered, end))
        told = self._looked_at(end)
        told.seconds = wall.perf_counter() - begun
        return told

    def _set(self, moment: datetime) -> None:
        self.file.jump(moment - self.clock.now())

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
        by_person: dict[str, Arrivals] = {}
        weekly: dict[str, list[datetime]] = {}
        for moment, row in self.channel.came:
            if isinstance(row.message, WeeklyMessage):
                weekly.setdefault(row.channel_id, []).append(moment)
            else:
                by_person.setdefault(str(row.user_id), []).append((moment, row.key))
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

    def _look_at_person(self, told: Told, n: int, came: Arrivals) -> None:
        with self.units.read(workspace(n)) as work:
            nudges = work.nudges.where(slack_user_id=f"U{n}")
        self._look_at_nudges(told, nudges, came, n)
        zone = ZoneInfo(zone_of(n))
        for at, _ in came:
            local = at.astimezone(zone)
            told.faults["in off hours"] += local.weekday() >= 5 or not time(8) <= local.time() < time(18)
        closing = {one.key for one in nudges if one.urgency is Urgency.CLOSING}
        for at, _ in came:
            week = [key for one, key in came if at <= one < at + WEEK - A_MINUTE]
            most = A_WEEK + (not closing.isdisjoint(week))
            told.faults["over the budget"] += len(week) > most
            fortnight = sum(at <= one < at + 2 * WEEK - A_MINUTE for one, _ in came)
            told.faults["over two budgets"] += fortnight > 2 * A_WEEK

    def _look_at_nudges(self, told: Told, nudges: Sequence[Nudge], came: Arrivals, n: int) -> None:
        """What was promised came, in its minute; what was held found its digest."""
        moments, now = {key: at for at, key in came}, self.clock.now()
        promised = {
            one.key: one.sent_at
            for one in nudges
            if one.state is NudgeState.SENT and one.sent_at and one.sent_at < now - A_MINUTE
        }
        told.faults["promised, and did not come"] += len(promised.keys() - moments.keys())
        told.faults["came unpromised"] += len(moments.keys() - {one.key for one in nudges})
        late = (moments[key] - at for key, at in promised.items() if key in moments)
        told.faults["to a person at another minute"] += sum(not timedelta() <= one < A_MINUTE for one in late)
        held = [one for one in nudges if one.state is NudgeState.HELD]
        told.faults["held too long"] += sum(
            now - one.offered_at > timedelta(days=21) for one in held if n % 3
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
        told = Years(unsynced(Path(folder)), coalitions, Path(folder)).run(days)
    print(f"{coalitions} coalitions, {days} days: {told}")
    return 1 if +told.faults else 0


if __name__ == "__main__":
    sys.exit(main())
