"""The lexical index: BM25 in SQLite's FTS5 over stems, one table a language; typos are forgiven."""

import math
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import local

from bot.domain.answers import Passage
from bot.retrieval.terms import STOP, content_stems, stems

TITLE, HEADING, ASKED, TEXT = 2.0, 3.0, 2.0, 1.0
SHORTEST_MENDED = 4
LANGS = ("en", "es")


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
    connection.close()


def _row(passage: Passage, lang: str) -> tuple[str, str, str, str, str]:
    asked = "\n".join([*passage.aliases, *passage.questions])
    told = (passage.title, passage.heading, asked, passage.text)
    title, heading, questions, text = (" ".join(stems(part, lang)) for part in told)
    return passage.id, title, heading, questions, text


class LexicalIndex:
    """Searches an index file; every thread has its own connection."""

    def __init__(self, path: Path) -> None:
        """Keep the file; it is opened at the first search."""
        self._path = path
        self._here = local()
        self._vocabulary: dict[str, dict[str, int]] = {}

    def terms(self, question: str, lang: str) -> list[str]:
        """Return a question's content stems, each mended to the nearest known one where it is unknown."""
        known = self._known(lang)
        meant = [
            self._mended(term, known)
            for term in content_stems(question, lang)
            if not self._is_slip(term, lang)
        ]
        return list(dict.fromkeys(meant))

    def search(self, terms: Sequence[str], lang: str, limit: int) -> list[tuple[str, float]]:
        """Return passage ids with their BM25 scores (higher is better), best first."""
        if not terms:
            return []
        table = f"passages_{lang}"
        query = " OR ".join(f'"{term}"' for term in terms)
        rank = f"bm25({table}, 0, {TITLE}, {HEADING}, {ASKED}, {TEXT})"
        rows = self._connection().execute(
            f"SELECT id, {rank} AS score FROM {table} WHERE {table} MATCH ? ORDER BY score, id LIMIT ?",
            (query, limit),
        )
        return [(str(passage_id), -float(score)) for passage_id, score in rows]

    def overlap(self, passage_id: str, terms: Sequence[str], lang: str) -> float:
        """Return the share (0..1) of the terms, weighted by rarity, that a passage holds."""
        row = self._connection().execute(
            f"SELECT title, heading, asked, text FROM passages_{lang} WHERE id = ?", (passage_id,)
        )
        held = {word for column in row.fetchone() or () for word in str(column).split()}
        weights = {term: self._rarity(term, lang) for term in terms}
        whole = sum(weights.values())
        return sum(weight for term, weight in weights.items() if term in held) / whole if whole else 0.0

    def _rarity(self, term: str, lang: str) -> float:
        known = self._known(lang)
        passages = max(known.values(), default=1)
        return math.log(1 + (passages + 1) / (known.get(term, 0) + 0.5))

    def _is_slip(self, term: str, lang: str) -> bool:
        """Tell whether an unknown term is a small word with a slip of the finger, like "waht"."""
        if term in self._known(lang) or not 4 <= len(term) <= 6:
            return False
        from rapidfuzz.distance import OSA

        return any(
            len(small) >= 4 and OSA.distance(term, small, score_cutoff=1) <= 1 for small in STOP.get(lang, ())
        )

    def _mended(self, term: str, known: dict[str, int]) -> str:
        if term in known or len(term) < SHORTEST_MENDED or any(sign.isdigit() for sign in term):
            return term
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 1 if len(term) < 8 else 2
        candidates = [one for one in known if one[0] == term[0] and len(one) >= SHORTEST_MENDED]
        nearest = process.extractOne(term, candidates, scorer=OSA.distance, score_cutoff=allowed)
        return str(nearest[0]) if nearest else term

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
