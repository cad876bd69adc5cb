"""Decision rounds: a proposal put to the group, positions, the close, and the window in which it may reopen."""

import logging
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.decisions import (
    Choice,
    Decision,
    DecisionState,
    Objection,
    ObjectionState,
    Position,
    Proposal,
    ProposalState,
    Rule,
    Tally,
    decide,
    is_due,
    reopen,
    settle,
    tally,
)
from bot.domain.deliveries import Delivery, post, update
from bot.domain.forms import LateObjectionForm, ReasonForm
from bot.domain.messages import DecisionCard, Message, RoundCard, Say, Screened, Voiced
from bot.domain.people import Deed, Participant
from bot.ports.work import Stale, Work
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of

log = logging.getLogger(__name__)


def open_rounds(work: Work, session_id: str) -> tuple[Proposal, ...]:
    """Return the proposals of a session that still take positions."""
    return tuple(one for one in work.proposals.where(session_id=session_id) if one.takes_positions)


def tally_of(work: Work, scene: Scene, proposal: Proposal) -> Tally:
    """Count a round as it stands."""
    return tally(
        scene.people,
        work.positions.where(proposal_id=proposal.id),
        work.objections.where(proposal_id=proposal.id),
    )


def voiced(work: Work, scene: Scene, proposal_id: str) -> tuple[Voiced, ...]:
    """Return the reasons in a round, objections first and by name: they are there to be talked about."""
    taken = [one for one in work.positions.where(proposal_id=proposal_id) if one.reason]
    order = {choice: n for n, choice in enumerate(reversed(Choice))}
    taken.sort(key=lambda one: (order[one.choice], one.taken_at, one.id))
    return tuple(Voiced(one.choice, one.reason, _name_of(one, scene)) for one in taken)


def _name_of(position: Position, scene: Scene) -> str:
    return scene.named(position.participant_id) if position.choice is Choice.OBJECTION else ""


def round_deliveries(work: Work, scene: Scene, proposal: Proposal, cause: str) -> list[Delivery]:
    """Bring a round's card up to date, or post it the first time."""
    card = RoundCard(
        proposal_id=proposal.id,
        number=proposal.number,
        text=proposal.text,
        proposer=scene.named(proposal.proposed_by),
        state=proposal.state,
        tally=tally_of(work, scene, proposal),
        time_zone=scene.coalition.time_zone,
        voiced=voiced(work, scene, proposal.id),
    )
    if not work.outbox.planned(proposal.card):
        return [post(proposal.card, proposal.channel_id, card, scene.coalition.lang)]
    return [
        update(f"{cause}:{proposal.card}", proposal.card, proposal.channel_id, card, scene.coalition.lang)
    ]


def decision_delivery(work: Work, scene: Scene, decision: Decision, cause: str) -> Delivery:
    """Bring a decision's card up to date, or post it the first time."""
    place = f"decision:{decision.id}"
    card = DecisionCard(decision, scene.coalition.time_zone, voiced(work, scene, decision.proposal_id))
    if not work.outbox.planned(place):
        return post(place, decision.channel_id, card, scene.coalition.lang)
    return update(f"{cause}:{place}", place, decision.channel_id, card, scene.coalition.lang)


