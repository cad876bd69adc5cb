"""Contributions drawn together into themes: a draft, what the facilitator makes of it, and what came later.

No contribution is ever dropped: what the facilitator puts nowhere stands in a theme of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.contributions import Contribution, Quote, groups_of

THEMES_AT_LEAST = 2
MANY = 12
MARK = 8  # characters at an id's end, which are drawn at random
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class DrawnTheme:
    """One theme as the facilitator let it stand: ids of contributions; without ``text`` the first one labels it."""

    id: str
    coalition_id: str
    session_id: str
    step_id: str
    number: int
    text: str
    members: str
    version: int = 0

    @property
    def draws(self) -> tuple[str, ...]:
        """Return the ids of the contributions it was drawn from."""
        return tuple(self.members.split())


@dataclass(frozen=True)
class Draft:
    """A theme before it is shown: its wording (none: the first contribution labels it), and what it is drawn from."""

    text: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Numbered:
    """A contribution as the facilitator sees it in the form, which remembers whose number it is."""

    number: int
    id: str
    quote: Quote


def numbered(said: Sequence[Contribution], quotes: Mapping[str, Quote]) -> tuple[Numbered, ...]:
    """Number contributions in the order in which they were said; withdrawn ones keep their number and are not shown."""
    return tuple(
        Numbered(number, one.id, quotes[one.id]) for number, one in enumerate(said, 1) if not one.withdrawn
    )


def drafted(sources: Sequence[Numbered]) -> tuple[Draft, ...]:
    """Group contributions by likeness: at most seven themes, at least two for a dozen contributions or more."""
    least = THEMES_AT_LEAST if len(sources) >= MANY else 1
    groups = groups_of([one.quote.text for one in sources], at_least=least)
    return tuple(Draft("", tuple(sources[n].id for n in group)) for group in groups)


def marks_of(sources: Sequence[Numbered]) -> tuple[str, ...]:
    """Return what tells which contribution each number means, from 1 on; nothing where a number has none."""
    ends = {one.number: _mark(one.id) for one in sources}
    return tuple(ends.get(number, "") for number in range(1, max(ends, default=0) + 1))


def as_marked(sources: Sequence[Numbered], marks: Sequence[str]) -> tuple[Numbered, ...]:
    """Return contributions with the numbers that they had in the form; what came since has none of them."""
    numbers = {mark: number for number, mark in enumerate(marks, 1) if mark}
    return tuple(replace(one, number=numbers.get(_mark(one.id), 0)) for one in sources)


def _mark(contribution_id: str) -> str:
    return contribution_id[-MARK:]


def edited(rows: Sequence[tuple[str, str]], sources: Sequence[Numbered]) -> tuple[Draft, ...]:
    """Return the themes of the form: each row is a wording and the numbers of its contributions.

    A number counts in the first row that has it. What stands in no row, or has no number, becomes a theme without
    wording of its own.
    """
    ids = {one.number: one.id for one in sources if one.number}
    taken: set[str] = set()
    drafts = []
    for text, numbers in rows:
        wanted = dict.fromkeys(ids[n] for n in map(int, _NUMBER.findall(numbers)) if n in ids)
        members = tuple(one for one in wanted if one not in taken)
        taken.update(members)
        if members:
            drafts.append(Draft(text.strip(), members))
    left = tuple(one.id for one in sources if one.id not in taken)
    return (*drafts, Draft("", left)) if left else tuple(drafts)
