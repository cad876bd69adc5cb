"""Words and questions of daily talk: what says little, what passages say otherwise, what no page answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from bot.retrieval.terms import stem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Everyday:
    """``common`` are stems that say little; ``alike`` tells the stems that passages say for a stem.

    ``words`` are all that are listed, and ``outside`` the questions that no page answers.
    """

    common: frozenset[str] = frozenset()
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()


@cache
def everyday(lang: str) -> Everyday:
    """Return what is listed for a language; nothing where nobody listed it."""
    file = files(__name__) / f"{lang}.yaml"
    if not file.is_file():
        return Everyday()
    told = LOADER(file.read_text(encoding="utf-8")).get_single_data()
    common = told["everyday"].split()
    alike = {word: others.split() for word, others in told["alike"].items()}
    return Everyday(
        frozenset(stem(word, lang) for word in common),
        {stem(word, lang): tuple(stem(one, lang) for one in others) for word, others in alike.items()},
        frozenset((*common, *alike)),
        tuple(told["outside"]),
    )
