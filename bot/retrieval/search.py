"""A question to passages: lexical and dense, fused."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources.abc import Traversable
from pathlib import Path
from threading import Lock

from bot.domain.answers import Found, Passage
from bot.retrieval import shelf
from bot.retrieval.embeddings import Embedder, Model, choose
from bot.retrieval.everyday import in_english
from bot.retrieval.lexical import LexicalIndex
from bot.retrieval.meaning import Meaning
from bot.retrieval.passages import fingerprint, load_passages
from bot.retrieval.terms import language_of
from bot.retrieval.vocabulary import is_spelled
from bot.retrieval.weights import ModelMissing
from bot.retrieval.wording import Wording

log = logging.getLogger(__name__)
POOL = 100
FALLBACK = "en"
HALF = 0.5
# What the wording of ways of asking counts in the lexical list; .3 and .5 were as good while tuning.
BY_WORDING = 0.3
# The words' part where people wrote how passages are asked for: up to .5 was nearly as good while tuning.
WORDS_BESIDE_WAYS = 0.4
# The part of ways of asking in how near a passage is.
BY_ASKED = 0.6
# What a passage scores that says of itself that it answers just this question.
DECLARED = 1.0
Scores = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class DenseStatus:
    """Whether passages are found by meaning, too: ``ok``, ``not_set`` or ``failed``, and why."""

    state: str
    reason: str = ""


@dataclass(frozen=True)
class Shelves:
    """Where an index is looked for, the last being where it is built; and the dense part's setting."""

    places: tuple[Path, ...]
    models_dir: Path
    embeddings: str = "default"
    chroma_url: str = ""


@dataclass(frozen=True)
class Asked:
    """A question as it is searched: its stems, its language, its vector where a model reads it, and whose it is."""

    terms: Sequence[str]
    lang: str
    meaning: Meaning | None
    declared: Sequence[str]


@dataclass(frozen=True)
class Opened:
    """An embedding model with the index of what it reads."""

    model: Model
    index: shelf.Near
    embeddings: Embedder


class BuiltInLibrary:
    """The pages that come with the bot. Cheap to make: what is heavy is opened at the first question."""

    def __init__(self, passages: Sequence[Passage], shelves: Shelves) -> None:
        """Keep the passages and where their index lies."""
        self.passages = tuple(passages)
        self._shelves = shelves
        self._by_id = {passage.id: passage for passage in passages}
        self._lock = Lock()
        self._opened: Opened | None = None
        self._status: DenseStatus | None = None

    def search(self, question: str, lang: str, limit: int = 10) -> tuple[Found, ...]:
        """Return the passages nearest to a question, best first; the same each time.

        Pages in a language that the embedding model does not know are found by what the question is in English.
        """
        spoken = self._spoken(lang)
        question = _translated(question, spoken)
        terms = self._lexical.terms(question, spoken)
        meaning = self._meaning(question, spoken)
        near = self._near(meaning, spoken)
        words = WORDS_BESIDE_WAYS if meaning and meaning.asked and meaning.lang == spoken else HALF
        scores = fuse(self._worded(terms, spoken), near, words)
        declared = self._wording.declared_by(question, spoken)
        best = sorted({*scores, *declared}, key=lambda key: (key not in declared, -scores.get(key, 0), key))
        scores |= dict.fromkeys(declared, DECLARED)
        return self._found(best[:limit], scores, Asked(terms, spoken, meaning, declared))

    def _found(self, best: Sequence[str], scores: Mapping[str, float], asked: "Asked") -> tuple[Found, ...]:
        meaning = asked.meaning
        read = {key: _as_read(key, asked) for key in best}
        similar = meaning.index.similarity(meaning.vector, list(read.values())) if meaning else {}
        outside = self._outside(asked)
        return tuple(
            Found(
                self._by_id[key],
                scores[key],
                self._lexical.overlap(key, asked.terms, asked.lang),
                similar.get(read[key]),
                self._asked_for(key, asked),
                outside,
                meaning.elsewhere if meaning else 0.0,
                key in asked.declared,
            )
            for key in best
        )

    def _outside(self, asked: "Asked") -> float:
        """Return how near the nearest question is that no page answers; in words, too, where English was read."""
        meaning = asked.meaning
        if meaning and meaning.lang == asked.lang:
            return meaning.outside
        by_words = self._wording.outside(asked.terms, asked.lang)
        return max(by_words, meaning.outside) if meaning else by_words

    def _asked_for(self, key: str, asked: "Asked") -> float | None:
        """Return how near a question is to the nearest way of asking for a passage: by meaning, else by words."""
        if asked.meaning:
            return asked.meaning.asked.get(_as_read(key, asked))
        return self._wording.likeness(key, asked.terms, asked.lang)

    def _worded(self, terms: Sequence[str], lang: str) -> Scores:
        """Return the lexical list: by what passages say, and partly by the words of the nearest way to ask for them."""
        told = _scaled(self._lexical.search(terms, lang, POOL))
        like = {key: self._wording.likeness(key, terms, lang) for key in told}
        if not any(like.values()):
            return list(told.items())
        blended = [(key, (1 - BY_WORDING) * score + BY_WORDING * like[key]) for key, score in told.items()]
        return sorted(blended, key=lambda one: (-one[1], one[0]))

    def by_words(self, question: str, lang: str) -> Scores:
        """Return the lexical list alone: passage ids with their scores, best first."""
        return self._lexical.search(self._lexical.terms(question, lang), lang, POOL)

    def by_meaning(self, question: str, lang: str) -> Scores:
        """Return the dense list alone; empty where there is no dense index."""
        return self._near(self._meaning(question, lang), lang)

    def language(self, question: str, preferred: str) -> str:
        """Return the language to answer in: the one a question is plainly asked in, if there are pages in it."""
        return self._spoken(language_of(question, preferred))

    def _spoken(self, lang: str) -> str:
        return lang if lang in self._langs else FALLBACK

    @cached_property
    def _langs(self) -> frozenset[str]:
        return frozenset(passage.lang for passage in self.passages)

    def passage(self, passage_id: str) -> Passage | None:
        """Return one passage by its id, or None if the library does not hold it (any more)."""
        return self._by_id.get(passage_id)

    def opened(self) -> "Opened | None":
        """Return the embedding model with its index, or None where there is none."""
        return self._dense()

    def warm(self) -> None:
        """Open both indexes, building what is missing."""
        self.search("convener", FALLBACK, 1)

    def dense_status(self) -> DenseStatus:
        """Tell whether passages are found by meaning, too, and why not."""
        self._dense()
        return self._status or DenseStatus("ok", self._shelves.embeddings)

    @cached_property
    def _key(self) -> str:
        return fingerprint(self.passages)

    @cached_property
    def _lexical(self) -> LexicalIndex:
        file = shelf.lexical_file(self.passages, self._key, self._shelves.places)
        return LexicalIndex(file, partial(is_spelled, self._shelves.models_dir))

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.passages, self._lexical)

    def _meaning(self, question: str, lang: str) -> "Meaning | None":
        """Return a question's vector with the index that knows it: of its English words where no model reads it."""
        opened = self._dense()
        if opened is None:
            return None
        read = lang if opened.model.reads(lang) else FALLBACK
        said = self._lexical.mended(question if read == lang else in_english(question, lang), read)
        return Meaning(opened.index, opened.embeddings.embed_query(said), read) if said.strip() else None

    def _near(self, meaning: "Meaning | None", lang: str) -> Scores:
        if meaning is None:
            return ()
        near = dict(meaning.index.search(meaning.vector, min(POOL, len(self.passages))))
        found = blend(near, meaning.asked_in_all)
        told = found if meaning.lang == lang else [(edition(key, lang), cosine) for key, cosine in found]
        return [(key, cosine) for key, cosine in told if key in self._by_id and self._by_id[key].lang == lang]

    def _dense(self) -> "Opened | None":
        with self._lock:
            if self._opened is None and self._status is None:
                self._open_dense()
            return self._opened

    def _open_dense(self) -> None:
        try:
            model = choose(self._shelves.embeddings, self._shelves.models_dir)
            if model is None:
                self._status = DenseStatus("not_set")
                return
            self._opened = Opened(model, self._index(model), model.load())
        except ModelMissing as missing:
            log.warning("searching by words alone: %s", missing.reason)
            self._status = DenseStatus("failed", missing.reason)

    def _index(self, model: Model) -> shelf.Near:
        read = [passage for passage in self.passages if model.reads(passage.lang)]
        key, places = fingerprint(read), self._shelves.places
        if self._shelves.chroma_url:
            return shelf.served_index(read, key, model, places[-1], self._shelves.chroma_url)
        return shelf.dense_index(read, key, model, places)


