"""Sessions over days: first the plan, then steps with deadlines that move on where the script says so."""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.acts import Act
from bot.domain.contributions import Contribution
from bot.domain.deliveries import Delivery, post, whisper
from bot.domain.framework import Mode, Pillar, Step
from bot.domain.messages import HandOver, Message, PlanCard, Say
from bot.domain.people import Deed, Participant, facilitators
from bot.domain.plans import Plan, next_opening, next_working_day, plan
from bot.domain.sessions import Move, Press, Session, SessionState, Unchanged, advance
from bot.domain.timetable import Holiday
from bot.ports.dates import Dates
from bot.ports.work import Stale, Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.round_cards import open_rounds, terms_for
from bot.usecases.sessions import Sessions
from bot.usecases.step_reminders import StepReminders

log = logging.getLogger(__name__)
OFFER_AFTER, PAUSE_AFTER = timedelta(days=3), timedelta(days=7)


@dataclass(frozen=True)
class OverDays:
    """Plans sessions over days, and keeps them going."""

    desk: Desk
    sessions: Sessions
    dates: Dates
    reminders: StepReminders

    def plan(self, act: Act, words: str, until_words: str = "") -> None:
        """Show the plan counted back from a day, to whoever asks; nothing starts yet."""
        card = self.desk.look(act, lambda work: self._plan(work, act, words, until_words))
        if card is not None:
            self.desk.channel.reply(act, card, self.desk.lang(act))

    def start(self, act: Act, words: str, until: date) -> None:
        """Start a session that ends on a day; refuses where there is no time (any more) for each step."""
        self.desk.run(act, lambda work: self._start(work, act, words, until))

    def extend(self, act: Act, session_id: str = "", seen_step: str = "") -> None:
        """Give the step one working day more, and the session, too, where it needs it."""
        self.desk.run(act, lambda work: self._extend(work, act, session_id, seen_step))

    def take_over(self, act: Act, session_id: str) -> None:
        """Steer a session that nobody moved for some days."""
        self.desk.run(act, lambda work: self._take_over(work, act, session_id))

    def keep_going(self) -> None:
        """Move on what is due, and look after what lies idle (called by the clock)."""
        for workspace_id in self.desk.units.workspaces():
            with self.desk.units.read(workspace_id) as work:
                running = work.sessions.where(state=SessionState.RUNNING)
            for session in running:
                self._keep(workspace_id, session.id)

    def _plan(self, work: Work, act: Act, words: str, until_words: str) -> PlanCard:
        scene = scene_of(work, act.channel_id)
        pillar = self._pillar(words, scene)
        until = self._day(until_words, scene)
        planned = self._counted_back(work, scene, pillar, until)
        return PlanCard(pillar.key, pillar.title, planned, scene.coalition.time_zone, until_words)

    def _counted_back(self, work: Work, scene: Scene, pillar: Pillar, until: date | None) -> Plan:
        closed = self.sessions.closed(work, scene.coalition)
        return plan(pillar, self.desk.clock.now(), until, scene.coalition.time_zone, closed=closed)

    def _pillar(self, words: str, scene: Scene) -> Pillar:
        found = self.sessions.pillar_called(words, scene)
        return found.walked(frozenset({("session.mode", Mode.ASYNC.value)}))

    def _day(self, until_words: str, scene: Scene) -> date | None:
        if not until_words:
            return None
        today = self.desk.clock.now().astimezone(ZoneInfo(scene.coalition.time_zone)).date()
        day = self.dates.read(until_words, today, scene.coalition.lang)
        if day is None:
            raise refuse("refused.no_such_day", words=until_words)
        return day

    def _start(self, work: Work, act: Act, words: str, until: date) -> Message | None:
        scene = scene_of(work, act.channel_id)
        planned = self._counted_back(work, scene, self._pillar(words, scene), until)
        if not planned.fits:
            raise refuse("refused.no_time_left")
        self.sessions.begin(work, act, words, Mode.ASYNC, planned.until)
        return None

    def _extend(self, work: Work, act: Act, session_id: str, seen_step: str) -> Message | None:
        cards = self.sessions.steered(work, act, session_id)
        session = cards.session
        if session.step_due is None or session.until is None:
            raise refuse("refused.extend_live")
        if seen_step and seen_step != session.step_id:
            raise refuse("note.step_left")
        closed = self.sessions.closed(work, cards.scene.coalition)
        later = a_working_day_later(session.step_due, cards.scene.coalition.time_zone, closed)
        now = self.desk.clock.now()
        longer = replace(session, step_due=later, until=max(session.until, later), touched_at=now)
        fresh = cards.at(work.sessions.save(longer))
        step = fresh.pillar.step(session.step_id)
        work.outbox.plan([fresh.show_session(act.key), *([fresh.refresh(step, act.key)] if step else [])])
        return None

    def _take_over(self, work: Work, act: Act, session_id: str) -> Message | None:
        session = work.sessions.get(session_id)
        if session is None or session.state is SessionState.ENDED:
            raise refuse("refused.no_session")
        scene = scene_of(work, session.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.PROPOSE, scene)
        if session.offered_at is None:
            raise refuse("note.taken_already")
        now = self.desk.clock.now()
        taken = work.sessions.save(replace(session, steers=person.id, touched_at=now, offered_at=None))
        cards = self.sessions.cards(work, scene_of(work, session.channel_id), taken)
        work.outbox.plan([cards.show_session(act.key)])
        return Say.of("over_days.taken", title=cards.pillar.title)

    def _keep(self, workspace_id: str, session_id: str) -> None:
        try:
            gone = self._gone(workspace_id, session_id)
            with self.desk.units.open(workspace_id, by="clock") as work:
                cards = self._under_way(work, session_id)
                if cards is not None and self._tended(cards, gone):
                    work.commit()
        except Stale:
            log.info("somebody was first in session %s; it is looked at again", session_id)
        except Refused:
            log.info("session %s has no script or no coalition any more", session_id)

    def _under_way(self, work: Work, session_id: str) -> Cards | None:
        """Return the cards of a session that runs, at a time at which something may be posted; else None."""
        session = work.sessions.get(session_id)
        if session is None or session.state is not SessionState.RUNNING:
            return None
        cards = self.sessions.cards(work, scene_of(work, session.channel_id), session)
        return cards if self._is_open(cards) else None

    def _gone(self, workspace_id: str, session_id: str) -> frozenset[str]:
        """Return who of those to be reminded has left the channel, before a transaction is opened."""
        with self.desk.units.read(workspace_id) as work:
            cards = self._under_way(work, session_id)
            people = self.reminders.due(cards) if cards is not None else ()
            channel_id = cards.session.channel_id if cards is not None else ""
        return self.reminders.gone(workspace_id, channel_id, people)

    def _tended(self, cards: Cards, gone: frozenset[str]) -> bool:
        """Do what is due, one thing at a look; tell whether there was any."""
        return self._moved(cards) or self._minded(cards) or self.reminders.remind(cards, gone)

    def _is_open(self, cards: Cards) -> bool:
        """Nothing is posted at night, at the weekend, or on a holiday."""
        now, coalition = self.desk.clock.now(), cards.scene.coalition
        closed = self.sessions.closed(cards.work, coalition)
        return next_opening(now, coalition.time_zone, closed) == now

    def _moved(self, cards: Cards) -> bool:
        """Move on a step whose time is up; where the script waits for the facilitator, they are told once."""
        session, now = cards.session, self.desk.clock.now()
        step = cards.pillar.step(session.step_id)
        if session.step_due is None or now < session.step_due or step is None:
            return False
        if not step.moves_on or open_rounds(cards.work, session.id):
            return self._remind_facilitators(cards, step)
        moved = advance(session, Press(Move.NEXT, step.id), cards.pillar)
        if any(isinstance(effect, Unchanged) for effect in moved.effects):
            return False
        cause = f"clock:{session.id}:{step.id}:{session.step_due:%Y%m%d%H%M}"
        self.sessions.keep(cards, moved, cause)
        return True

    def _remind_facilitators(self, cards: Cards, step: Step) -> bool:
        key = f"waits:{cards.session.id}:{step.id}"
        told = Say.of("over_days.waits", title=cards.pillar.title, step=step.title)
        planned = [
            whisper(f"{key}:{one.id}", cards.session.channel_id, one.slack_user_id, told, _lang(cards))
            for one in steering(cards)
            if one.slack_user_id and not cards.work.outbox.planned(f"{key}:{one.id}")
        ]
        cards.work.outbox.plan(planned)
        return bool(planned)

    def _minded(self, cards: Cards) -> bool:
        """After three idle days a hand-over is offered, after seven the session is summed up and pauses."""
        session, now = cards.session, self.desk.clock.now()
        idle = now - max(last_act(session, cards.said()), *_rounds_end(cards))
        if idle >= PAUSE_AFTER:
            moved = advance(session, Press(Move.PAUSE), cards.pillar)
            fresh = cards.at(cards.work.sessions.save(replace(moved.session, offered_at=now)))
            said = Say.of("over_days.paused", title=cards.pillar.title, count=len(cards.said()))
            key = f"idle:{session.id}:{now:%Y%m%d}"
            cards.work.outbox.plan(
                [fresh.show_session(key), post(key, session.channel_id, said, _lang(cards))]
            )
            return True
        if idle >= OFFER_AFTER and session.offered_at is None:
            cards.work.sessions.save(replace(session, offered_at=now))
            cards.work.outbox.plan([_offer(cards, idle, now)])
            return True
        return False


