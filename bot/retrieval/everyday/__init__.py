"""Words and questions of daily talk: what says little, what passages say otherwise, what no page answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from bot.retrieval.terms import STOP, WORD, plain, stem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Everyday:
    """``common`` are stems that say little; ``alike`` tells the stems that passages say for a stem.

    ``words`` are all that are listed, ``outside`` the questions that no page answers, and ``english`` what words
    and phrases are called in English.
    """

    common: frozenset[str] = frozenset()
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()
    english: Mapping[str, str] = field(default_factory=dict)


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
        told.get("phrases", {}) | told.get("english", {}),
    )


def in_english(question: str, lang: str) -> str:
    """Return a question's content in English words, for a page that is there in English alone.

    Phrases go before words; a word that nobody listed stays, since names and short forms are the same.
    """
    told = " ".join(WORD.findall(plain(question)))
    known, stop = {plain(word): other for word, other in everyday(lang).english.items()}, STOP[lang]
    for phrase in (one for one in known if " " in one):
        told = told.replace(phrase, known[phrase])
    return " ".join(known.get(word, word) for word in told.split() if word not in stop)
