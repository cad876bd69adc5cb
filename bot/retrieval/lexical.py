"""The lexical index: BM25 in SQLite's FTS5 over stems, one table a language; typos are forgiven."""

import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import local

from bot.domain.answers import Passage
from bot.retrieval.everyday import everyday
from bot.retrieval.terms import REMEMBERED, STOP, WORD, content_stems, plain, stem, stems

# A word and its language: is it spelled right?
Spelled = Callable[[str, str], bool]
TITLE, HEADING, ASKED, TEXT = 2.0, 3.0, 2.0, 1.0
RANK = f"bm25(0, {TITLE}, {HEADING}, {ASKED}, {TEXT})"
SHORTEST_MENDED, SHORT_WORD, HEARD_WORD, LONG_WORD, NEAR = 3, 4, 6, 8, 9
# A term is rare in a large index where at most this share, or this number, of passages hold it.
RARE, ALWAYS_RARE = 0.05, 1000
# A word that at most so many passages hold is looked for by those that passages say for it, too.
SELDOM = 10
# What an everyday word counts, beside one of the field that is as rare.
COMMON = 0.3
LANGS = ("en", "es")
BY_EAR = "en"


def build(path: Path, passages: Sequence[Passage]) -> None:
    """Write an index file over passages."""
    with sqlite3.connect(path) as connection:
        for lang in LANGS:
            connection.execute(
                f"CREATE VIRTUAL TABLE passages_{lang} USING fts5(id UNINDEXED, title, heading, asked, text)"
            )
            connection.execute(f"CREATE VIRTUAL TABLE terms_{lang} USING fts5vocab(passages_{lang}, row)")
            rows = [_row(passage, lang) for passage in passages if passage.lang == lang]
            connection.executemany(f"INSERT INTO passages_{lang} VALUES (?, ?, ?, ?, ?)", rows)
            connection.execute(f"CREATE TABLE places_{lang} (id TEXT PRIMARY KEY, place INTEGER NOT NULL)")
            connection.execute(f"INSERT INTO places_{lang} SELECT id, rowid FROM passages_{lang}")
            connection.execute(f"CREATE TABLE words_{lang} (word TEXT PRIMARY KEY, count INTEGER NOT NULL)")
            connection.executemany(
                f"INSERT INTO words_{lang} VALUES (?, ?)", _written(passages, lang).items()
            )
    connection.close()


def _row(passage: Passage, lang: str) -> tuple[str, str, str, str, str]:
    asked = "\n".join([*passage.aliases, *passage.questions])
    told = (passage.title, passage.heading, asked, passage.text)
    title, heading, questions, text = (" ".join(stems(part, lang)) for part in told)
    return passage.id, title, heading, questions, text


def _written(passages: Sequence[Passage], lang: str) -> Counter[str]:
    counted: Counter[str] = Counter(dict.fromkeys((plain(word) for word in STOP[lang]), 1))
    for passage in passages:
        if passage.lang == lang:
            told = (passage.title, passage.heading, passage.text, *passage.aliases, *passage.questions)
            counted.update(plain(word) for part in told for word in WORD.findall(part))
    return counted


def alike(term: str, lang: str) -> tuple[str, ...]:
    """Return a stem with those that passages say for it."""
    return (term, *everyday(lang).alike.get(term, ()))


def _nothing_known(_said: str, _lang: str) -> bool:
    return False


def _kept_in_a_typo(word: str, short: bool) -> str:
    """Return what a typo leaves: the first letter; in a short word all letters, which may have changed places alone."""
    return "".join(sorted(word)) if short else word[0]


def _may_be_meant(one: str, said: str, lang: str) -> bool:
    return abs(len(one) - len(said)) <= _allowed(one, said, lang)


def _allowed(one: str, said: str, lang: str) -> int:
    """Return how many letters may be wrong: two in a long word, or in one that sounds alike and is about as long."""
    alike = len(said) >= HEARD_WORD and abs(len(one) - len(said)) <= 1 and _sound_alike(one, said, lang)
    return 2 if alike or len(said) >= LONG_WORD else 1


def _sound_alike(one: str, said: str, lang: str) -> bool:
    """Who writes English by ear keeps the consonants; Spanish is spelled as it sounds."""
    return lang == BY_EAR and _consonants(one) == _consonants(said)


@lru_cache(REMEMBERED)
def _consonants(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouwyh]", "", word))


def _any(terms: Sequence[str]) -> str:
    return " OR ".join(f'"{term}"' for term in terms)


