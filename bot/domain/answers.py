"""A question's passages drawn together into a short, cited answer, or an honest no."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.drawing import NO_ADVICE, SHORT, both_sides_first, drawn
from bot.domain.passages import Found, Passage, Source
from bot.domain.relevance import is_about

__all__ = [
    "CITED",
    "NEAR_TOPICS",
    "NO_ADVICE",
    "SHORT",
    "Answer",
    "Citation",
    "Found",
    "Passage",
    "Source",
    "UnsupportedAnswer",
    "check",
    "compose",
    "is_about",
]

# So many of the best are looked at before a question is declined; of pages that tell how they are asked for, fewer.
LOOKED_AT, PAGES_LOOKED_AT = 3, 2
CITED = 3
NEAR_TOPICS = 3
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Citation:
    """The n-th source of an answer."""

    n: int
    passage: Passage
    score: float


@dataclass(frozen=True)
class Answer:
    """What a person who asked gets: plain text with [n] marks, and the passages behind them.

    ``lang`` is the language of whoever asks; ``only_in`` that of the pages, where there are none in it.
    """

    question: str
    text: str
    lang: str
    declined: bool = False
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = field(default=())
    mode: str = "extractive"
    only_in: str = ""


class UnsupportedAnswer(Exception):
    """An answer cites a source that it does not have."""


def compose(question: str, lang: str, found: Sequence[Found]) -> Answer:
    """Answer from the best sentences of the best passages, each with its source; or decline.

    The same question and the same passages give the same answer.
    """
    looked_at = [
        one for n, one in enumerate(found[:LOOKED_AT]) if n < PAGES_LOOKED_AT or not one.passage.questions
    ]
    if not any(is_about(question, one) for one in looked_at):
        return Answer(question, "", lang, declined=True, suggestions=_near_topics(found))
    ordered = both_sides_first(question, _most_apt_first(question, found))
    citations = tuple(Citation(n, one.passage, one.score) for n, one in enumerate(ordered[:CITED], 1))
    answer = Answer(question, drawn(question, ordered), lang, citations=citations)
    check(answer)
    return answer


def check(answer: Answer) -> None:
    """Raise UnsupportedAnswer unless every mark [n] points at a citation, and an answer has marks."""
    marks = {int(mark) for mark in _MARK.findall(answer.text)}
    known = {cited.n for cited in answer.citations}
    if not answer.declined and (not marks or not marks <= known):
        raise UnsupportedAnswer(f"marks {sorted(marks)} of citations {sorted(known)}")


def _most_apt_first(question: str, found: Sequence[Found]) -> list[Found]:
    """A passage that is about the question goes before a first one that is not; else the order stays."""
    return sorted(found, key=lambda one: not is_about(question, one))


def _near_topics(found: Sequence[Found]) -> tuple[str, ...]:
    topics = dict.fromkeys(f"{one.passage.title}: {one.passage.heading}" for one in found)
    return tuple(topics)[:NEAR_TOPICS]