@dataclass(frozen=True)
class Rounds:
    """Holds decision rounds."""

    desk: Desk

    def take(self, act: Act, proposal_id: str, choice: Choice) -> None:
        """Take a position: consent at once; the others open a form that asks for the reason."""
        if not choice.needs_reason:
            self.state(act, proposal_id, choice, "")
            return
        form = self.desk.look(act, lambda work: self._reason_form(work, act, proposal_id, choice))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def state(self, act: Act, proposal_id: str, choice: Choice, reason: str) -> None:
        """Note a position with its reason; it may be changed until the round closes."""
        self.desk.run(act, lambda work: self._state(work, act, proposal_id, choice, reason))

    def close(self, act: Act, proposal_id: str) -> None:
        """Close a live round: a decision if nothing is missing, else "not decided yet" and why."""
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
                    self._settle(work, decision)
            work.commit()

    def _settle(self, work: Work, decision: Decision) -> None:
        scene = scene_of(work, decision.channel_id)
        final = work.decisions.save(settle(decision))
        said = Say.of("decision.now_stands", number=final.number, statement=final.statement)
        key = f"settled:{final.id}"
        work.outbox.plan(
            [
                decision_delivery(work, scene, final, key),
                post(key, final.channel_id, said, scene.coalition.lang, thread=f"decision:{final.id}"),
            ]
        )

    def _round(self, work: Work, act: Act, proposal_id: str) -> tuple[Scene, Proposal, Participant]:
        proposal = work.proposals.get(proposal_id)
        if proposal is None:
            raise refuse("refused.no_round")
        if not proposal.takes_positions:
            raise refuse("refused.round_closed")
        scene = scene_of(work, proposal.channel_id)
        return scene, proposal, participant(self.desk, work, scene, act)

    def _reason_form(self, work: Work, act: Act, proposal_id: str, choice: Choice) -> ReasonForm:
        scene, proposal, person = self._round(work, act, proposal_id)
        demand(person, Deed.TAKE_POSITION, scene)
        return ReasonForm(act.channel_id, proposal.id, proposal.number, choice, proposal.text)

    def _state(self, work: Work, act: Act, proposal_id: str, choice: Choice, reason: str) -> Message | None:
        scene, proposal, person = self._round(work, act, proposal_id)
        demand(person, Deed.TAKE_POSITION, scene)
        self._mind_words(choice, reason)
        self._note_position(work, proposal, person, choice, reason)
        self._note_objection(work, proposal, person, choice, reason)
        fresh = scene_of(work, proposal.channel_id)
        work.outbox.plan(round_deliveries(work, fresh, proposal, act.key))
        if proposal.rule is Rule.CONSENT:
            return Say.of(f"position.{choice}", number=proposal.number)
        return Say.of("position.noted", number=proposal.number)

    def _mind_words(self, choice: Choice, reason: str) -> None:
        if choice.needs_reason and not reason.strip():
            raise refuse("refused.reason_missing")
        findings = self.desk.screened([reason])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))

    def _note_position(
        self, work: Work, proposal: Proposal, person: Participant, choice: Choice, reason: str
    ) -> None:
        before = work.positions.where(proposal_id=proposal.id, participant_id=person.id)
        now = self.desk.clock.now()
        if before:
            work.positions.save(replace(before[0], choice=choice, reason=reason.strip(), taken_at=now))
            return
        new_id = self.desk.ids.new()
        work.positions.add(
            Position(new_id, proposal.coalition_id, proposal.id, person.id, choice, now, reason.strip())
        )

    def _note_objection(
        self, work: Work, proposal: Proposal, person: Participant, choice: Choice, reason: str
    ) -> None:
        """An objection stays open until the person who raised it takes another position."""
        for raised in work.objections.where(proposal_id=proposal.id, participant_id=person.id):
            if raised.is_open:
                work.objections.save(replace(raised, state=ObjectionState.WITHDRAWN))
        if choice is Choice.OBJECTION:
            new_id, now = self.desk.ids.new(), self.desk.clock.now()
            work.objections.add(
                Objection(new_id, proposal.coalition_id, proposal.id, person.id, reason.strip(), now)
            )

    def _close(self, work: Work, act: Act, proposal_id: str) -> Message | None:
        scene, proposal, person = self._round(work, act, proposal_id)
        demand(person, Deed.STEER, scene, steers=self._steers(work, proposal))
        counted = tally_of(work, scene, proposal)
        if counted.missing:
            return Say.of(f"not_decided.{counted.missing[0]}", quorum=counted.quorum, taken=counted.taken)
        number = len(work.decisions.where(coalition_id=scene.coalition.id)) + 1
        decision = decide(
            proposal,
            counted,
            decision_id=self.desk.ids.new(),
            number=number,
            by=person.id,
            now=self.desk.clock.now(),
        )
        work.decisions.add(decision)
        closed = work.proposals.save(replace(proposal, state=ProposalState.DECIDED))
        cards = round_deliveries(work, scene, closed, act.key)
        work.outbox.plan([*cards, decision_delivery(work, scene, decision, act.key)])
        return None

    def _steers(self, work: Work, proposal: Proposal) -> str:
        session = work.sessions.get(proposal.session_id) if proposal.session_id else None
        return session.steers if session else ""

    def _set_aside(self, work: Work, act: Act, proposal_id: str) -> Message | None:
        scene, proposal, person = self._round(work, act, proposal_id)
        demand(person, Deed.STEER, scene, steers=self._steers(work, proposal))
        dropped = work.proposals.save(replace(proposal, state=ProposalState.DROPPED))
        work.outbox.plan(round_deliveries(work, scene, dropped, act.key))
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
        proposal = work.proposals.get(decision.proposal_id)
        if proposal is None:
            raise refuse("refused.no_round")
        again = work.proposals.save(
            replace(proposal, state=ProposalState.REOPENED, card=f"round:{proposal.id}:{act.key}")
        )
        self._note_position(work, again, person, Choice.OBJECTION, reason)
        self._note_objection(work, again, person, Choice.OBJECTION, reason)
        reopened = work.decisions.save(reopen(decision))
        fresh = scene_of(work, decision.channel_id)
        card = decision_delivery(work, fresh, reopened, act.key)
        work.outbox.plan([card, *round_deliveries(work, fresh, again, act.key)])
        return Say.of("position.late_objection", number=decision.number)
