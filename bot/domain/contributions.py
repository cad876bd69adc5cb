"""What people say in a session, and how it is drawn together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST = 2000
THEMES_AT_MOST = 7
SHARED_AT_LEAST = 0.2

_WORD = re.compile(r"[^\W\d_]{4,}")


class Named(StrEnum):
    """Whether a contribution carries a name. *Confidential*: the facilitator may see who it was."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True)
class Contribution:
    """What one participant said to one step. ``message_ts`` is the reply it came from, if any."""

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
class Theme:
    """Contributions that speak of the same thing, labelled by the most typical of them."""

    label: str
    texts: tuple[str, ...]


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


def draw_together(texts: Sequence[str], at_most: int = THEMES_AT_MOST) -> tuple[Theme, ...]:
    """Group contributions by the words they share; none is dropped, the largest theme first.

    Texts join while the nearest two groups share a fifth of their words, or while there are
    more groups than ``at_most``. The order of equals is the order in which they were said.
    """
    groups = [[n] for n in range(len(texts))]
    words = [_words(text) for text in texts]
    while len(groups) > 1:
        likeness, left, right = max(
            (_likeness(groups[a], groups[b], words), -a, -b)
            for a in range(len(groups))
            for b in range(a + 1, len(groups))
        )
        if likeness < SHARED_AT_LEAST and len(groups) <= at_most:
            break
        groups[-left] += groups.pop(-right)
    groups.sort(key=lambda group: (-len(group), min(group)))
    return tuple(_theme(sorted(group), texts, words) for group in groups)


def _words(text: str) -> Counter[str]:
    return Counter(word[:6] for word in _WORD.findall(text.casefold()))


def _likeness(one: list[int], other: list[int], words: Sequence[Counter[str]]) -> float:
    """Average over the pairs (average linkage), so that one chance word does not chain all."""
    return sum(_shared(words[a], words[b]) for a in one for b in other) / (len(one) * len(other))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    smaller = min(len(one), len(other))
    return len(one.keys() & other.keys()) / smaller if smaller else 0.0


def _theme(group: list[int], texts: Sequence[str], words: Sequence[Counter[str]]) -> Theme:
    typical = max(group, key=lambda n: (sum(_shared(words[n], words[m]) for m in group), -n))
    return Theme(label=texts[typical], texts=tuple(texts[n] for n in group))
