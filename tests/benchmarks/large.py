"""A fused query over 50,000 passages, without the time to embed: sentences of the library, shuffled into passages."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import yaml

from bot.domain.answers import Passage
from bot.domain.sentences import sentences
from bot.retrieval import lexical
from bot.retrieval.dense import DenseIndex
from bot.retrieval.exact import Vectors
from bot.retrieval.passages import load_passages
from bot.retrieval.search import POOL, blend, fuse

ROOT = Path(__file__).parents[2]
PASSAGES, WIDTH, SENTENCES = 50_000, 384, 6


def measure() -> dict[str, dict[str, float]]:
    """Return p50 and p95 in ms of each part of a search and of the whole, seconds to index, and MB on disk.

    Each passage has one way to be asked for, so that both dense collections are searched.
    """
    told = yaml.safe_load((ROOT / "tests" / "retrieval" / "questions.yaml").read_text(encoding="utf-8"))
    questions = [str(one["ask"]) for one in told]
    chance = random.Random(7)
    vectors = np.random.default_rng(7).standard_normal((PASSAGES + len(questions), WIDTH)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    passages = _passages(chance)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        begun = time.perf_counter()
        lexical.build(folder / "lexical.db", passages)
        words_s = time.perf_counter() - begun
        dense = DenseIndex("large", folder / "chroma")
        ids = [one.id for one in passages]
        dense.fill(Vectors(ids, vectors[:PASSAGES].tolist(), ids, vectors[:PASSAGES][::-1].tolist()))
        meaning_s = time.perf_counter() - begun - words_s
        words = lexical.LexicalIndex(folder / "lexical.db")
        asked = list(zip(questions, vectors[PASSAGES:].tolist(), strict=True))

        def by_words(question: str, _: list[float]) -> list[tuple[str, float]]:
            return words.search(words.terms(question, "en"), "en", POOL)

        def by_meaning(_: str, vector: list[float]) -> list[tuple[str, float]]:
            return blend(dict(dense.search(vector, POOL)), dense.search_asked(vector, POOL))

        def both(question: str, vector: list[float]) -> object:
            return fuse(by_words(question, vector), by_meaning(question, vector))

        return {
            "by words, 50,000 passages": {
                **_timed(by_words, asked),
                "index_s": words_s,
                "disk_mb": _disk(folder / "lexical.db"),
            },
            "by meaning and ways of asking": {
                **_timed(by_meaning, asked),
                "index_s": meaning_s,
                "disk_mb": _disk(folder / "chroma"),
            },
            "both, fused": {
                **_timed(both, asked),
                "index_s": words_s + meaning_s,
                "disk_mb": _disk(folder),
            },
        }


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


def _timed(
    search: Callable[[str, list[float]], object], asked: list[tuple[str, list[float]]]
) -> dict[str, float]:
    search(*asked[0])
    times = []
    for question, vector in asked:
        begun = time.perf_counter()
        search(question, vector)
        times.append((time.perf_counter() - begun) * 1000)
    return {"p50_ms": median(times), "p95_ms": quantiles(times, n=20)[-1]}
