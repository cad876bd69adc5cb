"""The whole record of a decision, for whoever asks: what was decided, how, against what, and what followed."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.choices import Secrecy
from bot.domain.deciding import Part
from bot.domain.decisions import Decision, Position
from bot.domain.messages import DecisionRecord, Message, ObjectionLine, PositionLine
from bot.domain.people import sees
from bot.ports.work import Work
from bot.usecases.desk import Desk, Scene, refuse, scene_of
from bot.usecases.round_cards import counted_positions, terms_for

LONGEST_CHAIN = 50


@dataclass(frozen=True)
class DecisionRecords:
    """Shows decision records."""

    desk: Desk

    def show(self, act: Act, decision_id: str) -> None:
        """Show a decision's whole record to the person alone."""
        record = self.desk.look(act, lambda work: self._record(work, act, decision_id))
        if record is not None:
            self.desk.channel.reply(act, record, self.desk.lang(act))

    def _record(self, work: Work, act: Act, decision_id: str) -> Message:
        decision = work.decisions.get(decision_id)
        if decision is None:
            raise refuse("refused.no_decision")
        linked = work.channels.where(channel_id=decision.channel_id)
        private = any(one.private for one in linked)
        if not sees(decision.channel_id, private, act.channel_id):
            raise refuse("refused.no_decision")
        scene = scene_of(work, decision.channel_id)
        proposal = work.proposals.get(decision.proposal_id)
        if proposal is None:
            raise refuse("refused.no_round")
        terms = terms_for(work, proposal)
        parts = work.round_parts.where(proposal_id=proposal.id)
        objections = work.objections.where(proposal_id=proposal.id)
        named = terms.secrecy is Secrecy.NAMED
        return DecisionRecord(
            decision=decision,
            rule=decision.rule,
            secrecy=terms.secrecy,
            recorded_by=scene.named(decision.recorded_by),
            time_zone=scene.coalition.time_zone,
            positions=tuple(_line(one, scene, named=named) for one in counted_positions(work, proposal)),
            objections=tuple(
                ObjectionLine(scene.named(one.participant_id) if named else "", one.reason, one.state)
                for one in objections
            ),
            interests=tuple(
                (scene.named(one.participant_id), one.text)
                for one in work.interests.where(proposal_id=proposal.id)
            ),
            decider=next((scene.named(one.participant_id) for one in parts if one.part is Part.DECIDES), ""),
            asked=tuple(scene.named(one.participant_id) for one in parts if one.part is Part.IS_ASKED),
            limits=terms.limits,
            versions=proposal.revision,
            supersedes=tuple(one.number for one in _before(work, decision)),
            superseded_by=_number(work, decision.superseded_by),
            links=_links(work, scene, decision),
        )


def _line(position: Position, scene: Scene, *, named: bool) -> PositionLine:
    by = scene.named(position.recorded_by) if named else ""
    name = scene.named(position.participant_id) if named else ""
    return PositionLine(name, position.choice, position.reason, by)


def _before(work: Work, decision: Decision) -> list[Decision]:
    """Return the chain of decisions that this one replaced, the latest first."""
    chain: list[Decision] = []
    at = decision
    while at.supersedes and len(chain) < LONGEST_CHAIN:
        earlier = work.decisions.get(at.supersedes)
        if earlier is None or earlier in chain:
            break
        chain.append(earlier)
        at = earlier
    return chain


def _number(work: Work, decision_id: str) -> int:
    found = work.decisions.get(decision_id) if decision_id else None
    return found.number if found else 0


def _links(work: Work, scene: Scene, decision: Decision) -> tuple[str, ...]:
    """Return what hangs on the decision, and what bounded it: the titles of parameters, the words of actions."""
    here = work.links.where(coalition_id=scene.coalition.id)
    bounded = [
        work.parameters.get(one.to_id)
        for one in here
        if _goes(one.from_id, decision, one.to_kind, "parameter")
    ]
    followed = [
        work.actions.get(one.from_id) for one in here if _goes(one.to_id, decision, one.from_kind, "action")
    ]
    return (*(one.title for one in bounded if one), *(one.text for one in followed if one))


def _goes(end: str, decision: Decision, kind: str, wanted: str) -> bool:
    return end == decision.id and kind == wanted
