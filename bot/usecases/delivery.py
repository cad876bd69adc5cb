"""The sending end of the outbox: what was saved reaches Slack, once."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.deliveries import DeliveryKind
from bot.ports.channel import Channel, TryLater, Undeliverable
from bot.ports.clock import Clock
from bot.ports.queue import Leased, Queue
from bot.usecases.pace import NoPace, Pace

log = logging.getLogger(__name__)
AT_MOST = 500
A_LITTLE = 50
A_MOMENT = 0.2
ATTEMPTS = 5
PAUSE = timedelta(seconds=20)


@dataclass(frozen=True)
class Delivery:
    """Sends what is due, in order within each channel."""

    queue: Queue
    channel: Channel
    clock: Clock
    pace: Pace = field(default_factory=NoPace)

    def resume(self) -> None:
        """Begin again after the only sender died: what it was about to send does not wait for its lease to end."""
        self.queue.release(self.clock.now())

    def flush(self, workspace_id: str | None = None) -> int:
        """Send what is due now, a message a workspace in turn; return how many rows were dealt with.

        With a workspace, send what waits there alone, as much as a person can be asked to wait for.
        """
        now = self.clock.now()
        turns = deque([workspace_id] if workspace_id else self.queue.workspaces(now))
        most, dealt_with = A_LITTLE if workspace_id else AT_MOST, 0
        while turns and dealt_with < most:
            workspace = turns.popleft()
            leased = self._next_of(workspace)
            if leased is not None:
                self._deal_with(leased)
                added = leased.delivery.kind is DeliveryKind.POST
                channel_id = leased.delivery.channel_id if added else None
                self.pace.sent(workspace, channel_id, self.clock.now())
                turns.append(workspace)
                dealt_with += 1
        return dealt_with

    def drain(self, pause: Callable[[float], None], seconds: float) -> int:
        """Send what is due for about so many seconds: where channels rest, wait and go on."""
        began, dealt_with = self.clock.now(), self.flush()
        while self.queue.workspaces(self.clock.now()) and self._goes_on(began, seconds):
            pause(A_MOMENT)
            dealt_with += self.flush()
        return dealt_with

    def _goes_on(self, began: datetime, seconds: float) -> bool:
        return timedelta() <= self.clock.now() - began < timedelta(seconds=seconds)

    def _next_of(self, workspace_id: str) -> Leased | None:
        now = self.clock.now()
        if self.pace.rests(workspace_id, now):
            return None
        return self.queue.lease(now, workspace_id, self.pace.resting(workspace_id, now))

    def _deal_with(self, leased: Leased) -> None:
        try:
            self._send(leased)
        except TryLater as wait:
            log.warning("delivery %s waits %.0f s: %s", leased.delivery.key, wait.after, wait)
            until = self.clock.now() + timedelta(seconds=wait.after)
            self.queue.later(leased, until, ambiguous=leased.ambiguous or wait.unclear)
        except Undeliverable as never:
            log.error("delivery %s dropped: %s", leased.delivery.key, never)
            gone = never.gone and not leased.delivery.is_dm
            self.queue.drop(leased, str(never), self.clock.now(), gone=gone)
        except Exception as unforeseen:
            log.exception("delivery %s failed the %d. time", leased.delivery.key, leased.attempts)
            self._try_again(leased, repr(unforeseen))

    def _try_again(self, leased: Leased, reason: str) -> None:
        """A fault of our own must not stop a channel for good: after some attempts the message is given up."""
        now = self.clock.now()
        if leased.attempts < ATTEMPTS:
            self.queue.later(leased, now + leased.attempts * PAUSE, ambiguous=True)
        else:
            self.queue.drop(leased, reason, now)

    def _send(self, leased: Leased) -> None:
        now = self.clock.now()
        expires = leased.delivery.expires
        if expires is not None and now > expires:
            self.queue.drop(leased, "its time had passed", now)
            return
        leased = self._addressed(leased)
        ts = self._sent_before(leased)
        if ts is None:
            if leased.ambiguous and not self.queue.anew(leased, self.clock.now()):
                return  # its lease ended while we looked, and somebody else has it now
            ts = self.channel.deliver(leased.workspace_id, leased.delivery, leased.place, leased.thread_ts)
        self.queue.sent(leased, ts, self.clock.now())

    def _addressed(self, leased: Leased) -> Leased:
        """A message to a person goes to the channel of their direct messages, where its place is, too."""
        delivery = leased.delivery
        if not delivery.is_dm or delivery.user_id is None:
            return leased
        channel_id = self.channel.dm(leased.workspace_id, delivery.user_id)
        return replace(leased, delivery=replace(delivery, channel_id=channel_id))

    def _sent_before(self, leased: Leased) -> str | None:
        """After a crash between send and mark: look for the post in Slack before posting again."""
        if (
            not leased.ambiguous
            or leased.delivery.kind is not DeliveryKind.POST
            or leased.attempted_at is None
        ):
            return None
        age = self.clock.now() - leased.attempted_at
        return self.channel.find(leased.workspace_id, leased.delivery, leased.thread_ts, age)
