"""The clock's part: the weekly message, planned once for each due moment, sent once."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten
from zoneinfo import ZoneInfo

from bot.domain.actions import Action
from bot.domain.cadence import GRACE, Cadence, dedupe_key, is_stale, latest_due, passed
from bot.domain.deliveries import Delivery
from bot.domain.deliveries import DeliveryKind as Kind
from bot.domain.messages import Need, WeeklyMessage
from bot.domain.people import Coalition
from bot.ports.clock import Clock
from bot.ports.work import Stale, UnitOfWork, Work
from bot.usecases.desk import Scene
from bot.usecases.registers import hidden_channels
from bot.usecases.round_cards import tally_of

log = logging.getLogger(__name__)
WEEK = timedelta(days=7)
THANKED = 12
THANKED_WORDS = 40
TEXT_LENGTH = 120
TEXT_WORDS = 20


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
        if timedelta() <= now - one.decided_at < WEEK and one.channel_id not in hidden
    ]
    recorded = work.actions.where(coalition_id=coalition.id)
    actions = [one for one in recorded if one.channel_id not in hidden]
    finished = [one for one in actions if one.done_at is not None and timedelta() <= now - one.done_at < WEEK]
    due = _open_by_day(actions)
    today = now.astimezone(ZoneInfo(coalition.time_zone)).date()
    past = [one for one in due if one.due_on and one.due_on < today]
    soon = [one for one in due if one.due_on and today <= one.due_on < today + WEEK]
    names = tuple(dict.fromkeys(scene.named(one.owner_id) for one in finished if one.owner_id))
    thanked = _within_words(names)
    return WeeklyMessage(
        coalition=coalition.name,
        need=_round_need(work, scene) or _action_need(actions, past, soon),
        decisions=len(decided),
        with_partner=sum(one.community_partners > 0 for one in decided),
        finished=len(finished),
        due_soon=len(soon),
        thanked=thanked,
        thanked_more=len(names) - len(thanked),
        week_of=now,
        time_zone=coalition.time_zone,
    )


def _open_by_day(actions: list[Action]) -> list[Action]:
    dated = [one for one in actions if one.is_open and one.due_on is not None]
    return sorted(dated, key=lambda one: (one.due_on or date.max, one.number))


def _round_need(work: Work, scene: Scene) -> Need | None:
    """Return what the oldest open round needs; a round goes before everything else."""
    home = scene.coalition.home_channel_id
    rounds = [one for one in work.proposals.where(channel_id=home) if one.takes_positions]
    if not rounds:
        return None
    counted = tally_of(work, scene, rounds[0])
    waiting = counted.ballots - counted.taken
    if not waiting:
        return Need("weekly.need.close", (("number", rounds[0].number),))
    return Need("weekly.need.positions", (("count", waiting), ("number", rounds[0].number)))


def _action_need(actions: list[Action], past: list[Action], soon: list[Action]) -> Need:
    """Return the action that needs most: one whose day has passed, one without owner, the next. Nobody is named."""
    ownerless = [one for one in actions if one.is_open and one.owner_id is None]
    if past:
        return Need("weekly.need.past", (("number", past[0].number), ("text", _short(past[0]))))
    if ownerless:
        return Need("weekly.need.owner", (("number", ownerless[0].number), ("text", _short(ownerless[0]))))
    if soon:
        return Need("weekly.need.action", (("number", soon[0].number), ("text", _short(soon[0]))))
    return Need("weekly.need.nothing")


def _within_words(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first names, as many as the message has words for."""
    most = min(len(names), THANKED)
    fits = (n for n in range(most, 0, -1) if len(" ".join(names[:n]).split()) <= THANKED_WORDS)
    return names[: next(fits, 0)]


def _short(action: Action) -> str:
    words = action.text.split()
    text = " ".join(words[:TEXT_WORDS]) + ("…" if len(words) > TEXT_WORDS else "")
    return shorten(text, TEXT_LENGTH, placeholder="…")
