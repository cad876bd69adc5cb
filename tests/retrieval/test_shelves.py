"""A coalition's own shelves beside the built-in pages: found by words with typos, by meaning, and never leaking."""

import time
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest

from bot.domain.answers import Passage
from bot.ports.library import Shelf, Shelved
from bot.retrieval.embeddings import Model
from bot.retrieval.remembered import RememberedVectors
from bot.retrieval.search import Opened
from bot.retrieval.shelf_index import ShelfIndex, content_words
from bot.retrieval.shelves import ScopedLibraries
from tests.fakes import ShelfLibrary
from tests.world import SHELF


class Topics:
    """Embeddings that know two topics, however they are put."""

    WORDS = (("car", "vehicle", "parking"), ("money", "fee", "price"))

    def embed_query(self, text: str) -> list[float]:
        told = text.casefold()
        return [0.01 + sum(word in told for word in topic) for topic in self.WORDS]

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


class MeaningLibrary(ShelfLibrary):
    """A built-in library with an embedding model of that name, which knows English."""

    def __init__(self, model: str = "topics") -> None:
        super().__init__(*SHELF)
        self.model = model

    def opened(self) -> Any:
        return Opened(Model(self.model, langs=("en",)), cast("Any", None), cast("Any", Topics()))


def own(anchor: str, heading: str, text: str, lang: str = "en") -> Passage:
    return Passage(f"doc:{anchor}#1", f"doc:{anchor}", f"{anchor}.pdf", heading, text, lang, "document")


def shelf(scopes: ScopedLibraries, *passages: Passage, key: str = "c", revision: str = "1") -> Shelf:
    def load() -> tuple[Shelved, ...]:
        told = [scopes.vectors([f"{one.heading} {one.text}"], one.lang) for one in passages]
        return tuple(
            Shelved(one, vectors[0], model) for one, (model, vectors) in zip(passages, told, strict=True)
        )

    return Shelf(("T1", key), revision, load)


PARKING = own("plan", "Permits", "The permit for the yard in Maplewood is nine dollars.")
REPAIRS = own("house", "Repairs", "Repairs are made within a week.")
ESPERA = own("lista", "Lista de espera", "La lista de espera de Maplewood se abre en marzo.", "es")


class TestWords:
    @pytest.mark.parametrize("question", ["the maplewood permit", "Mapelwood permits", "maplewod permitt"])
    def test_endings_and_typos_are_forgiven(self, question: str) -> None:
        scopes = ScopedLibraries(ShelfLibrary(*SHELF))
        found = scopes.over([shelf(scopes, PARKING, REPAIRS)]).search(question, "en")
        assert found[0].passage == PARKING and found[0].overlap > 0.9

    def test_each_passage_is_searched_in_its_own_language(self) -> None:
        scopes = ScopedLibraries(MeaningLibrary())
        found = scopes.over([shelf(scopes, PARKING, ESPERA)]).search(
            "¿cuándo abren las listas de espera?", "es"
        )
        assert found[0].passage == ESPERA
        assert found[0].similarity is None

    def test_a_rare_word_counts_more_than_one_that_stands_everywhere(self) -> None:
        index = ShelfIndex([Shelved(PARKING), Shelved(REPAIRS)], "")
        words = content_words("are repairs in the yard", "en")
        assert index.overlap(words, PARKING.id) < 1
        assert index.scores(["maplewood"]).keys() == {PARKING.id}


class TestMeaning:
    def test_what_is_meant_is_found_without_its_words(self) -> None:
        scopes = ScopedLibraries(MeaningLibrary())
        parking = own("plan", "Parking", "It is free.")
        found = scopes.over([shelf(scopes, parking, REPAIRS)]).search("vehicle", "en")
        assert found[0].passage == parking and (found[0].similarity or 0) > 0.9

    def test_vectors_of_another_model_are_not_compared(self) -> None:
        before = ScopedLibraries(MeaningLibrary("before"))
        held = shelf(before, own("plan", "Parking", "It is free."))
        found = ScopedLibraries(MeaningLibrary("after")).over([held]).search("vehicle", "en")
        assert all(one.passage.kind != "document" for one in found)


