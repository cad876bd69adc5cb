"""What several tests of the use cases share: steps that they walk, and a room without Slack."""

from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.acts import Act
from bot.domain.messages import Message
from bot.domain.people import Role
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.usecases.delivery import Delivery
from bot.usecases.desk import Desk
from bot.usecases.roster import Roster
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.wiring import content
from tests.fakes import CountingIds, FakeClock, NoteTakingChannel, PlainDirectory, WordScreen
from tests.slack.envelopes import typed
from tests.world import FAE, HOME, World, new_engine, shown


def act(user: str, key: str, channel: str = HOME) -> Act:
    """Return an act in a channel, as a listener would unpack it."""
    return Act(key, "T1", user, channel)


def to_step(world: World, title: str) -> dict[str, Any]:
    """Walk on until a step's message stands in the channel."""
    for _ in range(8):
        if any(f"*{title}*" in shown(post) for post in world.posts()):
            return world.post_with(f"*{title}*")
        world.press(FAE, "session.next", world.post_with("We find words"))
    raise AssertionError(f"the session never came to {title}")


def show_draft(world: World, step: dict[str, Any], by: str = FAE, **changed: Any) -> dict[str, Any]:
    """Look at the draft of a synthesis, change what is given, and show it; return the step's message as it stands."""
    world.press(by, "synthesis.draft", step)
    world.submit(by, **changed)
    return next(post for post in world.posts() if post["ts"] == step["ts"])


def propose(world: World, text: str, by: str = FAE, shown_as: str = "") -> dict[str, Any]:
    """Put words to the group, and return the round's card."""
    world.press(by, "proposal.write", to_step(world, "Our vision"))
    world.submit(by, text=typed(text))
    return world.post_with(shown_as or text)


class Room:
    """The use cases over SQLite, and a Slack that notes what it is told."""

    def __init__(self, folder: Path) -> None:
        engine = new_engine(folder)
        self.clock = FakeClock()
        self.units = SqlUnitOfWork(engine, self.clock)
        self.channel = NoteTakingChannel()
        delivery = Delivery(SqlQueue(engine), self.channel, self.clock)
        ids = CountingIds()
        self.roster = Roster(self.units, self.clock, ids)
        self.desk = Desk(self.units, self.clock, ids, self.channel, PlainDirectory(), WordScreen(), delivery)
        self.setup = Setup(self.desk)
        self.sessions = Sessions(self.desk, content())

    def told(self) -> Message:
        return self.channel.replies[-1][1]

    def people(self) -> dict[str | None, tuple[Role, bool]]:
        with self.units.read("T1") as work:
            return {one.slack_user_id: (one.role, one.facilitates) for one in work.participants.where()}

    def next_due(self) -> datetime:
        with self.units.read("T1") as work:
            return work.cadences.where()[0].next_due
