"""The bot's words: complete in every language, plain, and all of them said somewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest
from textstat import textstat

from bot.content import load_content
from bot.domain.actions import ActionState
from bot.domain.attention import Wants
from bot.domain.charter import CharterFormat
from bot.domain.checkins import Report
from bot.domain.choices import BallotsBy, Secrecy
from bot.domain.contributions import Named, Recognised
from bot.domain.deciding import WrongSetting
from bot.domain.decisions import Choice, DecisionState, Missing, ObjectionState, ProposalState, Rule
from bot.domain.framework import PillarKey
from bot.domain.kept import ACTION, DECISION, KEPT_KINDS, fields_of
from bot.domain.library import Change, PlaceKind
from bot.domain.messages import Door
from bot.domain.people import Role, Seat
from bot.domain.progress import PillarState
from bot.domain.questions import Verdict
from bot.domain.records import Hardness, ParameterKind, RecordState
from bot.domain.registers import OF_RECORDS, UNDER_WAY
from bot.domain.sessions import Note, SessionState
from bot.domain.silences import Open
from bot.domain.voice import Voice
from bot.screening import EXACT, PRESIDIO, SHAPES
from bot.slack.ids import OFF, ON, Field
from bot.slack.views.deciding import HABITS, NUMBERS
from bot.slack.views.parts import BUTTON
from bot.slack.views.record_form import ANY_KIND, HINTED
from bot.slack.views.records import PRESSES
from bot.slack.views.setup import LANGS
from tests.content.uses import Use, form_labels, uses_in

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    file
    for folder in ("domain", "slack", "usecases")
    for file in sorted((ROOT / "bot" / folder).rglob("*.py"))
    if file.name != "voice.py"
]
VOICES = load_content(ROOT / "prompts").voices
ENGLISH, SPANISH = VOICES["en"], VOICES["es"]
USES = [use for file in CODE for use in uses_in(file)]

# The first message of a new channel, word for word as the product says it.
FIRST_WORDS = (
    "Hi, I'm Convener, an app. I help this group agree how to share data, and remember what it agreed. "
    "I save session replies, forms, and what you send me, not the other talk here. "
    "Please don't post clients' details. No commands needed: tap, or write @Convener and a question. "
    "You can pass on anything."
)
HARDEST_GRADE = 8.0
LEAST_EASE = 60.0
SENTENCE = 4  # words: what is shorter is a label
LONG = 15  # words: what is shorter cannot be graded by itself
TITLE = 24  # characters: Slack's limit for a form's title and its two buttons

ENGLISH_WORDS = frozenset("the and of with you your this that is are not for was it to in be".split())
TO_A_CHANNEL = (
    "session.", "step.", "synthesis.", "round.", "decision.", "finished.", "weekly.needed", "weekly.numbers",
    "weekly.need.", "proposal.who_may", "action.line", "action.noted", "record.noted", "record.line", "setup.announced",
)  # fmt: skip
SPOKEN_TO = {
    "en": frozenset({"you", "your", "yours"}),
    "es": frozenset({"tú", "tu", "tus", "te", "ti", "contigo", "usted", "ustedes"}),
}


def names(kinds: type[StrEnum]) -> tuple[str, ...]:
    return tuple(kind.value for kind in kinds)


# Why a file is refused, as it stands where it is refused.
REASONS = tuple(
    sorted(
        {
            reason
            for file in [*(ROOT / "bot").rglob("*.py")]
            for reason in re.findall(r'Unreadable\(\s*"(\w+)"', file.read_text("utf-8"))
        }
    )
)
# Keys that are put together from a value: what the value can be.
PEOPLE_FIELDS = (Field.FACILITATORS.value, Field.COMMUNITY_PARTNERS.value, Field.OBSERVERS.value)
SPECS = [(kind, spec) for kind in KEPT_KINDS for spec in fields_of(kind)]
LABELS = {f"any.{spec.name}" if spec.name in ANY_KIND else f"{kind}.{spec.name}" for kind, spec in SPECS}
CHOICES = {f"{type(one).__name__.casefold()}.{one}" for _, spec in SPECS for one in spec.choices}
STATES = {
    *names(RecordState),
    *(f"decision.{state}" for state in DecisionState),
    *(f"action.{state}" for state in (UNDER_WAY, *ActionState)),
}
FAMILIES: dict[str, Iterable[str]] = {
    "action.state.{}": names(ActionState),
    "check_in.ask.{}": ("blocked", "done", "dropped", "note"),
    "check_in.button.{}": names(Report),
    "choice.{}": names(Choice),
    "choice.ask.{}": names(Choice),
    "choice.meaning.{}": names(Choice),
    "contribute.{}": names(Named),
    "decision.state.{}": names(DecisionState),
    "lang.{}": LANGS,
    "nudges.{}": ("wants", "quiet_from", "quiet_to", "days_off", "away_until"),
    "nudges.wants_{}": names(Wants),
    "record.filter.{}": ("kind", "hardness", "state"),
    "library.change.{}": names(Change),
    "library.refused.{}": REASONS,
    "library.place.{}": tuple(kind.value for kind in PlaceKind if kind is not PlaceKind.NONE),
    "month.{}": tuple(str(month) for month in range(1, 13)),
    "not_decided.{}": names(Missing),
    "note.{}": names(Note),
    "note.session_{}": (SessionState.PAUSED.value, SessionState.ENDED.value),
    "pillar.{}": names(PillarKey),
    "pillar.state.{}": names(PillarState),
    "silence.about.{}": [f"{one}{place}" for one in Open for place in ("", "_private")],
    "silence.button.nudge_{}": names(Open),
    "silence.button.close_{}": names(Open),
    "status.{}": ("pillars", "undecided", "noted", "shifts", "unsigned"),
    "home.{}": ("positions", "actions", "reviews"),
    "home.date.{}": ("weekly", "action", "review"),
    "position.{}": names(Choice)[:4],
    "recognised.{}": names(Recognised),
    "round.ask.{}": names(Rule),
    "rounds.secrecy.{}": names(Secrecy)[1:],
    "rounds.ended.{}": ("rejected", "undecided"),
    "decide.seen.{}": names(Secrecy),
    "doors.{}": names(Door),
    "deciding.by.{}": names(BallotsBy),
    "deciding.{}": (*NUMBERS, *HABITS, OFF, ON),
    "deciding.{}_hint": HABITS,
    "seat.is.{}": names(Seat),
    "amend.kind.{}": ("amendment", "typo"),
    "objection.state.{}": names(ObjectionState),
    "refused.setting.{}": names(WrongSetting),
    "button.record_{}": tuple(PRESSES),
    "charter.format.{}": names(CharterFormat),
    "charter.column.{}": ("goal", "parameter", "decision", "action"),
    "button.capture_{}": (DECISION, ACTION),
    "capture.suggest.{}": (DECISION, ACTION),
    "record.choice.{}": CHOICES,
    "record.choice.hardness.{}": names(Hardness),
    "record.choice.parameterkind.{}": names(ParameterKind),
    "record.hint.{}": HINTED,
    "record.kind.{}": KEPT_KINDS,
    "record.label.{}": LABELS,
    "record.plural.{}": KEPT_KINDS,
    "record.problem.{}": ("empty", "soft", "scale", "number", "unclear"),
    "record.register.{}": OF_RECORDS,
    "record.state.{}": STATES,
    "round.missing.{}": names(Missing),
    "round.rule.{}": names(Rule),
    "round.state.{}": names(ProposalState),
    "screened.kind.{}": {kind for kind, _ in (*SHAPES, *EXACT, *PRESIDIO.values())},
    "setup.{}": (Field.TIME_ZONE.value, Field.LANG.value, *PEOPLE_FIELDS),
    "setup.{}_hint": PEOPLE_FIELDS,
    "verdict.{}": names(Verdict),
    "heard.{}": ("counted", "no", "yes"),
    "heard.role.{}": names(Role),
    "weekday.{}": tuple(str(day) for day in range(7)),
}


def keys_of(use: Use) -> Iterator[str]:
    """The keys that a use can mean: its own, or those of its family."""
    for key in use.keys:
        yield from (key.format(value) for value in FAMILIES[key]) if "{}" in key else (key,)


def forms(voice: Voice, key: str) -> list[str]:
    """A text, or both forms of a plural."""
    text = voice.texts[key]
    return [text] if isinstance(text, str) else list(text.values())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def needed(voice: Voice, key: str) -> set[str]:
    counted = set() if isinstance(voice.texts[key], str) else {"count"}
    return counted.union(*(fields(text) for text in forms(voice, key)))


def heard(text: str) -> str:
    """A text as it is read: without marks and commands, a value for each parameter, a line as a sentence."""
    plain = re.sub(r"`[^`]*`", "so", re.sub(r"\{\w+\}", "Rosa", text)).replace("*", "")
    lines = [line.strip() for line in re.split(r"\n| · ", plain)]
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in lines if line)


def sentences(voice: Voice, least: int) -> dict[str, str]:
    """The texts of so many words or more, as they are read."""
    told = {key: " ".join(heard(text) for text in forms(voice, key)[-1:]) for key in voice.texts}
    return {key: text for key, text in told.items() if len(text.split()) >= least}


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", re.sub(r"`[^`]*`|\{\w+\}", " ", text).casefold()))


def ease(texts: Iterable[str]) -> list[float]:
    """Fernández Huerta's ease of each Spanish text, from 0 (hard) to 100; 60 is the plain middle."""
    textstat.set_lang("es")
    try:
        return [float(textstat.fernandez_huerta(text)) for text in texts]
    finally:
        textstat.set_lang("en_US")


