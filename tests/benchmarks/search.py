"""Search over the built-in library, beside langchain's own vector store over the same passages and model.

Questions are the even places of tests/retrieval/questions.yaml, with which weights were chosen, too.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

import yaml

from bot.retrieval.passages import load_passages
from bot.retrieval.search import BuiltInLibrary, Shelves
from bot.retrieval.weights import default_model

ROOT = Path(__file__).parents[2]
MODELS = Path(sys.prefix) / "share" / "convener" / "models"
ROUNDS = 3
Search = Callable[[str], Sequence[str]]


def measure() -> dict[str, dict[str, float]]:
    """Return for each way of searching: share right at first place and in three, times in ms, seconds to index."""
    told = yaml.safe_load((ROOT / "tests" / "retrieval" / "questions.yaml").read_text(encoding="utf-8"))
    questions = [one for one in told[1::2] if one["wants"]]
    return {
        "words and meaning (Convener)": _row(_ours("default"), questions),
        "words alone (Convener)": _row(_ours("none"), questions),
        "langchain InMemoryVectorStore": _row(_langchain(), questions),
    }


def _ours(embeddings: str) -> tuple[Search, float]:
    begun = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="convener-bench-"))
    library = BuiltInLibrary(load_passages(ROOT / "knowledge"), Shelves((folder,), MODELS, embeddings))
    library.warm()
    spent = time.perf_counter() - begun
    return (lambda question: [found.passage.id for found in library.search(question, "en", 3)]), spent


def _langchain() -> tuple[Search, float]:
    from langchain_core.vectorstores import InMemoryVectorStore

    from bot.retrieval.retriever import OnnxEmbeddings

    begun = time.perf_counter()
    store = InMemoryVectorStore(OnnxEmbeddings(default_model(MODELS)))
    passages = load_passages(ROOT / "knowledge")
    texts = [f"{one.title}. {one.heading}\n{one.text}" for one in passages]
    store.add_texts(texts, ids=[one.id for one in passages])
    spent = time.perf_counter() - begun
    return (lambda question: [str(one.id) for one in store.similarity_search(question, 3)]), spent


def _row(searched: tuple[Search, float], questions: Sequence[dict[str, list[str]]]) -> dict[str, float]:
    search, index_s = searched
    found = {str(one["ask"]): search(str(one["ask"])) for one in questions}
    times = [_timed(search, str(one["ask"])) for _ in range(ROUNDS) for one in questions]
    return {
        "first": _share(questions, found, 1),
        "in_three": _share(questions, found, 3),
        "p50_ms": median(times),
        "p95_ms": quantiles(times, n=20)[-1],
        "index_s": index_s,
    }


def _timed(search: Search, question: str) -> float:
    begun = time.perf_counter()
    search(question)
    return (time.perf_counter() - begun) * 1000


def _share(questions: Sequence[dict[str, list[str]]], found: dict[str, Sequence[str]], best: int) -> float:
    right = [
        any(passage.startswith(tuple(one["wants"])) for passage in found[str(one["ask"])][:best])
        for one in questions
    ]
    return sum(right) / len(right)
