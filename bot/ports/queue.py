"""The sending end of the outbox: each call is a transaction of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.deliveries import Delivery, Place


@dataclass(frozen=True)
class Leased:
    """A delivery taken out of the outbox for a while. ``ambiguous``: it may have been sent before."""

    row_id: int
    workspace_id: str
    delivery: Delivery
    place: Place | None = None
    thread_ts: str | None = None
    ambiguous: bool = False
    attempted_at: datetime | None = None
    attempts: int = 1


@dataclass(frozen=True)
class Lost:
    """A post that found its channel gone."""

    row_id: int
    workspace_id: str
    channel_id: str
    reason: str


class Queue(Protocol):
    """The sending end of the outbox."""

    def lease(
        self, now: datetime, workspace_id: str | None = None, resting: Collection[str] = ()
    ) -> Leased | None:
        """Take the next due delivery whose turn it is in its channel, or None. Commits by itself.

        ``resting`` are channels that are left out for now.
        """
        ...

    def workspaces(self, now: datetime) -> tuple[str, ...]:
        """Return the workspaces that have something due."""
        ...

    def lost(self) -> tuple[Lost, ...]:
        """Return the posts that found their channel gone, and that nobody has dealt with."""
        ...

    def settle(self, lost: Lost) -> None:
        """Note that a lost post was dealt with."""
        ...

    def release(self, now: datetime) -> None:
        """End all leases; right only where no other process sends."""
        ...

    def sent(self, leased: Leased, ts: str | None, now: datetime) -> None:
        """Mark a delivery as sent, and remember where its message stands."""
        ...

    def later(self, leased: Leased, until: datetime, *, ambiguous: bool) -> None:
        """Give a delivery back, to be tried again at a moment; ``ambiguous``: it may have been sent."""
        ...

    def anew(self, leased: Leased, now: datetime) -> bool:
        """Note that no earlier try has arrived: the lease and the doubt begin anew. False where it is not ours now."""
        ...

    def drop(self, leased: Leased, reason: str, now: datetime, *, gone: bool = False) -> None:
        """Give a delivery up: it expired, or it can never arrive; ``gone``: for its channel is."""
        ...
