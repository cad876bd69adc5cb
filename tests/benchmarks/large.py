"""A fused query over 50,000 passages, with and without the time to embed: sentences of the library, shuffled."""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from bot.domain.answers import Passage
from bot.domain.sentences import sentences
from bot.retrieval.dense import BATCH, DenseIndex
from bot.retrieval.embedder import OnnxEmbedder
from bot.retrieval.embeddings import Embedder, Model
from bot.retrieval.exact import Vectors
from bot.retrieval.lexical import LexicalIndex
from bot.retrieval.meaning import WAYS
from bot.retrieval.passages import load_passages
from bot.retrieval.search import POOL, BuiltInLibrary, Opened, Shelves, fuse
from bot.retrieval.shelf import lexical_file
from bot.retrieval.weights import default_model
from bot.usecases.answers import Asking

ROOT = Path(__file__).parents[2]
MODELS = Path(sys.prefix) / "share" / "convener" / "models"
PASSAGES, WIDTH, SENTENCES = 50_000, 384, 6
Row = dict[str, float]


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


@dataclass(frozen=True)
class Embedding(Drawn):
    """An embedder that takes the time that a model takes to read a question, and gives the vector drawn for it."""

    read: Callable[[str], object]

    def embed_query(self, text: str) -> list[float]:
        """Return the question's vector."""
        self.read(text)
        return super().embed_query(text)


class Large(BuiltInLibrary):
    """A library over made-up passages, with vectors that were drawn."""

    def __init__(self, passages: list[Passage], folder: Path, index: DenseIndex, embedder: Embedder) -> None:
        super().__init__(passages, Shelves((folder,), folder, "none"))
        self._drawn = Opened(Model("drawn"), index, embedder)

    def _dense(self) -> Opened:
        return self._drawn


class Bench:
    """The indexes of both ways over the same passages and vectors, in a folder."""

    def __init__(self, folder: Path) -> None:
        """Draw passages and vectors, and build our two indexes and the plain one, with the seconds that each takes."""
        told = yaml.safe_load((ROOT / "tests" / "retrieval" / "questions.yaml").read_text(encoding="utf-8"))
        self.questions = [str(one["ask"]) for one in told]
        vectors = _vectors(PASSAGES + len(self.questions))
        self.folder, self.drawn = folder, vectors[PASSAGES:].tolist()
        self.passages, held = _passages(random.Random(7)), vectors[:PASSAGES].tolist()
        self.words, self.words_s = _spent(lambda: lexical_file(self.passages, "large", (folder,)))
        self.dense, self.dense_s = _spent(lambda: _dense(folder / "chroma", self.passages, held))
        self.plain, self.plain_s = _spent(lambda: _plain(folder / "plain", self.passages, held))

    def library(self, embedder: Embedder) -> Large:
        """Return our library over the indexes."""
        return Large(self.passages, self.folder, self.dense, embedder)

    @cached_property
    def ours(self) -> Row:
        """Return seconds to index, MB on disk and MB of memory of our two indexes together."""
        disk = _disk(self.words) + _disk(self.folder / "chroma")
        held = _apart(_hold_words, self.words, self.questions) + _apart(
            _hold_dense, self.folder / "chroma", self.drawn
        )
        return {"index_s": self.words_s + self.dense_s, "disk_mb": disk, "memory_mb": held}

    @cached_property
    def theirs(self) -> Row:
        """Return the same of the plain recipe's."""
        held = _apart(_hold_plain, self.folder / "plain", self.drawn)
        return {"index_s": self.plain_s, "disk_mb": _disk(self.folder / "plain"), "memory_mb": held}

    def timed(self, search: Callable[[str], object]) -> Row:
        """Return p50 and p95 in ms of a search over the questions."""
        search(self.questions[0])
        times = [_spent(lambda one=one: search(one))[1] * 1000 for one in self.questions]  # type: ignore[misc]
        return {"p50_ms": median(times), "p95_ms": quantiles(times, n=20)[-1]}


