"""A question that leans on the one before it is looked up with that one's topic; one of its own stays as it is."""

import pytest

from bot.domain.followups import Turn, stands_alone, topic, understood

VISION = Turn("What makes a good shared vision for policy?", "en", "Vision words")
VISION_ES = Turn("¿Qué es una visión compartida para la política?", "es")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("and for operations?", "What makes a good shared vision for operations?"),
        ("And for community partners?", "What makes a good shared vision for community partners?"),
        ("how long does that take?", "how long does that take: shared vision policy?"),
        ("who decides that?", "who decides that: shared vision policy?"),
        ("who signs it?", "who signs it: shared vision policy?"),
        ("why?", "why: shared vision policy?"),
        ("for example?", "for example: shared vision policy?"),
        ("what about operations?", "operations: shared vision policy?"),
        ("and who signs?", "who signs: shared vision policy?"),
        ("what goes wrong?", "what goes wrong: shared vision policy?"),
        ("Tell me more.", "Tell me more: shared vision policy?"),
        ("and?", "shared vision policy?"),
    ],
)
def test_a_follow_up_carries_the_topic_on(question: str, meant: str) -> None:
    assert understood(question, VISION) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("¿y para operaciones?", "¿Qué es una visión compartida para operaciones?"),
        ("¿cuánto tarda eso?", "cuánto tarda eso: visión compartida política?"),
        ("¿quién decide eso?", "quién decide eso: visión compartida política?"),
        ("¿por qué?", "por qué: visión compartida política?"),
        ("¿y las organizaciones?", "las organizaciones: visión compartida política?"),
    ],
)
def test_in_spanish_too(question: str, meant: str) -> None:
    assert understood(question, VISION_ES) == meant


@pytest.mark.parametrize(
    "question",
    [
        "What is a data use agreement?",
        "and what is equity?",
        "And who signs the data use agreement?",
        "what about decision rights?",
        "Can we share data with the city?",
        "Is there a law that protects school records?",
        "thanks",
        "¿Qué es un acuerdo de uso de datos?",
        "¿y qué es la equidad?",
        "what is SECRET-free data sharing",
    ],
)
def test_a_question_with_a_topic_of_its_own_stays_as_it_is(question: str) -> None:
    assert stands_alone(question)
    assert understood(question, VISION) == question


@pytest.mark.parametrize("question", ["why?", "and for operations?", "¿y eso?", "", "?!"])
def test_without_a_turn_before_it_every_question_stays_as_it_is(question: str) -> None:
    assert understood(question, None) == question


def test_where_the_question_before_says_little_the_heading_of_its_source_helps() -> None:
    before = Turn("How do we decide?", "en", "Consent and objections")
    assert understood("why?", before) == "why: decide Consent objections?"


def test_a_chain_of_follow_ups_keeps_to_the_first_topic() -> None:
    first = "What is a data use agreement?"
    second = understood("how long does that take?", Turn(first, "en"))
    third = understood("who decides that?", Turn(second, "en"))
    fourth = understood("why?", Turn(third, "en"))
    assert fourth == "why: data use agreement?"


def test_after_a_turn_without_any_topic_the_words_stay() -> None:
    assert understood("why?", Turn("how?", "en")) == "why?"


def test_a_very_long_question_before_carries_a_few_words_on() -> None:
    before = Turn("Who signs " + " ".join(f"word{chr(97 + n)}" for n in range(26)), "en")
    assert len(understood("why?", before).split()) == 1 + 8


def test_the_topic_has_each_word_once_in_order() -> None:
    assert topic("Data, data and the law of Data use?") == ("Data", "law", "use")
