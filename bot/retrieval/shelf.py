"""The index files of the built-in library: built aside, then put in place at once, so that readers never see half."""

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.domain.answers import Passage
from bot.retrieval import lexical
from bot.retrieval.dense import DenseIndex
from bot.retrieval.embeddings import Model

log = logging.getLogger(__name__)
LEXICAL, DENSE = "lexical.db", "chroma"
COLLECTION = "built-in"
DENSE_FORMAT = 2
FORMAT = 2


def lexical_file(passages: Sequence[Passage], key: str, shelves: Sequence[Path]) -> Path:
    """Return the lexical index of these passages: found on a shelf, or built on the last one."""
    name = f"lexical{FORMAT}-{key}"
    found = _found(name, shelves)
    if found is None:
        found = _put(shelves[-1], name, lambda folder: lexical.build(folder / LEXICAL, passages))
    return found / LEXICAL


def dense_folder(passages: Sequence[Passage], key: str, model: Model, shelves: Sequence[Path]) -> Path:
    """Return the folder of the dense index: found on a shelf, or built on the last one (seconds).

    Raises ModelMissing where it must be built and the model cannot be had.
    """
    name = f"dense{DENSE_FORMAT}-{key}-{_safe(model.name)}"
    found = _found(name, shelves)
    if found is None:
        log.info("building the dense index of %d passages", len(passages))
        found = _put(shelves[-1], name, lambda folder: _fill(folder / DENSE, passages, model))
    return found / DENSE


def fill(index: DenseIndex, passages: Sequence[Passage], model: Model) -> None:
    """Embed passages into an index: their texts, and each way of asking for them by itself."""
    embeddings = model.load()
    asked = [(passage.id, words) for passage in passages for words in ways_of_asking(passage)]
    if asked:
        ids, ways = zip(*asked, strict=True)
        index.add_asked(ids, embeddings.embed_documents(list(ways)))
    texts = [embedded_text(passage) for passage in passages]
    index.add([passage.id for passage in passages], embeddings.embed_documents(texts))


def embedded_text(passage: Passage) -> str:
    """Return what an embedding model reads of a passage."""
    return "\n".join(part for part in (passage.title, passage.heading, passage.text) if part)


def ways_of_asking(passage: Passage) -> tuple[str, ...]:
    """Return a passage's heading, questions and aliases, each once; none where nobody wrote how it is asked for."""
    written = (*passage.questions, *passage.aliases)
    return tuple(dict.fromkeys((passage.heading, *written))) if written else ()


def _fill(folder: Path, passages: Sequence[Passage], model: Model) -> None:
    fill(DenseIndex(COLLECTION, folder), passages, model)


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
