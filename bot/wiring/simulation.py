"""A stage for ``convener simulate``: the use cases over a database that is gone afterwards."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from bot.clock import StandingClock, TimeOrderedIds
from bot.content import Content
from bot.dates import PeoplesDates
from bot.domain.framework import PillarKey
from bot.domain.people import Role
from bot.simulation import CHANNEL, WORKSPACE, Cast, Deed, Stage, Terminal, deeds
from bot.slack.render import Renderer
from bot.storage import migrate
from bot.storage.engine import open_engine
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.usecases.actions import Actions
from bot.usecases.contributions import Contributions
from bot.usecases.delivery import Delivery
from bot.usecases.desk import Desk
from bot.usecases.opening import Opening
from bot.usecases.people import People
from bot.usecases.proposals import Proposals
from bot.usecases.ranking import Ranking
from bot.usecases.records import Records
from bot.usecases.roster import Enrolled, Founding, Roster
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.synthesising import Synthesising
from bot.usecases.wording import Wording
from bot.wiring.words import content, words_root
from bot.working_days import PublicHolidays

BEGUN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ZONE = "America/Chicago"
HOME_LANG = "en"


class _Acquaintances:
    """Knows the people of the cast by their ids."""

    def __init__(self, names: dict[str, str], lang: str) -> None:
        self._names = names
        self._lang = lang

    def name(self, workspace_id: str, user_id: str) -> str:
        return self._names.get(user_id, user_id)

    def lang(self, workspace_id: str, user_id: str) -> str:
        return self._lang

    def time_zone(self, workspace_id: str, user_id: str) -> str:
        return "UTC"

    def is_private(self, workspace_id: str, channel_id: str) -> bool:
        return False

    def is_member(self, workspace_id: str, channel_id: str, user_id: str) -> bool:
        return True

    def channels(self, workspace_id: str) -> dict[str, bool]:
        return {CHANNEL: False}

    def permalink(self, workspace_id: str, channel_id: str, ts: str) -> str:
        return ""

    def message(self, workspace_id: str, channel_id: str, ts: str, thread_ts: str = "") -> None:
        return None

    def user_called(self, workspace_id: str, handle: str) -> str | None:
        return None


class _NoScreen:
    """The cast's words are known to hold nobody's details."""

    def findings(self, text: str) -> tuple[()]:
        return ()


def simulate(key: PillarKey, say: Callable[[str, str], None], lang: str = HOME_LANG) -> Iterator[Deed]:
    """Play a pillar's session with the cast; ``say`` gets who is spoken to ('' for all) and the words."""
    texts = content()
    founding, cast = _cast(lang)
    names = {one.slack_user_id: one.name for one in founding.people}
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'simulation.db'}")
        migrate.upgrade(engine)
        renderer = Renderer(texts.voices)
        terminal = Terminal(
            lambda message, lang: renderer.message(message, lang).text,
            lambda to, words: say(names.get(to, ""), words),
        )
        clock, ids = StandingClock(BEGUN), TimeOrderedIds()
        units = SqlUnitOfWork(engine, clock)
        delivery = Delivery(SqlQueue(engine), terminal, clock)
        desk = Desk(units, clock, ids, terminal, _Acquaintances(names, lang), _NoScreen(), delivery)
        Roster(units, clock, ids).found(WORKSPACE, founding)
        pillar = texts.pillars[key, lang].walked(frozenset({("session.mode", "live")}))
        stage = build_stage(desk, terminal, texts)
        for deed in deeds(pillar, cast):
            say(names[deed["by"]], f"[{deed['do']}] {deed.get('text', '')}".rstrip())
            yield stage.perform(deed)
        engine.dispose()


def transcript(pillar: str, done: Sequence[Deed]) -> str:
    """Return what was done as a file that can be replayed."""
    told = {"pillar": pillar, "deeds": list(done)}
    return str(yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100))


def build_stage(desk: Desk, terminal: Terminal, texts: Content) -> Stage:
    """Return the use cases that the cast needs."""
    dates, holidays = PeoplesDates(), PublicHolidays()
    sessions = Sessions(desk, texts, holidays)
    return Stage(
        desk.units,
        terminal,
        sessions,
        Contributions(desk, sessions),
        Ranking(desk, sessions),
        Synthesising(desk, sessions),
        Records(desk, Wording(desk, texts.voices), sessions.shown_on_steps),
        Proposals(desk, sessions, Opening(desk, dates, holidays)),
        Rounds(desk, holidays),
        Actions(desk, sessions, People(desk.directory), dates),
    )


def _cast(lang: str) -> tuple[Founding, Cast]:
    told = yaml.safe_load((words_root("prompts") / lang / "simulation.yaml").read_text(encoding="utf-8"))
    people = tuple(
        Enrolled(
            one["name"],
            one["user"],
            Role(one.get("role", Role.MEMBER)),
            one.get("organisation", ""),
            facilitates=one.get("facilitates", False),
        )
        for one in told["people"]
    )
    founding = Founding(told["coalition"], CHANNEL, ZONE, lang, people)
    cast = Cast(
        users=tuple(one.slack_user_id for one in people if one.role is not Role.OBSERVER),
        said=tuple(told["said"]),
        titles=tuple(told["titles"]),
        **{name: told[name] for name in ("missing", "proposal", "objection", "action")},
    )
    return founding, cast
