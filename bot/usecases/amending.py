"""Changing a proposal's words: an amendment clears the positions and tells why; a typing mistake does not."""

from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.amendments import Amendment, looks_like_a_typo
from bot.domain.attention import Offer, Urgency
from bot.domain.choices import Secrecy
from bot.domain.decisions import ObjectionState, Proposal
from bot.domain.deliveries import post
from bot.domain.messages import Amended, Message, Say, Screened
from bot.domain.people import Deed, Participant
from bot.domain.round_forms import AmendForm
from bot.ports.holidays import Holidays
from bot.ports.work import Work
from bot.usecases.attention import Attention
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.opening import LONGEST
from bot.usecases.round_cards import counted_positions, round_deliveries, terms_for
from bot.usecases.round_ends import run_again


@dataclass(frozen=True)
class Amending:
    """Amends proposals while their round is open."""

    desk: Desk
    attention: Attention
    holidays: Holidays

    def form(self, act: Act, proposal_id: str) -> None:
        """Open the form with the words as they stand."""
        form = self.desk.look(act, lambda work: self._form(work, act, proposal_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def amend(self, act: Act, proposal_id: str, text: str, *, typo: bool) -> None:
        """Put new words in place: as the next version or, where ``typo`` and it looks like one, as a mended mistake."""
        self.desk.run(act, lambda work: self._amend(work, act, proposal_id, text, typo))

    def changes_meaning(self, act: Act, amendment_id: str) -> None:
        """Say that a mended mistake changes the meaning: it becomes an amendment, and clears the positions."""
        self.desk.run(act, lambda work: self._changes_meaning(work, act, amendment_id))

    def discussed(self, act: Act, proposal_id: str) -> None:
        """Note that the open objections have been talked about; they stay open until whoever raised them moves."""
        self.desk.run(act, lambda work: self._discussed(work, act, proposal_id))

    def _open(self, work: Work, act: Act, proposal_id: str) -> tuple[Scene, Proposal, Participant]:
        proposal = work.proposals.get(proposal_id)
        if proposal is None:
            raise refuse("refused.no_round")
        if not proposal.takes_positions:
            raise refuse("refused.round_closed")
        if terms_for(work, proposal).secrecy is Secrecy.DETACHED:
            raise refuse("refused.detached_is_frozen")
        scene = scene_of(work, proposal.channel_id)
        return scene, proposal, participant(self.desk, work, scene, act)

    def _mine(self, work: Work, act: Act, proposal_id: str) -> tuple[Scene, Proposal, Participant]:
        scene, proposal, person = self._open(work, act, proposal_id)
        if person.id != proposal.proposed_by:
            demand(person, Deed.STEER, scene)
        return scene, proposal, person

    def _form(self, work: Work, act: Act, proposal_id: str) -> AmendForm:
        _, proposal, _ = self._mine(work, act, proposal_id)
        return AmendForm(act.channel_id, proposal.id, proposal.text)

    def _amend(self, work: Work, act: Act, proposal_id: str, text: str, typo: bool) -> Message | None:
        scene, proposal, person = self._mine(work, act, proposal_id)
        words = text.strip()[:LONGEST]
        if not words:
            raise refuse("refused.empty")
        findings = self.desk.screened([words])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        if words == proposal.text:
            return Say.of("amend.same")
        mends = typo and looks_like_a_typo(proposal.text, words)
        done = Amendment(
            self.desk.ids.new(),
            proposal.coalition_id,
            proposal.id,
            proposal.revision + (0 if mends else 1),
            words,
            proposal.text,
            person.id,
            self.desk.clock.now(),
            typo=mends,
        )
        work.amendments.add(done)
        self._put_in_place(work, act, scene, proposal, done, told=not mends)
        return Say.of("amend.not_a_typo") if typo and not mends else None

    def _changes_meaning(self, work: Work, act: Act, amendment_id: str) -> Message | None:
        mended = work.amendments.get(amendment_id)
        if mended is None:
            raise refuse("refused.no_round")
        scene, proposal, person = self._open(work, act, mended.proposal_id)
        demand(person, Deed.TAKE_POSITION, scene)
        if not mended.typo:
            return Say.of("amend.is_amendment")
        done = work.amendments.save(replace(mended, typo=False, revision=proposal.revision + 1))
        self._put_in_place(work, act, scene, proposal, done, told=True, text=proposal.text)
        return None

    def _put_in_place(
        self,
        work: Work,
        act: Act,
        scene: Scene,
        proposal: Proposal,
        done: Amendment,
        *,
        told: bool,
        text: str = "",
    ) -> None:
        spoke = counted_positions(work, proposal)
        changed = work.proposals.save(replace(proposal, text=text or done.text, revision=done.revision))
        if told:
            run_again(self.desk, work, scene, changed, self.holidays)
        note = self._note(scene, changed, done)
        key = f"amended:{done.id}:{done.revision}"
        planned = post(key, proposal.channel_id, note, scene.coalition.lang, thread=proposal.card)
        work.outbox.plan([*round_deliveries(work, scene, changed, act.key), planned])
        for position in spoke if told else ():
            offer = Offer(
                f"{key}:{position.participant_id}",
                scene.coalition.id,
                position.participant_id,
                Urgency.AMENDMENT,
                note,
                terms_for(work, changed).closes_at,
            )
            self.attention.offer(work, offer)

    def _note(self, scene: Scene, proposal: Proposal, done: Amendment) -> Amended:
        return Amended(
            done.id,
            proposal.number,
            done.revision,
            done.was,
            proposal.text,
            scene.named(done.by),
            typo=done.typo,
        )

    def _discussed(self, work: Work, act: Act, proposal_id: str) -> Message | None:
        scene, proposal, person = self._open(work, act, proposal_id)
        demand(person, Deed.STEER, scene)
        raised = work.objections.where(proposal_id=proposal.id, state=ObjectionState.RAISED)
        if not raised:
            return Say.of("objection.none_raised")
        for one in raised:
            work.objections.save(replace(one, state=ObjectionState.DISCUSSED))
        work.outbox.plan(round_deliveries(work, scene, proposal, act.key))
        return Say.of("objection.discussed", count=len(raised))
