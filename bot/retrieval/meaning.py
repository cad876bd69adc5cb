"""A question by its meaning, and how near it is to the ways in which people ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.retrieval.shelf import OUTSIDE, Near

# A passage is asked for in several ways: so many are looked at, to find a hundred passages.
WAYS = 400
# What the second nearest way of asking counts beside the nearest; .1 to .4 were as good.
BY_SECOND = 0.2


@dataclass(frozen=True)
class Meaning:
    """A question as a vector, the index that it is looked for in, and how near it is to ways of asking."""

    index: Near
    vector: Sequence[float]

    @cached_property
    def asked(self) -> dict[str, float]:
        """Passages by the cosine of the nearest way to ask for them."""
        return {key: cosines[0] for key, cosines in self._near_ways.items() if key != OUTSIDE}

    @property
    def asked_twice(self) -> dict[str, float]:
        """The same, with a part of the second nearest: one way may be near by chance."""
        ways = {key: self._near_ways[key][:2] for key in self.asked}
        return {key: (1 - BY_SECOND) * near[0] + BY_SECOND * near[-1] for key, near in ways.items()}

    @property
    def outside(self) -> float:
        """The cosine of the nearest question that no page answers; where many are nearer, that of the last of them."""
        ways = self._near_ways
        return ways.get(OUTSIDE, min(ways.values(), default=[0.0]))[0]

    @cached_property
    def _near_ways(self) -> dict[str, list[float]]:
        near: dict[str, list[float]] = {}
        for key, cosine in self.index.search_asked(self.vector, WAYS):
            near.setdefault(key, []).append(cosine)
        return near