def _rounds_end(cards: Cards) -> list[datetime]:
    """Return when the session's rounds over days end or ended: until then it is the group's turn, and not idle."""
    held = cards.work.proposals.where(session_id=cards.session.id)
    ends = [terms_for(cards.work, one).closes_at for one in held]
    return [cards.session.started_at, *(end for end in ends if end is not None)]


def _offer(cards: Cards, idle: timedelta, now: datetime) -> Delivery:
    step = cards.pillar.step(cards.session.step_id)
    offer = HandOver(cards.session.id, cards.pillar.title, step.title if step else "", idle.days)
    key = f"offer:{cards.session.id}:{now:%Y%m%d}"
    return post(key, cards.session.channel_id, offer, _lang(cards))


def _lang(cards: Cards) -> str:
    return cards.scene.coalition.lang


def steering(cards: Cards) -> tuple[Participant, ...]:
    """Return those who can move the session on."""
    steers = [one for one in cards.scene.people if one.id == cards.session.steers]
    return tuple(steers) or facilitators(cards.scene.people)


def last_act(session: Session, said: tuple[Contribution, ...]) -> datetime:
    """Return when somebody last did something in a session."""
    moments = [session.touched_at or session.started_at, *(one.said_at for one in said)]
    return max(moments)


def a_working_day_later(moment: datetime, time_zone: str, closed: Holiday) -> datetime:
    """Return the same hour of the next working day, as the clocks stand there."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return datetime.combine(next_working_day(local.date(), closed), local.timetz())
