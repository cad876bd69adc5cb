"""Fakes that mirror the ports: a clock that you set, ids that count, a library of a few passages."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import Any

from bot.domain.acts import Act
from bot.domain.answers import Found, Passage, Source
from bot.domain.deliveries import Delivery, DeliveryKind, Place
from bot.domain.forms import Form
from bot.domain.home import Home
from bot.domain.messages import Message
from bot.domain.screening import Finding
from bot.ports.background import Busy
from bot.ports.channel import Said
from bot.ports.incoming import File, Unreadable
from bot.ports.work import UnitOfWork, Work

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def jump(self, **delta: float) -> None:
        self.time += timedelta(**delta)


class CountingIds:
    """id-0001, id-0002, ..."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def new(self) -> str:
        return f"id-{next(self._count):04d}"


class PlainHolidays:
    """Knows the days it was given as holidays, everywhere."""

    def __init__(self, *days: date) -> None:
        self.days = days

    def is_holiday(self, day: date, place: str) -> bool:
        return day in self.days

    def knows(self, place: str) -> bool:
        return True

    def place_of(self, time_zone: str) -> str:
        return time_zone


class WordScreen:
    """Takes the word "SECRET" for an identifier; ``before`` is done at each look."""

    before: Callable[[], None] | None = None

    def findings(self, text: str) -> tuple[Finding, ...]:
        if self.before:
            self.before()
        at = text.find("SECRET")
        return (Finding("national_id", at, at + 6),) if at >= 0 else ()


class ShelfLibrary:
    """A library that finds a passage when the question holds its heading's first word."""

    def __init__(self, *passages: Passage) -> None:
        self.passages = passages

    def search(self, question: str, lang: str, limit: int = 10) -> tuple[Found, ...]:
        asked = question.casefold()
        hits = [one for one in self.passages if one.heading.split()[0].strip(":").casefold() in asked]
        rest = [one for one in self.passages if one not in hits]
        found = [Found(one, 1.0, overlap=1.0, similarity=0.8) for one in hits]
        return tuple(found + [Found(one, 0.1, overlap=0.0, similarity=0.0) for one in rest])[:limit]

    def opened(self) -> None:
        return None

    def language(self, question: str, preferred: str) -> str:
        return preferred

    def passage(self, passage_id: str) -> Passage | None:
        return next((one for one in self.passages if one.id == passage_id), None)


def passage(anchor: str, heading: str, text: str) -> Passage:
    """A passage of a made-up page."""
    source = Source("A made-up source", ("A. Writer",), 2026, "Nobody", "https://example.org/source")
    return Passage(f"en/page#{anchor}", "en/page", "A page", heading, text, sources=(source,))


class ShelfWeb:
    """A web of a few files by address."""

    limit = 1_000_000

    def __init__(self) -> None:
        self.files: dict[str, File] = {}

    def fetch(self, url: str) -> File:
        if url not in self.files:
            raise Unreadable("unreachable")
        return self.files[url]


class Inline:
    """Does work at once; ``busy``: takes nothing on; ``held``: keeps it, as if the process had died."""

    def __init__(self) -> None:
        self.busy = False
        self.holds = False
        self.held: list[Callable[[], None]] = []

    def submit(self, name: str, work: Callable[[], None]) -> None:
        if self.busy:
            raise Busy(name)
        if self.holds:
            self.held.append(work)
        else:
            work()


