"""Guided sessions: starting one, and walking a channel through it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.acts import Act
from bot.domain.deliveries import Delivery
from bot.domain.framework import Facts, Mode, Pillar, PillarKey, Step, StepKind
from bot.domain.messages import Message, Say
from bot.domain.people import Coalition, Deed, facilitators
from bot.domain.plans import plan
from bot.domain.record_fields import FieldType, asked
from bot.domain.records import RecordKind, RecordState
from bot.domain.sessions import (
    CloseStep,
    Effect,
    Finish,
    Move,
    Moved,
    Note,
    OpenStep,
    Press,
    Session,
    SessionState,
    ShowCard,
    Unchanged,
    advance,
)
from bot.domain.timetable import Holiday
from bot.ports.holidays import Holidays, NoHolidays
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.cards import Cards, step_place
from bot.usecases.closed_days import closed_days
from bot.usecases.desk import Desk, Scene, demand, participant, refuse, scene_of
from bot.usecases.held import records_of
from bot.usecases.readouts import beside, readouts
from bot.usecases.rotas import on_turn
from bot.usecases.round_cards import open_rounds
from bot.usecases.round_ends import set_aside
from bot.usecases.step_reminders import spoken
from bot.usecases.themes import freeze_options

AT_LEAST = timedelta(hours=6)


@dataclass(frozen=True)
class Sessions:
    """Starts sessions and moves them on."""

    desk: Desk
    scripts: Scripts
    holidays: Holidays = field(default_factory=NoHolidays)

    def start(self, act: Act, pillar_words: str) -> None:
        """Start a pillar's live session in the channel of the act."""
        self.desk.run(act, lambda work: self.begin(work, act, pillar_words))

    def press(self, act: Act, move: Move, session_id: str = "", seen_step: str = "") -> None:
        """Move a session: the one named, or the one that runs in the channel."""
        self.desk.run(act, lambda work: self._press(work, act, session_id, Press(move, seen_step)))

    def begin(
        self, work: Work, act: Act, words: str, mode: Mode = Mode.LIVE, until: datetime | None = None
    ) -> None:
        """Begin a session within an open transaction; ``until`` ends one over days."""
        scene = scene_of(work, act.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.STEER, scene)
        pillar = self.pillar_called(words, scene)
        if _running(work, act.channel_id, pillar.key):
            raise refuse("refused.session_already", title=pillar.title)
        turn = on_turn(work, scene)
        new = replace(self._new_session(act, scene, pillar, person.id), mode=mode, until=until)
        new = replace(new, steers=turn.id) if turn else new
        cards = self.cards(work, scene, new)
        moved = advance(cards.session, Press(Move.BEGIN), cards.pillar)
        begun = self._timed(cards, moved.session)
        work.sessions.add(begun)
        self._perform(cards.at(begun), moved.effects, act.key)

    def keep(self, cards: Cards, moved: Moved, cause: str) -> Cards:
        """Save where a session went, and plan what follows from it."""
        left = cards.pillar.step(cards.session.step_id)
        fresh = cards.at(cards.work.sessions.save(self._timed(cards, moved.session)))
        if left is not None and fresh.session.step_id != left.id:
            spoken(cards, left, cards.scene.people, self.desk.clock.now())
        self._perform(fresh, moved.effects, cause)
        return fresh

    def _timed(self, cards: Cards, session: Session) -> Session:
        """A step of a session over days has a deadline; whoever moves a session touches it."""
        now = self.desk.clock.now()
        touched = replace(session, touched_at=now, offered_at=None)
        resumed = session.state is not cards.session.state
        if session.until is None or (session.step_id == cards.session.step_id and not resumed):
            return touched
        if resumed and session.step_due is not None and session.step_due >= now + AT_LEAST:
            return touched
        return replace(touched, step_due=self._due(cards, session, session.until))

    def _due(self, cards: Cards, session: Session, until: datetime) -> datetime | None:
        """Return the deadline of the session's step as it was planned or, where it opens late, planned anew."""
        now, zone = self.desk.clock.now(), cards.scene.coalition.time_zone
        closed, last = self.closed(cards.work, cards.scene.coalition), until.astimezone(ZoneInfo(zone)).date()
        due = plan(cards.pillar, session.started_at, last, zone, closed=closed).due(session.step_id)
        if due is None or due < now + AT_LEAST:
            first = session.step_id
            due = plan(cards.pillar, now, last, zone, first=first, closed=closed).due(first)
        return due

    def closed(self, work: Work, coalition: Coalition) -> Holiday:
        """Return what tells the public holidays of a coalition."""
        return closed_days(self.holidays, work, coalition)

    def pillar_called(self, words: str, scene: Scene) -> Pillar:
        """Return the script that the words mean. Refuses where there is none."""
        wanted = words.strip().casefold().removeprefix("shared ")
        known = [key for key in PillarKey if key.value == wanted]
        pillar = self.scripts.pillar(known[0], scene.coalition.lang) if known else None
        if pillar is None:
            offered = ", ".join(self.scripts.available())
            raise refuse("refused.no_script" if known else "refused.no_pillar", words=words, pillars=offered)
        return pillar

    def _new_session(self, act: Act, scene: Scene, pillar: Pillar, person_id: str) -> Session:
        return Session(
            id=self.desk.ids.new(),
            coalition_id=scene.coalition.id,
            channel_id=act.channel_id,
            pillar=pillar.key,
            mode=Mode.LIVE,
            started_by=person_id,
            started_at=self.desk.clock.now(),
            steers="" if facilitators(scene.people) else person_id,
        )

    def _press(self, work: Work, act: Act, session_id: str, press: Press) -> Message | None:
        cards = self.steered(work, act, session_id)
        moved = advance(cards.session, press, cards.pillar)
        unchanged = [effect.note for effect in moved.effects if isinstance(effect, Unchanged)]
        if unchanged:
            return Say.of(f"note.{unchanged[0]}")
        self._mind_open_rounds(cards, press, act)
        self.keep(cards, moved, act.key)
        return None

    def steered(self, work: Work, act: Act, session_id: str = "") -> Cards:
        """Return the cards of the session named, or of the one here, to whoever may steer it; never of an ended one."""
        session = self._session(work, act, session_id)
        scene = scene_of(work, session.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.STEER, scene, steers=session.steers)
        if session.state is SessionState.ENDED:
            raise refuse(f"note.{Note.ENDED}")
        return self.cards(work, scene, session)

    def _mind_open_rounds(self, cards: Cards, press: Press, act: Act) -> None:
        """Before moving on, a round is closed; ending the session sets it aside."""
        waiting = open_rounds(cards.work, cards.session.id)
        if waiting and press.move in (Move.NEXT, Move.BACK, Move.SKIP):
            raise refuse(f"note.{Note.ROUND_OPEN}")
        if press.move is Move.END:
            for proposal in waiting:
                set_aside(cards.work, cards.scene, proposal, act.key)

    def _session(self, work: Work, act: Act, session_id: str) -> Session:
        if session_id:
            session = work.sessions.get(session_id)
            if session is None:
                raise refuse("refused.no_session")
            return session
        scene_of(work, act.channel_id)
        return the_session(work, act.channel_id)

    def cards(self, work: Work, scene: Scene, session: Session, stands: str = "") -> Cards:
        """Return the cards of a session; ``stands`` is a step that was opened, and is kept whatever was recorded since.

        Refuses where its script is gone.
        """
        pillar = self.scripts.pillar(session.pillar, scene.coalition.lang)
        if pillar is None:
            raise refuse("refused.no_script", words=session.pillar.value, pillars="")
        on_record, at = facts(work, session), (session.step_id, stands)
        other = beside(work, scene, self.scripts, session.pillar)
        walked = other.walked(on_record, *at) if other is not None else None
        return Cards(work, scene, pillar.walked(on_record, *at), session, walked)

    def sketch(self, work: Work, act: Act, pillar: Pillar) -> Cards:
        """Return the cards of a session that does not begin: nothing is kept, nothing posted."""
        scene = scene_of(work, act.channel_id)
        return self.cards(work, scene, self._new_session(act, scene, pillar, ""))

    def open_step(self, work: Work, session_id: str, step_id: str) -> tuple[Cards, Step]:
        """Return a step of a session that has not ended, and its cards; refuses where there is none such."""
        session = work.sessions.get(session_id)
        if session is None:
            raise refuse("refused.no_session")
        if session.state is SessionState.ENDED:
            raise refuse("note.session_ended")
        stands = step_id if work.outbox.planned(step_place(session_id, step_id)) else ""
        cards = self.cards(work, scene_of(work, session.channel_id), session, stands)
        step = cards.pillar.step(step_id)
        if step is None:
            raise refuse("note.step_left")
        return cards, step

    def shown_on_steps(self, work: Work, session_id: str | None, cause: str) -> list[Delivery]:
        """Bring up to date the step of a session that lists records, where one is open."""
        session = work.sessions.get(session_id) if session_id else None
        if session is None or session.state is SessionState.ENDED:
            return []
        cards = self.cards(work, scene_of(work, session.channel_id), session)
        step = cards.pillar.step(session.step_id)
        return [cards.refresh(step, cause)] if step is not None and step.kind is StepKind.RECORD else []

    def fresh(self, work: Work, cards: Cards) -> Cards:
        """Return the cards with the people as they are now: somebody may just have joined."""
        return self.cards(work, scene_of(work, cards.session.channel_id), cards.session)

    def _perform(self, cards: Cards, effects: tuple[Effect, ...], cause: str) -> None:
        for effect in effects:
            if isinstance(effect, OpenStep):
                freeze_options(cards, effect.step, self.desk.ids)
        cards.work.outbox.plan([*self._deliveries(cards, effects, cause)])

    def _deliveries(self, cards: Cards, effects: tuple[Effect, ...], cause: str) -> Iterator[Delivery]:
        for effect in effects:
            match effect:
                case ShowCard():
                    yield cards.show_session(cause)
                case OpenStep(step):
                    yield cards.show_step(step, f"{cause}:open", is_open=True)
                case CloseStep(step):
                    yield cards.show_step(step, f"{cause}:close", is_open=False)
                case Finish():
                    yield from readouts(cards, self.scripts, self.desk.directory)
                case Unchanged():
                    continue


def facts(work: Work, session: Session) -> Facts:
    """Return what is on record of this session, as scripts ask for it: ``parameter.hardness`` is ``soft``."""
    on_record = frozenset(
        (f"{kind}.{spec.name}", str(getattr(record, spec.name)))
        for kind in RecordKind
        for record in records_of(work, kind).where(session_id=session.id, state=RecordState.CURRENT)
        for spec in asked(kind)
        if spec.type is FieldType.CHOICE
    )
    return on_record | {("session.mode", session.mode.value)}


def _running(work: Work, channel_id: str, pillar: PillarKey) -> tuple[Session, ...]:
    here = work.sessions.where(channel_id=channel_id, pillar=pillar)
    return tuple(session for session in here if session.state is not SessionState.ENDED)


def the_session(work: Work, channel_id: str) -> Session:
    """Return the one session that is under way in a channel. Refuses where there is none, or more."""
    here = [one for one in work.sessions.where(channel_id=channel_id) if one.state is not SessionState.ENDED]
    if not here:
        raise refuse("refused.no_session")
    if len(here) > 1:
        raise refuse("refused.which_session")
    return here[0]
