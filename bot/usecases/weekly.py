"""The clock's part: the weekly message, planned once for each due moment, sent once."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, ActionState
from bot.domain.cadence import GRACE, Cadence, dedupe_key, is_stale, latest_due, passed
from bot.domain.deliveries import Delivery
from bot.domain.deliveries import DeliveryKind as Kind
from bot.domain.messages import Need, WeeklyMessage
from bot.domain.people import Coalition
from bot.ports.clock import Clock
from bot.ports.work import Stale, UnitOfWork, Work
from bot.usecases.desk import Scene
from bot.usecases.registers import hidden_channels
from bot.usecases.rounds import tally_of

log = logging.getLogger(__name__)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Weekly:
    """Plans the weekly messages that are due."""

    units: UnitOfWork
    clock: Clock

    def plan_due(self) -> None:
        """Plan each coalition's message whose time has come; after downtime one, not one a week missed."""
        for workspace_id in self.units.workspaces():
            try:
                self._plan_workspace(workspace_id)
            except Stale:
                log.info("another process planned workspace %s", workspace_id)

    def _plan_workspace(self, workspace_id: str) -> None:
        now = self.clock.now()
        with self.units.open(workspace_id, by="clock") as work:
            for cadence in work.cadences.where(on=True):
                if cadence.next_due <= now:
                    self._plan(work, cadence, now)
            work.commit()

    def _plan(self, work: Work, cadence: Cadence, now: datetime) -> None:
        due = latest_due(cadence, now)
        work.cadences.save(passed(cadence, now))
        if is_stale(due, now):
            log.warning("weekly message of %s skipped: its time was %s", cadence.coalition_id, due)
            return
        coalition = work.coalitions.get(cadence.coalition_id)
        if coalition is None:
            return
        message = weekly_message(work, coalition, due)
        key = dedupe_key(cadence, due)
        home = coalition.home_channel_id
        planned = Delivery(key, Kind.POST, home, message, coalition.lang, place=key, expires=due + GRACE)
        work.outbox.plan([planned])


def weekly_message(work: Work, coalition: Coalition, now: datetime) -> WeeklyMessage:
    """Return a coalition's last seven days in numbers. Private channels other than home stay out of it."""
    scene = Scene(coalition, work.participants.where(coalition_id=coalition.id))
    hidden = hidden_channels(work, scene, coalition.home_channel_id)
    decided = [
        one
        for one in work.decisions.where(coalition_id=coalition.id)
        if now - one.decided_at < WEEK and one.channel_id not in hidden
    ]
    recorded = work.actions.where(coalition_id=coalition.id)
    actions = [one for one in recorded if one.channel_id not in hidden]
    finished = [one for one in actions if one.done_at is not None and now - one.done_at < WEEK]
    soon = _due_soon(actions, now, coalition)
    return WeeklyMessage(
        coalition=coalition.name,
        need=_need(work, scene, actions, soon),
        decisions=len(decided),
        with_partner=sum(one.community_partners > 0 for one in decided),
        finished=len(finished),
        due_soon=len(soon),
        thanked=tuple(dict.fromkeys(scene.named(one.owner_id) for one in finished if one.owner_id)),
        week_of=now,
        time_zone=coalition.time_zone,
    )


def _due_soon(actions: list[Action], now: datetime, coalition: Coalition) -> list[Action]:
    today = now.astimezone(ZoneInfo(coalition.time_zone)).date()
    limit = today + WEEK
    return [
        one
        for one in actions
        if one.state is ActionState.OPEN and one.due_on is not None and today <= one.due_on < limit
    ]


def _need(work: Work, scene: Scene, actions: list[Action], soon: list[Action]) -> Need:
    """Choose the one thing needed this week: a waiting round, an action without an owner, the next due one."""
    home = scene.coalition.home_channel_id
    rounds = [one for one in work.proposals.where(channel_id=home) if one.takes_positions]
    if rounds:
        counted = tally_of(work, scene, rounds[0])
        waiting = counted.ballots - counted.taken
        return Need("weekly.need.positions", (("count", waiting), ("number", rounds[0].number)))
    ownerless = [one for one in actions if one.state is ActionState.OPEN and one.owner_id is None]
    if ownerless:
        return Need("weekly.need.owner", (("number", ownerless[0].number), ("text", ownerless[0].text)))
    if soon:
        return Need("weekly.need.action", (("number", soon[0].number), ("text", soon[0].text)))
    return Need("weekly.need.nothing")
