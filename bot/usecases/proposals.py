"""Putting words to the group: any participant may, not the facilitator alone."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.forms import ProposalForm
from bot.domain.framework import StepKind
from bot.domain.messages import Message
from bot.domain.sessions import Session, SessionState
from bot.ports.work import Work
from bot.usecases.desk import Desk, refuse, scene_of
from bot.usecases.opening import Opening, Wanted
from bot.usecases.round_cards import open_rounds
from bot.usecases.sessions import Sessions


@dataclass(frozen=True)
class Proposals:
    """Opens the rounds of sessions: at once in a live one, over days in an async one."""

    desk: Desk
    sessions: Sessions
    opening: Opening

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
        wanted = Wanted(text, session.mode, session_id=session_id, step_id=step_id)
        return self.opening.open(work, act, session.channel_id, wanted)
