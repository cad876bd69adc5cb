"""The bot's words, people's words, and accounts named within them."""

from dataclasses import fields, is_dataclass
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actions import take_apart
from bot.domain.contributions import Quote, Theme, draw_together
from bot.domain.forms import Form
from bot.domain.grammar import BARE, KNOWN, Typed, meant_as_command, nearest, read, start_words, weekly_words
from bot.domain.mentions import with_names
from bot.domain.messages import Message, Say
from bot.domain.sentences import sentences, unmarked
from bot.domain.voice import Voice

ANY = st.text(max_size=80)
TALK = st.text("abcdefgh é.,\n", max_size=40)


class TestVoice:
    VOICE = Voice("en", {"hi": "Hi {name}!", "n": {"one": "{count} thing", "other": "{count} things"}})

    @pytest.mark.parametrize(("count", "said"), [(0, "0 things"), (1, "1 thing"), (2, "2 things")])
    def test_one_and_more_are_told_apart(self, count: int, said: str) -> None:
        assert self.VOICE.say("n", count=count) == said

    @pytest.mark.parametrize("name", ["{name}", "{0}", "{", "}{", "%s", "{name.__class__}"])
    def test_braces_in_peoples_words_are_words(self, name: str) -> None:
        assert self.VOICE.say("hi", name=name) == f"Hi {name}!"

    def test_a_missing_text_or_parameter_is_told(self) -> None:
        for key in ("no", "hi", "n"):
            with pytest.raises(KeyError):
                self.VOICE.say(key)
        assert (self.VOICE.has("hi"), self.VOICE.has("no")) == (True, False)


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("ask <@UMO> and <@UPIA>", "ask @mo and @pia"),
            ("<@UMO><@UMO>", "@mo@mo"),
            ("mo@example.org, <@umo>, <#C1>, <!channel>", "mo@example.org, <@umo>, <#C1>, <!channel>"),
            ("", ""),
        ],
    )
    def test_accounts_stand_by_name_and_nothing_else_changes(self, text: str, told: str) -> None:
        assert with_names(text, lambda user_id: user_id.removeprefix("U").casefold()) == told

    def test_a_name_that_looks_like_an_account_is_not_looked_up_again(self) -> None:
        assert with_names("<@UMO>", lambda _: "<@UPIA>") == "@<@UPIA>"


class TestMessages:
    def test_a_sentence_is_the_same_whatever_the_order_of_its_parameters(self) -> None:
        assert Say.of("k", a=1, b="2") == Say.of("k", b="2", a=1)

    @pytest.mark.parametrize("kind", get_args(Message), ids=lambda kind: kind.__name__)
    def test_every_message_is_a_value(self, kind: type) -> None:
        assert is_dataclass(kind)
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]

    @pytest.mark.parametrize("kind", get_args(Form), ids=lambda kind: kind.__name__)
    def test_every_form_to_fill_in_knows_the_channel_that_it_was_opened_from(self, kind: type) -> None:
        names = [field.name for field in fields(kind)]
        assert names[0] == "channel_id" if kind.__name__.endswith("Form") else "channel_id" not in names


class TestDrawingTogether:
    @settings(deadline=None)
    @given(st.lists(st.builds(Quote, TALK), max_size=20), st.integers(1, 7))
    def test_the_same_words_make_the_same_themes_the_largest_first(
        self, said: list[Quote], at_most: int
    ) -> None:
        themes = draw_together(said, at_most)
        assert themes == draw_together(tuple(said), at_most)
        sizes = [1 + len(theme.others) for theme in themes]
        assert sizes == sorted(sizes, reverse=True)
        assert sum(sizes) == len(said)
        assert len(themes) <= at_most

    def test_what_was_said_twice_is_counted_twice(self) -> None:
        twice = Quote("Rents rise too fast")
        assert draw_together([twice, twice]) == (Theme(twice, (twice,)),)

    def test_of_equals_the_first_said_comes_first(self) -> None:
        said = [Quote("Apples"), Quote("Bicycles"), Quote("Courtrooms")]
        assert [theme.label for theme in draw_together(said)] == said


