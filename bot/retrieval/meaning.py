"""A question by its meaning, and how near it is to the ways in which people ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.retrieval.shelf import OUTSIDE, Near

# A passage is asked for in several ways: so many are looked at, to find a hundred passages.
WAYS = 400
# What the second nearest way of asking counts beside the nearest; .1 to .4 were as good.
BY_SECOND = 0.2
# What all ways of asking for a passage together count beside the nearest; .5 was as good while tuning.
BY_ALL = 0.3


@dataclass(frozen=True)
class Meaning:
    """A question as a vector, the index that it is looked for in, and how near it is to ways of asking.

    ``lang`` is the language that it was read in: the question's own, or English where no model knows that.
    """

    index: Near
    vector: Sequence[float]
    lang: str

    @cached_property
    def asked(self) -> dict[str, float]:
        """Passages by the cosine of the nearest way to ask for them."""
        return {key: cosines[0] for key, cosines in self._near_ways.items() if key != OUTSIDE}

    @property
    def asked_in_all(self) -> dict[str, float]:
        """The same, with a part of the second nearest, and of all together: one way may be near by chance."""
        ways = {key: self._near_ways[key][:2] for key in self.asked}
        twice = {key: (1 - BY_SECOND) * near[0] + BY_SECOND * near[-1] for key, near in ways.items()}
        return {
            key: (1 - BY_ALL) * near + BY_ALL * self._sounding.get(key, near) for key, near in twice.items()
        }

    @property
    def outside(self) -> float:
        """The cosine of the nearest question that no page answers; where many are nearer, that of the last of them."""
        ways = self._near_ways
        return ways.get(OUTSIDE, min(ways.values(), default=[0.0]))[0]

    @property
    def elsewhere(self) -> float:
        """How much more it sounds like all that no page answers than like any passage; below 0 where less."""
        pages = [score for key, score in self._sounding.items() if key != OUTSIDE]
        return self._sounding.get(OUTSIDE, 0.0) - max(pages) if pages else 0.0

    @cached_property
    def _sounding(self) -> dict[str, float]:
        return self.index.sounding(self.vector)

    @cached_property
    def _near_ways(self) -> dict[str, list[float]]:
        near: dict[str, list[float]] = {}
        for key, cosine in self.index.search_asked(self.vector, WAYS):
            near.setdefault(key, []).append(cosine)
        return near
