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
        others = self._others(act)
        if others is not None:
            is_member = self.desk.directory.is_member
            here = frozenset(one for one in others if is_member(act.workspace_id, act.channel_id, one))
            self.desk.run(act, lambda work: self._left(work, act, here))

    def _others(self, act: Act) -> frozenset[str] | None:
        """Return who else can steer in the channel, where it has sessions; Slack is asked outside of a transaction."""
        with self.desk.units.read(act.workspace_id) as work:
            sessions = work.sessions.where(channel_id=act.channel_id)
            linked = work.channels.where(channel_id=act.channel_id)
            if not sessions or not linked:
                return None
            people = work.participants.where(coalition_id=linked[0].coalition_id)
        steers = {one.steers for one in sessions if one.state is not SessionState.ENDED}
        able = [one.slack_user_id for one in people if one.facilitates or one.id in steers]
        return frozenset(one for one in able if one and one != act.user_id)

    def _left(self, work: Work, act: Act, here: frozenset[str]) -> Message | None:
        scene = scene_of(work, act.channel_id)
        for session in work.sessions.where(channel_id=act.channel_id):
            if session.state is not SessionState.ENDED and session.offered_at is None:
                cards = self.sessions.cards(work, scene, session)
                if self._steered_by(scene, cards, act, here):
                    self._offer(cards, act)
        return None

    def _steered_by(self, scene: Scene, cards: Cards, act: Act, here: frozenset[str]) -> bool:
        """Tell whether the one who left steered the session, and nobody else who does is in the channel."""
        people = (*steering(cards), *facilitators(scene.people))
        if scene.person(act.user_id) not in people:
            return False
        return not any(one.slack_user_id in here for one in people)

    def _offer(self, cards: Cards, act: Act) -> None:
        session: Session = replace(cards.session, offered_at=self.desk.clock.now())
        cards.work.sessions.save(session)
        step = cards.pillar.step(session.step_id)
        offer = HandOver(session.id, cards.pillar.title, step.title if step else "", left=True)
        key = f"left:{act.key}:{session.id}"
        cards.work.outbox.plan([post(key, session.channel_id, offer, cards.scene.coalition.lang)])
