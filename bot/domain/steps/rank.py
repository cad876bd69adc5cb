"""Dots: each member spreads a few over the options; a ballot may change until the step is left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OPTIONS_AT_MOST = 10
PICK_SEPARATOR = " "


@dataclass(frozen=True)
class RankBallot:
    """The dots of one participant: ``picks`` are ids of options, one a dot."""

    id: str
    coalition_id: str
    session_id: str
    step_id: str
    participant_id: str
    picks: str
    version: int = 0

    @property
    def dots(self) -> tuple[str, ...]:
        """Return the option of each dot."""
        return tuple(self.picks.split(PICK_SEPARATOR)) if self.picks else ()


@dataclass(frozen=True)
class Option:
    """Something to choose from."""

    id: str
    text: str


@dataclass(frozen=True)
class Ranked:
    """An option with its dots, and how many people gave it one."""

    option: Option
    dots: int = 0
    people: int = 0


def picks(chosen: Iterable[str], options: Sequence[Option], dots: int) -> str:
    """Return what a ballot holds. Dots on unknown options, and those beyond ``dots``, are left out."""
    known = {option.id for option in options}
    return PICK_SEPARATOR.join([one for one in chosen if one in known][:dots])


def totals(options: Sequence[Option], ballots: Iterable[RankBallot]) -> tuple[Ranked, ...]:
    """Return the options with their dots, most dots first; equals stand in the order of the options."""
    dots: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for ballot in ballots:
        dots.update(ballot.dots)
        people.update(set(ballot.dots))
    ranked = [Ranked(option, dots[option.id], people[option.id]) for option in options]
    return tuple(sorted(ranked, key=lambda one: (-one.dots, -one.people)))
