"""Somebody leaves a channel: what they said stays; a session that nobody there can steer any more is offered."""

from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.deliveries import post
from bot.domain.messages import HandOver, Message
from bot.domain.people import facilitators
from bot.domain.sessions import Session, SessionState
from bot.ports.work import Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, Scene, scene_of
from bot.usecases.over_days import steering
from bot.usecases.sessions import Sessions


@dataclass(frozen=True)
class Leaving:
    """Looks after the sessions of a channel that somebody left."""

    desk: Desk
    sessions: Sessions

    def left(self, act: Act) -> None:
        """Offer each session there to the others, where the one who left was the last to steer it."""
        if self._concerns(act):
            self.desk.run(act, lambda work: self._left(work, act))

    def _concerns(self, act: Act) -> bool:
        with self.desk.units.read(act.workspace_id) as work:
            return bool(work.sessions.where(channel_id=act.channel_id))

    def _left(self, work: Work, act: Act) -> Message | None:
        scene = scene_of(work, act.channel_id)
        for session in work.sessions.where(channel_id=act.channel_id):
            if session.state is not SessionState.ENDED and session.offered_at is None:
                cards = self.sessions.cards(work, scene, session)
                if self._steered_by(scene, cards, act):
                    self._offer(cards, act)
        return None

    def _steered_by(self, scene: Scene, cards: Cards, act: Act) -> bool:
        """Tell whether the one who left steered the session, and nobody else who does is in the channel."""
        people = (*steering(cards), *facilitators(scene.people))
        if scene.person(act.user_id) not in people:
            return False
        others = [one.slack_user_id for one in people if one.slack_user_id not in (None, act.user_id)]
        here = self.desk.directory.is_member
        return not any(here(act.workspace_id, act.channel_id, str(one)) for one in others)

    def _offer(self, cards: Cards, act: Act) -> None:
        session: Session = replace(cards.session, offered_at=self.desk.clock.now())
        cards.work.sessions.save(session)
        step = cards.pillar.step(session.step_id)
        offer = HandOver(session.id, cards.pillar.title, step.title if step else "", left=True)
        key = f"left:{act.key}:{session.id}"
        cards.work.outbox.plan([post(key, session.channel_id, offer, cards.scene.coalition.lang)])
