"""Guided sessions: starting one, and walking a channel through it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.decisions import ProposalState
from bot.domain.deliveries import Delivery, post
from bot.domain.framework import Mode, Pillar, PillarKey
from bot.domain.messages import Message, Say
from bot.domain.people import Deed, facilitators
from bot.domain.sessions import (
    CloseStep,
    Effect,
    Finish,
    Move,
    Note,
    OpenStep,
    Press,
    Session,
    SessionState,
    ShowCard,
    Unchanged,
    advance,
)
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, Scene, demand, participant, refuse, scene_of
from bot.usecases.round_cards import open_rounds, round_deliveries


@dataclass(frozen=True)
class Sessions:
    """Starts sessions and moves them on."""

    desk: Desk
    scripts: Scripts

    def start(self, act: Act, pillar_words: str, mode: Mode | None = None) -> None:
        """Start a pillar's session in the channel of the act."""
        self.desk.run(act, lambda work: self._start(work, act, pillar_words, mode))

    def press(self, act: Act, move: Move, session_id: str = "", seen_step: str = "") -> None:
        """Move a session: the one named, or the one that runs in the channel."""
        self.desk.run(act, lambda work: self._press(work, act, session_id, Press(move, seen_step)))

    def _start(self, work: Work, act: Act, words: str, mode: Mode | None) -> Message | None:
        scene = scene_of(work, act.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.STEER, scene)
        if mode is Mode.ASYNC:
            raise refuse("refused.async_not_yet")
        pillar = self._pillar_called(words, scene)
        if _running(work, act.channel_id, pillar.key):
            raise refuse("refused.session_already", title=pillar.title)
        session = self._new_session(act, scene, pillar, person.id)
        moved = advance(session, Press(Move.BEGIN), pillar)
        work.sessions.add(moved.session)
        self._perform(Cards(work, scene, pillar, moved.session), moved.effects, act.key)
        return None

    def _pillar_called(self, words: str, scene: Scene) -> Pillar:
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
        session = self._session(work, act, session_id)
        scene = scene_of(work, session.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.STEER, scene, steers=session.steers)
        cards = self.cards(work, scene, session)
        self._mind_open_rounds(cards, press, act)
        moved = advance(session, press, cards.pillar)
        unchanged = [effect.note for effect in moved.effects if isinstance(effect, Unchanged)]
        if unchanged:
            return Say.of(f"note.{unchanged[0]}")
        self._perform(cards.at(work.sessions.save(moved.session)), moved.effects, act.key)
        return None

    def _mind_open_rounds(self, cards: Cards, press: Press, act: Act) -> None:
        """Before moving on, a round is closed; ending the session sets it aside."""
        waiting = open_rounds(cards.work, cards.session.id)
        if waiting and press.move in (Move.NEXT, Move.BACK):
            raise refuse(f"note.{Note.ROUND_OPEN}")
        if press.move is Move.END:
            for proposal in waiting:
                dropped = replace(proposal, state=ProposalState.DROPPED)
                cards.work.proposals.save(dropped)
                cards.work.outbox.plan(round_deliveries(cards.work, cards.scene, dropped, act.key))

    def _session(self, work: Work, act: Act, session_id: str) -> Session:
        if session_id:
            session = work.sessions.get(session_id)
            if session is None:
                raise refuse("refused.no_session")
            return session
        scene_of(work, act.channel_id)
        return the_session(work, act.channel_id)

    def cards(self, work: Work, scene: Scene, session: Session) -> Cards:
        """Return the cards of a session. Refuses where its script is gone."""
        pillar = self.scripts.pillar(session.pillar, scene.coalition.lang)
        if pillar is None:
            raise refuse("refused.no_script", words=session.pillar.value, pillars="")
        return Cards(work, scene, pillar, session)

    def _perform(self, cards: Cards, effects: tuple[Effect, ...], cause: str) -> None:
        cards.work.outbox.plan([*_deliveries(cards, effects, cause)])


def _deliveries(cards: Cards, effects: tuple[Effect, ...], cause: str) -> Iterator[Delivery]:
    for effect in effects:
        match effect:
            case ShowCard():
                yield cards.show_session(cause)
            case OpenStep(step):
                yield cards.show_step(step, f"{cause}:open", is_open=True)
            case CloseStep(step):
                yield cards.show_step(step, f"{cause}:close", is_open=False)
            case Finish():
                key = f"finished:{cards.session.id}"
                yield post(key, cards.session.channel_id, cards.finished(), cards.scene.coalition.lang)
            case Unchanged():
                continue


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
