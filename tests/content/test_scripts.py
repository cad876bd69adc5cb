"""The guided sessions' scripts: alike in both languages, and a broken one is refused in plain words."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pytest
import yaml
from textstat import textstat

from bot.content import ContentError, load_content, read_pillar
from bot.domain.framework import Pillar, PillarKey, Step, StepKind
from bot.retrieval.passages import load_passages

ROOT = Path(__file__).resolve().parents[2]
CONTENT = load_content(ROOT / "prompts")
PASSAGES = {passage.id: passage for passage in load_passages(ROOT / "knowledge")}
SCRIPTS = [pytest.param(one, id=f"{one.lang}-{one.key}") for one in CONTENT.pillars.values()]
LANGS = sorted(CONTENT.voices)

HARDEST_GRADE = 8.0
LEAST_EASE = 60.0
LIVE_AT_LEAST, LIVE_AT_MOST = 45, 90  # minutes in one sitting
MOST_ON_RECORD = {("parameter.hardness", "soft"), ("sharing_profile.purpose", "operations")}
SECTION = 3000  # characters: Slack's limit for a paragraph


def prose(script: Pillar) -> str:
    """All that a group reads of a script, each piece as a sentence."""
    said = [script.question, script.intro, script.equity_check]
    for step in script.steps:
        said += [f"{step.title}.", step.ask, step.help, step.equity_check]
        said += [f"{text}." for _, text in step.choices]
    return " ".join(text for text in said if text)


def shape(step: Step) -> tuple[object, ...]:
    """What does not depend on the language; a passage stands in each language's own library."""
    ids = tuple(key for key, _ in step.choices)
    passage = step.passage.partition("/")[2]
    return (step.id, step.kind, step.minutes, step.draws_on, passage, step.records, step.when, step.dots, ids)


def script() -> dict[str, Any]:
    """A small script that is right."""
    return {
        "pillar": "vision",
        "title": "A small vision",
        "question": "Where to?",
        "intro": "We begin.",
        "equity_check": "Who is missing?",
        "retired": ["old"],
        "steps": [
            {"id": "hello", "kind": "explain", "title": "Hello", "ask": "Welcome."},
            {"id": "ideas", "kind": "gather", "title": "Ideas", "ask": "What do we want?"},
            {
                "id": "together",
                "kind": "synthesise",
                "title": "Together",
                "ask": "So?",
                "draws_on": ["ideas"],
            },
        ],
    }


WRITTEN = """pillar: vision
title: A small vision
question: Where to?
intro: We begin.
equity_check: Who is missing?
steps:
  - id: hello
    title: Hello
    ask: Welcome.
    kind: explain
  - id: ideas
    title: Ideas
    ask: What do we want?
    kind: gather
  - {id: together, title: Together, ask: So?, kind: synthesise, draws_on: [ideas]}
"""


def folder(at: Path, text: str, lang: str = "en") -> Traversable:
    """A folder of words whose only script is this text."""
    pillars = at / lang / "pillars"
    pillars.mkdir(parents=True)
    (at / lang / "voice").mkdir()
    (at / lang / "voice" / "common.yaml").write_text("lang: {en: English}", "utf-8")
    (pillars / "small.yaml").write_text(text, "utf-8")
    return at


def refusal(data: dict[str, Any]) -> str:
    with pytest.raises(ContentError) as refused:
        read_pillar(data, "small.yaml", "en")
    return str(refused.value)


