"""The clock's part: the weekly message, planned once for each due moment, sent once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from textwrap import shorten
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, ActionState
from bot.domain.cadence import GRACE, Cadence, Closed, dedupe_key, following, is_stale, latest_due, passed
from bot.domain.deliveries import Delivery
from bot.domain.deliveries import DeliveryKind as Kind
from bot.domain.messages import Need, WeeklyMessage
from bot.domain.people import Coalition
from bot.domain.records import Hardness, RecordState, Share
from bot.ports.clock import Clock
from bot.ports.holidays import Holidays, NoHolidays
from bot.ports.work import Stale, UnitOfWork, Work
from bot.usecases.desk import Scene
from bot.usecases.registers import hidden_channels
from bot.usecases.round_cards import tally_of

log = logging.getLogger(__name__)
WEEK = timedelta(days=7)
THANKED = 12
BATCH = 50
THANKED_WORDS = 30
MOMENT = timedelta(microseconds=1)
AfterPlanning = Callable[[Work, Coalition, Cadence, datetime], None]
TEXT_LENGTH = 120
TEXT_WORDS = 20


@dataclass(frozen=True)
class Weekly:
    """Plans the weekly messages that are due."""

    units: UnitOfWork
    clock: Clock
    holidays: Holidays = field(default_factory=NoHolidays)
    after: AfterPlanning | None = None

    def plan_due(self) -> None:
        """Plan each coalition's message whose time has come; after downtime one, not one a week missed."""
        for workspace_id in self.units.with_due("cadences", "next_due", self.clock.now(), on=True):
            try:
                while self._plan_some(workspace_id):
                    pass
            except Stale:
                log.info("another process planned workspace %s", workspace_id)

    def _plan_some(self, workspace_id: str) -> bool:
        """Plan some in a transaction of their own, so that nobody who acts waits long; tell whether more may be due."""
        now = self.clock.now()
        with self.units.open(workspace_id, by="clock") as work:
            due = work.cadences.due("next_due", now, BATCH, on=True)
            for cadence in due:
                self._plan(work, cadence, now)
            work.commit()
        return len(due) == BATCH

    def _plan(self, work: Work, cadence: Cadence, now: datetime) -> None:
        closed = self._closed(cadence)
        due = latest_due(cadence, now, closed)
        working = following(cadence, due - MOMENT, closed)
        if working > now:
            work.cadences.save(replace(cadence, next_due=working))
            return
        work.cadences.save(replace(passed(cadence, now, closed), last_due=due))
        if is_stale(due, now):
            log.warning("weekly message of %s skipped: its time was %s", cadence.coalition_id, due)
            return
        coalition = work.coalitions.get(cadence.coalition_id)
        if coalition is None:
            return
        message = weekly_message(work, coalition, due)
        if self.after is not None:
            self.after(work, coalition, cadence, now)
        if cadence.silent and message.says_nothing:
            return
        key = dedupe_key(cadence, due)
        home = coalition.home_channel_id
        planned = Delivery(key, Kind.POST, home, message, coalition.lang, place=key, expires=due + GRACE)
        work.outbox.plan([planned])

    def _closed(self, cadence: Cadence) -> Closed:
        return lambda day: self.holidays.is_holiday(day, cadence.place)


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
    stuck = [one for one in actions if one.state is ActionState.BLOCKED]
    shares = _shares(work, coalition, hidden)
    made = [one for one in shares if one.shared_on <= today]
    names = tuple(dict.fromkeys(scene.named(owner) for one in finished for owner in one.owner_ids))
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
        blocked=len(stuck),
        blocked_soft=sum(_is_soft(work, one) for one in stuck),
        shares=len(made),
        next_share=min((one.shared_on for one in shares if one.shared_on > today), default=None),
    )


def _is_soft(work: Work, action: Action) -> bool:
    """A soft parameter in the way could shift."""
    parameter = work.parameters.get(action.blocker_id) if action.blocker_kind == "parameter" else None
    return parameter is not None and parameter.hardness is Hardness.SOFT


def _shares(work: Work, coalition: Coalition, hidden: frozenset[str]) -> list[Share]:
    current = work.shares.where(coalition_id=coalition.id, state=RecordState.CURRENT)
    return [one for one in current if one.channel_id not in hidden]


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
