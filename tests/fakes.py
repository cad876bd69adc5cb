"""Fakes that mirror the ports: a clock that you set, ids that count, a library of a few passages."""

import itertools
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.answers import Found, Passage, Source
from bot.domain.screening import Finding

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


class WordScreen:
    """Takes the word "SECRET" for an identifier."""

    def findings(self, text: str) -> tuple[Finding, ...]:
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

    def passage(self, passage_id: str) -> Passage | None:
        return next((one for one in self.passages if one.id == passage_id), None)


def passage(anchor: str, heading: str, text: str) -> Passage:
    """A passage of a made-up page."""
    source = Source("A made-up source", ("A. Writer",), 2026, "Nobody", "https://example.org/source")
    return Passage(f"en/page#{anchor}", "en/page", "A page", heading, text, sources=(source,))


class InlineExecutor(Executor):
    """Runs everything at once, so that a test sees the end of what it began."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future
