"""A channel that was closed, or that the bot was taken out of: sessions pause, a home's message stops."""

import logging
from dataclasses import dataclass, replace

from bot.domain.attention import Offer, Urgency
from bot.domain.messages import Say
from bot.domain.people import facilitators
from bot.domain.sessions import SessionState
from bot.ports.queue import Lost
from bot.ports.work import Stale, Work
from bot.usecases.attention import Attention
from bot.usecases.desk import Desk

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Departures:
    """Looks at what could not be posted because its channel is gone."""

    desk: Desk

    def look(self) -> None:
        """Pause what was under way there; stop a home's message, and tell its facilitators: once each."""
        queue = self.desk.delivery.queue
        for lost in queue.lost():
            try:
                with self.desk.units.open(lost.workspace_id, by="clock") as work:
                    self._stop(work, lost)
                    work.commit()
            except Stale:
                log.info("another process dealt with channel %s", lost.channel_id)
                continue
            queue.settle(lost)

    def _stop(self, work: Work, lost: Lost) -> None:
        now = self.desk.clock.now()
        for session in work.sessions.where(channel_id=lost.channel_id, state=SessionState.RUNNING):
            work.sessions.save(replace(session, state=SessionState.PAUSED, touched_at=now))
        for coalition in work.coalitions.where(home_channel_id=lost.channel_id):
            for cadence in work.cadences.where(coalition_id=coalition.id, on=True):
                work.cadences.save(replace(cadence, on=False))
            for person in facilitators(work.participants.where(coalition_id=coalition.id)):
                key = f"gone:{coalition.id}:{lost.row_id}:{person.id}"
                said = Say.of("weekly.gone", name=coalition.name)
                Attention(self.desk).offer(work, Offer(key, coalition.id, person.id, Urgency.OTHER, said))
