"""The guided sessions as data: pillars and their steps."""

from dataclasses import dataclass, replace
from enum import StrEnum


class PillarKey(StrEnum):
    """The five pillars of the data collaboration framework."""

    VISION = "vision"
    PARAMETERS = "parameters"
    POWER = "power"
    DATA = "data"
    ACTION = "action"


class Mode(StrEnum):
    """How a session is held: in one sitting, or spread over days."""

    LIVE = "live"
    ASYNC = "async"


class StepKind(StrEnum):
    """What a step asks of the group."""

    EXPLAIN = "explain"
    GATHER = "gather"
    RANK = "rank"
    SYNTHESISE = "synthesise"
    RECORD = "record"
    DECIDE = "decide"
    CHECK = "check"
    ASSIGN = "assign"


MOST_DOTS = 5


@dataclass(frozen=True)
class Step:
    """One step of a script. ``id`` is permanent; ``draws_on`` names the earlier steps it works from.

    ``records`` is the kind of record that its form adds, ``choices`` are options by their permanent id,
    ``when`` holds what must be on record for the step to be walked (``parameter.hardness`` equals ``soft``),
    ``dots`` is how many dots each member spreads. ``moves_on``: over days it moves on at its deadline by itself.
    """

    id: str
    kind: StepKind
    title: str
    ask: str
    help: str = ""
    minutes: int = 5
    draws_on: tuple[str, ...] = ()
    passage: str = ""
    records: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    when: tuple[tuple[str, str], ...] = ()
    equity_check: str = ""
    dots: int = 3
    moves_on: bool = True


Facts = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Pillar:
    """A guided session: one pillar's script in one language."""

    key: PillarKey
    lang: str
    title: str
    question: str
    intro: str
    equity_check: str
    steps: tuple[Step, ...]
    retired: tuple[str, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """Return a step by its id, or None if the script has no such step (any more)."""
        return next((step for step in self.steps if step.id == step_id), None)

    def number(self, step_id: str) -> int:
        """Return the place of a step, counted from 1; 0 if it isn't there."""
        return next((n for n, step in enumerate(self.steps, 1) if step.id == step_id), 0)

    def after(self, step_id: str) -> Step | None:
        """Return the step that follows, or None at the end."""
        n = self.number(step_id)
        return self.steps[n] if n < len(self.steps) else None

    def before(self, step_id: str) -> Step | None:
        """Return the step that comes before, or None at the start."""
        n = self.number(step_id)
        return self.steps[n - 2] if n > 1 else None

    @property
    def minutes(self) -> int:
        """The time the whole session is planned for."""
        return sum(step.minutes for step in self.steps)

    def walked(self, facts: Facts, *at: str) -> "Pillar":
        """Return the script with only the steps that what is on record asks for; the steps ``at`` stay in any case."""
        kept = tuple(step for step in self.steps if step.id in at or facts.issuperset(step.when))
        return replace(self, steps=kept) if len(kept) < len(self.steps) else self
