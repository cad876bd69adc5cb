"""Messages through the outbox to a Slack without limits, beside raw calls of chat.postMessage to the same."""

import tempfile
import time
from pathlib import Path

from slack_sdk import WebClient

from bot.domain.deliveries import post
from bot.domain.messages import Say
from tests.slack.stub import SlackStub
from tests.world import HOME, World, furnish, new_engine

MESSAGES = 300


def measure() -> dict[str, dict[str, float]]:
    """Return messages a second for both ways."""
    return {"outbox, saved and sent once": _through_the_outbox(), "raw chat.postMessage": _raw()}


def _through_the_outbox() -> dict[str, float]:
    with SlackStub() as slack, tempfile.TemporaryDirectory() as folder:
        furnish(slack)
        world = World(slack, new_engine(Path(folder)))
        begun = time.perf_counter()
        for n in range(MESSAGES):
            with world.units.open(slack.team) as work:
                work.outbox.plan([post(f"k{n}", HOME, Say.of("said.noted"), "en")])
                work.commit()
        planned = time.perf_counter() - begun
        world.desk.delivery.flush()
        spent = time.perf_counter() - begun
        sent = len(slack.called("chat.postMessage"))
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
