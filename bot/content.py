"""``prompts/`` to domain objects, with messages that a facilitator understands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from bot.domain.framework import Pillar, PillarKey, Step, StepKind
from bot.domain.voice import Voice

FALLBACK = "en"
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
    voices = {lang: load_voice(root / lang / "voice.yaml", lang) for lang in langs}
    pillars = {
        (pillar.key, lang): pillar for lang in langs for pillar in _pillars(root / lang / "pillars", lang)
    }
    return Content(voices, pillars)


def load_voice(file: Traversable, lang: str) -> Voice:
    """Read one language's texts."""
    return Voice(lang, dict(_flat(_yaml(file), "")))


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
            yield read_pillar(_yaml(file), file.name, lang)


def _yaml(file: Traversable) -> dict[str, Any]:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as wrong:
        raise ContentError(f"{file.name} cannot be read: {wrong}") from wrong
    if not isinstance(data, dict):
        raise ContentError(f"{file.name} holds no settings")
    return data


def read_pillar(data: Mapping[str, Any], name: str, lang: str) -> Pillar:
    """Turn a script into a pillar. Raises ContentError with what is wrong with it."""
    needed = ("pillar", "title", "question", "intro", "equity_check", "steps")
    lacking = [field for field in needed if not data.get(field)]
    if lacking:
        raise ContentError(f"{name} ({lang}) lacks: {', '.join(lacking)}")
    if data["pillar"] not in set(PillarKey):
        raise ContentError(f"{name} ({lang}): there is no pillar called {data['pillar']}")
    pillar = Pillar(
        key=PillarKey(data["pillar"]),
        lang=lang,
        title=data["title"],
        question=data["question"],
        intro=data["intro"],
        equity_check=data["equity_check"],
        steps=tuple(_step(step, name, lang) for step in data["steps"]),
        retired=tuple(data.get("retired", ())),
    )
    _check_steps(pillar, name)
    return pillar


def _step(data: Mapping[str, Any], name: str, lang: str) -> Step:
    lacking = [field for field in ("id", "kind", "title", "ask") if not data.get(field)]
    if lacking:
        raise ContentError(f"{name} ({lang}): step {data.get('id', '?')} lacks: {', '.join(lacking)}")
    if data["kind"] not in set(StepKind):
        known = ", ".join(StepKind)
        raise ContentError(
            f"{name} ({lang}): step {data['id']} is of the kind {data['kind']}; known: {known}"
        )
    return Step(
        id=data["id"],
        kind=StepKind(data["kind"]),
        title=data["title"],
        ask=data["ask"],
        help=data.get("help", ""),
        minutes=int(data.get("minutes", 5)),
        draws_on=tuple(data.get("draws_on", ())),
        passage=data.get("passage", ""),
    )


def _check_steps(pillar: Pillar, name: str) -> None:
    where = f"{name} ({pillar.lang})"
    ids = [step.id for step in pillar.steps]
    twice = {step_id for step_id in ids if ids.count(step_id) > 1}
    if twice:
        raise ContentError(f"{where}: two steps have the id {', '.join(sorted(twice))}")
    again = set(ids) & set(pillar.retired)
    if again:
        raise ContentError(f"{where}: a retired id is used again: {', '.join(sorted(again))}")
    for number, step in enumerate(pillar.steps):
        unknown = [source for source in step.draws_on if source not in ids[:number]]
        if unknown:
            raise ContentError(
                f"{where}: step {step.id} draws on {', '.join(unknown)}, which comes later or never"
            )