def measure() -> dict[str, Row]:
    """Return p50 and p95 in ms of each part of a search, of the whole, of a whole ask and of the plain recipe.

    With seconds to index, MB on disk, and MB that the opened indexes take in a process of their own. Each passage has
    one way to be asked for, so that both dense collections are searched. The plain recipe is langchain's Chroma,
    similarity search, k = 10, over the same vectors. In the last three rows a model reads the question, too: by our
    embedder, or by Chroma's own class.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        bench = Bench(Path(made))
        return {**_without_embedding(bench), **_with_embedding(bench)}


def _without_embedding(bench: Bench) -> dict[str, Row]:
    embedder = Drawn(bench.drawn)
    library = bench.library(embedder)
    asking = Asking(library)

    def both(question: str) -> object:
        return fuse(library.by_words(question, "en"), library.by_meaning(question, "en"))

    return {
        "by words, 50,000 passages": bench.timed(lambda one: library.by_words(one, "en")),
        "by meaning and ways of asking": bench.timed(lambda one: library.by_meaning(one, "en")),
        "both, fused": bench.timed(both),
        "a whole ask": {**bench.timed(lambda one: asking.ask(one, "en")), **bench.ours},
        "plain langchain recipe": {**bench.timed(_similar(bench.plain, embedder)), **bench.theirs},
    }


def _with_embedding(bench: Bench) -> dict[str, Row]:
    ours = Embedding(bench.drawn, OnnxEmbedder(default_model(MODELS)).embed_query)
    theirs = Embedding(bench.drawn, _chromas_own(bench.folder / "own"))
    asking = Asking(bench.library(ours))
    return {
        "a whole ask, embedded": bench.timed(lambda one: asking.ask(one, "en")),
        "plain recipe, our embedder": bench.timed(_similar(bench.plain, ours)),
        "plain recipe, Chroma's embedder": bench.timed(_similar(bench.plain, theirs)),
    }


def _similar(plain: Any, embedder: Embedder) -> Callable[[str], object]:
    return lambda one: plain.similarity_search_by_vector(embedder.embed_query(one), k=10)


def _chromas_own(folder: Path) -> Callable[[str], object]:
    """Return Chroma's own class for the same weights, which it finds in a folder laid out as it does itself."""
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2

    place, model = folder / ONNXMiniLM_L6_V2.EXTRACTED_FOLDER_NAME, default_model(MODELS)
    place.mkdir(parents=True)
    for name in ("config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        (place / name).write_text("{}", encoding="utf-8")
    for name in ("model.onnx", "tokenizer.json"):
        (place / name).symlink_to(model / name)
    own = ONNXMiniLM_L6_V2()
    own.DOWNLOAD_PATH = folder
    own.model = _WithoutTypes(own.model)
    return lambda question: own([question])


@dataclass(frozen=True)
class _WithoutTypes:
    """A session that is given no token types: our file of the weights has none, and they are all nought."""

    session: Any

    def run(self, names: object, given: dict[str, Any]) -> Any:
        return self.session.run(names, {name: put for name, put in given.items() if name != "token_type_ids"})


def _vectors(count: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(7).standard_normal((count, WIDTH)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn


def _dense(folder: Path, passages: list[Passage], held: list[list[float]]) -> DenseIndex:
    ids, index = [one.id for one in passages], DenseIndex("large", folder)
    index.fill(Vectors(ids, held, ids, held[::-1]))
    return index


def _plain(folder: Path, passages: list[Passage], vectors: list[list[float]]) -> Any:
    from langchain_chroma import Chroma

    store = Chroma(persist_directory=str(folder))
    for start in range(0, len(passages), BATCH):
        part = passages[start : start + BATCH]
        store._collection.upsert(
            ids=[one.id for one in part],
            embeddings=np.asarray(vectors[start : start + BATCH], dtype=np.float32),
            documents=[one.text for one in part],
        )
    return store


def _apart(hold: Callable[..., float], *given: object) -> float:
    """Return what an opened index takes in a process of its own, in MB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(hold, *given).result()


def _hold_words(file: Path, questions: list[str]) -> float:
    before, index = _memory_mb(), LexicalIndex(file)
    for one in questions:
        index.search(index.terms(one, "en"), "en", POOL)
    return _memory_mb() - before


def _hold_dense(folder: Path, vectors: list[list[float]]) -> float:
    import chromadb  # noqa: F401 -- what the index takes is asked, not what the package takes

    before, index = _memory_mb(), DenseIndex("large", folder)
    for one in vectors:
        index.search(one, POOL)
        index.search_asked(one, WAYS)
    return _memory_mb() - before


def _hold_plain(folder: Path, vectors: list[list[float]]) -> float:
    from langchain_chroma import Chroma

    before, store = _memory_mb(), Chroma(persist_directory=str(folder))
    for one in vectors:
        store.similarity_search_by_vector(one, k=10)
    return _memory_mb() - before


def _memory_mb() -> float:
    """Return what this process holds in memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _spent(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what some work gives, with the seconds that it took."""
    begun = time.perf_counter()
    given = work()
    return given, time.perf_counter() - begun


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