class LexicalIndex:
    """Searches an index file; every thread has its own connection."""

    def __init__(self, path: Path, is_spelled: Spelled = _nothing_known) -> None:
        """Keep the file; it is opened at the first search. ``is_spelled`` knows words beside the pages'."""
        self._path = path
        self._is_spelled = is_spelled
        self._here = local()
        self._vocabulary: dict[str, dict[str, int]] = {}
        self._written: dict[str, dict[str, int]] = {}
        self._kept: dict[tuple[str, bool], dict[str, list[str]]] = {}
        self._sizes: dict[str, int] = {}

    def mended(self, question: str, lang: str) -> str:
        """Return a question in which words that nobody wrote here stand as the nearest that somebody did."""
        return WORD.sub(lambda found: self._mended(found[0], lang), question)

    def _is_a_word(self, said: str, lang: str) -> bool:
        """A word that no page holds may be no typo of one that some page holds."""
        return said in everyday(lang).words or self._is_spelled(said, lang)

    def terms(self, question: str, lang: str) -> list[str]:
        """Return a question's content stems, typos mended."""
        return content_stems(self.mended(question, lang), lang)

    def search(self, terms: Sequence[str], lang: str, limit: int) -> list[tuple[str, float]]:
        """Return passage ids with their BM25 scores (higher is better), best first."""
        if not terms:
            return []
        table, query = f"passages_{lang}", self._query(self._widened(terms, lang), lang)
        rows = self._connection().execute(
            f"SELECT rowid, rank FROM {table} WHERE {table} MATCH ? AND rank MATCH '{RANK}' ORDER BY rank LIMIT ?",
            (query, limit),
        )
        scores = {int(row): -float(score) for row, score in rows}
        named = self._connection().execute(
            f"SELECT rowid, id FROM {table} WHERE rowid IN ({', '.join(map(str, scores))})"
        )
        found = [(str(passage_id), scores[row]) for row, passage_id in named]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _widened(self, terms: Sequence[str], lang: str) -> list[str]:
        """Add what passages say for the terms that they seldom say."""
        known = self._known(lang)
        wide = (alike(term, lang) if known.get(term, 0) <= SELDOM else (term,) for term in terms)
        return list(dict.fromkeys(word for words in wide for word in words))

    def _query(self, terms: Sequence[str], lang: str) -> str:
        """Ask for any of the terms; in a large index for one of the rare ones, which keeps scores and saves rows.

        BM25 gives a term that more than half of the passages hold no weight, and counting it takes the longest.
        """
        known, size = self._known(lang), self._size(lang)
        limit = max(ALWAYS_RARE, RARE * size)
        rarest = min(terms, key=lambda term: known.get(term, 0))
        telling = [
            term for term in terms if term == rarest or known.get(term, 0) <= max(ALWAYS_RARE, size / 2)
        ]
        rare = [term for term in telling if term == rarest or known.get(term, 0) <= limit]
        anyone = _any(telling)
        return anyone if len(rare) == len(telling) else f"({_any(rare)}) AND ({anyone})"

    def overlap(self, passage_id: str, terms: Sequence[str], lang: str) -> float:
        """Return the share (0..1) of the terms, weighted by how much each says, that a passage holds."""
        row = self._connection().execute(
            f"SELECT title, heading, asked, text FROM passages_{lang} "
            f"WHERE rowid = (SELECT place FROM places_{lang} WHERE id = ?)",
            (passage_id,),
        )
        held = {word for column in row.fetchone() or () for word in str(column).split()}
        weights = {term: self.weight(term, lang) for term in terms}
        whole = sum(weights.values())
        told = sum(weight for term, weight in weights.items() if not held.isdisjoint(alike(term, lang)))
        return told / whole if whole else 0.0

    def weight(self, term: str, lang: str) -> float:
        """Return how much a term says: the rarer, the more; words of daily talk a part of that."""
        rarity = math.log(1 + (self._size(lang) + 1) / (self._known(lang).get(term, 0) + 0.5))
        return rarity * COMMON if term in everyday(lang).common else rarity

    def _mended(self, word: str, lang: str) -> str:
        written, said = self._words(lang), plain(word)
        if said in written or len(said) < SHORTEST_MENDED or not said.isalpha():
            return word
        if stem(word.casefold(), lang) in self._known(lang) or self._is_a_word(said, lang):
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        alike = [one for one in self._keeping(said, lang) if _may_be_meant(one, said, lang)]
        near = process.extract(said, alike, scorer=OSA.distance, score_cutoff=2, limit=NEAR)
        meant = [
            (distance, not _sound_alike(one, said, lang), -written[one], one)
            for one, distance, _ in near
            if distance <= _allowed(one, said, lang)
        ]
        return min(meant)[-1] if meant else word

    def _keeping(self, said: str, lang: str) -> list[str]:
        """Return the words that keep what a typo in one of them would keep."""
        short = len(said) < SHORT_WORD
        if (lang, short) not in self._kept:
            kept: dict[str, list[str]] = defaultdict(list)
            for word in self._words(lang):
                kept[_kept_in_a_typo(word, short)].append(word)
            self._kept[lang, short] = kept
        return self._kept[lang, short].get(_kept_in_a_typo(said, short), [])

    def _words(self, lang: str) -> dict[str, int]:
        """Return the words of a language as they stand on the pages, and how often."""
        if lang not in self._written:
            rows = self._connection().execute(f"SELECT word, count FROM words_{lang} ORDER BY word")
            self._written[lang] = {str(word): int(count) for word, count in rows}
        return self._written[lang]

    def _size(self, lang: str) -> int:
        if lang not in self._sizes:
            (self._sizes[lang],) = (
                self._connection().execute(f"SELECT count(*) FROM passages_{lang}").fetchone()
            )
        return self._sizes[lang]

    def _known(self, lang: str) -> dict[str, int]:
        """Return the stems of a language and in how many passages each stands."""
        if lang not in self._vocabulary:
            rows = self._connection().execute(f"SELECT term, doc FROM terms_{lang} ORDER BY term")
            self._vocabulary[lang] = {str(term): int(count) for term, count in rows}
        return self._vocabulary[lang]

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._here, "connection"):
            self._here.connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        connection: sqlite3.Connection = self._here.connection
        return connection
