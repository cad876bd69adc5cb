"""What people say in a session: by reply in a step's thread, or by form; edited, withdrawn, recognised."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.contributions import LONGEST, Contribution, Named, Recognised, SynthesisCheck
from bot.domain.deliveries import Delivery, mark
from bot.domain.forms import ContributeForm
from bot.domain.framework import Mode, Step, StepKind
from bot.domain.messages import Message, Say, Screened
from bot.domain.people import Deed, Participant
from bot.domain.sessions import OPEN_TO_WORDS, Session, SessionState
from bot.ports.work import Work
from bot.usecases.cards import Cards, step_at
from bot.usecases.desk import Desk, Refused, demand, participant, refuse
from bot.usecases.detached import Detached, takes_detached
from bot.usecases.sessions import Sessions
from bot.usecases.step_reminders import spoken

log = logging.getLogger(__name__)
LOOKS, A_MOMENT = 50, 0.1


@dataclass(frozen=True)
class Contributions:
    """Notes what people say, and shows it on the step's message."""

    desk: Desk
    sessions: Sessions
    pause: Callable[[float], None] = lambda _: None

    def reply(self, act: Act, text: str) -> None:
        """Note a reply in the thread of a step; replies elsewhere are none of ours and are left alone."""
        if self._is_about_a_step(act):
            self.desk.run(act, lambda work: self._note_reply(work, act, text))

    def edited(self, act: Act, text: str) -> None:
        """Follow the edit of a reply that was noted, or note one that was not."""
        if self._is_about_a_step(act):
            self.desk.run(act, lambda work: self._edit(work, act, text))

    def deleted(self, act: Act) -> None:
        """Withdraw the contribution of a reply that was deleted, also after its session has ended."""
        if self._is_about_a_step(act):
            self.desk.run(act, lambda work: self._withdraw(work, act))

    def form(self, act: Act, session_id: str, step_id: str, missing: bool = False) -> None:
        """Open the form for a contribution; ``missing``: asked for at *Did I get this right?*"""
        form = self.desk.look(act, lambda work: self._form(work, act, session_id, step_id))
        if form is None:
            return
        self.desk.channel.open_form(act, form, self.desk.lang(act))
        if missing:
            self.recognise(act, session_id, step_id, Recognised.MISSING)

    def submit(self, act: Act, session_id: str, step_id: str, text: str, named: Named) -> None:
        """Note what was written in the form."""
        if named is Named.DETACHED:
            Detached(self.desk, self.sessions).submit(act, session_id, step_id, text)
            return
        self.desk.run(act, lambda work: self._submit(work, act, session_id, step_id, text, named))

    def recognise(self, act: Act, session_id: str, step_id: str, word: Recognised) -> None:
        """Note what somebody says to a synthesis; the last word of each counts."""
        self.desk.run(act, lambda work: self._recognise(work, act, session_id, step_id, word))

    def problems(self, text: str) -> tuple[str, ...]:
        """Return the kinds of identifiers in a text, for the form's field to say before it closes."""
        return tuple(sorted({finding.kind for finding in self.desk.screened([text])}))

    def _is_about_a_step(self, act: Act) -> bool:
        """Tell whether a reply is in the thread of a step; who replies at once may be sooner than we know its place."""
        for _ in range(LOOKS):
            with self.desk.units.read(act.workspace_id) as work:
                if self._step_of(work, act) is not None:
                    return True
                if not act.thread_ts or not work.outbox.in_flight(act.channel_id):
                    return False
            self.pause(A_MOMENT)
        log.warning("a reply came to a message whose place was not known in time; act %s", act.key)
        return False

    def _step_of(self, work: Work, act: Act) -> tuple[str, str] | None:
        place = work.outbox.place_at(act.channel_id, act.thread_ts)
        return step_at(place.name) if place else None

    def _note_reply(self, work: Work, act: Act, text: str) -> Message | None:
        session_id, step_id = self._step_of(work, act) or ("", "")
        cards, step = self.sessions.open_step(work, session_id, step_id)
        if step.kind in OPEN_TO_WORDS:
            self._add(cards, act, step, text, Named.NAMED, posted=True)
        return None

    def _edit(self, work: Work, act: Act, text: str) -> Message | None:
        known = self._from_message(work, act)
        if known is None:
            return self._note_reply(work, act, text)
        cards, step = self.sessions.open_step(work, known.session_id, known.step_id)
        findings = self.desk.screened([text])
        kept = "" if findings else text[:LONGEST]
        changed = replace(known, text=kept, withdrawn=bool(findings))
        work.contributions.save(changed)
        work.outbox.plan([*cards.touched(step, act.key), *_marked(cards, act, noted=not findings)])
        return Screened(tuple(sorted({one.kind for one in findings})), posted=True) if findings else None

    def _withdraw(self, work: Work, act: Act) -> Message | None:
        known = self._from_message(work, act)
        if known is None or known.withdrawn:
            return None
        work.contributions.save(replace(known, text="", withdrawn=True))
        session = work.sessions.get(known.session_id)
        if session is not None and session.state is not SessionState.ENDED:
            cards, step = self.sessions.open_step(work, known.session_id, known.step_id)
            work.outbox.plan(cards.touched(step, act.key))
        return None

    def _submit(
        self, work: Work, act: Act, session_id: str, step_id: str, text: str, named: Named
    ) -> Message | None:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        self._add(cards, act, step, text, named, posted=False)
        return Say.of("said.noted")

    def _recognise(
        self, work: Work, act: Act, session_id: str, step_id: str, word: Recognised
    ) -> Message | None:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        person = self._contributor(cards, act)
        before = work.checks.where(session_id=session_id, step_id=step_id, participant_id=person.id)
        if before:
            work.checks.save(replace(before[0], word=word))
        else:
            new = SynthesisCheck(
                self.desk.ids.new(), cards.scene.coalition.id, session_id, step_id, person.id, word
            )
            work.checks.add(new)
        work.outbox.plan(cards.touched(step, act.key))
        return Say.of(f"recognised.{word}")

    def _add(self, cards: Cards, act: Act, step: Step, text: str, named: Named, *, posted: bool) -> None:
        person = self._contributor(cards, act)
        words = text.strip()
        if not words:
            raise refuse("refused.empty")
        findings = self.desk.screened([words])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings})), posted=posted))
        cards.work.contributions.add(self._contribution(cards.session, step, person, act, words, named))
        spoken(cards, step, [person], self.desk.clock.now())
        cards.work.outbox.plan([*cards.touched(step, act.key), *(_marked(cards, act) if posted else ())])

    def _contribution(
        self, session: Session, step: Step, person: Participant, act: Act, words: str, named: Named
    ) -> Contribution:
        return Contribution(
            id=self.desk.ids.new(),
            coalition_id=session.coalition_id,
            session_id=session.id,
            step_id=step.id,
            participant_id=person.id,
            text=words[:LONGEST],
            said_at=self.desk.clock.now(),
            named=named,
            message_ts=act.message_ts or None,
        )

    def _contributor(self, cards: Cards, act: Act) -> Participant:
        person = participant(self.desk, cards.work, cards.scene, act)
        demand(person, Deed.CONTRIBUTE, cards.scene)
        return person

    def _from_message(self, work: Work, act: Act) -> Contribution | None:
        session_id, _ = self._step_of(work, act) or ("", "")
        found = work.contributions.where(session_id=session_id, message_ts=act.message_ts)
        return found[0] if found else None

    def _form(self, work: Work, act: Act, session_id: str, step_id: str) -> ContributeForm:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        if step.kind is StepKind.SYNTHESISE and step.draws_on:
            step = cards.pillar.step(cards.words_behind(step)[-1]) or step
        detached = takes_detached(cards.scene)
        return ContributeForm(act.channel_id, session_id, step.id, step.title, step.ask, detached)


def _marked(cards: Cards, act: Act, *, noted: bool = True) -> list[Delivery]:
    """Over days a reply that was noted is marked as such; live, the running count says it."""
    if cards.session.mode is not Mode.ASYNC:
        return []
    return [mark(f"{act.key}:noted", cards.session.channel_id, act.message_ts, present=noted)]