class TestEveryLanguage:
    def test_there_is_english_and_spanish(self) -> None:
        assert set(VOICES) == set(LANGS)

    @pytest.mark.parametrize("lang", sorted(set(VOICES) - {"en"}))
    def test_has_the_keys_that_english_has(self, lang: str) -> None:
        assert set(VOICES[lang].texts) == set(ENGLISH.texts)

    @pytest.mark.parametrize("key", sorted(ENGLISH.texts))
    def test_takes_the_same_parameters_in_the_same_places(self, key: str) -> None:
        for voice in VOICES.values():
            assert isinstance(voice.texts[key], Mapping) is isinstance(ENGLISH.texts[key], Mapping)
            assert needed(voice, key) == needed(ENGLISH, key), voice.lang

    @pytest.mark.parametrize("lang", sorted(VOICES))
    def test_every_text_says_something(self, lang: str) -> None:
        empty = [
            key
            for key in VOICES[lang].texts
            if not all(isinstance(one, str) and one.strip() for one in forms(VOICES[lang], key))
        ]
        assert empty == []

    @pytest.mark.parametrize("lang", sorted(VOICES))
    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_a_plural_can_be_said_of_any_number(self, lang: str, count: int) -> None:
        voice = VOICES[lang]
        for key, text in voice.texts.items():
            if not isinstance(text, str):
                values = dict.fromkeys(needed(voice, key), count)
                assert "{" not in voice.say(key, **values), key


