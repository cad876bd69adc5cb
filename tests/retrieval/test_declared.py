"""What a page says that it answers, it answers: word for word, its passage comes first."""

from collections import defaultdict

import pytest

from bot.retrieval.search import BuiltInLibrary
from bot.retrieval.terms import WORD, plain
from bot.usecases.answers import Asking


def bare(question: str) -> str:
    """Two questions that differ in signs, capitals and accents alone are the same."""
    return " ".join(WORD.findall(plain(question)))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_declared_question_finds_a_passage_that_declares_it_first(
    wordy_library: BuiltInLibrary, lang: str
) -> None:
    declared = defaultdict(set)
    for passage in wordy_library.passages:
        if passage.lang == lang:
            for question in passage.questions:
                declared[bare(question)].add(passage.id)
    first = {asked: wordy_library.search(asked, lang, 1)[0].passage.id for asked in declared}
    assert {asked for asked, wanted in declared.items() if first[asked] not in wanted} == set()


@pytest.mark.parametrize("typed", ["WHAT IS K ANONYMITY", "what is k-anonymity?!", "¿what is  k-anonymity"])
def test_signs_and_capitals_count_nothing(wordy_library: BuiltInLibrary, typed: str) -> None:
    assert "k-anonymity" in wordy_library.search(typed, "en", 1)[0].passage.id


def test_what_is_declared_is_answered(wordy_library: BuiltInLibrary) -> None:
    asking = Asking(wordy_library)
    asked = [(passage.questions[0], passage.lang) for passage in wordy_library.passages if passage.questions]
    assert [question for question, lang in asked if asking.ask(question, lang).declined] == []
