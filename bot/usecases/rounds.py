"""Decision rounds: positions, the close by hand, and the window in which a decision may open again."""

import logging
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.choices import CHOICES, Secrecy
from bot.domain.decisions import (
    Choice,
    Decision,
    DecisionState,
    Objection,
    ObjectionState,
    Position,
    Proposal,
    Rule,
    is_due,
)
from bot.domain.messages import Message, Say, Screened
from bot.domain.people import Deed, Participant
from bot.domain.round_forms import BallotForm, LateObjectionForm, ReasonForm
from bot.domain.rules import holders
from bot.ports.holidays import Holidays
from bot.ports.work import Stale, Work
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.round_cards import bounds_for, round_deliveries, tally_of, terms_for
from bot.usecases.round_cards import open_rounds as open_rounds
from bot.usecases.round_ends import conclude, local, make_final, mind_the_clock, open_again, set_aside

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rounds:
    """Holds decision rounds."""

    desk: Desk
    holidays: Holidays

    def take(self, act: Act, proposal_id: str, choice: Choice) -> None:
        """Take a position: what needs no reason at once; the others open a form that asks for it."""
        if not choice.asks_reason:
            self.state(act, proposal_id, choice, "")
            return
        form = self.desk.look(act, lambda work: self._reason_form(work, act, proposal_id, choice))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def state(self, act: Act, proposal_id: str, choice: Choice, reason: str) -> None:
        """Note a position with its reason; it may be changed until the round closes."""
        self.desk.run(act, lambda work: self._state(work, act, proposal_id, choice, reason))

    def ballot_form(self, act: Act, proposal_id: str) -> None:
        """Open the form for a detached ballot: a press would leave the choice in the trace of the press."""
        form = self.desk.look(act, lambda work: self._ballot_form(work, act, proposal_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def cast(self, act: Act, proposal_id: str, choice: Choice) -> None:
        """Put a detached ballot in. It is final, and nobody can link it to a person."""
        self.desk.run(act, lambda work: self._cast(work, act, proposal_id, choice))

    def close(self, act: Act, proposal_id: str) -> None:
        """Close a round: a decision if nothing is missing, else "not decided yet" and why."""
        self.desk.run(act, lambda work: self._close(work, act, proposal_id))

    def set_aside(self, act: Act, proposal_id: str) -> None:
        """End a round without a decision; what was said stays on record."""
        self.desk.run(act, lambda work: self._set_aside(work, act, proposal_id))

    def late_form(self, act: Act, decision_id: str) -> None:
        """Open the form for an objection to a provisional decision."""
        form = self.desk.look(act, lambda work: self._late_form(work, act, decision_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def object_late(self, act: Act, decision_id: str, reason: str) -> None:
        """Object within the window: the decision reopens."""
        self.desk.run(act, lambda work: self._object_late(work, act, decision_id, reason))

    def settle_due(self) -> None:
        """Make final what no one objected to in time (called by the clock)."""
        for workspace_id in self.desk.units.workspaces():
            try:
                self._settle_workspace(workspace_id)
            except Stale:
                log.info("somebody was first in workspace %s; it is looked at again", workspace_id)

    def _settle_workspace(self, workspace_id: str) -> None:
        now = self.desk.clock.now()
        with self.desk.units.read(workspace_id) as work:
            waiting = work.decisions.where(state=DecisionState.PROVISIONAL)
        if not any(is_due(decision, now) for decision in waiting):
            return
        with self.desk.units.open(workspace_id, by="clock") as work:
            for decision in work.decisions.where(state=DecisionState.PROVISIONAL):
                if is_due(decision, now):
                    make_final(work, decision)
            work.commit()

    def open_round(self, work: Work, act: Act, proposal_id: str) -> tuple[Scene, Proposal, Participant]:
        """Return a round that takes positions, and who acts. Refuses where there is none such."""
        proposal = work.proposals.get(proposal_id)
        if proposal is None:
            raise refuse("refused.no_round")
        if not proposal.takes_positions:
            raise refuse("refused.round_closed")
        person = participant(self.desk, work, scene_of(work, proposal.channel_id), act)
        # Whoever acts for the first time becomes a participant by it, and has to stand in the scene.
        return scene_of(work, proposal.channel_id), proposal, person

    def _ballot_of(self, work: Work, act: Act, proposal_id: str) -> tuple[Scene, Proposal, Participant]:
        """Return the round of somebody who may take a position now. Refuses all others."""
        scene, proposal, person = self.open_round(work, act, proposal_id)
        demand(person, Deed.TAKE_POSITION, scene)
        self.mind_voter(work, scene, proposal, person)
        return scene, proposal, person

    def mind_voter(self, work: Work, scene: Scene, proposal: Proposal, person: Participant) -> None:
        """Refuse who has no ballot in this round, and whoever comes before it opens or after its deadline."""
        terms, now = terms_for(work, proposal), self.desk.clock.now()
        if terms.opens_at is not None and now < terms.opens_at:
            raise refuse("refused.round_not_open", opens=local(terms.opens_at, scene))
        if terms.closes_at is not None and now >= terms.closes_at:
            raise refuse("refused.round_closed")
        speakers = {
            one.id for those in holders(scene.people, bounds_for(work, terms)).values() for one in those
        }
        if person.id not in speakers:
            raise refuse("refused.no_ballot")

    def _reason_form(self, work: Work, act: Act, proposal_id: str, choice: Choice) -> ReasonForm:
        _, proposal, _ = self._ballot_of(work, act, proposal_id)
        return ReasonForm(act.channel_id, proposal.id, proposal.number, choice, proposal.text)

    def _state(self, work: Work, act: Act, proposal_id: str, choice: Choice, reason: str) -> Message | None:
        scene, proposal, person = self._ballot_of(work, act, proposal_id)
        self.note(work, proposal, person, choice, reason)
        work.outbox.plan(round_deliveries(work, scene, proposal, act.key))
        if terms_for(work, proposal).rule is Rule.CONSENT:
            return Say.of(f"position.{choice}", number=proposal.number)
        return Say.of("position.noted", number=proposal.number)

    def note(
        self,
        work: Work,
        proposal: Proposal,
        person: Participant,
        choice: Choice,
        reason: str,
        recorded_by: str = "",
    ) -> Position:
        """Note a position, with what becomes of an objection. Refuses what this round or person cannot say."""
        self._mind_choice(work, proposal, person, choice)
        self._mind_words(choice, reason)
        position = self._note_position(work, proposal, person, choice, reason, recorded_by)
        self._note_objection(work, proposal, person, choice, reason)
        return position

    def _mind_choice(self, work: Work, proposal: Proposal, person: Participant, choice: Choice) -> None:
        terms = terms_for(work, proposal)
        if choice not in CHOICES[terms.rule] or terms.secrecy is Secrecy.DETACHED:
            raise refuse("refused.not_this_choice")
        if terms.rule is Rule.ADVICE:
            decides = person.id == bounds_for(work, terms).decider
            if decides is (choice is Choice.ADVICE):
                raise refuse("refused.decider_only" if not decides else "refused.decider_decides")

    def _mind_words(self, choice: Choice, reason: str) -> None:
        if choice.needs_reason and not reason.strip():
            raise refuse("refused.reason_missing")
        findings = self.desk.screened([reason])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))

    def _note_position(
        self,
        work: Work,
        proposal: Proposal,
        person: Participant,
        choice: Choice,
        reason: str,
        recorded_by: str = "",
    ) -> Position:
        before = work.positions.where(proposal_id=proposal.id, participant_id=person.id)
        said = Position(
            id=before[0].id if before else self.desk.ids.new(),
            coalition_id=proposal.coalition_id,
            proposal_id=proposal.id,
            participant_id=person.id,
            choice=choice,
            taken_at=self.desk.clock.now(),
            reason=reason.strip(),
            revision=proposal.revision,
            recorded_by=recorded_by,
            version=before[0].version if before else 0,
        )
        if before:
            return work.positions.save(said)
        work.positions.add(said)
        return said

    def _note_objection(
        self, work: Work, proposal: Proposal, person: Participant, choice: Choice, reason: str
    ) -> None:
        """An objection stays open until the person who raised it takes another position.

        To the same words, that withdraws it; to new words, it has been integrated.
        """
        for raised in work.objections.where(proposal_id=proposal.id, participant_id=person.id):
            if raised.is_open:
                changed = raised.revision < proposal.revision and choice is not Choice.OBJECTION
                state = ObjectionState.INTEGRATED if changed else ObjectionState.WITHDRAWN
                work.objections.save(replace(raised, state=state))
        if choice is Choice.OBJECTION:
            self._raise(work, proposal, person, reason)

    def _raise(self, work: Work, proposal: Proposal, person: Participant, reason: str) -> None:
        work.objections.add(
            Objection(
                self.desk.ids.new(),
                proposal.coalition_id,
                proposal.id,
                person.id,
                reason.strip(),
                self.desk.clock.now(),
                revision=proposal.revision,
            )
        )

    def _ballot_form(self, work: Work, act: Act, proposal_id: str) -> BallotForm:
        _, proposal, person = self._ballot_of(work, act, proposal_id)
        if person.id in work.ballot_box.voters(proposal.id):
            raise refuse("refused.has_voted")
        choices = CHOICES[terms_for(work, proposal).rule]
        return BallotForm(act.channel_id, proposal.id, proposal.number, proposal.text, choices)

    def _cast(self, work: Work, act: Act, proposal_id: str, choice: Choice) -> Message | None:
        scene, proposal, person = self._ballot_of(work, act, proposal_id)
        terms = terms_for(work, proposal)
        if terms.secrecy is not Secrecy.DETACHED or choice not in CHOICES[terms.rule]:
            raise refuse("refused.not_this_choice")
        if not work.ballot_box.cast(proposal.id, person.id, choice):
            raise refuse("refused.has_voted")
        work.outbox.plan(round_deliveries(work, scene, proposal, act.key))
        return Say.of("position.cast", number=proposal.number)

    def _close(self, work: Work, act: Act, proposal_id: str) -> Message | None:
        scene, proposal, person = self.open_round(work, act, proposal_id)
        demand(person, Deed.STEER, scene, steers=self._steers(work, proposal))
        mind_the_clock(terms_for(work, proposal), tally_of(work, scene, proposal), self.desk, scene)
        return conclude(self.desk, work, scene, proposal, person.id, act.key, time_is_over=False)

    def _steers(self, work: Work, proposal: Proposal) -> str:
        session = work.sessions.get(proposal.session_id) if proposal.session_id else None
        return session.steers if session else ""

    def _set_aside(self, work: Work, act: Act, proposal_id: str) -> Message | None:
        scene, proposal, person = self.open_round(work, act, proposal_id)
        demand(person, Deed.STEER, scene, steers=self._steers(work, proposal))
        set_aside(work, scene, proposal, act.key)
        return None

    def _late_form(self, work: Work, act: Act, decision_id: str) -> LateObjectionForm:
        decision = self._provisional(work, decision_id)
        return LateObjectionForm(act.channel_id, decision.id, decision.number, decision.statement)

    def _provisional(self, work: Work, decision_id: str) -> Decision:
        decision = work.decisions.get(decision_id)
        if decision is None:
            raise refuse("refused.no_decision")
        if decision.state is not DecisionState.PROVISIONAL or is_due(decision, self.desk.clock.now()):
            raise refuse("refused.window_over")
        return decision

    def _object_late(self, work: Work, act: Act, decision_id: str, reason: str) -> Message | None:
        decision = self._provisional(work, decision_id)
        scene = scene_of(work, decision.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.TAKE_POSITION, scene)
        self._mind_words(Choice.OBJECTION, reason)
        again = open_again(self.desk, work, scene, decision, self.holidays, act.key)
        if terms_for(work, again).rule is Rule.CONSENT:
            self._note_position(work, again, person, Choice.OBJECTION, reason)
        self._note_objection(work, again, person, Choice.OBJECTION, reason)
        work.outbox.plan(round_deliveries(work, scene_of(work, decision.channel_id), again, act.key))
        return Say.of("position.late_objection", number=decision.number)