class TestTheCode:
    def test_every_key_that_is_used_has_a_text(self) -> None:
        unknown = [(use.where, key) for use in USES for key in keys_of(use) if not ENGLISH.has(key)]
        assert unknown == []

    def test_every_text_is_used(self) -> None:
        used = {key for use in USES for key in keys_of(use)}
        assert sorted(set(ENGLISH.texts) - used) == []

    def test_every_family_of_keys_is_used(self) -> None:
        assert {key for use in USES for key in use.keys if "{}" in key} == set(FAMILIES)

    def test_every_use_fills_in_what_its_text_needs(self) -> None:
        lacking = [
            (use.where, key, sorted(needed(ENGLISH, key) - use.params))
            for use in USES
            if use.params is not None
            for key in keys_of(use)
            if not needed(ENGLISH, key) <= use.params
        ]
        assert lacking == []


class TestTheFirstMessage:
    def test_says_word_for_word_what_the_product_says(self) -> None:
        assert ENGLISH.say("welcome.text") == FIRST_WORDS

    def test_says_in_spanish_who_it_is_what_it_saves_and_that_nobody_must_answer(self) -> None:
        told = SPANISH.say("welcome.text")
        for part in ("Convener", "Guardo", "no publiquen datos", "No hacen falta comandos", "pasar"):
            assert part in told


