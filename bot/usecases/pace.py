"""Slack's tiers: about a message a second a channel, and a few a second a workspace; short bursts are let through.

What changes a message that stands already is held to the workspace's pace alone.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

CHANNEL_SECONDS, CHANNEL_BURST = 1.0, 5
WORKSPACE_SECONDS, WORKSPACE_BURST = 0.2, 30
FORGOTTEN = 10_000


@dataclass
class Pace:
    """Says which channels and workspaces rest. Each send books its time: where that lies too far ahead, they rest.

    It holds for one process; where several send, Slack's own answer (429) holds all of them back.
    """

    channel_seconds: float = CHANNEL_SECONDS
    channel_burst: int = CHANNEL_BURST
    workspace_seconds: float = WORKSPACE_SECONDS
    workspace_burst: int = WORKSPACE_BURST
    _booked: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def sent(self, workspace_id: str, channel_id: str | None, now: datetime) -> None:
        """Book the time of one message; without a channel, of one that adds nothing to a channel (an update)."""
        with self._lock:
            if len(self._booked) > FORGOTTEN:
                self._booked = {key: until for key, until in self._booked.items() if until > now}
            self._book((workspace_id, ""), self.workspace_seconds, now)
            if channel_id:
                self._book((workspace_id, channel_id), self.channel_seconds, now)

    def _book(self, key: tuple[str, str], seconds: float, now: datetime) -> None:
        self._booked[key] = max(self._booked.get(key, now), now) + timedelta(seconds=seconds)

    def rests(self, workspace_id: str, now: datetime) -> bool:
        """Tell whether a whole workspace rests."""
        ahead = timedelta(seconds=self.workspace_seconds * (self.workspace_burst - 1))
        return self._booked.get((workspace_id, ""), now) - now > ahead

    def resting(self, workspace_id: str, now: datetime) -> frozenset[str]:
        """Return the channels of a workspace that rest."""
        ahead = timedelta(seconds=self.channel_seconds * (self.channel_burst - 1))
        with self._lock:
            return frozenset(
                channel
                for (workspace, channel), until in self._booked.items()
                if workspace == workspace_id and channel and until - now > ahead
            )


class NoPace(Pace):
    """As fast as it goes."""

    def sent(self, workspace_id: str, channel_id: str | None, now: datetime) -> None:
        """Book nothing."""
