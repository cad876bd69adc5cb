"""One shelf's index in memory: BM25 over stems with typos forgiven, and exact cosines."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.domain.answers import Passage
from bot.ports.library import Shelved
from bot.retrieval.terms import STOP, WORD, plain, stem, stems

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The constants of BM25, as SQLite's FTS5 has them; a heading counts more than the text.
K1, B, HEADING = 1.2, 0.75, 2
SHORTEST_MENDED, LONG_WORD = 4, 8


class ShelfIndex:
    """Finds passages by words and by meaning."""

    def __init__(self, shelved: Sequence[Shelved], model: str) -> None:
        """Index passages; those whose vector is of another model are found by words alone."""
        self.passages = {one.passage.id: one.passage for one in shelved}
        self._vectors = {
            one.passage.id: one.vector for one in shelved if one.vector and model and one.model == model
        }
        self._held: dict[str, dict[str, int]] = defaultdict(dict)
        self._lengths: dict[str, int] = {}
        self._langs = sorted({passage.lang for passage in self.passages.values()})
        for key, passage in self.passages.items():
            counts = _counted(passage)
            self._lengths[key] = sum(counts.values())
            for term, count in counts.items():
                self._held[term][key] = count
        self._usual = max(sum(self._lengths.values()) / max(len(self._lengths), 1), 1.0)

    def knows(self, word: str) -> bool:
        """Tell whether some passage holds a word, in whatever form."""
        return any(stem(word, lang) in self._held for lang in self._langs)

    def mended(self, word: str) -> str:
        """Return a word, or the nearest that stands here where nobody wrote it."""
        said = plain(word)
        if len(said) < SHORTEST_MENDED or not said.isalpha():
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 1 if len(said) < LONG_WORD else 2
        alike = [one for one in self._written if one[0] == said[0] and abs(len(one) - len(said)) <= allowed]
        near = process.extractOne(said, alike, scorer=OSA.distance, score_cutoff=allowed)
        return near[0] if near else word

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """Return the BM25 score of each passage that holds any of the words."""
        scores: dict[str, float] = defaultdict(float)
        for word in words:
            for key, count in self._holding(word).items():
                length = self._lengths[key] / self._usual
                scores[key] += self._rarity(word) * count * (K1 + 1) / (count + K1 * (1 - B + B * length))
        return dict(scores)

    def overlap(self, words: Sequence[str], key: str) -> float:
        """Return the share (0..1) of the words, weighted by rarity, that a passage holds."""
        whole = sum(self._rarity(word) for word in words)
        held = sum(self._rarity(word) for word in words if key in self._holding(word))
        return held / whole if whole else 0.0

    def cosines(self, vector: Sequence[float]) -> dict[str, float]:
        """Return how near each passage is by meaning."""
        if not self._vectors:
            return {}
        import numpy as np

        ids, rows = self._matrix
        asked = np.asarray(vector, dtype=np.float32)
        near = rows @ (asked / max(float(np.linalg.norm(asked)), 1e-9))
        return dict(zip(ids, (float(cosine) for cosine in near), strict=True))

    @cached_property
    def _matrix(self) -> "tuple[list[str], NDArray[Any]]":
        import numpy as np

        ids = list(self._vectors)
        rows = np.frombuffer(b"".join(self._vectors.values()), dtype=np.float32).reshape(len(ids), -1)
        return ids, rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    @cached_property
    def _written(self) -> list[str]:
        """The words that stand here, without accents, in order."""
        told = (f"{one.title} {one.heading} {one.text}" for one in self.passages.values())
        return sorted({plain(word) for part in told for word in WORD.findall(part)})

    def _holding(self, word: str) -> dict[str, int]:
        """Return the passages that hold a word, by its stem in their own language, and how often."""
        if len(self._langs) == 1:
            return self._held.get(stem(word, self._langs[0]), {})
        return {
            key: count
            for lang in self._langs
            for key, count in self._held.get(stem(word, lang), {}).items()
            if self.passages[key].lang == lang
        }

    def _rarity(self, word: str) -> float:
        return math.log(1 + (len(self.passages) + 1) / (len(self._holding(word)) + 0.5))


def content_words(question: str, lang: str) -> list[str]:
    """Return the words of a question that carry content, each once."""
    stop = STOP.get(lang, STOP["en"])
    words = (word for word in WORD.findall(question.casefold()) if len(word) > 1 or word.isdigit())
    return list(dict.fromkeys(word for word in words if plain(word) not in stop))


def _counted(passage: Passage) -> Counter[str]:
    counts = Counter(stems(passage.text, passage.lang))
    for term in stems(f"{passage.title} {passage.heading}", passage.lang):
        counts[term] += HEADING
    return counts
