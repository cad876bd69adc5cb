"""How like a question is, word for word, to the ways in which people ask for a passage, and to what no page answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import fsum, sqrt

from bot.domain.answers import Passage
from bot.retrieval import everyday
from bot.retrieval.lexical import LexicalIndex, alike
from bot.retrieval.terms import WORD, content_stems, plain

Stems = frozenset[str]


def ways_of_asking(passage: Passage) -> tuple[str, ...]:
    """Return a passage's heading, questions and aliases, each once; none where nobody wrote how it is asked for."""
    written = (*passage.questions, *passage.aliases)
    return tuple(dict.fromkeys((passage.heading, *written))) if written else ()


class Wording:
    """The ways of asking of some passages; each is read when it is first needed."""

    def __init__(self, passages: Sequence[Passage], words: LexicalIndex) -> None:
        """Keep the passages, and the index that knows how rare a word is."""
        self._passages = {passage.id: passage for passage in passages}
        self._words = words
        self._read: dict[str, tuple[Stems, ...]] = {}
        self._said: dict[str, dict[str, list[str]]] = {}
        self._lengths: dict[tuple[str, Stems], float] = {}

    def declared_by(self, question: str, lang: str) -> tuple[str, ...]:
        """Return the passages whose page says that they answer just this question; signs and accents count nothing."""
        if lang not in self._said:
            self._said[lang] = self._declared(lang)
        return tuple(self._said[lang].get(_bare(question), ()))

    def likeness(self, passage_id: str, terms: Sequence[str], lang: str) -> float:
        """Return how like a question's stems are to the nearest way of asking for a passage, from 0 to 1."""
        return self._nearest(terms, self._ways(passage_id), lang)

    def outside(self, terms: Sequence[str], lang: str) -> float:
        """Return how like a question's stems are to the nearest question that no page answers, from 0 to 1."""
        return self._nearest(terms, _outside(lang), lang)

    def _declared(self, lang: str) -> dict[str, list[str]]:
        said: dict[str, list[str]] = defaultdict(list)
        for passage in self._passages.values():
            if passage.lang == lang:
                for bare in {_bare(question) for question in passage.questions}:
                    said[bare].append(passage.id)
        return said

    def _ways(self, passage_id: str) -> tuple[Stems, ...]:
        if passage_id not in self._read:
            passage = self._passages[passage_id]
            self._read[passage_id] = _stemmed(ways_of_asking(passage), passage.lang)
        return self._read[passage_id]

    def _nearest(self, terms: Sequence[str], ways: Iterable[Stems], lang: str) -> float:
        said = {term: alike(term, lang) for term in terms}
        meant = frozenset(other for others in said.values() for other in others)
        length = self._square(said, lang)
        met = (way for way in ways if not way.isdisjoint(meant))
        return max(
            (sqrt(self._shared(said, way, lang) / (length * self._length(way, lang))) for way in met),
            default=0.0,
        )

    def _shared(self, said: Mapping[str, tuple[str, ...]], way: Stems, lang: str) -> float:
        """Words weigh by how much they say; one that stands for another counts as that."""
        met = [term for term, others in said.items() if not way.isdisjoint(others)]
        meeting = {other for term in met for other in said[term]} & way
        return self._square(met, lang) * self._square(meeting, lang)

    def _length(self, way: Stems, lang: str) -> float:
        """Return a way's own square: ways are met by many questions."""
        if (lang, way) not in self._lengths:
            self._lengths[lang, way] = self._square(way, lang)
        return self._lengths[lang, way]

    def _square(self, terms: Iterable[str], lang: str) -> float:
        """Return the same whatever the order of the terms."""
        return fsum(self._words.weight(term, lang) ** 2 for term in terms)


@cache
def _outside(lang: str) -> tuple[Stems, ...]:
    return _stemmed(everyday.outside(lang), lang)


def _stemmed(ways: Iterable[str], lang: str) -> tuple[Stems, ...]:
    return tuple(stems for way in ways if (stems := frozenset(content_stems(way, lang))))


def _bare(question: str) -> str:
    return " ".join(WORD.findall(plain(question)))
