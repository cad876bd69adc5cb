"""Settings to a ready bot: the only module that knows all others."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from sqlalchemy import Engine

from bot.clock import SystemClock, TimeOrderedIds
from bot.content import Content, load_content, load_voice
from bot.databases import open_database, reason
from bot.dates import PeoplesDates
from bot.domain.voice import Voice
from bot.screening import PersonScreen
from bot.settings import Settings, WrongSettings, require_tokens
from bot.slack.app import Feature, Sorry, build_app
from bot.slack.channel import SlackChannel
from bot.slack.directory import SlackDirectory
from bot.slack.listeners.commands import CommandListener
from bot.slack.listeners.decisions import DecisionListeners
from bot.slack.listeners.doors import DoorListeners
from bot.slack.listeners.records import RecordListeners
from bot.slack.listeners.sessions import SessionListeners
from bot.slack.listeners.talk import Talk
from bot.slack.render import Renderer
from bot.slack.socket import Socket
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.ticker import Ticker
from bot.usecases.actions import Actions
from bot.usecases.answers import Answers, Asking
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.delivery import Delivery
from bot.usecases.desk import Desk
from bot.usecases.people import People
from bot.usecases.proposals import Proposals
from bot.usecases.registers import Registers
from bot.usecases.roster import Roster
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.usecases.weekly import Weekly
from bot.usecases.wording import Wording

if TYPE_CHECKING:
    from bot.retrieval.search import BuiltInLibrary

log = logging.getLogger(__name__)
TICK_SECONDS = 15.0
LOCAL_TICK_SECONDS = 1.0


def words_root(name: str) -> Traversable:
    """Return ``knowledge`` or ``prompts``: beside the code in a checkout, within the package in a wheel."""
    packed = files("bot") / "_words" / name
    return packed if packed.is_dir() else Path(__file__).parent.parent / name


def operator_voice() -> Voice:
    """Return the command line's words, without loading anything else."""
    return load_voice(words_root("prompts") / "en" / "cli.yaml", "en")


def demo_voice() -> Voice:
    """Return the demo's words, with those of the command line."""
    folder = words_root("prompts") / "en"
    texts = {**load_voice(folder / "cli.yaml", "en").texts, **load_voice(folder / "demo.yaml", "en").texts}
    return Voice("en", texts)


def content() -> Content:
    """Return all voices and scripts."""
    return load_content(words_root("prompts"))


@dataclass
class Bot:
    """A ready bot: what listens, and what wakes it."""

    socket: Socket
    ticker: Ticker
    warm: Sequence[Callable[[], None]]
    greet: Callable[[], None]

    def run(self) -> None:
        """Run until ``stop`` is called. What is heavy is loaded meanwhile, so that the first person needn't wait."""
        for load in self.warm:
            Thread(target=load, name="warm", daemon=True).start()
        self.ticker.start()
        self.greet()
        try:
            self.socket.run()
        finally:
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


def build_library(settings: Settings) -> "BuiltInLibrary":
    """Return the library that questions are answered from. Raises WrongSettings where a page is wrong."""
    from bot.retrieval.passages import KnowledgeError
    from bot.retrieval.search import open_library

    try:
        return open_library(
            words_root("knowledge"),
            data_dir=settings.data_dir,
            models_dir=settings.models_dir,
            embeddings=settings.embeddings,
            chroma_url=settings.chroma_url,
        )
    except KnowledgeError as wrong:
        raise WrongSettings("cli.content", why=str(wrong)) from wrong


def evaluate_collection(folder: Path, settings: Settings, told: Callable[[str], None]) -> dict[str, Any]:
    """Measure search on a collection in BEIR layout. Raises WrongSettings where it cannot be read."""
    from bot.retrieval.evaluation import CollectionError, evaluate

    try:
        return evaluate(folder, settings.models_dir, told)
    except CollectionError as wrong:
        raise WrongSettings("cli.no_collection", why=str(wrong)) from wrong


def build_asking(settings: Settings) -> Asking:
    """Return what answers questions, without Slack and without a database."""
    return Asking(build_library(settings))


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
    clock, ids = SystemClock(settings.clock_file), TimeOrderedIds()
    texts = content()
    channel = SlackChannel(lambda _: client, Renderer(texts.voices), check=settings.is_local_slack)
    delivery = Delivery(SqlQueue(engine), channel, clock)
    if engine.dialect.name == "sqlite":
        delivery.resume()
    units, screen = SqlUnitOfWork(engine, clock), PersonScreen()
    asks = slack_client(settings, waits=True)
    directory = SlackDirectory(lambda _: asks)
    desk = Desk(units, clock, ids, channel, directory, screen, delivery)
    library = build_library(settings)
    asking = Asking(library)
    app = build_app(
        client,
        settings.slack_signing_secret.get_secret_value(),
        build_features(desk, texts, asking),
        Sorry(channel, ids, desk.lang),
        identity,
    )
    seconds = LOCAL_TICK_SECONDS if settings.is_local_slack else TICK_SECONDS
    jobs = (
        Weekly(units, clock).plan_due,
        Rounds(desk).settle_due,
        delivery.flush,
        partial(_forget, engine, clock),
    )
    socket = Socket(app, settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    greet = partial(Setup(desk).greet_missed, identity["team_id"])
    return Bot(socket, Ticker(jobs, seconds), (screen.warm, library.warm), greet)


def _forget(engine: Engine, clock: SystemClock) -> None:
    SqlQueue(engine).forget_seen(clock.now())


def build_features(desk: Desk, texts: Content, asking: Asking) -> tuple[Feature, ...]:
    """Return all listeners with their use cases."""
    sessions = Sessions(desk, texts)
    contributions = Contributions(desk, sessions)
    answers, setup, rounds = Answers(desk, asking), Setup(desk), Rounds(desk)
    registers, wording = Registers(desk, texts), Wording(desk, texts.voices)
    people = People(desk.directory)
    actions = Actions(desk, sessions, people, PeoplesDates())
    commands = Commands(setup, sessions, answers, actions, registers, people)
    return (
        CommandListener(commands),
        Talk(commands, answers, contributions, setup, people),
        SessionListeners(sessions, contributions, wording),
        DecisionListeners(Proposals(desk, sessions), rounds, wording),
        RecordListeners(actions, registers, wording),
        DoorListeners(answers, setup, sessions, wording),
    )


def slack_client(settings: Settings, *, waits: bool = False) -> WebClient:
    """Return a client that repeats nothing that may have been done; ``waits``: it sits out a rate limit.

    Messages do not wait in the client: the outbox tries again, and other channels go on meanwhile.
    """
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)] if waits else [],
    )


def who_am_i(client: WebClient) -> dict[str, str]:
    """Ask Slack who the bot is. Raises WrongSettings where it refuses or cannot be reached."""
    try:
        answer = client.auth_test()
    except SlackApiError as refused:
        raise WrongSettings("cli.slack_refused", error=str(refused.response.get("error"))) from refused
    except OSError as failed:
        raise WrongSettings("cli.slack_unreachable", url=client.base_url) from failed
    return {name: str(answer.get(name) or "") for name in ("team_id", "user_id", "bot_id", "team", "user")}


def slack_identity(settings: Settings) -> dict[str, str]:
    """Return who the bot is. Raises WrongSettings where the tokens are missing or refused."""
    require_tokens(settings)
    return who_am_i(slack_client(settings))
