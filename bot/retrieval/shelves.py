"""Search over the built-in library and what a coalition added: an index a shelf, so that nothing can leak."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.answers import Found, Passage
from bot.ports.library import Library, Shelf, Shelved
from bot.retrieval.search import POOL, Opened, fuse
from bot.retrieval.terms import STOP, WORD, plain, stem, stems

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The constants of BM25, as SQLite's FTS5 has them; a heading counts more than the text.
K1, B, HEADING = 1.2, 0.75, 2
OWN_FIRST = 0.05
REMEMBERED = 256


class BuiltIn(Library, Protocol):
    """The built-in library, with the embedding model that it uses."""

    def opened(self) -> Opened | None:
        """Return the embedding model, or None where there is none."""
        ...


class ShelfIndex:
    """One shelf's index: BM25 over stems in memory, and exact cosines."""

    def __init__(self, shelved: Sequence[Shelved], model: str) -> None:
        """Index passages; those whose vector is of another model are found by words alone."""
        self.passages = {one.passage.id: one.passage for one in shelved}
        self._counts = {one.passage.id: _counted(one.passage) for one in shelved}
        self._vectors = {
            one.passage.id: one.vector for one in shelved if one.vector and model and one.model == model
        }
        self._held = Counter(term for counts in self._counts.values() for term in counts)
        self._lengths = {key: sum(counts.values()) for key, counts in self._counts.items()}
        self._usual = sum(self._lengths.values()) / max(len(self._lengths), 1)

    @cached_property
    def _matrix(self) -> "tuple[list[str], NDArray[Any]]":
        import numpy as np

        ids = list(self._vectors)
        rows = np.frombuffer(b"".join(self._vectors.values()), dtype=np.float32).reshape(len(ids), -1)
        return ids, rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    def cosines(self, vector: Sequence[float]) -> dict[str, float]:
        """Return how near each passage is by meaning."""
        if not self._vectors:
            return {}
        import numpy as np

        ids, rows = self._matrix
        asked = np.asarray(vector, dtype=np.float32)
        near = rows @ (asked / max(float(np.linalg.norm(asked)), 1e-9))
        return dict(zip(ids, (float(cosine) for cosine in near), strict=True))

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """Return the BM25 score of each passage that holds any of the words."""
        told = ((key, self._score(key, self._asked(words, key))) for key in self.passages)
        return {key: score for key, score in told if score > 0}

    def overlap(self, words: Sequence[str], key: str) -> float:
        """Return the share (0..1) of the words, weighted by rarity, that a passage holds."""
        terms = self._asked(words, key)
        whole = sum(self._rarity(term) for term in terms)
        held = sum(self._rarity(term) for term in terms if term in self._counts[key])
        return held / whole if whole else 0.0

    def _asked(self, words: Sequence[str], key: str) -> list[str]:
        """Return the words' stems in a passage's own language."""
        return [stem(word, self.passages[key].lang) for word in words]

    def _score(self, key: str, terms: Sequence[str]) -> float:
        counts, length = self._counts[key], self._lengths[key] / max(self._usual, 1.0)
        return sum(
            self._rarity(term) * counts[term] * (K1 + 1) / (counts[term] + K1 * (1 - B + B * length))
            for term in terms
            if term in counts
        )

    def _rarity(self, term: str) -> float:
        return math.log(1 + (len(self.passages) + 1) / (self._held[term] + 0.5))


def _counted(passage: Passage) -> Counter[str]:
    counts = Counter(stems(passage.text, passage.lang))
    for term in stems(f"{passage.title} {passage.heading}", passage.lang):
        counts[term] += HEADING
    return counts


