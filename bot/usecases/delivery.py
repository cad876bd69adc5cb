"""The sending end of the outbox: what was saved reaches Slack, once."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.deliveries import DeliveryKind
from bot.ports.channel import Channel, TryLater, Undeliverable
from bot.ports.clock import Clock
from bot.ports.work import Leased, Queue

log = logging.getLogger(__name__)
AT_MOST = 500
ATTEMPTS = 5
PAUSE = timedelta(seconds=20)


@dataclass(frozen=True)
class Delivery:
    """Sends what is due, in order within each channel."""

    queue: Queue
    channel: Channel
    clock: Clock

    def resume(self) -> None:
        """Begin again after the only sender died: what it was about to send does not wait for its lease to end."""
        self.queue.release(self.clock.now())

    def flush(self) -> int:
        """Send all that is due now; return how many rows were dealt with."""
        for dealt_with in range(AT_MOST):
            leased = self.queue.lease(self.clock.now())
            if leased is None:
                return dealt_with
            self._deal_with(leased)
        return AT_MOST

    def _deal_with(self, leased: Leased) -> None:
        try:
            self._send(leased)
        except TryLater as wait:
            log.warning("delivery %s waits %.0f s: %s", leased.delivery.key, wait.after, wait)
            until = self.clock.now() + timedelta(seconds=wait.after)
            self.queue.later(leased, until, ambiguous=leased.ambiguous or wait.unclear)
        except Undeliverable as never:
            log.error("delivery %s dropped: %s", leased.delivery.key, never)
            self.queue.drop(leased, str(never), self.clock.now())
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
        ts = self._sent_before(leased) or self.channel.deliver(
            leased.workspace_id, leased.delivery, leased.place, leased.thread_ts
        )
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