class TestTheScripts:
    @pytest.mark.parametrize("key", CONTENT.available())
    def test_a_script_has_the_same_steps_in_every_language(self, key: PillarKey) -> None:
        shapes = {
            lang: [shape(step) for step in one.steps]
            for (pillar, lang), one in CONTENT.pillars.items()
            if pillar == key
        }
        assert sorted(shapes) == LANGS
        assert all(shape == shapes["en"] for shape in shapes.values())

    @pytest.mark.parametrize("key", CONTENT.available())
    def test_no_text_was_left_in_english(self, key: PillarKey) -> None:
        english, spanish = CONTENT.pillars[key, "en"], CONTENT.pillars[key, "es"]
        pairs = [(one, other) for one, other in zip(english.steps, spanish.steps, strict=True)]
        same = [one.id for one, other in pairs if one.title == other.title or one.ask == other.ask]
        same += [one.id for one, other in pairs if one.help and one.help == other.help]
        assert same == []
        assert all(bool(one.help) is bool(other.help) for one, other in pairs)

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_a_live_session_fits_into_one_sitting(self, script: Pillar) -> None:
        live = script.walked(frozenset({("session.mode", "live"), *MOST_ON_RECORD}))
        assert LIVE_AT_LEAST <= live.minutes <= LIVE_AT_MOST

    def test_the_vision_takes_an_hour_as_it_should_feel(self) -> None:
        live = CONTENT.pillars[PillarKey.VISION, "en"].walked(frozenset({("session.mode", "live")}))
        assert [step.minutes for step in live.steps] == [5, 12, 12, 6, 8, 12, 5]

    def test_there_is_a_script_for_each_pillar(self) -> None:
        assert CONTENT.available() == tuple(PillarKey)

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_a_script_gathers_draws_together_decides_and_hands_out_work(self, script: Pillar) -> None:
        always = {StepKind.EXPLAIN, StepKind.GATHER, StepKind.SYNTHESISE, StepKind.DECIDE, StepKind.ASSIGN}
        assert {step.kind for step in script.steps} >= always

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_a_passage_that_a_step_points_to_can_be_opened(self, script: Pillar) -> None:
        linked = [step.passage for step in script.steps if step.passage]
        assert linked
        assert [passage for passage in linked if passage not in PASSAGES] == []

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_a_step_is_short_enough_for_one_message(self, script: Pillar) -> None:
        assert [step.id for step in script.steps if len(step.title) + len(step.ask) > SECTION] == []

    def test_english_reads_at_eighth_grade_or_below(self) -> None:
        for key in CONTENT.available():
            assert textstat.flesch_kincaid_grade(prose(CONTENT.pillars[key, "en"])) <= HARDEST_GRADE

    def test_spanish_reads_with_ease(self) -> None:
        textstat.set_lang("es")
        try:
            eased = [
                textstat.fernandez_huerta(prose(CONTENT.pillars[key, "es"])) for key in CONTENT.available()
            ]
        finally:
            textstat.set_lang("en_US")
        assert all(value >= LEAST_EASE for value in eased)


class TestABrokenScript:
    def test_a_right_one_is_read(self) -> None:
        pillar = read_pillar(script(), "small.yaml", "en")
        assert [step.id for step in pillar.steps] == ["hello", "ideas", "together"]

    def test_an_unknown_kind_is_refused_with_the_kinds_that_exist(self) -> None:
        data = script()
        data["steps"][1]["kind"] = "dance"
        told = refusal(data)
        assert "small.yaml" in told and "ideas" in told and "dance" in told
        assert all(kind in told for kind in StepKind)

    @pytest.mark.parametrize("field", ["title", "ask", "kind"])
    def test_a_step_that_lacks_something_is_refused(self, field: str) -> None:
        data = script()
        del data["steps"][1][field]
        told = refusal(data)
        assert "small.yaml" in told and "ideas" in told and f"{field} is missing" in told

    def test_an_id_that_is_there_twice_is_refused(self) -> None:
        data = script()
        data["steps"][1]["id"] = "hello"
        told = refusal(data)
        assert "small.yaml" in told and "two steps have the id hello" in told

    def test_a_retired_id_is_not_used_again(self) -> None:
        data = script()
        data["steps"][0]["id"] = "old"
        told = refusal(data)
        assert "small.yaml" in told and "old" in told

    @pytest.mark.parametrize("source", ["ideals", "together"])
    def test_a_step_draws_only_on_steps_before_it(self, source: str) -> None:
        data = script()
        data["steps"][2]["draws_on"] = [source]
        told = refusal(data)
        assert "small.yaml" in told and f"step together draws on {source}" in told

    @pytest.mark.parametrize("field", ["pillar", "title", "question", "intro", "equity_check", "steps"])
    def test_a_script_that_lacks_something_is_refused(self, field: str) -> None:
        data = script()
        del data[field]
        assert refusal(data) == f"small.yaml (en): {field} is missing"

    @pytest.mark.parametrize(
        ("field", "value", "says"),
        [
            ("minutes", "ten", "minutes must be a whole number"),
            ("minutes", -3, "minutes must be 1 or more"),
            ("kind", ["gather"], "kind is ['gather']; known: "),
            ("title", 3, "title must be a text"),
            ("ask", "", "ask is empty"),
            ("draws_on", "hello", "draws_on must be a list"),
            ("minuts", 3, "minuts is no field that is known here"),
        ],
    )
    def test_a_slip_of_the_pen_is_told_with_step_and_field(
        self, field: str, value: object, says: str
    ) -> None:
        data = script()
        data["steps"][1][field] = value
        assert refusal(data).startswith(f"small.yaml (en): step ideas: {says}")

    def test_steps_that_are_no_list_of_steps_are_refused(self) -> None:
        assert refusal({**script(), "steps": "hello"}) == "small.yaml (en): steps must be a list"
        told = refusal({**script(), "steps": ["hello"]})
        assert told == "small.yaml (en): step 1: it must have fields, such as id and title"

    def test_a_field_without_a_value_is_as_good_as_left_out(self) -> None:
        assert read_pillar({**script(), "retired": None}, "small.yaml", "en").retired == ()

    def test_an_unknown_pillar_is_refused(self) -> None:
        told = refusal({**script(), "pillar": "vibes"})
        assert "small.yaml" in told and "vibes" in told


