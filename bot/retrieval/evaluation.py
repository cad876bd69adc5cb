"""How well search finds, on a collection in BEIR layout, beside the recipe that langchain's tutorials give.

Each way of searching runs in a process of its own (``python -m bot.retrieval.evaluation DIR WAY MODELS``), so that
its time and its memory are its own.
"""

import csv
import json
import math
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from bot.domain.answers import Passage
from bot.retrieval.splitting import split

DEPTH = 10
WAYS = ("lexical", "meaning", "plain_langchain")
Run = dict[str, float]
Search = Callable[[str], Iterable[str]]


class CollectionError(Exception):
    """A collection cannot be read; the message says what is wrong."""


@dataclass(frozen=True)
class Collection:
    """Documents (id, title, text), questions by id, and which documents answer each, with how much they gain."""

    name: str
    documents: tuple[tuple[str, str, str], ...]
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return the documents in pieces that an embedding model can take in."""
        return tuple(
            Passage(f"{key}#{n}", key, title, "", piece)
            for key, title, text in self.documents
            for n, piece in enumerate(split(text or title))
        )


def load(folder: Path) -> Collection:
    """Read a collection. Raises CollectionError where a file is missing or wrong."""
    try:
        documents = [json.loads(line) for line in _lines(folder / "corpus.jsonl")]
        questions = [json.loads(line) for line in _lines(folder / "queries.jsonl")]
        relevant: dict[str, dict[str, int]] = defaultdict(dict)
        for question, document, gain in csv.reader(_lines(folder / "qrels.tsv")[1:], delimiter="\t"):
            relevant[question][document] = int(gain)
        return Collection(
            folder.name,
            tuple((str(one["_id"]), one.get("title") or "", one.get("text") or "") for one in documents),
            {str(one["_id"]): str(one["text"]) for one in questions},
            relevant,
        )
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise CollectionError(f"{folder}: {wrong}") from wrong


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def evaluate(folder: Path, models_dir: Path, told: Callable[[str], None]) -> dict[str, Any]:
    """Run every way of searching, each in its own process; ``told`` hears which one runs. Raises CollectionError."""
    collection = load(folder)
    runs: dict[str, Run | None] = {}
    for way in WAYS:
        told(way)
        command = [sys.executable, "-m", "bot.retrieval.evaluation", str(folder), way, str(models_dir)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise CollectionError(f"{folder}: {way} ended with {done.returncode}")
        runs |= json.loads(done.stdout)
    asked = [key for key in collection.questions if key in collection.relevant]
    return {
        "collection": collection.name,
        "queries": len(asked),
        "passages": len(collection.passages),
        "runs": {name: runs[name] for name in ("lexical", "dense", "fused", "plain_langchain")},
    }


def measure(collection: Collection, search: Search, index_s: float) -> Run:
    """Ask every question that has answers, and return the figures."""
    times, gains, recalls = [], [], []
    for key, question in collection.questions.items():
        if wanted := collection.relevant.get(key):
            begun = time.perf_counter()
            found = list(dict.fromkeys(search(question)))[:DEPTH]
            times.append((time.perf_counter() - begun) * 1000)
            gains.append(ndcg(found, wanted))
            recalls.append(sum(document in wanted for document in found) / len(wanted))
    return {
        "ndcg@10": round(fmean(gains), 4),
        "recall@10": round(fmean(recalls), 4),
        "p50_ms": round(median(times), 2),
        "p95_ms": round(quantiles(times, n=20)[-1], 2),
        "index_s": round(index_s, 2),
        "rss_mb": round(_peak_memory(), 1),
    }


def ndcg(found: Sequence[str], gains: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the discounted gain of the first ten over that of the best order (linear gains, as BEIR counts)."""
    told = [gains.get(document, 0) for document in found[:depth]]
    best = sorted(gains.values(), reverse=True)[:depth]
    return _discounted(told) / _discounted(best) if any(best) else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def _peak_memory() -> float:
    """Return the most memory in MB that this process has held; 0 on Windows, which does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _lexical(collection: Collection, folder: Path, models: Path) -> dict[str, Run | None]:
    from bot.retrieval.search import BuiltInLibrary, Shelves

    begun = time.perf_counter()
    library = BuiltInLibrary(collection.passages, Shelves((folder,), models, "none"))
    library.warm()
    spent = time.perf_counter() - begun
    return {"lexical": measure(collection, lambda asked: _documents(library.by_words(asked, "en")), spent)}


def _meaning(collection: Collection, folder: Path, models: Path) -> dict[str, Run | None]:
    from bot.retrieval.search import BuiltInLibrary, Shelves, fuse

    begun = time.perf_counter()
    library = BuiltInLibrary(collection.passages, Shelves((folder,), models))
    library.warm()
    spent = time.perf_counter() - begun
    if library.dense_status().state != "ok":
        fused = measure(collection, lambda asked: _documents(library.by_words(asked, "en")), spent)
        return {"dense": None, "fused": fused}

    def fused_search(asked: str) -> list[str]:
        scores = fuse(_best(library.by_words(asked, "en")), _best(library.by_meaning(asked, "en")))
        return sorted(scores, key=lambda key: (-scores[key], key))

    return {
        "dense": measure(collection, lambda asked: _documents(library.by_meaning(asked, "en")), spent),
        "fused": measure(collection, fused_search, spent),
    }


def _plain_langchain(collection: Collection, folder: Path, models: Path) -> dict[str, Run | None]:
    """The tutorials' recipe: recursive splitter, Chroma, similarity search; None where langchain-chroma is missing."""
    from bot.retrieval.weights import ModelMissing, default_model

    try:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        from bot.retrieval.retriever import OnnxEmbeddings

        embeddings = OnnxEmbeddings(default_model(models))
    except (ImportError, ModelMissing):
        return {"plain_langchain": None}
    begun = time.perf_counter()
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    store = Chroma(embedding_function=embeddings, persist_directory=str(folder))
    for key, title, text in collection.documents:
        pieces = splitter.split_text(f"{title}\n{text}".strip()) or [title]
        store.add_texts(pieces, [{"document": key}] * len(pieces))
    spent = time.perf_counter() - begun

    def search(asked: str) -> list[str]:
        return [str(one.metadata["document"]) for one in store.similarity_search(asked, k=DEPTH)]

    return {"plain_langchain": measure(collection, search, spent)}


def _best(scores: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return documents with the score of their best passage, best first."""
    best: dict[str, float] = {}
    for passage_id, score in scores:
        best.setdefault(passage_id.rpartition("#")[0], score)
    return list(best.items())


def _documents(scores: Iterable[tuple[str, float]]) -> list[str]:
    return [passage_id.rpartition("#")[0] for passage_id, _ in scores]


def main() -> int:
    """Run one way of searching, and print its figures as JSON."""
    ways = {"lexical": _lexical, "meaning": _meaning, "plain_langchain": _plain_langchain}
    folder, way, models = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="convener-eval-", ignore_cleanup_errors=True) as made:
        print(json.dumps(ways[way](load(folder), Path(made), models)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
