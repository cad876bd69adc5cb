"""A session's state as the messages that show it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from bot.domain.actions import Action
from bot.domain.contributions import Contribution, Named, Quote, Recognised, draw_together
from bot.domain.deliveries import Delivery, post, update
from bot.domain.framework import Pillar, Step, StepKind
from bot.domain.messages import (
    ActionLine,
    AssignCard,
    ExplainCard,
    Finished,
    GatherCard,
    ProposeCard,
    SessionCard,
    StepCard,
    StepMessage,
    SynthesisCard,
)
from bot.domain.people import Role, facilitators
from bot.domain.sessions import Session
from bot.ports.work import Work
from bot.usecases.desk import Scene


def card_place(session: Session) -> str:
    """Return the name of the place where a session's card stands."""
    return f"session:{session.id}"


def step_place(session_id: str, step_id: str) -> str:
    """Return the name of the place where a step's message stands."""
    return f"step:{session_id}:{step_id}"


def step_at(place_name: str) -> tuple[str, str] | None:
    """Return the session and the step whose message a place names, or None."""
    kind, _, rest = place_name.partition(":")
    session_id, _, step_id = rest.partition(":")
    return (session_id, step_id) if kind == "step" and step_id else None


@dataclass(frozen=True)
class Cards:
    """The messages of one session, from its records."""

    work: Work
    scene: Scene
    pillar: Pillar
    session: Session

    def session_card(self) -> SessionCard:
        """Return the card that always shows where the session is."""
        step = self.pillar.step(self.session.step_id)
        steering = [person.name for person in facilitators(self.scene.people)]
        return SessionCard(
            session_id=self.session.id,
            pillar=self.pillar.key,
            title=self.pillar.title,
            question=self.pillar.question,
            intro=self.pillar.intro,
            state=self.session.state,
            mode=self.session.mode,
            step_id=self.session.step_id,
            step_title=step.title if step else "",
            step_number=self.pillar.number(self.session.step_id),
            step_count=len(self.pillar.steps),
            minutes=self.pillar.minutes,
            facilitators=tuple(steering) or (self.scene.named(self.session.steers),),
            observers=sum(person.role is Role.OBSERVER for person in self.scene.people),
            partial=self.session.partial,
        )

    def step_card(self, step: Step, *, is_open: bool) -> StepMessage:
        """Return a step's message, by its kind."""
        shown = StepCard(
            session_id=self.session.id,
            step_id=step.id,
            title=step.title,
            ask=step.ask,
            help=step.help,
            minutes=step.minutes,
            number=self.pillar.number(step.id),
            count=len(self.pillar.steps),
            is_open=is_open,
        )
        return self._BY_KIND[step.kind](self, shown, step)

    def finished(self) -> Finished:
        """Return what the session came to."""
        said = self.said()
        return Finished(
            title=self.pillar.title,
            contributions=len(said),
            voices=len({contribution.participant_id for contribution in said}),
            decisions=self.work.decisions.where(session_id=self.session.id),
            actions=self.actions(),
            partial=self.session.partial,
            time_zone=self.scene.coalition.time_zone,
        )

    def said(self, *step_ids: str) -> tuple[Contribution, ...]:
        """Return the contributions to these steps (all steps where none is named), not the withdrawn ones."""
        kept = self.work.contributions.where(session_id=self.session.id, withdrawn=False)
        return tuple(one for one in kept if not step_ids or one.step_id in step_ids)

    def actions(self) -> tuple[ActionLine, ...]:
        """Return the actions that came of the session."""
        return tuple(
            action_line(action, self.scene) for action in self.work.actions.where(session_id=self.session.id)
        )

    def _explain(self, shown: StepCard, step: Step) -> StepMessage:
        return ExplainCard(shown, self.pillar.equity_check, step.passage)

    def _gather(self, shown: StepCard, step: Step) -> StepMessage:
        return GatherCard(shown, len(self.said(step.id)))

    def _synthesise(self, shown: StepCard, step: Step) -> StepMessage:
        words = [check.word for check in self.work.checks.where(session_id=self.session.id, step_id=step.id)]
        return SynthesisCard(
            shown,
            themes=draw_together([self._quote(one) for one in self.said(*step.draws_on)]),
            recognised=words.count(Recognised.YES),
            missing=words.count(Recognised.MISSING),
            not_meant=words.count(Recognised.NOT_MEANT),
        )

    def _quote(self, said: Contribution) -> Quote:
        named = said.named is Named.NAMED
        return Quote(said.text, self.scene.named(said.participant_id) if named else "")

    def _propose(self, shown: StepCard, _: Step) -> StepMessage:
        return ProposeCard(shown)

    def _assign(self, shown: StepCard, _: Step) -> StepMessage:
        return AssignCard(shown, self.actions())

    _BY_KIND: ClassVar = {
        StepKind.EXPLAIN: _explain,
        StepKind.GATHER: _gather,
        StepKind.SYNTHESISE: _synthesise,
        StepKind.DECIDE: _propose,
        StepKind.ASSIGN: _assign,
    }

    def show_session(self, cause: str) -> Delivery:
        """Bring the session's card up to date, or post it the first time."""
        place, card = card_place(self.session), self.session_card()
        if not self.work.outbox.planned(place):
            return post(place, self.session.channel_id, card, self.scene.coalition.lang)
        return update(f"{cause}:{place}", place, self.session.channel_id, card, self.scene.coalition.lang)

    def show_step(self, step: Step, cause: str, *, is_open: bool) -> Delivery:
        """Bring a step's message up to date, or post it the first time."""
        place, card = step_place(self.session.id, step.id), self.step_card(step, is_open=is_open)
        if not self.work.outbox.planned(place):
            return post(place, self.session.channel_id, card, self.scene.coalition.lang)
        return update(f"{cause}:{place}", place, self.session.channel_id, card, self.scene.coalition.lang)

    def refresh(self, step: Step, cause: str) -> Delivery:
        """Bring a step's message up to date as it stands: open only where the session is."""
        return self.show_step(step, cause, is_open=step.id == self.session.step_id)

    def touched(self, step: Step, cause: str) -> list[Delivery]:
        """Bring up to date what shows the contributions to a step: its message, and an open synthesis of it."""
        current = self.pillar.step(self.session.step_id)
        draws = current is not None and current.kind is StepKind.SYNTHESISE and step.id in current.draws_on
        shown = [step, current] if current is not None and draws else [step]
        return [self.refresh(one, cause) for one in shown]

    def at(self, session: Session) -> "Cards":
        """Return the cards of the session in another state."""
        return replace(self, session=session)


def action_line(action: Action, scene: Scene, viewer: str = "") -> ActionLine:
    """Return an action as it stands in a list; ``viewer`` is the participant who looks."""
    return ActionLine(
        id=action.id,
        number=action.number,
        text=action.text,
        owner=", ".join(filter(None, (scene.named(one) for one in action.owner_ids))),
        due_on=action.due_on,
        state=action.state,
        closable=any(
            one.id == viewer and (one.facilitates or one.id in action.owner_ids) for one in scene.people
        ),
    )
