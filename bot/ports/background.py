"""Work that takes longer than a person at Slack can be kept waiting."""

from collections.abc import Callable
from typing import Protocol


class Busy(Exception):
    """As much is waiting already as can be taken on."""


class Background(Protocol):
    """Does work aside, in the order in which it came."""

    def submit(self, name: str, work: Callable[[], None]) -> None:
        """Take work on and return at once; a failure is logged under ``name``. Raises Busy."""
        ...
