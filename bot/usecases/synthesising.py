"""The synthesis: the facilitator sees the contributions and the draft before anything is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.forms import DraftForm
from bot.domain.framework import Step, StepKind
from bot.domain.messages import Message, Screened
from bot.domain.people import Deed
from bot.domain.steps.synthesise import Draft, Numbered, as_marked, edited
from bot.ports.work import Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, Refused, demand, participant, refuse
from bot.usecases.sessions import Sessions
from bot.usecases.themes import keep

ROWS = 9


@dataclass(frozen=True)
class Synthesising:
    """Opens the draft to the facilitator, and shows what they made of it."""

    desk: Desk
    sessions: Sessions

    def form(self, act: Act, session_id: str, step_id: str) -> None:
        """Open the form: all contributions with their numbers, and the themes to edit."""
        form = self.desk.look(act, lambda work: self._form(work, act, session_id, step_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def show(
        self,
        act: Act,
        session_id: str,
        step_id: str,
        rows: Sequence[tuple[str, str]],
        marks: Sequence[str] | None = None,
    ) -> None:
        """Show the themes to the group; each row is a wording and the numbers of its contributions.

        ``marks`` tell which number meant which contribution in the form; without them, numbers are as they are now.
        """
        self.desk.run(act, lambda work: self._show(work, act, session_id, step_id, rows, marks))

    def _steered(self, work: Work, act: Act, session_id: str, step_id: str) -> tuple[Cards, Step]:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        if step.kind is not StepKind.SYNTHESISE:
            raise refuse("note.step_left")
        person = participant(self.desk, work, cards.scene, act)
        demand(person, Deed.STEER, cards.scene, steers=cards.session.steers)
        return cards, step

    def _form(self, work: Work, act: Act, session_id: str, step_id: str) -> DraftForm:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        person = cards.scene.person(act.user_id)
        if person is None:
            raise refuse("refused.facilitators_only")
        demand(person, Deed.STEER, cards.scene, steers=cards.session.steers)
        sources = cards.sources(step)
        rows = tuple(_row(draft, sources) for draft in cards.drafts(step))
        return DraftForm(act.channel_id, session_id, step_id, sources, (*rows, ("", ""))[:ROWS])

    def _show(
        self,
        work: Work,
        act: Act,
        session_id: str,
        step_id: str,
        rows: Sequence[tuple[str, str]],
        marks: Sequence[str] | None,
    ) -> Message | None:
        cards, step = self._steered(work, act, session_id, step_id)
        findings = self.desk.screened([text for text, _ in rows])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        sources = cards.sources(step)
        own_words = {one.id: one.quote.text for one in sources}
        shown = sources if marks is None else as_marked(sources, marks)
        drafts = [_as_said(draft, own_words) for draft in edited(rows, shown)]
        keep(cards, step, drafts, self.desk.ids)
        work.outbox.plan([cards.refresh(step, act.key)])
        return None


def _row(draft: Draft, sources: Sequence[Numbered]) -> tuple[str, str]:
    of = {one.id: one for one in sources}
    numbers = [str(of[one].number) for one in draft.members if one in of]
    first = next((of[one].quote.text for one in draft.members if one in of), "")
    return draft.text or first, ", ".join(numbers)


def _as_said(draft: Draft, own_words: dict[str, str]) -> Draft:
    """A wording that was left as the first contribution's own stays tied to it: an edit of that reply follows."""
    same = draft.text == own_words.get(draft.members[0], "").strip()
    return Draft("", draft.members) if same else draft