class TestActions:
    @given(ANY)
    def test_any_words_are_taken_apart_and_the_whole_loses_no_word_but_the_owner(self, typed: str) -> None:
        split, whole = take_apart(typed)
        assert whole.due_words == ""
        assert (split.owner_user_id, split.owner_name) == (whole.owner_user_id, whole.owner_name)
        left = " ".join(typed.split())
        if whole.owner_name is None and whole.owner_user_id is None:
            assert whole.text == left
        assert whole.text.startswith(split.text)
        assert whole.text.endswith(split.due_words)

    @pytest.mark.parametrize(
        "word", ["by", "before", "until", "para el", "antes de", "antes del", "hasta", "BY"]
    )
    def test_a_day_follows_these_words(self, word: str) -> None:
        split, _ = take_apart(f"call the court {word} Friday")
        assert (split.text, split.due_words) == ("call the court", "Friday")

    def test_the_owner_is_the_first_who_is_named(self) -> None:
        split, _ = take_apart("<@UMO> calls <@UPIA> by Friday")
        assert (split.owner_user_id, split.text) == ("UMO", "calls <@UPIA>")
        assert split.others == ()

    @pytest.mark.parametrize("between", [" ", ", ", " and ", " y ", " & "])
    def test_several_side_by_side_own_it_together(self, between: str) -> None:
        split, _ = take_apart(f"call the court <@UMO>{between}<@UPIA> by Friday")
        assert (split.owner_user_id, split.others) == ("UMO", (("UPIA", None),))
        assert (split.text, split.due_words) == ("call the court", "Friday")


class TestCommands:
    @pytest.mark.parametrize(
        ("text", "command", "rest"),
        [
            ("", "", ""),
            ("  NEXT ", "next", ""),
            ("ask  What is it? ", "ask", "What is it?"),
            ("ask\nWhat is it?", "ask", "What is it?"),
            ("start\tvision", "start", "vision"),
            ("start\u00a0vision", "start", "vision"),
        ],
    )
    def test_the_first_word_is_the_command(self, text: str, command: str, rest: str) -> None:
        assert read(text) == Typed(command, rest)

    @given(ANY)
    def test_whatever_is_typed_is_read(self, text: str) -> None:
        typed = read(text)
        assert nearest(typed.command) in KNOWN
        assert meant_as_command(text) in (None, typed)
        start_words(typed.rest)
        weekly_words(typed.rest)

    @pytest.mark.parametrize("command", sorted(KNOWN))
    def test_a_known_command_is_nearest_to_itself_and_to_a_slip_of_the_finger(self, command: str) -> None:
        assert nearest(command) == command
        assert nearest(f"{command}x") == command

    @pytest.mark.parametrize("command", sorted(BARE))
    def test_a_bare_command_with_more_words_is_a_question(self, command: str) -> None:
        assert meant_as_command(command) == Typed(command)
        assert meant_as_command(f"{command} of what we agreed") is None


class TestSentences:
    @settings(deadline=None)
    @given(st.text("abcA é.!?¿()\"'*_-\n[]1`", max_size=60))
    def test_no_word_is_lost(self, text: str) -> None:
        def letters(words: str) -> list[str]:
            return [sign for sign in words if sign.isalpha()]

        assert letters(" ".join(sentences(text))) == letters(unmarked(text))

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("Dr. Ana Ruiz leads. She asks.", ["Dr. Ana Ruiz leads.", "She asks."]),
            ("Vea p.ej. La Ley. ¿Sirve?", ["Vea p.ej. La Ley.", "¿Sirve?"]),
            ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
            ("(It is soft.) It moves.", ["(It is soft.)", "It moves."]),
            ("It costs 1.5 million. Yes!", ["It costs 1.5 million.", "Yes!"]),
        ],
    )
    def test_what_only_looks_like_an_end_is_none(self, text: str, parts: list[str]) -> None:
        assert sentences(text) == parts
