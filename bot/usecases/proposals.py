"""Putting words to the group: any participant may, not the facilitator alone."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.decisions import Proposal
from bot.domain.forms import ProposalForm
from bot.domain.framework import StepKind
from bot.domain.messages import Message, Screened
from bot.domain.people import Deed
from bot.domain.sessions import Session, SessionState
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, demand, participant, refuse, scene_of
from bot.usecases.rounds import open_rounds, round_deliveries
from bot.usecases.sessions import Sessions


@dataclass(frozen=True)
class Proposals:
    """Opens live rounds of consent."""

    desk: Desk
    sessions: Sessions

    def form(self, act: Act, session_id: str, step_id: str) -> None:
        """Open the form for a proposal, with what was drawn together as a draft."""
        form = self.desk.look(act, lambda work: self._form(work, act, session_id, step_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def put(self, act: Act, session_id: str, step_id: str, text: str) -> None:
        """Put words to the group; they are frozen from here on."""
        self.desk.run(act, lambda work: self._put(work, act, session_id, step_id, text))

    def _at_step(self, work: Work, session_id: str, step_id: str) -> Session:
        session = work.sessions.get(session_id)
        if session is None:
            raise refuse("refused.no_session")
        if session.state is not SessionState.RUNNING:
            raise refuse(f"note.session_{session.state}")
        if session.step_id != step_id:
            raise refuse("note.step_left")
        if open_rounds(work, session_id):
            raise refuse("refused.round_running")
        return session

    def _form(self, work: Work, act: Act, session_id: str, step_id: str) -> ProposalForm:
        session = self._at_step(work, session_id, step_id)
        cards = self.sessions.cards(work, scene_of(work, session.channel_id), session)
        step = cards.pillar.step(step_id)
        if step is None or step.kind is not StepKind.DECIDE:
            raise refuse("note.step_left")
        draft = "\n".join(cards.agreed_words(step))
        return ProposalForm(act.channel_id, session_id, step_id, draft)

    def _put(self, work: Work, act: Act, session_id: str, step_id: str, text: str) -> Message | None:
        session = self._at_step(work, session_id, step_id)
        scene = scene_of(work, session.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.PROPOSE, scene)
        words = text.strip()
        if not words:
            raise refuse("refused.empty")
        findings = self.desk.screened([words])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        proposal_id = self.desk.ids.new()
        proposal = Proposal(
            id=proposal_id,
            coalition_id=scene.coalition.id,
            channel_id=session.channel_id,
            number=len(work.proposals.where(coalition_id=scene.coalition.id)) + 1,
            text=words,
            proposed_by=person.id,
            opened_at=self.desk.clock.now(),
            session_id=session_id,
            step_id=step_id,
            card=f"round:{proposal_id}",
        )
        work.proposals.add(proposal)
        work.outbox.plan(round_deliveries(work, scene_of(work, session.channel_id), proposal, act.key))
        return None
