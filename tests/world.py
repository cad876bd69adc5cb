"""A small world for tests: the real bot over SQLite and a strict Slack, with people who act in it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.content import Content
from bot.dates import PeoplesDates
from bot.documents import FileDocuments
from bot.domain.people import Role
from bot.retrieval.loaders import FileReader, Limits
from bot.retrieval.shelves import ScopedLibraries
from bot.settings import Settings
from bot.slack.app import Sorry, build_app
from bot.slack.channel import SlackChannel
from bot.slack.directory import SlackDirectory
from bot.slack.dropped_files import DroppedFiles
from bot.slack.files import SlackFiles
from bot.slack.ids import VALUE
from bot.slack.render import Renderer
from bot.storage import migrate
from bot.storage.engine import open_engine
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.ticker import Ticker
from bot.usecases.answers import Answers, Asking
from bot.usecases.charter import Charters
from bot.usecases.check_in_due import CheckInsDue
from bot.usecases.delivery import Delivery
from bot.usecases.departures import Departures
from bot.usecases.desk import Desk
from bot.usecases.digests import Digests
from bot.usecases.gap_closing import GapClosing
from bot.usecases.home import Homes
from bot.usecases.library import Documents
from bot.usecases.over_days import OverDays
from bot.usecases.roster import Enrolled, Founding, Roster
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.shelves import Shelves
from bot.usecases.shelving import Shelving
from bot.usecases.weekly import Weekly
from bot.usecases.weekly_more import Silences
from bot.wiring import build_features, content, slack_client
from bot.working_days import PublicHolidays
from tests.fakes import (
    CountingIds,
    FakeClock,
    Inline,
    InlineExecutor,
    ShelfLibrary,
    ShelfWeb,
    WordScreen,
    passage,
)
from tests.slack.envelopes import Envelopes, chosen, day, people, person, typed
from tests.slack.stub import SlackStub

HOME, PRIVATE, EMPTY = "CHOME", "CPRIVATE", "CEMPTY"
FAE, MO, PIA, OBI, GUEST, STRANGER = "UFAE", "UMO", "UPIA", "UOBI", "UGUEST", "USTRANGER"
EVERYBODY = (FAE, MO, PIA, OBI, GUEST, STRANGER, "UBOT")
COALITION = Founding(
    name="Housing data table",
    channel_id=HOME,
    time_zone="America/Chicago",
    lang="en",
    people=(
        Enrolled("Fae", FAE, organisation="Legal Aid", facilitates=True),
        Enrolled("Mo", MO, organisation="City"),
        Enrolled("Pia", PIA, role=Role.COMMUNITY_PARTNER),
        Enrolled("Obi", OBI, role=Role.OBSERVER, organisation="Foundation"),
    ),
)
SHELF = (
    passage("boundary", "Boundary: hard and soft", "A hard boundary cannot move. A soft boundary can shift."),
    passage("vision", "Vision words", "A vision says what changes, and for whom."),
    passage("power", "Power shared", "Shared power means deciding together."),
)


class World:
    """People act by name; what they see is looked up in the strict Slack."""

    def __init__(self, slack: SlackStub, engine: Engine) -> None:
        self.slack = slack
        self.engine = engine
        self.clock = FakeClock()
        self.ids = CountingIds()
        self.slack.clock = lambda: self.clock.now().timestamp()
        self.envelopes = Envelopes(slack)
        self.units = SqlUnitOfWork(engine, self.clock)
        self.library = ShelfLibrary(*SHELF)
        self.web = ShelfWeb()
        self.background = Inline()
        self.screen = WordScreen()
        self.restart()

    def rewrite(self, texts: Content) -> None:
        """Build the bot anew with other scripts."""
        self.restart(texts)

    def restart(self, texts: Content | None = None) -> None:
        """Build the bot anew, as after a crash: nothing is left but the database."""
        client = slack_client(_settings(self.slack))
        texts = texts or content()
        self.texts = texts
        channel = SlackChannel(
            lambda _: client,
            Renderer(texts.voices),
            check=True,
            slack_time=lambda: self.clock.now().timestamp(),
        )
        delivery = Delivery(SqlQueue(self.engine), channel, self.clock)
        directory = SlackDirectory(lambda _: client)
        desk = Desk(self.units, self.clock, self.ids, channel, directory, WordScreen(), delivery)
        charters = Charters(
            desk, FileDocuments(), SlackFiles(lambda _: client, Renderer(texts.voices)), texts.voices
        )
        scopes = ScopedLibraries(self.library)
        shelving = Shelving(self.units, self.clock, self.ids, self.screen, FileReader(Limits()), scopes)
        shared = DroppedFiles(lambda _: client, 1_000_000)
        self.documents = Documents(desk, shelving, self.web, shared, self.background)
        homes, answers = Homes(desk, texts), Answers(desk, Asking(self.library), shelves_over(desk, scopes))
        features = build_features(desk, texts, answers, self.documents, charters, homes)
        identity = {"team_id": self.slack.team, "user_id": self.slack.bot_user, "bot_id": self.slack.bot_id}
        executor = InlineExecutor()
        self.app = build_app(
            client,
            self.slack.signing_secret,
            features,
            Sorry(channel, self.ids, desk.lang),
            identity,
            executor,
        )
        queue = SqlQueue(self.engine)
        jobs = (
            Weekly(self.units, self.clock, PublicHolidays(), Silences(desk).look).plan_due,
            CheckInsDue(desk).plan_due,
            Digests(desk).plan_due,
            Rounds(desk).settle_due,
            charters.renew_canvases,
            OverDays(desk, Sessions(desk, texts), PeoplesDates()).keep_going,
            answers.answer_waiting,
            self.documents.give_up_late,
            GapClosing(desk, answers.asking, answers.shelves).look_again,
            delivery.flush,
            Departures(desk).look,
            delivery.flush,
            homes.refresh,
            lambda: queue.forget_seen(self.clock.now()),
        )
        self.ticker = Ticker(jobs, 1.0)
        self.roster = Roster(self.units, self.clock, self.ids)
        self.desk = desk

    def send(self, payload: Mapping[str, Any], *, retry: int = 0) -> Any:
        """Send what Slack would send, signed."""
        return self.app.dispatch(self.envelopes.request(dict(payload), retry=retry))

    def command(self, user: str, text: str, channel: str = HOME) -> list[str]:
        """Type ``/convene TEXT``; return what the person alone was told."""
        payload = self.envelopes.command(text, user, channel)
        self.send(payload)
        name = payload["response_url"].rsplit("/", 1)[1]
        return [str(post["text"]) for post in self.slack.response_urls[name].posts]

    def answer_to(self, user: str, text: str, channel: str = HOME) -> dict[str, Any]:
        """Type ``/convene TEXT``; return the message that the person alone was shown, to press in."""
        payload = self.envelopes.command(text, user, channel)
        self.send(payload)
        (answer,) = self.slack.response_urls[payload["response_url"].rsplit("/", 1)[1]].posts
        return {**answer, "channel": channel, "ts": "1.1"}

    def mention(self, user: str, text: str, channel: str = HOME, thread: str = "") -> dict[str, Any]:
        """Write a message that names the bot; Slack sends two events for it."""
        message = self.slack.says(user, channel, f"<@{self.slack.bot_user}> {text}", thread)
        self.send(self.envelopes.said(message))
        self.send(self.envelopes.mentioned(message))
        return message

    def reply(self, user: str, text: str, to: Mapping[str, Any], channel: str = HOME) -> dict[str, Any]:
        """Write in the thread of a message."""
        message = self.slack.says(user, channel, text, str(to["ts"]))
        self.send(self.envelopes.said(message))
        return message

    def press(self, user: str, action_id: str, message: Mapping[str, Any], value: str | None = None) -> None:
        """Press a button of a message."""
        self.send(self.envelopes.press(action_id, user, message=dict(message), value=value))

    def submit(self, user: str, **values: Any) -> Any:
        """Fill in and send the form that was opened last; fields by block id."""
        view = list(self.slack.views.values())[-1]
        state = {block_id: {VALUE: given} for block_id, given in values.items()}
        return self.send(self.envelopes.submit(view, user, state))

    def posts(self, channel: str = HOME) -> list[dict[str, Any]]:
        """Return the bot's messages that stand in a channel."""
        return [one for one in self.slack.messages(channel) if one.get("bot_id")]

    def post_with(self, words: str, channel: str = HOME) -> dict[str, Any]:
        """Return the bot's newest message that holds these words."""
        found = [one for one in self.posts(channel) if words in shown(one)]
        assert found, f"no message says {words!r}: {[shown(one) for one in self.posts(channel)]}"
        return found[-1]

    def told(self, user: str) -> list[str]:
        """Return what one person alone was told in channels."""
        return [str(one["text"]) for one in self.slack.ephemerals if one["user"] == user]

    def answers(self, user: str) -> list[str]:
        """Return what one person alone was answered when they pressed, and told otherwise; presses first."""
        pressed = [url for url in self.slack.response_urls.values() if url.user == user]
        return [*self.told(user), *(shown(one) for url in pressed for one in url.posts)]

    def found(self, founding: Founding = COALITION) -> None:
        """Enter the coalition of the tests."""
        self.roster.found(self.slack.team, founding)


