"""What people say in a session, and how it is drawn together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST = 2000
THEMES_AT_MOST = 7
SHARED_AT_LEAST = 0.2
DETACHED_FROM = 8  # people with a ballot: among fewer, words alone tell who it was

_WORD = re.compile(r"[^\W\d_]{4,}")


class Named(StrEnum):
    """Whether a contribution is shown with its name. *Confidential*: the record alone knows who it was.

    *Detached*: nobody can find out, not with the record either; it can't be changed or taken back.
    """

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    DETACHED = "detached"


@dataclass(frozen=True)
class Contribution:
    """What one participant said to one step. ``message_ts`` is the reply it came from, if any.

    A detached one has no ``participant_id``, and no time of its own: it bears the moment at which its session began,
    and stands among the others by its id, which tells nothing of when it came.
    """

    id: str
    coalition_id: str
    session_id: str
    step_id: str
    participant_id: str
    text: str
    said_at: datetime
    named: Named = Named.NAMED
    message_ts: str | None = None
    withdrawn: bool = False
    version: int = 0


@dataclass(frozen=True)
class Quote:
    """Words as they were said; ``name`` is empty where they are shown without one."""

    text: str
    name: str = ""


@dataclass(frozen=True)
class Theme:
    """Contributions that speak of the same thing, labelled by the most typical of them."""

    label: Quote
    others: tuple[Quote, ...] = ()


class Recognised(StrEnum):
    """What somebody says to *Did I get this right?*"""

    YES = "yes"
    MISSING = "missing"
    NOT_MEANT = "not_meant"


@dataclass(frozen=True)
class SynthesisCheck:
    """One participant's word on a synthesis; the last one counts."""

    id: str
    coalition_id: str
    session_id: str
    step_id: str
    participant_id: str
    word: Recognised
    version: int = 0


def draw_together(
    quotes: Sequence[Quote], at_most: int = THEMES_AT_MOST, shared_at_least: float = SHARED_AT_LEAST
) -> tuple[Theme, ...]:
    """Group contributions by the words they share; none is dropped, the largest theme first."""
    groups = groups_of([quote.text for quote in quotes], at_most=at_most, shared_at_least=shared_at_least)
    return tuple(Theme(quotes[group[0]], tuple(quotes[n] for n in group[1:])) for group in groups)


def groups_of(
    texts: Sequence[str],
    *,
    at_least: int = 1,
    at_most: int = THEMES_AT_MOST,
    shared_at_least: float = SHARED_AT_LEAST,
) -> tuple[tuple[int, ...], ...]:
    """Return the places of texts that speak of the same thing, the most typical first in each group.

    Groups join while the nearest two share that part of their words on average, or while there are
    more groups than ``at_most``; never to fewer than ``at_least``. Equals stand as they were said.
    """
    words = [_words(text) for text in texts]
    groups = _joined(words, at_least, at_most, shared_at_least)
    groups.sort(key=lambda group: (-len(group), min(group)))
    return tuple(_typical_first(sorted(group), words) for group in groups)


def _joined(words: Sequence[frozenset[str]], at_least: int, at_most: int, least: float) -> list[list[int]]:
    """Join groups by average linkage, so that one chance word does not chain all."""
    groups = {n: [n] for n in range(len(words))}
    like = {(a, b): _shared(words[a], words[b]) for a in groups for b in range(a + 1, len(words))}
    while like and len(groups) > at_least:
        a, b = max(like, key=like.__getitem__)
        if like.pop((a, b)) < least and len(groups) <= at_most:
            break
        for other in groups.keys() - {a, b}:
            gone = like.pop(_pair(b, other))
            kept = like[_pair(a, other)] * len(groups[a]) + gone * len(groups[b])
            like[_pair(a, other)] = kept / (len(groups[a]) + len(groups[b]))
        groups[a] += groups.pop(b)
    return list(groups.values())


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in _WORD.findall(text.casefold()))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _typical_first(group: list[int], words: Sequence[frozenset[str]]) -> tuple[int, ...]:
    typical = max(group, key=lambda n: (sum(_shared(words[n], words[m]) for m in group), -n))
    return (typical, *(n for n in group if n != typical))
