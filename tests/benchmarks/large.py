"""A fused query over 50,000 passages, without the time to embed: sentences of the library, shuffled into passages."""

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import yaml

from bot.domain.answers import Passage
from bot.domain.sentences import sentences
from bot.retrieval.dense import BATCH, DenseIndex
from bot.retrieval.embeddings import Model
from bot.retrieval.exact import Vectors
from bot.retrieval.passages import load_passages
from bot.retrieval.search import BuiltInLibrary, Opened, Shelves, fuse
from bot.retrieval.shelf import lexical_file
from bot.usecases.answers import Asking

ROOT = Path(__file__).parents[2]
PASSAGES, WIDTH, SENTENCES = 50_000, 384, 6


@dataclass(frozen=True)
class Drawn:
    """An embedder that takes no time: each question has a vector of its own, drawn beforehand."""

    vectors: list[list[float]]

    def embed_query(self, text: str) -> list[float]:
        """Return the question's vector."""
        return self.vectors[sum(text.encode()) % len(self.vectors)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the texts' vectors."""
        return [self.embed_query(text) for text in texts]


class Large(BuiltInLibrary):
    """A library over made-up passages, with vectors that were drawn."""

    def __init__(self, passages: list[Passage], folder: Path, index: DenseIndex, embedder: Drawn) -> None:
        super().__init__(passages, Shelves((folder,), folder, "none"))
        self._drawn = Opened(Model("drawn"), index, embedder)

    def _dense(self) -> Opened:
        return self._drawn


def measure() -> dict[str, dict[str, float]]:
    """Return p50 and p95 in ms of each part of a search, of the whole, of a whole ask and of the plain recipe.

    With seconds to index, and MB on disk. Each passage has one way to be asked for, so that both dense
    collections are searched. The plain recipe is langchain's Chroma, similarity search, k = 10, over the same vectors.
    """
    told = yaml.safe_load((ROOT / "tests" / "retrieval" / "questions.yaml").read_text(encoding="utf-8"))
    questions = [str(one["ask"]) for one in told]
    vectors = np.random.default_rng(7).standard_normal((PASSAGES + len(questions), WIDTH)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    passages, embedder = _passages(random.Random(7)), Drawn(vectors[PASSAGES:].tolist())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        begun = time.perf_counter()
        words_file = lexical_file(passages, "large", (folder,))
        words_s = time.perf_counter() - begun
        dense = DenseIndex("large", folder / "chroma")
        ids, held = [one.id for one in passages], vectors[:PASSAGES].tolist()
        dense.fill(Vectors(ids, held, ids, held[::-1]))
        meaning_s = time.perf_counter() - begun - words_s
        library = Large(passages, folder, dense, embedder)
        plain, plain_s = _plain(folder / "plain", passages, held)
        asking = Asking(library)

        def both(question: str) -> object:
            return fuse(library.by_words(question, "en"), library.by_meaning(question, "en"))

        chroma, index_s = _disk(folder / "chroma"), words_s + meaning_s
        return {
            "by words, 50,000 passages": _row(
                lambda one: library.by_words(one, "en"), questions, words_s, _disk(words_file)
            ),
            "by meaning and ways of asking": _row(
                lambda one: library.by_meaning(one, "en"), questions, meaning_s, chroma
            ),
            "both, fused": _row(both, questions, index_s, chroma + _disk(words_file)),
            "a whole ask": _row(
                lambda one: asking.ask(one, "en"), questions, index_s, chroma + _disk(words_file)
            ),
            "plain langchain recipe": _row(
                lambda one: plain.similarity_search_by_vector(embedder.embed_query(one), k=10),
                questions,
                plain_s,
                _disk(folder / "plain"),
            ),
        }


def _plain(folder: Path, passages: list[Passage], vectors: list[list[float]]) -> tuple[Any, float]:
    from langchain_chroma import Chroma

    begun = time.perf_counter()
    store = Chroma(persist_directory=str(folder))
    for start in range(0, len(passages), BATCH):
        part = passages[start : start + BATCH]
        store._collection.upsert(
            ids=[one.id for one in part],
            embeddings=np.asarray(vectors[start : start + BATCH], dtype=np.float32),
            documents=[one.text for one in part],
        )
    return store, time.perf_counter() - begun


def _row(
    search: Callable[[str], object], questions: list[str], index_s: float, disk_mb: float
) -> dict[str, float]:
    return {**_timed(search, questions), "index_s": index_s, "disk_mb": disk_mb}


def _disk(place: Path) -> float:
    files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files) / 1e6


def _passages(chance: random.Random) -> list[Passage]:
    pages = [one for one in load_passages(ROOT / "knowledge") if one.lang == "en"]
    said = [line for one in pages for line in sentences(one.text)]
    return [
        Passage(
            f"p#{n}",
            "p",
            chance.choice(pages).title,
            chance.choice(pages).heading,
            " ".join(chance.sample(said, SENTENCES)),
        )
        for n in range(PASSAGES)
    ]


def _timed(search: Callable[[str], object], questions: list[str]) -> dict[str, float]:
    search(questions[0])
    times = []
    for question in questions:
        begun = time.perf_counter()
        search(question)
        times.append((time.perf_counter() - begun) * 1000)
    return {"p50_ms": median(times), "p95_ms": quantiles(times, n=20)[-1]}
