"""Words and questions of daily talk: what says little, what passages say otherwise, what no page answers.

``LANG.yaml`` holds words, ``LANG-english.yaml`` what they are in English. ``LANG-outside.txt`` holds, one a line,
questions that sound like talk of a coalition and that no page answers: of one case, one office or one day; of tools,
prices, services, techniques and the world at large.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.retrieval.terms import STOP, WORD, plain, stem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Everyday:
    """``common`` are stems that say little; ``alike`` tells the stems that passages say for a stem.

    ``words`` are all that are listed.
    """

    common: frozenset[str] = frozenset()
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class English:
    """What phrases (the longest first), words and stems of another language, without accents, are in English."""

    phrases: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    stems: Mapping[str, str] = field(default_factory=dict)


@cache
def everyday(lang: str) -> Everyday:
    """Return what is listed for a language; nothing where nobody listed it."""
    told = _told(f"{lang}.yaml")
    if not told:
        return Everyday()
    common = told["everyday"].split()
    alike = {word: others.split() for word, others in told["alike"].items()}
    return Everyday(
        frozenset(stem(word, lang) for word in common),
        {stem(word, lang): tuple(stem(one, lang) for one in others) for word, others in alike.items()},
        frozenset((*common, *alike)),
    )


@cache
def outside(lang: str) -> tuple[str, ...]:
    """Return the questions of a language that no page answers; none where nobody listed them."""
    return tuple(_read(f"{lang}-outside.txt").splitlines())


@cache
def english(lang: str) -> English:
    """Return what is listed of a language in English; nothing where nobody listed it."""
    told = _told(f"{lang}-english.yaml")
    if not told:
        return English()
    stems: dict[str, str] = {}
    for word, other in told["words"].items():
        stems.setdefault(stem(word, lang), other)
    return English(told["phrases"], told["words"], stems)


def in_english(question: str, lang: str) -> str:
    """Return a question's content in English words: for a page, or a model, that knows English alone.

    Phrases go before words, words before their stems; what nobody listed stays, since names and short forms are the
    same. Nothing where nothing is listed of the language.
    """
    known = english(lang)
    if not known.words:
        return ""
    told = f" {' '.join(WORD.findall(plain(question)))} "
    for phrase, other in known.phrases.items():
        told = told.replace(f" {phrase} ", f" {other} ")
    words = (word for word in told.split() if word not in STOP[lang])
    return " ".join(known.words.get(word) or known.stems.get(stem(word, lang), word) for word in words)


def _told(name: str) -> dict[str, Any]:
    return LOADER(_read(name)).get_single_data() or {}


def _read(name: str) -> str:
    file = files(__name__) / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""