class TestABrokenFile:
    def test_a_right_one_is_loaded_from_its_folder(self, tmp_path: Path) -> None:
        content = load_content(folder(tmp_path, yaml.safe_dump(script())))
        assert content.available() == (PillarKey.VISION,)

    @pytest.mark.parametrize("text", ["steps: [", "title: a: b", "\tpillar: vision"])
    def test_what_is_no_yaml_is_refused_by_the_files_name(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(ContentError, match=r"small\.yaml \(en\) cannot be read"):
            load_content(folder(tmp_path, text))

    @pytest.mark.parametrize(
        ("before", "after", "says"),
        [
            ("kind: gather", "kind: gahter", "step ideas: kind is gahter; known: 'explain', 'gather'"),
            (
                "    ask: What",
                "    minutes: ten\n    ask: What",
                "step ideas: minutes must be a whole number",
            ),
            ("[ideas]", "[ideals]", "step together draws on ideals, which comes later or never"),
            ("    title: Ideas", "   title: Ideas", "cannot be read: line 12: this line or the one before"),
            ("ask: What", "ask: Now: what", "cannot be read: line 13: a text with a colon in it"),
            ("ask: Welcome.", "ask: *Welcome*", "cannot be read: line 9: a text that begins with *"),
            ("[ideas]", "[ideas", "cannot be read: line 15: a bracket is opened and not closed"),
            ("intro: We begin.", 'intro: "We begin.', "cannot be read: line 4: a quotation mark is opened"),
            ("    ask: Welcome.", "\task: Welcome.", "cannot be read: line 9: a line begins with a tab"),
            ("id: ideas", "id: hello", "two steps have the id hello"),
            ("title: A small vision\n", "", "title is missing"),
            ("kind: gather", "kind: record\n    records: gaol", "step ideas: records is gaol; known: goal"),
            ("kind: gather", "kind: rank\n    dots: 30", "step ideas: dots must be 5 or less"),
        ],
    )
    def test_a_slip_in_a_file_is_told_with_its_line_or_step(
        self, tmp_path: Path, before: str, after: str, says: str
    ) -> None:
        assert WRITTEN.count(before) >= 1
        with pytest.raises(ContentError) as refused:
            load_content(folder(tmp_path, WRITTEN.replace(before, after, 1)))
        told = str(refused.value)
        assert told.startswith("small.yaml (en)") and says in told
        assert "\n" not in told and "mapping" not in told and "token" not in told

    @pytest.mark.parametrize("text", ["", "just words", "[a, list]"])
    def test_what_holds_no_settings_is_refused_by_the_files_name(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(ContentError, match=r"small\.yaml \(en\) holds no settings"):
            load_content(folder(tmp_path, text))

    def test_the_refusal_names_the_language(self, tmp_path: Path) -> None:
        data = script()
        data["steps"][0]["kind"] = "dance"
        with pytest.raises(ContentError, match=r"small\.yaml \(es\): step hello"):
            load_content(folder(tmp_path, yaml.safe_dump(data), "es"))

    def test_a_text_that_stands_in_two_files_is_refused(self, tmp_path: Path) -> None:
        root = folder(tmp_path, yaml.safe_dump(script()))
        (tmp_path / "en" / "voice" / "more.yaml").write_text("lang: {en: Englisch}", "utf-8")
        with pytest.raises(ContentError, match=r"more\.yaml \(en\) says lang\.en, which another file says"):
            load_content(root)

    def test_a_language_without_a_voice_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "en").mkdir()
        with pytest.raises(ContentError, match=r"the folder voice \(en\) is missing"):
            load_content(tmp_path)
