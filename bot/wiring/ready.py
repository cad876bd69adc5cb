"""Settings to a ready bot."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.background import Threads, side_by_side
from bot.clock import SystemClock, TimeOrderedIds
from bot.content import Content
from bot.databases import open_database, reason
from bot.documents import FileDocuments
from bot.documents.progress import draw
from bot.memory import GiveBack
from bot.ports.clock import Clock
from bot.screening import PersonScreen
from bot.settings import Settings, WrongSettings, require_tokens
from bot.slack.app import Sorry, build_app
from bot.slack.channel import SlackChannel
from bot.slack.directory import SlackDirectory
from bot.slack.dropped_files import DroppedFiles
from bot.slack.files import SlackFiles
from bot.slack.picture import uploaded
from bot.slack.render import Renderer
from bot.slack.socket import Socket
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.ticker import Ticker
from bot.usecases.answers import Answers, Asking
from bot.usecases.charter import Charters
from bot.usecases.delivery import Delivery
from bot.usecases.desk import Desk
from bot.usecases.home import Homes
from bot.usecases.library import Documents
from bot.usecases.pace import Pace
from bot.usecases.roster import Roster
from bot.usecases.setup import Setup
from bot.wiring.features import build_features
from bot.wiring.jobs import build_jobs
from bot.wiring.library import build_library
from bot.wiring.model import build_writer
from bot.wiring.shelving import build_fetcher, build_shelves, build_shelving
from bot.wiring.slack import slack_client, who_am_i
from bot.wiring.words import content

if TYPE_CHECKING:
    from bot.retrieval.search import BuiltInLibrary

TICK_SECONDS = 15.0
LOCAL_TICK_SECONDS = 1.0
ADDING_THREADS = 2
SENDERS = 4


@dataclass
class Bot:
    """A ready bot: what listens, and what wakes it."""

    socket: Socket
    ticker: Ticker
    warm: Sequence[Callable[[], object]]
    greet: Callable[[], None]
    aside: Sequence[Threads]

    def run(self) -> None:
        """Run until ``stop`` is called. What is heavy is loaded meanwhile, so that the first person needn't wait."""
        for load in self.warm:
            Thread(target=load, name="warm", daemon=True).start()
        self.ticker.start()
        self.greet()
        try:
            self.socket.run()
        finally:
            for threads in self.aside:
                threads.stop()
            self.ticker.stop()

    def stop(self) -> None:
        """Ask the bot to come to its end."""
        self.socket.stop()


@contextmanager
def data_folder(settings: Settings) -> Iterator[Path]:
    """Hold the data folder for this process alone: a second bot on it is refused."""
    from filelock import FileLock, Timeout

    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        with lock:
            yield folder
    except Timeout as held:
        raise WrongSettings("cli.folder_in_use", folder=str(folder)) from held
    except OSError as failed:
        raise WrongSettings("cli.folder_unusable", folder=str(folder), why=reason(failed)) from failed


def build_roster(settings: Settings) -> Roster:
    """Return what enters coalitions; the bot must not be running on the same folder."""
    clock = SystemClock(settings.clock_file)
    return Roster(SqlUnitOfWork(open_database(settings), clock), clock, TimeOrderedIds())


def build_bot(settings: Settings) -> Bot:
    """Return a ready bot. Raises WrongSettings where it cannot be."""
    require_tokens(settings)
    engine = open_database(settings)
    client = slack_client(settings)
    identity = who_am_i(client)
    texts, screen = content(), PersonScreen()
    desk = _desk(settings, engine, client, texts, screen)
    library, homes = build_library(settings), Homes(desk, texts)
    charters = _charters(desk, client, texts)
    aside, adding = Threads(), Threads(ADDING_THREADS)
    answers = _answers(settings, desk, texts, library, aside)
    documents = _documents(settings, desk, library, client, adding)
    if engine.dialect.name == "sqlite":
        desk.delivery.resume()
        documents.resume()
    app = build_app(
        client,
        settings.slack_signing_secret.get_secret_value(),
        build_features(desk, texts, answers, documents, charters, homes),
        Sorry(desk.channel, desk.ids, desk.lang),
        identity,
    )
    seconds = LOCAL_TICK_SECONDS if settings.is_local_slack else TICK_SECONDS
    jobs = (
        *build_jobs(desk, texts, answers, documents, charters, homes),
        *_upkeep(desk.delivery, engine, seconds),
    )
    socket = Socket(app, settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    greet = partial(Setup(desk).greet_missed, identity["team_id"])
    warm = (screen.warm, library.warm, documents.shelving.renew)
    return Bot(socket, Ticker(jobs, seconds), warm, greet, (aside, adding))


def _desk(
    settings: Settings, engine: Engine, client: WebClient, texts: Content, screen: PersonScreen
) -> Desk:
    clock, asks = SystemClock(settings.clock_file), slack_client(settings, waits=True)
    channel = SlackChannel(
        lambda _: client,
        Renderer(texts.voices),
        check=settings.is_local_slack,
        upload=partial(uploaded, draw=draw),
    )
    delivery = Delivery(SqlQueue(engine), channel, clock, Pace())
    units, directory = SqlUnitOfWork(engine, clock), SlackDirectory(lambda _: asks)
    return Desk(units, clock, TimeOrderedIds(), channel, directory, screen, delivery)


def _answers(
    settings: Settings, desk: Desk, texts: Content, library: "BuiltInLibrary", aside: Threads
) -> Answers:
    shelves = build_shelves(desk.units, desk.directory.is_member, texts, library)
    return Answers(desk, Asking(library, build_writer(settings)), shelves, aside)


def _charters(desk: Desk, client: WebClient, texts: Content) -> Charters:
    files = SlackFiles(lambda _: client, Renderer(texts.voices))
    return Charters(desk, FileDocuments(), files, texts.voices)


def _documents(
    settings: Settings, desk: Desk, library: "BuiltInLibrary", client: WebClient, aside: Threads
) -> Documents:
    """Return what adds documents, in threads of its own: reading a long one must not hold up answers."""
    shelving = build_shelving(settings, desk.units, desk.clock, desk.ids, desk.screen, library)
    dropped = DroppedFiles(lambda _: client, settings.library_max_mb * 1_000_000)
    return Documents(desk, shelving, build_fetcher(settings), dropped, aside)


def _upkeep(delivery: Delivery, engine: Engine, seconds: float) -> tuple[Callable[[], object], ...]:
    """Several send at once: a call to Slack takes a while, and one that hangs must not hold up the others."""
    sending = partial(side_by_side, SENDERS, partial(delivery.drain, sleep, seconds))
    return sending, partial(_forget, engine, delivery.clock), GiveBack()


def _forget(engine: Engine, clock: Clock) -> None:
    SqlQueue(engine).forget_seen(clock.now())