class ScopedLibraries:
    """The CoalitionShelves port: remembers each shelf's index until its revision changes."""

    def __init__(self, built_in: BuiltIn) -> None:
        """Keep the built-in library, whose embedding model is used, too."""
        self._built_in = built_in
        self._lock = Lock()
        self._indexes: dict[tuple[str, ...], tuple[str, ShelfIndex]] = {}

    def over(self, shelves: Sequence[Shelf]) -> Library:
        """Return a library of the built-in pages and these shelves, and nothing else."""
        return ScopedLibrary(self._built_in, [self._index(shelf) for shelf in shelves])

    def vectors(self, texts: Sequence[str], lang: str) -> tuple[str, tuple[bytes, ...]]:
        """Return the model's name and the texts' vectors; all empty where no model knows the language."""
        opened = self._built_in.opened()
        if opened is None or not texts or not opened.model.reads(lang):
            return "", (b"",) * len(texts)
        import numpy as np

        rows = opened.embeddings.embed_documents(list(texts))
        return opened.model.name, tuple(np.asarray(row, dtype=np.float32).tobytes() for row in rows)

    def _index(self, shelf: Shelf) -> ShelfIndex:
        with self._lock:
            known = self._indexes.pop(shelf.key, None)
            if known is not None and known[0] == shelf.revision:
                self._indexes[shelf.key] = known
                return known[1]
        opened = self._built_in.opened()
        index = ShelfIndex(shelf.load(), opened.model.name if opened else "")
        with self._lock:
            self._indexes[shelf.key] = (shelf.revision, index)
            while len(self._indexes) > REMEMBERED:
                del self._indexes[next(iter(self._indexes))]
        return index


@dataclass(frozen=True)
class ScopedLibrary:
    """The Library port over the built-in pages and some shelves."""

    built_in: BuiltIn
    indexes: Sequence[ShelfIndex]

    def search(self, question: str, lang: str, limit: int = 10) -> tuple[Found, ...]:
        """Return the passages nearest to a question, best first.

        The built-in pages keep their order among themselves; a coalition's own stand before
        the first page that is not nearer to the question.
        """
        merged = list(self.built_in.search(question, lang, limit))
        for one in self._own(question, lang)[:limit]:
            place = next((n for n, other in enumerate(merged) if _near(other) < _near(one) + OWN_FIRST), None)
            score = merged[place].score if place is not None else one.score
            merged.insert(
                len(merged) if place is None else place,
                Found(one.passage, score, one.overlap, one.similarity),
            )
        return tuple(merged[:limit])

    def language(self, question: str, preferred: str) -> str:
        """Return the language to answer in."""
        return self.built_in.language(question, preferred)

    def passage(self, passage_id: str) -> Passage | None:
        """Return one passage by its id, if it is among those that may be seen here."""
        held = (index.passages[passage_id] for index in self.indexes if passage_id in index.passages)
        return next(held, None) or self.built_in.passage(passage_id)

    def _own(self, question: str, lang: str) -> list[Found]:
        words, cosines = _content(question, lang), self._cosines(question)
        found = []
        for index in self.indexes:
            scores = index.scores(words)
            near = {key: cosines[key] for key in index.passages if key in cosines}
            fused = fuse(_best(scores), _best(near))
            found += [
                Found(index.passages[key], score, index.overlap(words, key), near.get(key))
                for key, score in fused.items()
            ]
        return sorted(found, key=lambda one: (-_near(one), one.passage.id))

    def _cosines(self, question: str) -> dict[str, float]:
        opened = self.built_in.opened()
        if opened is None or not question.strip() or not self.indexes:
            return {}
        vector = opened.embeddings.embed_query(question)
        return {key: near for index in self.indexes for key, near in index.cosines(vector).items()}


def _near(found: Found) -> float:
    return (found.overlap + max(found.similarity or 0.0, 0.0)) / (1 if found.similarity is None else 2)


def _best(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:POOL]


def _content(question: str, lang: str) -> list[str]:
    """Return the words of a question that carry content, each once."""
    stop = STOP.get(lang, STOP["en"])
    words = (word for word in WORD.findall(question.casefold()) if len(word) > 1 or word.isdigit())
    return list(dict.fromkeys(word for word in words if plain(word) not in stop))
