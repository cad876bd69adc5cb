"""A session's state as the messages that show it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.deliveries import Delivery, post, update
from bot.domain.framework import Pillar, Step, StepKind
from bot.domain.messages import Finished, InBoth, Message, SessionCard, StepCard, StepMessage
from bot.domain.people import Role, facilitators
from bot.domain.records import RecordKind
from bot.domain.sessions import OPEN_TO_WORDS, Session
from bot.usecases.held import Held
from bot.usecases.step_cards import STEP_CARDS, action_line, actions_of

__all__ = ["Cards", "action_line", "card_place", "step_at", "step_place"]


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
class Cards(Held):
    """The messages of one session, from its records. ``beside``: its script in another language that people read."""

    beside: Pillar | None = None

    def session_card(self) -> SessionCard:
        """Return the card that always shows where the session is."""
        step = self.pillar.step(self.session.step_id)
        steers = self.scene.named(self.session.steers)
        steering = (steers,) if steers else tuple(one.name for one in facilitators(self.scene.people))
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
            facilitators=steering,
            observers=sum(person.role is Role.OBSERVER for person in self.scene.people),
            partial=self.session.partial,
            until=self.session.until,
            time_zone=self.scene.coalition.time_zone,
        )

    def step_card(self, step: Step, *, is_open: bool) -> StepMessage:
        """Return a step's message, by its kind."""
        return STEP_CARDS[step.kind](self, self.plain_card(step, is_open=is_open), step)

    def plain_card(self, step: Step, *, is_open: bool = True) -> StepCard:
        """Return what every step's message shows."""
        return StepCard(
            session_id=self.session.id,
            step_id=step.id,
            title=step.title,
            ask=step.ask,
            help=step.help,
            minutes=step.minutes,
            number=self.pillar.number(step.id),
            count=len(self.pillar.steps),
            is_open=is_open,
            due=self.session.step_due if step.id == self.session.step_id else None,
            time_zone=self.scene.coalition.time_zone,
            passage_id=step.passage,
            takes_late=step.kind in OPEN_TO_WORDS,
        )

    def finished(self) -> Finished:
        """Return what the session came to."""
        said = self.said()
        return Finished(
            title=self.pillar.title,
            contributions=len(said),
            voices=len({contribution.participant_id for contribution in said} - {""}),
            detached=sum(not contribution.participant_id for contribution in said),
            decisions=self.work.decisions.where(session_id=self.session.id),
            actions=actions_of(self),
            partial=self.session.partial,
            time_zone=self.scene.coalition.time_zone,
            records=tuple((kind.value, one.title) for kind in RecordKind for one in self.records(kind)),
            parked=tuple(one.text for one in self.work.parked_points.where(session_id=self.session.id)),
        )

    def show_session(self, cause: str) -> Delivery:
        """Bring the session's card up to date, or post it the first time."""
        return self._shown(card_place(self.session), self._in_each(lambda cards: cards.session_card()), cause)

    def show_step(self, step: Step, cause: str, *, is_open: bool) -> Delivery:
        """Bring a step's message up to date, or post it the first time."""
        card = self._in_each(lambda cards: cards.step_card(cards.own(step), is_open=is_open))
        return self._shown(step_place(self.session.id, step.id), card, cause)

    def own(self, step: Step) -> Step:
        """Return a step in the words of this script."""
        return self.pillar.step(step.id) or step

    def _in_each(self, card: Callable[["Cards"], SessionCard | StepMessage]) -> Message:
        """Return a card in the coalition's language and, where people read another, in that one, too."""
        if self.beside is None:
            return card(self)
        return InBoth(card(self), card(replace(self, pillar=self.beside)), self.beside.lang)

    def _shown(self, place: str, card: Message, cause: str) -> Delivery:
        """Update what stands in its place; what was lost on its way is posted again."""
        channel_id, lang = self.session.channel_id, self.scene.coalition.lang
        if not self.work.outbox.planned(place):
            return post(place, channel_id, card, lang)
        if self.work.outbox.given_up(place):
            return replace(post(f"{cause}:{place}", channel_id, card, lang), place=place)
        return update(f"{cause}:{place}", place, channel_id, card, lang)

    def refresh(self, step: Step, cause: str) -> Delivery:
        """Bring a step's message up to date as it stands: open only where the session is."""
        return self.show_step(step, cause, is_open=step.id == self.session.step_id)

    def touched(self, step: Step, cause: str) -> list[Delivery]:
        """Bring up to date what shows the contributions to a step: its message, and what is drawn from it now."""
        current = self.pillar.step(self.session.step_id)
        kinds = (StepKind.SYNTHESISE, StepKind.RANK)
        draws = current is not None and current.kind in kinds and step.id in self.words_behind(current)
        shown = [step, current] if current is not None and draws else [step]
        return [self.refresh(one, cause) for one in shown]

    def at(self, session: Session) -> "Cards":
        """Return the cards of the session in another state."""
        return replace(self, session=session)