class TestScopes:
    def test_only_the_shelves_that_are_given_are_searched_and_opened(self) -> None:
        scopes = ScopedLibraries(ShelfLibrary(*SHELF))
        mine, others = shelf(scopes, PARKING), shelf(scopes, REPAIRS, key="private")
        scopes.over([mine, others])
        library = scopes.over([mine])
        assert all(one.passage != REPAIRS for one in library.search("repairs made within a week", "en"))
        assert library.passage(REPAIRS.id) is None and library.passage(PARKING.id) == PARKING

    def test_an_index_is_made_anew_when_its_shelf_changed_and_only_then(self) -> None:
        scopes = ScopedLibraries(ShelfLibrary(*SHELF))
        scopes.over([shelf(scopes, PARKING)])
        assert scopes.over([shelf(scopes, REPAIRS)]).passage(REPAIRS.id) is None
        assert scopes.over([shelf(scopes, REPAIRS, revision="2")]).passage(REPAIRS.id) == REPAIRS

    def test_built_in_pages_keep_their_order(self) -> None:
        scopes = ScopedLibraries(ShelfLibrary(*SHELF))
        found = scopes.over([shelf(scopes, PARKING)]).search("a boundary and a vision in Maplewood", "en")
        pages = [one.passage for one in found if one.passage.kind != "document"]
        assert pages == [one.passage for one in ShelfLibrary(*SHELF).search("a boundary and a vision", "en")]


class TestRememberedVectors:
    def test_of_many_texts_only_the_new_one_is_embedded(self) -> None:
        asked: list[list[str]] = []

        def embed(texts: list[str]) -> list[bytes]:
            asked.append(texts)
            return [text.encode() for text in texts]

        vectors = RememberedVectors()
        assert vectors.of(["a", "b"], "m", embed) == (b"a", b"b")
        assert vectors.of(["b", "c", "a", "c"], "m", embed) == (b"b", b"c", b"a", b"c")
        assert asked == [["a", "b"], ["c"]]

    def test_another_model_has_vectors_of_its_own(self) -> None:
        vectors = RememberedVectors()
        assert vectors.of(["a"], "m", lambda _: [b"1"]) == (b"1",)
        assert vectors.of(["a"], "n", lambda _: [b"2"]) == (b"2",)

    def test_the_longest_unused_is_forgotten_first(self) -> None:
        vectors = RememberedVectors(most=2)
        for text in ("a", "b", "a", "c"):
            vectors.of([text], "m", lambda texts: [one.encode() for one in texts])
        assert vectors.of(["a", "c"], "m", lambda _: pytest.fail("embedded again")) == (b"a", b"c")
        assert vectors.of(["b"], "m", lambda _: [b"anew"]) == (b"anew",)

    def test_more_at_once_than_are_remembered_are_all_returned(self) -> None:
        assert RememberedVectors(most=1).of(["a", "b"], "m", lambda _: [b"a", b"b"]) == (b"a", b"b")


def test_ten_thousand_passages_are_searched_in_a_moment() -> None:
    drawn = np.random.default_rng(7)
    vocabulary = [f"word{n}" for n in range(5000)]
    passages = [
        own(f"d{n}", f"Part {n}", " ".join(vocabulary[k] for k in drawn.zipf(1.3, 60) % 5000))
        for n in range(10_000)
    ]
    index = ShelfIndex([Shelved(one) for one in passages], "")
    words = ["word3", "word77", "word901", "word4000"]
    begun = time.perf_counter()
    best = max(index.scores(words).items(), key=lambda one: one[1])[0]
    assert index.overlap(words, best) > 0
    assert time.perf_counter() - begun < 1.0
