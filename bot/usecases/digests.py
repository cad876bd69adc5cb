"""The personal weekly digest: what the budget held back, over all coalitions, in one message."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.attention import (
    A_WEEK,
    WEEK,
    Nudge,
    NudgeSettings,
    NudgeState,
    Offer,
    Urgency,
    Wants,
    has_room,
    next_digest,
    open_moment,
    resting_until,
)
from bot.domain.deliveries import dm
from bot.domain.messages import Digest, DigestItem
from bot.ports.work import Stale, Work
from bot.usecases.attention import Attention, save_settings
from bot.usecases.desk import Desk

log = logging.getLogger(__name__)
BATCH = 50


@dataclass(frozen=True)
class Digests:
    """Sends each person's digest on its day; it counts as one of their two messages a week."""

    desk: Desk

    def plan_due(self) -> None:
        """Plan the digests whose day has come."""
        now = self.desk.clock.now()
        for workspace_id in self.desk.units.with_due("nudge_settings", "digest_due", now):
            try:
                while self._plan_some(workspace_id):
                    pass
            except Stale:
                log.info("another process planned the digests of workspace %s", workspace_id)
            except Exception:
                log.exception("the digests of workspace %s were not planned: the others go on", workspace_id)

    def _plan_some(self, workspace_id: str) -> bool:
        """Plan some in a transaction of their own, so that nobody who acts waits long; tell whether there are more."""
        now = self.desk.clock.now()
        with self.desk.units.open(workspace_id, by="clock") as work:
            due = work.nudge_settings.due("digest_due", now, BATCH)
            for settings in due:
                self._plan(work, settings, now)
            work.commit()
        return len(due) == BATCH

    def _plan(self, work: Work, settings: NudgeSettings, now: datetime) -> None:
        zone = self.desk.directory.time_zone(work.workspace_id, settings.id)
        waits_until = self._not_before(work, settings, now, zone)
        if waits_until is not None:
            save_settings(work, replace(settings, digest_due=waits_until))
            return
        save_settings(work, replace(settings, digest_due=None))
        if settings.asked_at is not None:
            return  # what is held waits for the answer
        held = self._held(work, settings, now)
        if held and settings.wants is not Wants.NEVER:
            self._send(work, settings, held, open_moment(settings, now, zone))

    def _not_before(self, work: Work, settings: NudgeSettings, now: datetime, zone: str) -> datetime | None:
        """Return until when a digest has to wait: its person rests, or has had their two messages."""
        rests = resting_until(settings, now)
        if rests is not None:
            return next_digest(settings, rests, zone)
        sent = work.nudges.where(slack_user_id=settings.id, state=NudgeState.SENT)
        if has_room(sent, open_moment(settings, now, zone), Urgency.OTHER):
            return None
        moments = sorted(one.sent_at for one in sent if one.sent_at is not None)
        frees = moments[-A_WEEK] + WEEK
        return open_moment(settings, frees if frees > now else moments[-2 * A_WEEK] + 2 * WEEK, zone)

    def _held(self, work: Work, settings: NudgeSettings, now: datetime) -> list[Nudge]:
        """Return what still means something, the most urgent first; the rest is left."""
        held = work.nudges.where(slack_user_id=settings.id, state=NudgeState.HELD)
        meant = [one for one in held if one.expires is None or one.expires > now]
        told = settings.wants is not Wants.NEVER
        for one in held:
            state = NudgeState.TOLD if told and one in meant else NudgeState.LEFT
            work.nudges.save(replace(one, state=state, message=None))
        return sorted(meant, key=lambda one: (one.urgency.rank, one.offered_at))

    def _send(self, work: Work, settings: NudgeSettings, held: list[Nudge], at: datetime) -> None:
        items = []
        for one in held:
            coalition = work.coalitions.get(one.coalition_id)
            if one.message is not None:
                items.append(DigestItem(coalition.name if coalition else "", one.message))
        key, message = f"digest:{settings.id}:{at:%Y-%m-%d}", Digest(tuple(items))
        offer = Offer(key, held[0].coalition_id, held[0].participant_id, Urgency.OTHER, message)
        attention = Attention(self.desk)
        attention.note(work, offer, settings.id, NudgeState.SENT, at)
        work.outbox.plan([dm(key, settings.id, message, attention.lang(work, settings.id), due=at)])