def shelves_over(desk: Desk, scopes: ScopedLibraries) -> Shelves:
    """Return what opens a coalition's library at a desk."""
    return Shelves(desk.units, desk.directory.is_member, content().voices, scopes)


def _settings(slack: SlackStub) -> Settings:
    given = {"slack_bot_token": slack.bot_token, "slack_api_url": slack.url}
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


def shown(message: Mapping[str, Any]) -> str:
    """Return all words of a message's text and blocks."""
    return f"{message.get('text', '')}\n{_strings(message.get('blocks', []))}"


def _strings(part: Any) -> str:
    if isinstance(part, Mapping):
        return "\n".join(
            str(value) if name == "text" and isinstance(value, str) else _strings(value)
            for name, value in part.items()
        )
    if isinstance(part, list):
        return "\n".join(_strings(one) for one in part)
    return ""


def furnish(slack: SlackStub) -> None:
    """Put people and channels into the strict Slack."""
    for user_id, name in ((FAE, "Fae"), (MO, "Mo"), (PIA, "Pia"), (OBI, "Obi")):
        slack.add_user(user_id, name=name)
    slack.add_user(GUEST, name="Gus", is_restricted=True, is_ultra_restricted=True)
    slack.add_user(STRANGER, name="Sol", team_id="T2", is_stranger=True)
    slack.add_channel(HOME, EVERYBODY, is_ext_shared=True)
    slack.add_channel(PRIVATE, (FAE, MO, "UBOT"), is_private=True)
    slack.add_channel(EMPTY, (FAE, MO, "UBOT"))


def new_engine(folder: Path) -> Engine:
    """Return a fresh SQLite database with all tables."""
    engine = open_engine(f"sqlite:///{folder / 'convener.db'}")
    migrate.upgrade(engine)
    return engine


__all__ = ["chosen", "day", "people", "person", "typed"]
