"""Dots: each member spreads a few over the options, and may move them until the step is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.forms import RankForm
from bot.domain.framework import Step, StepKind
from bot.domain.messages import Message, Say
from bot.domain.people import Deed
from bot.domain.steps.rank import RankBallot, picks
from bot.ports.work import Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, demand, participant, refuse
from bot.usecases.sessions import Sessions
from bot.usecases.step_reminders import spoken


@dataclass(frozen=True)
class Ranking:
    """Takes dots, and shows totals."""

    desk: Desk
    sessions: Sessions

    def form(self, act: Act, session_id: str, step_id: str) -> None:
        """Open the form with the options and the dots that the person spread before."""
        form = self.desk.look(act, lambda work: self._form(work, act, session_id, step_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def spread(self, act: Act, session_id: str, step_id: str, chosen: Sequence[str]) -> None:
        """Note somebody's dots; the last ones count."""
        self.desk.run(act, lambda work: self._spread(work, act, session_id, step_id, chosen))

    def _open(self, work: Work, session_id: str, step_id: str) -> tuple[Cards, Step]:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        if step.kind is not StepKind.RANK or cards.session.step_id != step.id:
            raise refuse("note.step_left")
        return cards, step

    def _form(self, work: Work, act: Act, session_id: str, step_id: str) -> RankForm:
        cards, step = self._open(work, session_id, step_id)
        options = cards.options(step)
        if not options:
            raise refuse("rank.nothing")
        person = cards.scene.person(act.user_id)
        before = [one for one in cards.ballots(step) if person and one.participant_id == person.id]
        chosen = before[0].dots if before else ()
        return RankForm(act.channel_id, session_id, step_id, step.ask, options, step.dots, chosen)

    def _spread(
        self, work: Work, act: Act, session_id: str, step_id: str, chosen: Sequence[str]
    ) -> Message | None:
        cards, step = self._open(work, session_id, step_id)
        person = participant(self.desk, work, cards.scene, act)
        demand(person, Deed.TAKE_POSITION, cards.scene)
        held = picks(chosen, cards.options(step), step.dots)
        before = work.rank_ballots.where(session_id=session_id, step_id=step_id, participant_id=person.id)
        if before:
            work.rank_ballots.save(replace(before[0], picks=held))
        else:
            ballot = RankBallot(
                self.desk.ids.new(), cards.session.coalition_id, session_id, step_id, person.id, held
            )
            work.rank_ballots.add(ballot)
        spoken(cards, step, [person], self.desk.clock.now())
        fresh = self.sessions.fresh(work, cards)
        work.outbox.plan([fresh.refresh(step, act.key)])
        return Say.of("rank.noted", count=len(held.split()))