class TestPlainWords:
    """Flesch-Kincaid counts words and syllables a sentence, so on a label it is chance.

    So all sentences of four words or more are graded together, and a text of fifteen words or more
    by itself as well. Both must reach the grade: an average alone could hide a hard one.
    """

    def test_english_reads_at_eighth_grade_or_below(self) -> None:
        told = " ".join(sentences(ENGLISH, SENTENCE).values())
        assert textstat.flesch_kincaid_grade(told) <= HARDEST_GRADE

    @pytest.mark.parametrize("key", sorted(sentences(ENGLISH, LONG)))
    def test_a_longer_english_text_does_by_itself(self, key: str) -> None:
        assert textstat.flesch_kincaid_grade(sentences(ENGLISH, LONG)[key]) <= HARDEST_GRADE

    def test_spanish_reads_with_ease(self) -> None:
        (together,) = ease([" ".join(sentences(SPANISH, SENTENCE).values())])
        assert together >= LEAST_EASE

    def test_a_longer_spanish_text_does_by_itself(self) -> None:
        told = sentences(SPANISH, LONG)
        eased = zip(told, ease(told.values()), strict=True)
        assert [(key, value) for key, value in eased if value < LEAST_EASE] == []

    def test_the_measure_can_tell_hard_from_plain(self) -> None:
        hard = "The facilitation of organisational collaboration necessitates consideration."
        dura = "La materialización institucional de la interoperabilidad presupone metodologías."
        assert textstat.flesch_kincaid_grade(hard) > HARDEST_GRADE
        assert ease([dura])[0] < LEAST_EASE


class TestSpanish:
    def test_no_sentence_is_the_same_as_in_english(self) -> None:
        same = [
            key
            for key in ENGLISH.texts
            if len(words_of(" ".join(forms(ENGLISH, key)))) > 3 and forms(ENGLISH, key) == forms(SPANISH, key)
        ]
        assert same == []

    @pytest.mark.parametrize("key", sorted(set(SPANISH.texts) - {"lang.en", "button.other_language"}))
    def test_no_english_word_is_left(self, key: str) -> None:
        assert words_of(" ".join(forms(SPANISH, key))) & ENGLISH_WORDS == set()


class TestInAChannel:
    @pytest.mark.parametrize("lang", sorted(VOICES))
    def test_nobody_is_spoken_to_as_you(self, lang: str) -> None:
        shown = [key for key in ENGLISH.texts if key.startswith(TO_A_CHANNEL)]
        spoken = {key: words_of(" ".join(forms(VOICES[lang], key))) & SPOKEN_TO[lang] for key in shown}
        assert {key: found for key, found in spoken.items() if found} == {}

    def test_each_kind_of_text_that_a_channel_sees_is_there(self) -> None:
        assert all(any(key.startswith(start) for key in ENGLISH.texts) for start in TO_A_CHANNEL)


class TestSlacksLimits:
    @pytest.mark.parametrize("lang", sorted(VOICES))
    def test_a_buttons_label_is_never_cut(self, lang: str) -> None:
        voice = VOICES[lang]
        titles = [voice.say(f"pillar.{pillar}") for pillar in PillarKey]
        labels = [
            text.format(title=title, n=9)
            for key in voice.texts
            if key.startswith("button.") or key in {f"choice.{choice}" for choice in Choice}
            for text in forms(voice, key)
            for title in titles
        ]
        assert [label for label in labels if len(label) > BUTTON] == []

    @pytest.mark.parametrize("lang", sorted(VOICES))
    def test_a_forms_title_and_its_buttons_fit(self, lang: str) -> None:
        keys = {key for file in CODE for use in form_labels(file) for key in keys_of(use)}
        assert "setup.title" in keys and "button.save" in keys
        texts = [text for key in keys for text in forms(VOICES[lang], key)]
        assert [text for text in texts if len(text) > TITLE] == []
