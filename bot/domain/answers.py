"""A question's passages drawn together into a short, cited answer, or an honest no."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.sentences import sentences

# Below these, what was found is not about what was asked. Tuned on the odd-numbered questions under
# tests/retrieval, judged on the even ones.
SURE_MEANING = 0.60
LIKELY_MEANING = 0.40
LIKELY_OVERLAP = 0.50
SURE_OVERLAP = 0.85
LEAST_MEANING = 0.20
WORDS_ALONE_OVERLAP = 0.75
# Where people's ways of asking are known, the three are weighed together.
WEIGHT_OVERLAP, WEIGHT_MEANING, WEIGHT_ASKED, ENOUGH = 5.0, 2.8, 4.4, 6.7
AS_ASKED = 0.90
LOOKED_AT = 3

SHORT = 90
CITED = 3
NEAR_TOPICS = 3
SECOND_PASSAGE = 0.7
SAID_ALREADY = 0.6
NO_ADVICE = re.compile(r"not legal advice|no es asesor[ií]a legal|no es consejo legal", re.IGNORECASE)
# Whoever asks so wants to know of one case, one day or one person; pages tell of what holds in general.
ONE_CASE = re.compile(
    r"\b(last|next) (week|month|quarter|year)\b|\b(yesterday|right now|phone number|salary|price)\b"
    r"|\b(ayer|ahora mismo|el (mes|año) pasado|número de teléfono|sueldo|precio)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\[(\d+)\]")
_SMALL_WORDS = frozenset(
    "and are but can did does for from had has have how into its may not our that the their them then they this "
    "was what when where which who why will with you your "
    "como con cual cuando del desde donde las los más nos para pero por que qué quién ser son sus una uno".split()
)
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Source:
    """A publication that a passage rests on."""

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True)
class Passage:
    """A part of a document that stands alone and can be cited.

    ``id`` is ``document_id#anchor``; ``text`` is Markdown without its heading.
    ``aliases`` and ``questions`` help to find it and are never shown.
    """

    id: str
    document_id: str
    title: str
    heading: str
    text: str
    lang: str = "en"
    kind: str = "framework"
    sources: tuple[Source, ...] = ()
    aliases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A passage that a search brought, best first.

    ``score`` is the fused rank score. ``overlap`` (0..1) is the share of the question's
    content words, weighted by how rare they are in the library, that the passage holds.
    ``similarity`` (-1..1) is the cosine of the embeddings, ``None`` without a dense index;
    ``asked`` is that of the nearest way in which people ask for the passage, ``None`` where none is near.
    """

    passage: Passage
    score: float
    overlap: float = 0.0
    similarity: float | None = None
    asked: float | None = None


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


def is_about(found: Found) -> bool:
    """Tell whether a passage is about the question: by meaning, by words, or by both a little less.

    Without a dense index, words must do alone and have to be nearly all there. Where it is known how people
    ask for the passage, a question much like theirs is enough, and a weaker likeness counts beside the rest.
    """
    if found.similarity is None:
        return found.overlap >= WORDS_ALONE_OVERLAP
    if found.asked is not None:
        weighed = WEIGHT_OVERLAP * found.overlap + WEIGHT_MEANING * found.similarity
        return found.asked >= AS_ASKED or weighed + WEIGHT_ASKED * found.asked >= ENOUGH
    return (
        found.similarity >= SURE_MEANING
        or (found.similarity >= LIKELY_MEANING and found.overlap >= LIKELY_OVERLAP)
        or (found.similarity >= LEAST_MEANING and found.overlap >= SURE_OVERLAP)
    )


def compose(question: str, lang: str, found: Sequence[Found]) -> Answer:
    """Answer from the best sentences of the best passages, each with its source; or decline.

    The same question and the same passages give the same answer.
    """
    if not any(is_about(one) and not _is_of_one_case(question, one) for one in found[:LOOKED_AT]):
        return Answer(question, "", lang, declined=True, suggestions=_near_topics(found))
    ordered = _most_apt_first(found)
    citations = tuple(Citation(n, one.passage, one.score) for n, one in enumerate(ordered[:CITED], 1))
    answer = Answer(question, _drawn(question, ordered), lang, citations=citations)
    check(answer)
    return answer


def _is_of_one_case(question: str, found: Found) -> bool:
    """Tell whether a question is about one case, and what was found is a page that only sounds like it."""
    return found.asked is not None and found.asked < AS_ASKED and bool(ONE_CASE.search(question))


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
