"""What was found is about the question, or only sounds like it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.particulars import is_after_one_thing, is_of_us
from bot.domain.passages import Found, Passage
from bot.domain.relevance import is_about

PAGE = Passage("en/p#a", "en/p", "Page", "Stipend", "A stipend is pay.", questions=("What is a stipend?",))
ASKED = "what is a stipend"
OWN = replace(PAGE, questions=())
SHARES = st.floats(0, 1)


def found(passage: Passage = PAGE, **told: float | bool | None) -> Found:
    return Found(passage, 1.0, **{"similarity": 0.5, **told})  # type: ignore[arg-type]


def test_a_question_much_like_a_way_of_asking_is_enough() -> None:
    assert is_about(ASKED, found(asked=0.95, outside=0.9))


def test_what_the_page_says_that_it_answers_it_answers() -> None:
    assert is_about("who won the stipend last week", found(outside=1.0, declared=True))
    assert is_about("who won the stipend last week", found(outside=1.0, similarity=None, declared=True))


@pytest.mark.parametrize("similarity", [0.5, None])
def test_what_is_nearer_to_questions_that_no_page_answers_is_not_about_it(similarity: float | None) -> None:
    assert is_about(ASKED, found(similarity=similarity, overlap=0.7, asked=0.6, outside=0.2))
    assert not is_about(ASKED, found(similarity=similarity, overlap=0.7, asked=0.6, outside=0.95))


def test_what_sounds_more_like_all_that_no_page_answers_is_not_about_it() -> None:
    near = found(overlap=0.5, asked=0.6, outside=0.6)
    assert is_about(ASKED, replace(near, elsewhere=-0.3))
    assert not is_about(ASKED, replace(near, elsewhere=0.1))


@given(SHARES, SHARES, SHARES, SHARES)
def test_a_nearer_way_of_asking_never_makes_a_passage_less_apt(
    overlap: float, asked: float, outside: float, nearer: float
) -> None:
    one = found(overlap=overlap, asked=asked, outside=outside)
    assert not is_about(ASKED, one) or is_about(ASKED, replace(one, asked=max(asked, nearer)))


@pytest.mark.parametrize("similarity", [0.5, None])
def test_a_question_after_one_thing_needs_more(similarity: float | None) -> None:
    near = found(similarity=similarity, overlap=0.7, asked=0.6, outside=0.4)
    assert is_about("when is a stipend right", near)
    assert not is_about("what was the stipend last month", near)


def test_a_coalition_asks_of_itself() -> None:
    near = found(overlap=0.4, asked=0.5, outside=0.55)
    assert not is_about("should residents get stipends", near)
    assert is_about("should we give residents stipends", near)


def test_a_coalition_s_own_text_may_tell_of_one_thing() -> None:
    assert is_about("what was the stipend last month", found(OWN, overlap=0.8))
    assert is_about("what was the stipend last month", found(OWN, overlap=0.8, similarity=None))


@pytest.mark.parametrize(
    "question",
    [
        "what was the stipend last month",
        "who signed the agreement",
        "is the agreement signed yet",
        "who is our data steward",
        "what is the deadline",
        "where is the office",
        "what time does it open",
        "how many people were housed",
        "what is the penalty",
        "which software handles stipends",
        "can you draft a letter",
        "look this person up for me",
        "is a stipend paid in Missouri",
        "cuánto cuesta un estipendio",
        "quién firmó el acuerdo",
        "dónde queda la oficina",
        "a qué hora abre",
        "cuál es el teléfono de la oficina",
        "escríbeme una carta",
    ],
)
def test_signs_of_one_thing(question: str) -> None:
    assert is_after_one_thing(question, PAGE)


@pytest.mark.parametrize(
    "question",
    [
        "when is a stipend right",
        "who decides on stipends",
        "how do we share data",
        "is it fine to share totals",
        "where do we start",
        "What Is A Stipend",
        "what does Stipend mean",
        "cuándo conviene un estipendio",
        "cuánto dura una sesión",
        "qué es un estipendio",
    ],
)
def test_what_holds_in_general_has_no_such_sign(question: str) -> None:
    assert not is_after_one_thing(question, PAGE)


@pytest.mark.parametrize(
    ("question", "of_us"),
    [
        ("can we share", True),
        ("who helps us", True),
        ("¿podemos compartir?", True),
        ("what is a pillar", False),
        ("", False),
    ],
)
def test_somebody_asks_for_their_group(question: str, of_us: bool) -> None:
    assert is_of_us(question) == of_us
