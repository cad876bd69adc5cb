"""The guided sessions as data: pillars and their steps."""

from dataclasses import dataclass
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
    SYNTHESISE = "synthesise"
    DECIDE = "decide"
    ASSIGN = "assign"


@dataclass(frozen=True)
class Step:
    """One step of a script. ``id`` is permanent; ``draws_on`` names the gather steps it works from."""

    id: str
    kind: StepKind
    title: str
    ask: str
    help: str = ""
    minutes: int = 5
    draws_on: tuple[str, ...] = ()
    passage: str = ""


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
