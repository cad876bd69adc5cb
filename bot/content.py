"""``prompts/`` to domain objects, with messages that a facilitator understands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.domain.framework import MOST_DOTS, Mode, Pillar, PillarKey, Step, StepKind
from bot.domain.record_fields import asked
from bot.domain.records import RecordKind
from bot.domain.voice import Voice

FALLBACK = "en"
# The same safe loader, faster where libyaml is there.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLURAL = {"one", "other"}


class ContentError(Exception):
    """A text or script is wrong; the message says where and what, in plain words."""


@dataclass(frozen=True)
class Content:
    """All voices and scripts."""

    voices: Mapping[str, Voice]
    pillars: Mapping[tuple[PillarKey, str], Pillar]

    def pillar(self, key: PillarKey, lang: str) -> Pillar | None:
        """Return a pillar's script in that language, or in English, or None if there is none yet."""
        return self.pillars.get((key, lang)) or self.pillars.get((key, FALLBACK))

    def available(self) -> tuple[PillarKey, ...]:
        """Return the pillars that have a script, in the framework's order."""
        return tuple(key for key in PillarKey if (key, FALLBACK) in self.pillars)


def load_content(root: Traversable) -> Content:
    """Read every language's folder. Raises ContentError on the first thing that is wrong."""
    langs = sorted(folder.name for folder in root.iterdir() if folder.is_dir())
    voices = {lang: _voice(root / lang / "voice", lang) for lang in langs}
    pillars = {
        (pillar.key, lang): pillar for lang in langs for pillar in _pillars(root / lang / "pillars", lang)
    }
    return Content(voices, pillars)


def load_voice(file: Traversable, lang: str) -> Voice:
    """Read one file of texts."""
    return Voice(lang, dict(_flat(_yaml(file, lang), "")))


def _voice(folder: Traversable, lang: str) -> Voice:
    """Read one language's texts, a file a feature. A key that stands in two files is refused."""
    if not folder.is_dir():
        raise ContentError(f"the folder voice ({lang}) is missing")
    texts: dict[str, str | Mapping[str, str]] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        added = load_voice(file, lang).texts
        twice = sorted(texts.keys() & added.keys())
        if twice:
            raise ContentError(f"{file.name} ({lang}) says {twice[0]}, which another file says, too")
        texts.update(added)
    return Voice(lang, texts)


def _flat(tree: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping) and set(value) != PLURAL:
            yield from _flat(value, f"{key}.")
        else:
            yield key, value


def _pillars(folder: Traversable, lang: str) -> Iterator[Pillar]:
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            yield read_pillar(_yaml(file, lang), file.name, lang)


def _yaml(file: Traversable, lang: str) -> dict[str, Any]:
    try:
        data = LOADER(file.read_text(encoding="utf-8")).get_single_data()
    except yaml.YAMLError as wrong:
        raise ContentError(f"{file.name} ({lang}) cannot be read: {_slip(wrong)}") from wrong
    except (OSError, UnicodeDecodeError) as wrong:
        raise ContentError(f"{file.name} ({lang}) cannot be read: {wrong}") from wrong
    if not isinstance(data, dict):
        raise ContentError(f"{file.name} ({lang}) holds no settings")
    return data


TOO_FAR = "this line or the one before begins too far left or right, or a quotation mark is missing"
QUOTE = "a quotation mark is opened and not closed"
BRACKET = "a bracket is opened and not closed"
SLIPS = {
    "mapping values": "a text with a colon in it must stand in quotation marks, or the line begins too far right",
    "expected key": TOO_FAR,
    "expected '-'": TOO_FAR,
    "expected <block end>": TOO_FAR,
    "cannot start any token": "the line has a sign that can't stand there; put the text in quotation marks",
    "tab character": "a line begins with a tab; use spaces",
    "alphabetic or numeric": "a text that begins with * or & must stand in quotation marks",
    "unexpected end": QUOTE,
    "expected node": BRACKET,
    "expected ',' or ']'": BRACKET,
}


def _slip(wrong: yaml.YAMLError) -> str:
    """Return where the file can't be read, and what is mostly the reason."""
    problem = str(getattr(wrong, "problem", ""))
    told = next((said for slip, said in SLIPS.items() if slip in problem), problem or str(wrong))
    opened = "context_mark" if told in (QUOTE, BRACKET) else "problem_mark"
    mark = getattr(wrong, opened, None)
    return f"line {mark.line + 1}: {told}" if mark is not None else told


