"""Messages through the outbox to a Slack without limits, beside raw calls of chat.postMessage to the same."""

import tempfile
import time
from pathlib import Path

from slack_sdk import WebClient

from bot.background import side_by_side
from bot.domain.deliveries import post
from bot.domain.messages import Say
from bot.storage.outbox import SqlQueue
from bot.wiring.ready import SENDERS
from tests.slack.stub import SlackStub
from tests.world import HOME, World, furnish, new_engine

MESSAGES, CHANNELS = 300, 40


def measure() -> dict[str, dict[str, float]]:
    """Return messages a second for the outbox, with one sender and with as many as the bot has, and for raw calls."""
    return {
        "outbox, one sender": _through_the_outbox(1),
        f"outbox, {SENDERS} senders": _through_the_outbox(SENDERS),
        "raw chat.postMessage": _raw(),
    }


def _through_the_outbox(senders: int) -> dict[str, float]:
    with SlackStub() as slack, tempfile.TemporaryDirectory() as folder:
        furnish(slack)
        for n in range(CHANNELS):
            slack.add_channel(f"C{n}", (slack.bot_user,))
        world = World(slack, new_engine(Path(folder)))
        begun = time.perf_counter()
        with world.units.open(slack.team) as work:
            said = Say.of("said.noted")
            work.outbox.plan([post(f"k{n}", f"C{n % CHANNELS}", said, "en") for n in range(MESSAGES)])
            work.commit()
        planned = time.perf_counter() - begun
        while SqlQueue(world.engine).workspaces(world.clock.now()):
            side_by_side(senders, world.desk.delivery.flush)
        spent = time.perf_counter() - begun - planned
        sent = sum(slack.delivered().values())
        world.engine.dispose()
    return {"messages": float(sent), "a_second": sent / spent, "planned_a_second": MESSAGES / planned}


def _raw() -> dict[str, float]:
    with SlackStub() as slack:
        furnish(slack)
        client = WebClient(token=slack.bot_token, base_url=slack.url)
        begun = time.perf_counter()
        for n in range(MESSAGES):
            client.chat_postMessage(channel=HOME, text=f"Noted {n}")
        spent = time.perf_counter() - begun
    return {"messages": float(MESSAGES), "a_second": MESSAGES / spent}
