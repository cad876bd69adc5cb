"""Search over the built-in library and what a coalition added: an index a shelf, so that nothing can leak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from bot.domain.answers import Found, Passage
from bot.ports.library import Library, Shelf
from bot.retrieval.remembered import RememberedVectors
from bot.retrieval.search import POOL, Opened, fuse
from bot.retrieval.shelf_index import ShelfIndex, content_words

OWN_FIRST = 0.05
REMEMBERED = 256


class BuiltIn(Library, Protocol):
    """The built-in library, with the embedding model that it uses."""

    def opened(self) -> Opened | None:
        """Return the embedding model, or None where there is none."""
        ...


class ScopedLibraries:
    """The CoalitionShelves port: remembers each shelf's index until its revision changes."""

    def __init__(self, built_in: BuiltIn) -> None:
        """Keep the built-in library, whose embedding model is used, too."""
        self._built_in = built_in
        self._lock = Lock()
        self._vectors = RememberedVectors()
        self._indexes: dict[tuple[str, ...], tuple[str, ShelfIndex]] = {}

    def over(self, shelves: Sequence[Shelf]) -> Library:
        """Return a library of the built-in pages and these shelves, and nothing else."""
        return ScopedLibrary(self._built_in, [self._index(shelf) for shelf in shelves])

    def model(self, lang: str) -> str:
        """Return the model's name; nothing where no model knows the language."""
        opened = self._built_in.opened()
        return opened.model.name if opened is not None and opened.model.reads(lang) else ""

    def vectors(self, texts: Sequence[str], lang: str) -> tuple[str, tuple[bytes, ...]]:
        """Return the model's name and the texts' vectors; all empty where no model knows the language."""
        opened = self._built_in.opened()
        if opened is None or not texts or not opened.model.reads(lang):
            return "", (b"",) * len(texts)
        name, embeddings = opened.model.name, opened.embeddings
        return name, self._vectors.of(texts, name, lambda new: _as_bytes(embeddings.embed_documents(new)))

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


def _as_bytes(rows: Sequence[Sequence[float]]) -> tuple[bytes, ...]:
    import numpy as np

    return tuple(np.asarray(row, dtype=np.float32).tobytes() for row in rows)


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
        words, cosines = content_words(question, lang), self._cosines(question, lang)
        known = {word for word in words if any(index.knows(word) for index in self.indexes)}
        found = []
        for index in self.indexes:
            asked = [word if word in known else index.mended(word) for word in words]
            scores = index.scores(asked)
            near = {key: cosines[key] for key in index.passages if key in cosines}
            fused = fuse(_best(scores), _best(near))
            found += [
                Found(index.passages[key], score, index.overlap(asked, key), near.get(key))
                for key, score in fused.items()
            ]
        return sorted(found, key=lambda one: (-_near(one), one.passage.id))

    def _cosines(self, question: str, lang: str) -> dict[str, float]:
        """Return how near passages are by meaning; nothing where the model does not know the question's language."""
        opened = self.built_in.opened()
        if opened is None or not question.strip() or not self.indexes or not opened.model.reads(lang):
            return {}
        vector = opened.embeddings.embed_query(question)
        return {key: near for index in self.indexes for key, near in index.cosines(vector).items()}


def _near(found: Found) -> float:
    return (found.overlap + max(found.similarity or 0.0, 0.0)) / (1 if found.similarity is None else 2)


def _best(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:POOL]
