"""An answer says what its passages say, with a mark for each sentence; or it says that it has nothing."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers import (
    CITED,
    NEAR_TOPICS,
    SHORT,
    Answer,
    Citation,
    Found,
    Passage,
    UnsupportedAnswer,
    check,
    compose,
    is_about,
)
from bot.domain.sentences import sentences

WORDS = ("data", "share", "home", "family", "agree", "rent", "court", "school", "trust", "law")
SAID = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(
        lambda words: f"{' '.join(words).capitalize()}."
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
SHARES = st.floats(0, 1)


@st.composite
def found(draw: st.DrawFn) -> list[Found]:
    return [
        Found(
            Passage(f"en/p#{n}", "en/p", f"Page {n}", f"Heading {n}", draw(SAID)),
            score=draw(st.floats(0.01, 1)),
            overlap=draw(SHARES),
            similarity=draw(st.none() | st.floats(-1, 1)),
        )
        for n in range(draw(st.integers(0, 6)))
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), found())
def test_every_sentence_stands_in_the_passage_that_its_mark_names(question: str, hits: list[Found]) -> None:
    answer = compose(question, "en", hits)
    if answer.declined:
        assert not any(is_about(question, one) for one in hits[:3])
        assert (answer.text, answer.citations) == ("", ())
        assert len(answer.suggestions) == min(NEAR_TOPICS, len(hits))
        return
    pieces = re.findall(r"(.+?) \[(\d+)\](?: |$)", answer.text)
    assert "".join(f"{line} [{n}] " for line, n in pieces).strip() == answer.text
    for line, n in pieces:
        assert line in sentences(answer.citations[int(n) - 1].passage.text)
    assert len({line for line, _ in pieces}) <= 3
    assert len(answer.citations) <= CITED
    assert [cited.n for cited in answer.citations] == [*range(1, len(answer.citations) + 1)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), found())
def test_the_same_question_gets_the_same_answer(question: str, hits: list[Found]) -> None:
    assert compose(question, "en", hits) == compose(question, "en", list(hits))


@settings(deadline=None)
@given(found())
def test_an_answer_is_short(hits: list[Found]) -> None:
    text = re.sub(r"\[\d+\]", "", compose("data", "en", hits).text)
    assert len(text.split()) <= SHORT


@given(found(), SHARES, st.none() | st.floats(-1, 1))
def test_more_words_or_a_nearer_meaning_never_make_a_passage_less_apt(
    hits: list[Found], more: float, nearer: float | None
) -> None:
    for one in (hit for hit in hits if is_about("data", hit)):
        assert is_about("data", replace(one, overlap=max(one.overlap, more)))
        if one.similarity is not None and nearer is not None:
            assert is_about("data", replace(one, similarity=max(one.similarity, nearer)))


@pytest.mark.parametrize(
    ("overlap", "similarity", "about"),
    [(0.0, 0.95, True), (1.0, 0.5, True), (0.0, 0.0, False), (0.0, None, False), (1.0, None, True)],
)
def test_a_passage_is_about_a_question_by_meaning_by_words_or_by_both(
    overlap: float, similarity: float | None, about: bool
) -> None:
    passage = Passage("en/p#a", "en/p", "Page", "Heading", "Text.")
    assert is_about("data", Found(passage, 1.0, overlap, similarity)) == about


def hit(text: str, *, similarity: float = 0.9, score: float = 1.0, name: str = "a") -> Found:
    return Found(Passage(f"en/p#{name}", "en/p", "Page", name, text), score, 1.0, similarity)


def test_a_passage_that_is_about_it_goes_before_a_first_one_that_is_not() -> None:
    answer = compose("rent", "en", [hit("Cats purr.", similarity=0.0), hit("Rents rise.", name="b")])
    assert answer.text == "Rents rise. [1]"
    assert answer.citations[0].passage.heading == "b"


def test_a_second_source_is_drawn_on_only_where_it_is_nearly_as_good_and_says_something_new() -> None:
    best, other = hit("Rents rise."), "Courts are full. "
    assert "[2]" in compose("rent", "en", [best, hit(other, score=0.7, name="b")]).text
    assert "[2]" not in compose("rent", "en", [best, hit(other, score=0.69, name="b")]).text
    assert "[2]" not in compose("rent", "en", [best, hit("Rents rise.", name="b")]).text


@pytest.mark.parametrize("notice", ["This is not legal advice: ask counsel.", "Esto no es asesoría legal."])
def test_the_notice_of_a_cited_law_is_told_once_and_last(notice: str) -> None:
    hits = [hit(f"{notice} It covers schools."), hit(f"It covers clinics. {notice}", name="b")]
    text = compose("schools", "en", hits).text
    assert text.count(notice) == 1
    assert text.index(notice) > text.index("It covers schools.")


def test_a_passage_that_is_nothing_but_a_notice_can_be_told() -> None:
    notice = "This is not legal advice."
    assert notice in compose("legal", "en", [hit(notice)]).text


def test_brackets_in_a_passage_are_no_marks_of_ours() -> None:
    answer = compose("cite", "en", [hit("See note [7] of the act. It helps.")])
    assert "It helps" in answer.text


@pytest.mark.parametrize("text", ["Said. [0]", "Said. [1] More. [3]", "Said.", ""])
def test_an_answer_with_a_mark_of_nothing_or_without_a_mark_is_none(text: str) -> None:
    one = Citation(1, hit("Said.").passage, 1.0)
    with pytest.raises(UnsupportedAnswer):
        check(Answer("?", text, "en", citations=(one,)))


def test_a_declined_answer_needs_no_mark() -> None:
    check(Answer("?", "", "en", declined=True))


@pytest.mark.parametrize(
    "notice", ["This is no legal advice.", "This is not legal advice: ask.", "Esto no es asesoría legal."]
)
def test_a_notice_is_no_sentence_to_answer_with(notice: str) -> None:
    text = compose("legal advice", "en", [hit(f"It covers schools. {notice} Schools keep records.")]).text
    assert text.index(notice) > text.index("Schools keep records.")


def test_a_sentence_that_leans_on_the_one_before_comes_with_it() -> None:
    said = "Rents rise. A court can help. It hears tenants who were put out."
    assert compose("who hears tenants", "en", [hit(said)]).text == (
        "Rents rise. [1] A court can help. [1] It hears tenants who were put out. [1]"
    )


def test_what_does_not_fit_is_left_out_whole() -> None:
    long = f"A court can help {'very ' * 80}much."
    text = compose("who hears tenants", "en", [hit(f"Rents rise here, too. {long} It hears tenants.")]).text
    assert text == "Rents rise here, too. [1]"


def side(heading: str, text: str, score: float) -> Found:
    return Found(Passage(f"en/p#{heading}", "en/p", "Page", heading, text), score, 1.0, 0.9)


@pytest.mark.parametrize(
    "question", ["lease vs licence", "difference between a lease and a licence", "a lease or a licence?"]
)
def test_a_comparison_draws_on_both_sides(question: str) -> None:
    hits = [
        side("Papers", "A home needs papers.", 1.0),
        side("Lease", "A lease is for a home.", 0.9),
        side("Licence", "A licence is for a visit.", 0.2),
    ]
    answer = compose(question, "en", hits)
    assert answer.text == "A lease is for a home. [1] A licence is for a visit. [2]"
    assert [cited.passage.heading for cited in answer.citations] == ["Lease", "Licence", "Papers"]


def test_where_one_passage_holds_both_sides_it_stays_first() -> None:
    hits = [side("Lease or licence", "They differ.", 1.0), side("Lease", "A lease is for a home.", 0.9)]
    assert compose("lease vs licence", "en", hits).citations[0].passage.heading == "Lease or licence"
