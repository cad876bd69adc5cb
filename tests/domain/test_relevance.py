"""What was found is about the question, or only sounds like it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.passages import Found, Passage
from bot.domain.relevance import is_about, is_of_one_case

PAGE = Passage("en/p#a", "en/p", "Page", "Stipend", "A stipend is pay.", questions=("What is a stipend?",))
OWN = replace(PAGE, questions=())
SHARES = st.floats(0, 1)


def found(passage: Passage = PAGE, **told: float | None) -> Found:
    return Found(passage, 1.0, **{"similarity": 0.5, **told})  # type: ignore[arg-type]


def test_a_question_much_like_a_way_of_asking_is_enough() -> None:
    assert is_about(found(asked=0.95, outside=0.9))


def test_what_is_nearer_to_questions_that_no_page_answers_is_not_about_it() -> None:
    assert is_about(found(overlap=0.8, asked=0.7, outside=0.3))
    assert not is_about(found(overlap=0.8, asked=0.7, outside=0.7))


@given(SHARES, SHARES, SHARES, SHARES)
def test_a_nearer_way_of_asking_never_makes_a_passage_less_apt(
    overlap: float, asked: float, outside: float, nearer: float
) -> None:
    one = found(overlap=overlap, asked=asked, outside=outside)
    assert not is_about(one) or is_about(replace(one, asked=max(asked, nearer)))


@pytest.mark.parametrize(
    ("question", "of_one_case"),
    [
        ("what was the stipend last month", True),
        ("who is our data steward", True),
        ("which software handles stipends", True),
        ("when did stipends begin", True),
        ("cuánto cuesta un estipendio", True),
        ("quién firmó el acuerdo", True),
        ("when is a stipend right", False),
        ("who decides on stipends", False),
        ("cuándo conviene un estipendio", False),
    ],
)
def test_a_page_does_not_tell_of_one_case(question: str, of_one_case: bool) -> None:
    assert is_of_one_case(question, found(asked=0.6)) == of_one_case


def test_a_coalition_s_own_text_may_tell_of_one_case() -> None:
    assert not is_of_one_case("what was the stipend last month", found(OWN))


def test_a_way_of_asking_that_names_a_case_is_answered() -> None:
    assert not is_of_one_case("what was the stipend last month", found(asked=0.97))