class InlineExecutor(Executor):
    """Runs everything at once, so that a test sees the end of what it began."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class NoteTakingChannel:
    """A Slack that takes everything, and notes it; ``trouble`` is what it answers first, one a delivery."""

    def __init__(self, *trouble: Exception) -> None:
        self.trouble = list(trouble)
        self.sent: list[tuple[str, Delivery]] = []
        self.stands: dict[str, str] = {}
        self.looked_for: list[str] = []
        self.replies: list[tuple[str, Message]] = []
        self.forms: list[Form] = []
        self.homes: list[tuple[str, Home]] = []
        self._stamps = itertools.count(1)

    def deliver(
        self, workspace_id: str, delivery: Delivery, place: Place | None, thread_ts: str | None
    ) -> str | None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.sent.append((workspace_id, delivery))
        if delivery.kind is not DeliveryKind.POST:
            return None
        self.stands[delivery.key] = f"{next(self._stamps)}.0"
        return self.stands[delivery.key]

    def dm(self, workspace_id: str, user_id: str) -> str:
        return f"D{user_id[1:]}"

    def find(
        self, workspace_id: str, delivery: Delivery, thread_ts: str | None, age: timedelta
    ) -> str | None:
        self.looked_for.append(delivery.key)
        return self.stands.get(delivery.key)

    def reply(self, act: Act, message: Message, lang: str) -> None:
        self.replies.append((act.user_id, message))

    def publish(self, workspace_id: str, user_id: str, home: Home, lang: str) -> None:
        self.homes.append((user_id, home))

    def drawn(self, form: Form, lang: str) -> dict[str, Any]:
        return {"type": "modal", "form": form}

    def open_form(self, act: Act, form: Form, lang: str) -> None:
        self.forms.append(form)

    def said(self) -> list[str]:
        """Return the keys of what was sent, in order."""
        return [delivery.key for _, delivery in self.sent]


class PlainDirectory:
    """Knows everybody by their id, in English and UTC; a channel whose id holds "PRIVATE" is private."""

    def name(self, workspace_id: str, user_id: str) -> str:
        return user_id.removeprefix("U").title()

    def lang(self, workspace_id: str, user_id: str) -> str:
        return "en"

    def time_zone(self, workspace_id: str, user_id: str) -> str:
        return "UTC"

    def is_private(self, workspace_id: str, channel_id: str) -> bool:
        return "PRIVATE" in channel_id

    def is_member(self, workspace_id: str, channel_id: str, user_id: str) -> bool:
        return True

    def channels(self, workspace_id: str) -> dict[str, bool]:
        return {}

    def permalink(self, workspace_id: str, channel_id: str, ts: str) -> str:
        return f"https://example.org/{channel_id}/{ts}"

    def message(self, workspace_id: str, channel_id: str, ts: str, thread_ts: str = "") -> Said | None:
        return None

    def user_called(self, workspace_id: str, handle: str) -> str | None:
        return None


class WatchedUnits:
    """A unit of work that knows how many of its transactions are open."""

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units
        self.open_now = 0

    @contextmanager
    def open(self, workspace_id: str, by: str = "", traceless_at: datetime | None = None) -> Iterator[Work]:
        with self._counted(), self._units.open(workspace_id, by, traceless_at) as work:
            yield work

    @contextmanager
    def read(self, workspace_id: str) -> Iterator[Work]:
        with self._counted(), self._units.read(workspace_id) as work:
            yield work

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open_now += 1
        try:
            yield
        finally:
            self.open_now -= 1

    def changed(self, workspace_id: str, since: int) -> tuple[int, frozenset[str]]:
        return self._units.changed(workspace_id, since)

    def with_due(self, kind: str, field: str, by: datetime, **equals: object) -> tuple[str, ...]:
        return self._units.with_due(kind, field, by, **equals)

    def workspaces(self) -> tuple[str, ...]:
        return self._units.workspaces()


class AloofDirectory(PlainDirectory):
    """Is not asked who is in a channel while a transaction is open; those in ``gone`` have left."""

    def __init__(self, units: WatchedUnits) -> None:
        self.units = units
        self.gone: set[str] = set()
        self.asked: list[str] = []

    def is_member(self, workspace_id: str, channel_id: str, user_id: str) -> bool:
        assert self.units.open_now == 0, "Slack is asked while a transaction is open"
        self.asked.append(user_id)
        return user_id not in self.gone


class Gate:
    """Holds whoever comes to it until somebody opens it; not for ever, since a database may queue them."""

    def __init__(self, patience: float = 0.5) -> None:
        self.patience = patience
        self.reached = Event()
        self.opened = Event()

    def pass_through(self) -> None:
        """Say that somebody is here, and wait."""
        self.reached.set()
        self.opened.wait(10)


class GatedScreen(WordScreen):
    """Stops at a gate the first time that it is asked to look at a text."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def findings(self, text: str) -> tuple[Finding, ...]:
        if not self.gate.reached.is_set():
            self.gate.pass_through()
        return super().findings(text)


class GatedIds(CountingIds):
    """Stops at a gate before it gives its first id; the ids are told apart by their prefix."""

    def __init__(self, gate: Gate, prefix: str) -> None:
        super().__init__()
        self.gate = gate
        self.prefix = prefix

    def new(self) -> str:
        if not self.gate.reached.is_set():
            self.gate.pass_through()
        return f"{self.prefix}-{super().new()}"


class GatedLibrary(ShelfLibrary):
    """A library whose search takes until its gate is opened."""

    def __init__(self, gate: Gate, *passages: Passage) -> None:
        super().__init__(*passages)
        self.gate = gate

    def search(self, question: str, lang: str, limit: int = 10) -> tuple[Found, ...]:
        self.gate.pass_through()
        return super().search(question, lang, limit)