class _Written(BaseModel):
    """What somebody wrote by hand: a misspelt name is an error, a name without a value is as good as left out."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {name: value for name, value in data.items() if value is not None}


SAID = {
    "missing": "is missing",
    "extra_forbidden": "is no field that is known here",
    "model_type": "must have fields, such as id and title",
    "list_type": "must be a list",
    "int_type": "must be a whole number",
    "string_type": "must be a text",
    "string_too_short": "is empty",
    "too_short": "is empty",
    "greater_than_equal": "must be 1 or more",
    "dict_type": "must be a list of ids with their texts",
    "bool_parsing": "must be true or false",
}
Text = Annotated[str, Field(strict=True, min_length=1)]


class _Step(_Written):
    id: Text
    kind: StepKind
    title: Text
    ask: Text
    help: Annotated[str, Field(strict=True)] = ""
    minutes: Annotated[int, Field(strict=True, ge=1, le=240)] = 5
    draws_on: list[Text] = []
    passage: Annotated[str, Field(strict=True)] = ""
    records: Annotated[str, Field(strict=True)] = ""
    choices: dict[Text, Text] = {}
    when: dict[Text, Text] = {}
    equity_check: Annotated[str, Field(strict=True)] = ""
    dots: Annotated[int, Field(strict=True, ge=1, le=MOST_DOTS)] = 3
    moves_on: bool = True

    def step(self) -> Step:
        """Return the step as the engine takes it."""
        plain = self.model_dump(exclude={"draws_on", "choices", "when"})
        return Step(
            **plain,
            draws_on=tuple(self.draws_on),
            choices=tuple(self.choices.items()),
            when=tuple(self.when.items()),
        )


class _Script(_Written):
    pillar: PillarKey
    title: Text
    question: Text
    intro: Text
    equity_check: Text
    steps: Annotated[list[_Step], Field(min_length=1)]
    retired: list[Text] = []


def read_pillar(data: Mapping[str, Any], name: str, lang: str) -> Pillar:
    """Turn a script into a pillar. Raises ContentError with what is wrong with it."""
    where = f"{name} ({lang})"
    try:
        script = _Script.model_validate(data)
    except ValidationError as wrong:
        raise ContentError(f"{where}: {_in_words(wrong.errors()[0], data)}") from wrong
    pillar = Pillar(
        key=script.pillar,
        lang=lang,
        title=script.title,
        question=script.question,
        intro=script.intro,
        equity_check=script.equity_check,
        steps=tuple(step.step() for step in script.steps),
        retired=tuple(script.retired),
    )
    _check_steps(pillar, where)
    return pillar


def _in_words(error: Any, data: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors as a sentence that names the step and the field."""
    place = [str(part) for part in error["loc"]]
    step = ""
    if place[:1] == ["steps"] and len(place) > 1:
        written = data["steps"][int(place[1])]
        known = written.get("id") if isinstance(written, Mapping) else None
        step, place = f"step {known or int(place[1]) + 1}: ", place[2:]
    field = place[0] if place else "it"
    if error["type"] == "less_than_equal":
        return f"{step}{field} must be {error['ctx']['le']} or less"
    if error["type"] == "enum":
        return f"{step}{field} is {error['input']}; known: {error['ctx']['expected']}"
    return f"{step}{field} {SAID.get(error['type'], error['msg'])}"


def _check_steps(pillar: Pillar, where: str) -> None:
    ids = [step.id for step in pillar.steps]
    twice = {step_id for step_id in ids if ids.count(step_id) > 1}
    if twice:
        raise ContentError(f"{where}: two steps have the id {', '.join(sorted(twice))}")
    again = set(ids) & set(pillar.retired)
    if again:
        raise ContentError(f"{where}: a retired id is used again: {', '.join(sorted(again))}")
    for number, step in enumerate(pillar.steps):
        wrong = _wrong_with(step)
        if wrong:
            raise ContentError(f"{where}: step {step.id}: {wrong}")
        unknown = [source for source in step.draws_on if source not in ids[:number]]
        if unknown:
            raise ContentError(
                f"{where}: step {step.id} draws on {', '.join(unknown)}, which comes later or never"
            )


def _wrong_with(step: Step) -> str:
    """Return what keeps a step from being walked, in plain words; empty where nothing does."""
    kinds = ", ".join(RecordKind)
    if step.kind is StepKind.RECORD and step.records not in set(RecordKind):
        return f"records is {step.records or 'missing'}; known: {kinds}"
    if step.kind is not StepKind.RECORD and step.records:
        return "records stands only in a step of the kind record"
    if step.kind is StepKind.RANK and not (step.draws_on or step.choices):
        return "a step of the kind rank needs choices, or draws_on"
    if step.kind is StepKind.SYNTHESISE and not step.draws_on:
        return "a step of the kind synthesise needs draws_on"
    return next((told for name, value in step.when if (told := _wrong_condition(name, value))), "")


def _wrong_condition(name: str, value: str) -> str:
    """A condition names a field of a record that is chosen from a list, and one of its choices."""
    kind, _, field = name.partition(".")
    if name == "session.mode":
        return "" if value in set(Mode) else f"when asks for {name} to be {value}; known: {', '.join(Mode)}"
    if kind not in set(RecordKind):
        return f"when looks at {name}; a kind of record stands before the dot: {', '.join(RecordKind)}"
    choices = {spec.name: spec.choices for spec in asked(RecordKind(kind)) if spec.choices}
    if field not in choices:
        return f"when looks at {name}; fields with choices: {', '.join(choices) or 'none'}"
    if value not in choices[field]:
        return f"when asks for {name} to be {value}; known: {', '.join(choices[field])}"
    return ""
