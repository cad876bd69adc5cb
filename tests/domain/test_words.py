"""What people type is taken for what they mean: contributions, actions, commands, sentences, days."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import PeoplesDates
from bot.domain.actions import take_apart
from bot.domain.answers import Answer, Citation, Found, Passage, UnsupportedAnswer, check, compose
from bot.domain.contributions import THEMES_AT_MOST, Quote, draw_together
from bot.domain.framework import Mode
from bot.domain.grammar import meant_as_command, nearest, start_words, weekly_words
from bot.domain.sentences import sentences

TEXTS = st.text("abc dehou.,é\n", max_size=60)


class TestDrawingTogether:
    @settings(deadline=None)
    @given(st.lists(st.builds(Quote, TEXTS, st.sampled_from(["", "Mo", "Pia"])), max_size=25))
    def test_nothing_that_was_said_is_dropped_or_doubled(self, said: list[Quote]) -> None:
        themes = draw_together(said)
        drawn = [quote for theme in themes for quote in (theme.label, *theme.others)]
        assert sorted(drawn, key=repr) == sorted(said, key=repr)
        assert len(themes) <= THEMES_AT_MOST

    def test_the_same_things_said_in_other_words_stand_together(self) -> None:
        said = [
            Quote("Eviction filings reach us too late"),
            Quote("Nobody pays community partners for their time"),
            Quote("We hear of eviction filings too late to help"),
        ]
        largest, other = draw_together(said)
        assert {largest.label.text, *(one.text for one in largest.others)} == {said[0].text, said[2].text}
        assert other.label == said[1]

    def test_nothing_said_makes_no_themes(self) -> None:
        assert draw_together([]) == ()


class TestActions:
    @pytest.mark.parametrize(
        ("typed", "text", "user_id", "name", "due"),
        [
            ("share the file <@UDEV|dev> by next Friday", "share the file", "UDEV", None, "next Friday"),
            ("share the file @dev by Friday", "share the file", None, "dev", "Friday"),
            ("llamar a la corte @ana para el viernes", "llamar a la corte", None, "ana", "viernes"),
            ("write it down", "write it down", None, None, ""),
            ("tell @channel about it", "tell @channel about it", None, None, ""),
            ("mail ana@example.org", "mail ana@example.org", None, None, ""),
            ("read the book by Ben by Monday", "read the book by Ben", None, None, "Monday"),
        ],
    )
    def test_what_who_and_when(
        self, typed: str, text: str, user_id: str | None, name: str | None, due: str
    ) -> None:
        words, _ = take_apart(typed)
        assert (words.text, words.owner_user_id, words.owner_name, words.due_words) == (
            text,
            user_id,
            name,
            due,
        )

    def test_without_a_day_the_words_stay_whole(self) -> None:
        _, whole = take_apart("print the leaflet made by the youth group")
        assert whole.text == "print the leaflet made by the youth group"


class TestDays:
    MONDAY = date(2026, 11, 23)

    @pytest.mark.parametrize(
        ("words", "lang", "day"),
        [
            ("next Friday", "en", date(2026, 11, 27)),
            ("Friday", "en", date(2026, 11, 27)),
            ("tomorrow", "en", date(2026, 11, 24)),
            ("end of month", "en", date(2026, 11, 30)),
            ("December 5", "en", date(2026, 12, 5)),
            ("2026-12-05", "en", date(2026, 12, 5)),
            ("viernes", "es", date(2026, 11, 27)),
            ("el próximo viernes", "es", date(2026, 11, 27)),
            ("mañana", "es", date(2026, 11, 24)),
            ("fin de mes", "es", date(2026, 11, 30)),
            ("5 de diciembre", "es", date(2026, 12, 5)),
            ("January 5", "en", date(2027, 1, 5)),
        ],
    )
    def test_a_day_in_words(self, words: str, lang: str, day: date) -> None:
        assert PeoplesDates().read(words, self.MONDAY, lang) == day

    @pytest.mark.parametrize("words", ["the youth group", "4/5", "yesterday", "2020-01-01", "", "soon"])
    def test_what_names_no_day_or_two_is_none(self, words: str) -> None:
        assert PeoplesDates().read(words, self.MONDAY, "en") is None


class TestCommands:
    @pytest.mark.parametrize(
        "text",
        [
            *("next", "status", "Next", "start vision", "ask what is an MOU", "help", "pictures", "imágenes"),
            *("charter", "charter pdf", "actions open mine", "parameters data system", "data agreements"),
        ],
    )
    def test_a_mention_that_is_a_command(self, text: str) -> None:
        assert meant_as_command(text) is not None

    @pytest.mark.parametrize(
        "text",
        [
            *("next steps after an agreement?", "what is a pillar", "start with what?", "helpful resources"),
            *("data sharing agreements", "actions that fail", "charter of rights", "power to the people", ""),
        ],
    )
    def test_a_mention_that_is_a_question(self, text: str) -> None:
        assert meant_as_command(text) is None

    @pytest.mark.parametrize(
        ("typed", "meant"), [("decisons", "decisions"), ("strat", "start"), ("zzz", None)]
    )
    def test_an_unknown_one_has_a_nearest(self, typed: str, meant: str | None) -> None:
        assert nearest(typed) == meant or meant is None

    @pytest.mark.parametrize(
        ("rest", "pillar", "mode"),
        [
            ("vision", "vision", None),
            ("vision live", "vision", Mode.LIVE),
            ("shared vision async until Friday", "shared vision", Mode.ASYNC),
            ("vision until Friday", "vision", Mode.ASYNC),
            ("", "", None),
        ],
    )
    def test_what_to_start(self, rest: str, pillar: str, mode: Mode | None) -> None:
        assert start_words(rest) == (pillar, mode)

    @pytest.mark.parametrize(
        ("rest", "means"),
        [
            ("on", (True, None, None)),
            ("off", (False, None, None)),
            ("Monday 9:00", (True, 0, time(9))),
            ("miércoles", (True, 2, None)),
            ("someday", None),
            ("Monday 25:00", None),
            ("", None),
        ],
    )
    def test_when_the_week_is_told(self, rest: str, means: object) -> None:
        assert weekly_words(rest) == means


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("One. Two.", ["One.", "Two."]),
            ("See e.g. the law. It helps.", ["See e.g. the law.", "It helps."]),
            ("Under 42 C.F.R. Part 2 it holds.", ["Under 42 C.F.R. Part 2 it holds."]),
            ("It is **hard** to [move](x). So?", ["It is hard to move.", "So?"]),
            ("- one\n- two", ["one", "two"]),
            ("Broken over\ntwo lines. End.", ["Broken over two lines.", "End."]),
            ("", []),
        ],
    )
    def test_text_to_sentences(self, text: str, parts: list[str]) -> None:
        assert sentences(text) == parts


class TestAnswers:
    HARD = Passage(
        "en/p#hard", "en/p", "Parameters", "Hard and soft", "A hard one stays. A soft one can move. It rains."
    )
    LAW = Passage(
        "en/l#ferpa",
        "en/l",
        "FERPA",
        "What it covers",
        "It covers schools. This is not legal advice: ask counsel.",
    )

    def found(self, passage: Passage, overlap: float = 1.0, similarity: float | None = 0.8) -> Found:
        return Found(passage, 1.0, overlap, similarity)

    def test_it_takes_the_sentences_that_the_question_asks_for(self) -> None:
        answer = compose("what is a soft one", "en", [self.found(self.HARD)])
        assert answer.text == "A hard one stays. [1] A soft one can move. [1]"

    def test_law_is_told_with_its_notice(self) -> None:
        assert "not legal advice" in compose("what does ferpa cover", "en", [self.found(self.LAW)]).text

    def test_what_is_far_from_the_question_is_declined_with_near_topics(self) -> None:
        answer = compose("who won the cup", "en", [self.found(self.HARD, 0.1, 0.1)])
        assert (answer.declined, answer.text) == (True, "")
        assert answer.suggestions == ("Parameters: Hard and soft",)

    def test_nothing_found_is_declined(self) -> None:
        assert compose("who won the cup", "en", []).declined

    def test_an_answer_that_cites_what_is_not_there_is_no_answer(self) -> None:
        one = Citation(1, self.HARD, 1.0)
        for text in ("No source.", "A wrong one. [2]"):
            with pytest.raises(UnsupportedAnswer):
                check(Answer("?", text, "en", citations=(one,)))
