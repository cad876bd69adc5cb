"""A Spanish question whose answer stands only in an English page gets that, and is told so."""

from pathlib import Path

import pytest

from bot.retrieval.everyday import in_english
from bot.retrieval.passages import load_passages
from bot.retrieval.search import BuiltInLibrary, Shelves
from bot.usecases.answers import Asking, answer_card

ROOT = Path(__file__).parents[2]
MEASURING = "es/glossary/measuring-words"


@pytest.fixture(scope="module")
def without_one(shelf: Path) -> Asking:
    """The library by words, before somebody wrote the Spanish edition of a page."""
    pages = [one for one in load_passages(ROOT / "knowledge") if one.document_id != MEASURING]
    return Asking(BuiltInLibrary(pages, Shelves((shelf,), ROOT, "none")))


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("¿Qué son los datos cualitativos?", "en/glossary/measuring-words#qualitative-data"),
        ("que es un tramo censal", "en/glossary/measuring-words#census-geography"),
    ],
)
def test_it_is_answered_from_the_english_page_with_a_note(without_one: Asking, asked: str, page: str) -> None:
    answer = without_one.ask(asked, "es")
    assert not answer.declined
    assert answer.citations[0].passage.id == page
    assert (answer.lang, answer.only_in, answer_card(answer).only_in) == ("es", "en", "en")
    assert without_one.ask(asked, "es") == answer


def test_where_there_is_a_spanish_edition_no_english_page_answers(wordy_library: BuiltInLibrary) -> None:
    asking = Asking(wordy_library)
    answer = asking.ask("¿Qué es una línea de base?", "es")
    assert answer.citations[0].passage.id == f"{MEASURING}#baseline"
    assert answer.only_in == ""
    assert asking.ask("cuánto cuesta un boleto de avión", "es").declined


@pytest.mark.parametrize(
    ("asked", "looked_for"),
    [
        ("¿Qué es la línea de base?", "baseline"),
        ("¿Tenemos HMIS para las escuelas?", "have hmis schools"),
        ("¿Quién confiaba en la Clínica Sol?", "trust clinic sun"),
        ("estamos de acuerdo", "agree"),
        ("", ""),
    ],
)
def test_words_of_the_field_are_looked_for_in_english(asked: str, looked_for: str) -> None:
    assert in_english(asked, "es") == looked_for


def test_nothing_is_known_of_a_language_of_which_nobody_listed_words() -> None:
    assert in_english("Was ist ein Abkommen?", "de") == ""


def test_a_spanish_question_in_other_words_than_the_page_s_finds_its_spanish_edition_by_meaning(
    library: BuiltInLibrary, wordy_library: BuiltInLibrary
) -> None:
    asked = "los vecinos ya están hartos de que les pregunten lo mismo"
    found = [one.passage.id for one in library.search(asked, "es")]
    assert all(one.startswith("es/") for one in found)
    assert found != [one.passage.id for one in wordy_library.search(asked, "es")]


def test_a_spanish_question_is_weighed_by_what_it_is_in_english(library: BuiltInLibrary) -> None:
    found = library.search("los vecinos ya están hartos de que les pregunten lo mismo", "es")[0]
    english = f"en/{found.passage.id.removeprefix('es/')}"
    assert found.similarity is not None and library.passage(english) is not None
    assert found.elsewhere < library.search("receta de arroz con leche", "es")[0].elsewhere
