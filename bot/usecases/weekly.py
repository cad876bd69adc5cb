"""The clock's part: the weekly message, planned once for each due moment, sent once."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, ActionState
from bot.domain.cadence import GRACE, Cadence, Closed, dedupe_key, following, is_stale, latest_due, passed
from bot.domain.decisions import Decision
from bot.domain.deliveries import Delivery
from bot.domain.deliveries import DeliveryKind as Kind
from bot.domain.messages import Need, WeeklyMessage
from bot.domain.people import Coalition
from bot.domain.records import Share
from bot.ports.clock import Clock
from bot.ports.holidays import Holidays, NoHolidays
from bot.ports.work import Stale, UnitOfWork, Work
from bot.usecases.round_cards import tally_of
from bot.usecases.weekly_facts import Facts, gathered

log = logging.getLogger(__name__)
WEEK = timedelta(days=7)
THANKED = 12
BATCH = 100
THANKED_WORDS = 30
MOMENT = timedelta(microseconds=1)
AfterPlanning = Callable[[Work, Sequence[tuple[Facts, Cadence]], datetime], None]
Placed = TypeVar("Placed", Action, Decision, Share)
TEXT_LENGTH = 120
TEXT_WORDS = 20


@dataclass(frozen=True)
class Turn:
    """A cadence after its turn; ``due`` is the moment whose message is planned now, None where there is none."""

    cadence: Cadence
    due: datetime | None = None


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
            except Exception:
                log.exception(
                    "the weekly messages of workspace %s were not planned: the others go on", workspace_id
                )

    def _plan_some(self, workspace_id: str) -> bool:
        """Plan some in a transaction of their own, so that nobody who acts waits long; tell whether more may be due."""
        now = self.clock.now()
        with self.units.open(workspace_id, by="clock") as work:
            due = work.cadences.due("next_due", now, BATCH, on=True)
            turns = [self._turn(cadence, now) for cadence in due]
            work.cadences.save_all([one.cadence for one in turns])
            self._tell(work, [one for one in turns if one.due is not None], now)
            work.commit()
        return len(due) == BATCH

    def _turn(self, cadence: Cadence, now: datetime) -> Turn:
        """Return a cadence with its next moment, and the moment whose message is to be planned, if one is."""
        closed = self._closed(cadence)
        due = latest_due(cadence, now, closed)
        working = following(cadence, due - MOMENT, closed)
        if working > now:
            return Turn(replace(cadence, next_due=working))
        after = replace(passed(cadence, now, closed), last_due=due)
        if is_stale(due, now):
            log.warning("weekly message of %s skipped: its time was %s", cadence.coalition_id, due)
            return Turn(after)
        return Turn(after, due)

    def _tell(self, work: Work, turns: Sequence[Turn], now: datetime) -> None:
        """Plan the messages of these turns, in one go."""
        facts = gathered(work, [one.cadence.coalition_id for one in turns])
        told = [(one, facts[one.cadence.coalition_id]) for one in turns if one.cadence.coalition_id in facts]
        if self.after is not None:
            self.after(work, [(known, turn.cadence) for turn, known in told], now)
        planned = (_planned(work, turn, known) for turn, known in told)
        work.outbox.plan([one for one in planned if one is not None])

    def _closed(self, cadence: Cadence) -> Closed:
        return lambda day: self.holidays.is_holiday(day, cadence.place)


def _planned(work: Work, turn: Turn, facts: Facts) -> Delivery | None:
    cadence, coalition, due = turn.cadence, facts.coalition, turn.due
    if due is None:
        return None
    message = _message(work, facts, due)
    if cadence.picture:
        message = replace(message, states=_states(_seen(facts, facts.actions)))
    if cadence.silent and message.says_nothing:
        return None
    key, home = dedupe_key(cadence, due), coalition.home_channel_id
    return Delivery(key, Kind.POST, home, message, coalition.lang, place=key, expires=due + GRACE)


def weekly_message(work: Work, coalition: Coalition, now: datetime) -> WeeklyMessage:
    """Return a coalition's last seven days in numbers. Private channels other than home stay out of it."""
    return _message(work, gathered(work, [coalition.id])[coalition.id], now)


def _message(work: Work, facts: Facts, now: datetime) -> WeeklyMessage:
    scene, coalition = facts.scene, facts.coalition
    today = now.astimezone(ZoneInfo(coalition.time_zone)).date()
    decided = [one for one in _seen(facts, facts.decisions) if timedelta() <= now - one.decided_at < WEEK]
    actions = _seen(facts, facts.actions)
    finished = [one for one in actions if one.done_at is not None and timedelta() <= now - one.done_at < WEEK]
    due = _open_by_day(actions)
    past = [one for one in due if one.due_on and one.due_on < today]
    soon = [one for one in due if one.due_on and today <= one.due_on < today + WEEK]
    stuck = [one for one in actions if one.state is ActionState.BLOCKED]
    shares = _seen(facts, facts.shares)
    names = tuple(dict.fromkeys(scene.named(owner) for one in finished for owner in one.owner_ids))
    thanked = _within_words(names)
    return WeeklyMessage(
        coalition=coalition.name,
        need=_round_need(work, facts) or _action_need(actions, past, soon),
        decisions=len(decided),
        with_partner=sum(one.community_partners > 0 for one in decided),
        finished=len(finished),
        due_soon=len(soon),
        thanked=thanked,
        thanked_more=len(names) - len(thanked),
        week_of=now,
        time_zone=coalition.time_zone,
        blocked=len(stuck),
        blocked_soft=sum(one.blocker_kind == "parameter" and one.blocker_id in facts.soft for one in stuck),
        shares=sum(one.shared_on <= today for one in shares),
        next_share=min((one.shared_on for one in shares if one.shared_on > today), default=None),
    )


def _states(actions: Sequence[Action]) -> tuple[tuple[ActionState, int], ...]:
    """Count actions by state, for a picture; without actions there is none."""
    counted = Counter(one.state for one in actions)
    return tuple((state, counted[state]) for state in ActionState) if counted else ()


def _seen(facts: Facts, records: Sequence[Placed]) -> list[Placed]:
    return [one for one in records if one.channel_id not in facts.hidden]


def _open_by_day(actions: list[Action]) -> list[Action]:
    dated = [one for one in actions if one.is_open and one.due_on is not None]
    return sorted(dated, key=lambda one: (one.due_on or date.max, one.number))


def _round_need(work: Work, facts: Facts) -> Need | None:
    """Return what the oldest open round needs; a round goes before everything else."""
    if not facts.rounds:
        return None
    counted = tally_of(work, facts.scene, facts.rounds[0])
    waiting = counted.ballots - counted.taken
    if not waiting:
        return Need("weekly.need.close", (("number", facts.rounds[0].number),))
    return Need("weekly.need.positions", (("count", waiting), ("number", facts.rounds[0].number)))


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
