"""A question's passages drawn together into a short, cited answer, or an honest no."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.passages import Found, Passage, Source
from bot.domain.relevance import is_about, is_of_one_case
from bot.domain.sentences import sentences

__all__ = [
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

# So many of the best are looked at before a question is declined.
LOOKED_AT = 3
SHORT = 90
CITED = 3
NEAR_TOPICS = 3
SECOND_PASSAGE = 0.7
SAID_ALREADY = 0.6
NO_ADVICE = re.compile(r"not legal advice|no es asesor[ií]a legal|no es consejo legal", re.IGNORECASE)
_MARK = re.compile(r"\[(\d+)\]")
_SMALL_WORDS = frozenset(
    "and are but can did does for from had has have how into its may not our that the their them then they this "
    "was what when where which who why will with you your "
    "como con cual cuando del desde donde las los más nos para pero por que qué quién ser son sus una uno".split()
)
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Citation:
    """The n-th source of an answer."""

    n: int
    passage: Passage
    score: float


@dataclass(frozen=True)
class Answer:
    """What a person who asked gets: plain text with [n] marks, and the passages behind them."""

    question: str
    text: str
    lang: str
    declined: bool = False
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = field(default=())
    mode: str = "extractive"


class UnsupportedAnswer(Exception):
    """An answer cites a source that it does not have."""


def compose(question: str, lang: str, found: Sequence[Found]) -> Answer:
    """Answer from the best sentences of the best passages, each with its source; or decline.

    The same question and the same passages give the same answer.
    """
    if not any(is_about(one) and not is_of_one_case(question, one) for one in found[:LOOKED_AT]):
        return Answer(question, "", lang, declined=True, suggestions=_near_topics(found))
    ordered = _most_apt_first(found)
    citations = tuple(Citation(n, one.passage, one.score) for n, one in enumerate(ordered[:CITED], 1))
    answer = Answer(question, _drawn(question, ordered), lang, citations=citations)
    check(answer)
    return answer


def check(answer: Answer) -> None:
    """Raise UnsupportedAnswer unless every mark [n] points at a citation, and an answer has marks."""
    marks = {int(mark) for mark in _MARK.findall(answer.text)}
    known = {cited.n for cited in answer.citations}
    if not answer.declined and (not marks or not marks <= known):
        raise UnsupportedAnswer(f"marks {sorted(marks)} of citations {sorted(known)}")


def _most_apt_first(found: Sequence[Found]) -> list[Found]:
    """A passage that is about the question goes before a first one that is not; else the order stays."""
    return sorted(found, key=lambda one: not is_about(one))


def _near_topics(found: Sequence[Found]) -> tuple[str, ...]:
    topics = dict.fromkeys(f"{one.passage.title}: {one.passage.heading}" for one in found)
    return tuple(topics)[:NEAR_TOPICS]


def _drawn(question: str, ordered: Sequence[Found]) -> str:
    """Two sentences of the best passage, and the first of the second where it is nearly as good."""
    best = ordered[0]
    lines = [(1, line) for line in _aptest(question, best.passage, 2)]
    if len(ordered) > 1 and is_about(ordered[1]) and ordered[1].score >= SECOND_PASSAGE * best.score:
        told = " ".join(line for _, line in lines)
        lines += [(2, line) for line in _aptest(question, ordered[1].passage, 1) if _adds(line, told)]
    kept = _within(lines, SHORT)
    cited = {ordered[n - 1].passage.id: n for n, _ in kept}
    notes = [
        (cited[one.passage.id], note)
        for one in ordered[:2]
        if one.passage.id in cited
        for note in sentences(one.passage.text)
        if NO_ADVICE.search(note) and (cited[one.passage.id], note) not in kept
    ]
    return " ".join(f"{line} [{n}]" for n, line in [*kept, *notes[:1]])


def _aptest(question: str, passage: Passage, count: int) -> list[str]:
    """The first sentence, which answers the heading, then those that hold most of what is still unsaid."""
    lines = [_MARK.sub(r"(\1)", line) for line in sentences(passage.text)]
    said = [line for line in lines if not NO_ADVICE.search(line)] or lines
    chosen, unsaid = [0], _roots(question)
    while len(chosen) < min(count, len(said)):
        unsaid -= _roots(said[chosen[-1]])
        left = [n for n in range(len(said)) if n not in chosen]
        chosen.append(max(left, key=lambda n: (len(unsaid & _roots(said[n])), -n)))
    return [said[n] for n in sorted(chosen)]


def _adds(line: str, told: str) -> bool:
    """Tell whether a sentence says something new: not when most of its words were said already."""
    words = _roots(line)
    return len(words & _roots(told)) < SAID_ALREADY * len(words)


def _roots(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _LETTERS.findall(text))
    return frozenset(word[:5] for word in words if word not in _SMALL_WORDS)


def _within(lines: Sequence[tuple[int, str]], words: int) -> list[tuple[int, str]]:
    """Keep lines while they fit; the first always stays."""
    kept: list[tuple[int, str]] = []
    for n, line in lines:
        if not kept or sum(len(one.split()) for _, one in kept) + len(line.split()) <= words:
            kept.append((n, line))
    return kept
