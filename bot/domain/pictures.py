"""What pictures show, as plain values: pillars over time, actions by state, voices by group."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SMALLEST_GROUP = 5
MOST_GROUPS = 20
MARKS = 4


@dataclass(frozen=True)
class Span:
    """A pillar's session from its first to its last day."""

    first: date
    last: date


@dataclass(frozen=True)
class PillarRow:
    """One pillar: when it was worked on, and when something was agreed in it. ``state`` is in words."""

    name: str
    state: str
    sessions: tuple[Span, ...] = ()
    agreed: tuple[date, ...] = ()


@dataclass(frozen=True)
class PillarTimeline:
    """The five pillars over time. ``days``: the marked days, in words; ``legend``: words for a session, for agreed."""

    title: str
    rows: tuple[PillarRow, ...]
    days: tuple[tuple[date, str], ...]
    legend: tuple[str, str]
    alt_text: str


@dataclass(frozen=True)
class Bars:
    """Counts by name, the order given."""

    title: str
    bars: tuple[tuple[str, int], ...]
    alt_text: str


Picture = PillarTimeline | Bars


@dataclass(frozen=True)
class Drawn:
    """A picture as a file. ``alt_text`` says what it shows to whoever cannot see it."""

    name: str
    content: bytes
    alt_text: str


def shown_groups(group_of: Mapping[str, str], spoke: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return how many of each group spoke, the largest first; groups of fewer than five people are left out.

    ``group_of`` names each participant's group, ``spoke`` are the participants who said something.
    """
    sizes = Counter(group_of.values())
    heard = Counter(group_of[person] for person in set(spoke) if person in group_of)
    shown = [(group, heard[group]) for group, size in sizes.items() if size >= SMALLEST_GROUP]
    return tuple(sorted(shown, key=lambda one: (-one[1], one[0])))[:MOST_GROUPS]


def days_of(rows: Sequence[PillarRow], today: date) -> tuple[date, date]:
    """Return the first and the last day that a timeline has to show; today is always within."""
    spans = [span for row in rows for span in row.sessions]
    agreed = [day for row in rows for day in row.agreed]
    return min([today, *(span.first for span in spans), *agreed]), max(
        [today, *(span.last for span in spans)]
    )


def marked_days(rows: Sequence[PillarRow], today: date) -> tuple[date, ...]:
    """Return the days to be marked below a timeline, evenly from its first to its last."""
    first, last = days_of(rows, today)
    return tuple(sorted({first + (last - first) * n // MARKS for n in range(MARKS + 1)}))
