"""The index files of the built-in library: built aside, then put in place at once, so that readers never see half."""

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.domain.answers import Passage
from bot.retrieval import lexical
from bot.retrieval.dense import DenseIndex
from bot.retrieval.embeddings import Model
from bot.retrieval.everyday import outside
from bot.retrieval.wording import ways_of_asking

if TYPE_CHECKING:
    from bot.retrieval.exact import Vectors

log = logging.getLogger(__name__)
LEXICAL, DENSE, EXACT = "lexical.db", "chroma", "vectors.npz"
# Up to so many vectors, looking at each is as fast as a graph of them, and opens without Chroma.
EXACT_UP_TO = 20_000
COLLECTION = "built-in"
DENSE_FORMAT = 5
# What no page answers stands among the ways of asking, under this id.
OUTSIDE = "outside"
FORMAT = 4


def lexical_file(passages: Sequence[Passage], key: str, shelves: Sequence[Path]) -> Path:
    """Return the lexical index of these passages: found on a shelf, or built on the last one."""
    name = f"lexical{FORMAT}-{key}"
    found = _found(name, shelves)
    if found is None:
        found = _put(shelves[-1], name, lambda folder: lexical.build(folder / LEXICAL, passages))
    return found / LEXICAL


class Near(Protocol):
    """Finds passages by a question's vector."""

    def search(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Return ids with the cosine of their text to a vector, nearest first."""
        ...

    def search_asked(self, vector: Sequence[float], limit: int) -> list[tuple[str, float]]:
        """Return the nearest ways of asking, nearest first: the id of what each asks for, with its cosine."""
        ...

    def sounding(self, vector: Sequence[float]) -> dict[str, float]:
        """Return how much a question sounds like all ways of asking for each passage; see ``bot.retrieval.learnt``."""
        ...

    def similarity(self, vector: Sequence[float], ids: Sequence[str]) -> dict[str, float]:
        """Return the cosine of a vector to each of some passages, by id."""
        ...


def dense_index(passages: Sequence[Passage], key: str, model: Model, shelves: Sequence[Path]) -> Near:
    """Return the dense index: found on a shelf, or built on the last one (seconds).

    Chroma holds it; a small one lies beside it as plain arrays, too, and is read from there.
    Raises ModelMissing where it must be built and the model cannot be had.
    """
    name = f"dense{DENSE_FORMAT}-{key}-{_safe(model.name)}"
    found = _found(name, shelves)
    if found is None:
        log.info("building the dense index of %d passages", len(passages))
        found = _put(shelves[-1], name, lambda folder: _fill(folder, passages, model))
    if not (found / EXACT).is_file():
        return DenseIndex(COLLECTION, found / DENSE)
    from bot.retrieval.exact import ExactIndex

    return ExactIndex(found / EXACT)


def served_index(
    passages: Sequence[Passage], key: str, model: Model, scratch: Path, chroma_url: str
) -> DenseIndex:
    """Return the dense index on a Chroma server, filled where anything is missing.

    Its name tells the format, the pages and the model, so that none is taken for another.
    """
    named = hashlib.sha256(model.name.encode()).hexdigest()[:8]
    index = DenseIndex(f"{COLLECTION}-{DENSE_FORMAT}-{key}-{named}", scratch, chroma_url)
    if index.count() < len(passages) or index.count_asked() < len(_asked(passages)):
        index.fill(embedded(passages, model))
    return index


def embedded(passages: Sequence[Passage], model: Model) -> "Vectors":
    """Embed passages: their texts, and each way of asking for them by itself; and learn what those have in common."""
    from bot.retrieval.exact import Vectors
    from bot.retrieval.learnt import learn

    embedder = model.load()
    ways = _asked(passages)
    asked_ids, asked = [key for key, _ in ways], [words for _, words in ways]
    asked_vectors = embedder.embed_documents(asked) if asked else []
    return Vectors(
        [passage.id for passage in passages],
        embedder.embed_documents([embedded_text(passage) for passage in passages]),
        asked_ids,
        asked_vectors,
        learn(asked_ids, asked_vectors),
    )


def _asked(passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """Return each way of asking with the passage that it is for, and what no page answers; nothing without ways."""
    ways = [(passage.id, words) for passage in passages for words in ways_of_asking(passage)]
    langs = sorted({passage.lang for passage in passages}) if ways else []
    return ways + [(OUTSIDE, words) for lang in langs for words in outside(lang)]


def embedded_text(passage: Passage) -> str:
    """Return what an embedding model reads of a passage."""
    return "\n".join(part for part in (passage.title, passage.heading, passage.text) if part)


def _fill(folder: Path, passages: Sequence[Passage], model: Model) -> None:
    vectors = embedded(passages, model)
    DenseIndex(COLLECTION, folder / DENSE).fill(vectors)
    if len(vectors.ids) + len(vectors.asked_ids) <= EXACT_UP_TO:
        from bot.retrieval.exact import save

        save(folder / EXACT, vectors)


def _safe(name: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in name)[-60:]


def _found(name: str, shelves: Sequence[Path]) -> Path | None:
    return next((shelf / name for shelf in shelves if (shelf / name).is_dir()), None)


def _put(shelf: Path, name: str, make: Callable[[Path], None]) -> Path:
    shelf.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=shelf))
    try:
        make(fresh)
        os.replace(fresh, shelf / name)
    except OSError:
        if not (shelf / name).is_dir():
            raise
        log.info("another process built %s first", name)
        shutil.rmtree(fresh, ignore_errors=True)
    return shelf / name