def _translated(question: str, lang: str) -> str:
    """Return a question as it is looked for in English pages, where it is plainly in another language."""
    asked = language_of(question, lang)
    return in_english(question, asked) if lang == FALLBACK != asked else question


def _as_read(key: str, asked: Asked) -> str:
    """Return the id of a passage as the question's meaning knows it: that of its English edition, maybe."""
    meaning = asked.meaning
    return key if meaning is None or meaning.lang == asked.lang else edition(key, meaning.lang)


def edition(passage_id: str, lang: str) -> str:
    """Return the id under which a page's passage stands in another language: ids begin with the language's code."""
    return f"{lang}/{passage_id.partition('/')[2]}"


def blend(told: Mapping[str, float], asked: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return passages with how near they are: partly by what they tell, partly by the nearest ways to ask for them.

    A passage that stands in one of the lists alone is as near by the other as the last one there.
    Where nobody wrote how passages are asked for, what they tell is all.
    """
    if not asked:
        return list(told.items())
    least_told, least_asked = min(told.values(), default=0.0), min(asked.values())
    near = {
        key: (1 - BY_ASKED) * told.get(key, least_told) + BY_ASKED * asked.get(key, least_asked)
        for key in dict.fromkeys((*told, *asked))
    }
    return sorted(near.items(), key=lambda one: (-one[1], one[0]))[:POOL]


def fuse(by_words: Scores, by_meaning: Scores, words: float = HALF) -> dict[str, float]:
    """Return the passages' scores (0..1): a part from each list, ``words`` from the first, brought to the same scale.

    Min-max fusion of the best of each list was the best without a reranker on five collections.
    """
    fused: dict[str, float] = {}
    for part, scores in ((words, _scaled(by_words)), (1 - words, _scaled(by_meaning))):
        for key, score in scores.items():
            fused[key] = fused.get(key, 0.0) + part * score
    return fused


def _scaled(scores: Scores) -> dict[str, float]:
    if not scores:
        return {}
    values = [score for _, score in scores]
    low, high = min(values), max(values)
    width = high - low
    return {key: (score - low) / width if width else 1.0 for key, score in scores}


def open_library(
    root: Traversable, *, data_dir: Path, models_dir: Path, embeddings: str, chroma_url: str = ""
) -> BuiltInLibrary:
    """Return the built-in library: its index from where setup put it, or from the data folder.

    Raises KnowledgeError where a page is wrong.
    """
    places = (models_dir.parent / "index", data_dir / "index")
    return BuiltInLibrary(load_passages(root), Shelves(places, models_dir, embeddings, chroma_url))
