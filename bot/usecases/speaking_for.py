"""Positions recorded for somebody else, with 48 hours to undo; declared interests; who has not spoken."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.acts import Act
from bot.domain.amendments import Interest
from bot.domain.choices import CHOICES, Choice, Secrecy
from bot.domain.decisions import DecisionState, ObjectionState, Position, Proposal
from bot.domain.deliveries import dm, post, update
from bot.domain.messages import Message, SaidFor, Say, Screened, Who
from bot.domain.people import Deed, Participant
from bot.domain.round_forms import ForOtherForm, InterestForm
from bot.domain.rules import holders
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.round_cards import bounds_for, counted_positions, round_deliveries, tally_of, terms_for
from bot.usecases.round_ends import open_again
from bot.usecases.rounds import Rounds

UNDO = timedelta(hours=48)


@dataclass(frozen=True)
class SpeakingFor:
    """Lets people be heard who cannot press for themselves, and lets facilitators see who is missing."""

    desk: Desk
    rounds: Rounds

    def form(self, act: Act, proposal_id: str) -> None:
        """Open the form for somebody else's position."""
        form = self.desk.look(act, lambda work: self._form(work, act, proposal_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def record(self, act: Act, proposal_id: str, for_whom: str, choice: Choice, reason: str) -> None:
        """Record a position "by X for Y"; the words are read back."""
        self.desk.run(act, lambda work: self._record(work, act, proposal_id, for_whom, choice, reason))

    def told(self, act: Act, position_id: str) -> None:
        """Note that somebody without Slack was told what was recorded for them: their 48 hours start."""
        self.desk.run(act, lambda work: self._told(work, act, position_id))

    def undo(self, act: Act, position_id: str) -> None:
        """Take back what was recorded for somebody; any member may pass that on."""
        self.desk.run(act, lambda work: self._undo(work, act, position_id))

    def interest_form(self, act: Act, proposal_id: str) -> None:
        """Open the form for a conflict of interest."""
        form = self.desk.look(act, lambda work: self._interest_form(work, act, proposal_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def declare(self, act: Act, proposal_id: str, text: str) -> None:
        """Declare a conflict of interest; it is printed on the record."""
        self.desk.run(act, lambda work: self._declare(work, act, proposal_id, text))

    def who(self, act: Act, proposal_id: str) -> None:
        """Show a facilitator alone who has not spoken, and what the others said."""
        self.desk.run(act, lambda work: self._who(work, act, proposal_id))

    def _open(self, work: Work, act: Act, proposal_id: str) -> tuple[Scene, Proposal, Participant]:
        scene, proposal, person = self.rounds.open_round(work, act, proposal_id)
        demand(person, Deed.TAKE_POSITION, scene)
        return scene, proposal, person

    def _speaks_for(self, scene: Scene, person: Participant) -> tuple[Participant, ...]:
        """Return those whose words a person may enter: who named them, and who has no Slack and named nobody."""
        return tuple(
            one
            for one in scene.people
            if one.id != person.id
            and (one.proxy_id == person.id or (one.slack_user_id is None and one.proxy_id is None))
        )

    def _form(self, work: Work, act: Act, proposal_id: str) -> ForOtherForm:
        scene, proposal, person = self._open(work, act, proposal_id)
        terms = terms_for(work, proposal)
        people = tuple((one.id, one.name) for one in self._speaks_for(scene, person))
        if terms.secrecy is Secrecy.DETACHED:
            raise refuse("refused.detached_own_hand")
        if not people:
            raise refuse("refused.nobody_to_speak_for")
        return ForOtherForm(act.channel_id, proposal.id, proposal.text, people, CHOICES[terms.rule])

    def _record(
        self, work: Work, act: Act, proposal_id: str, for_whom: str, choice: Choice, reason: str
    ) -> Message | None:
        scene, proposal, person = self._open(work, act, proposal_id)
        other = next((one for one in self._speaks_for(scene, person) if one.id == for_whom), None)
        if other is None:
            raise refuse("refused.not_your_voice")
        demand(other, Deed.TAKE_POSITION, scene)
        self.rounds.mind_voter(work, scene, proposal, other)
        self._mind_own_words(work, proposal, other)
        position = self.rounds.note(work, proposal, other, choice, reason, recorded_by=person.id)
        position = self._tell(work, scene, proposal, position, other, person)
        shown = self._said_for(scene, proposal, position, in_channel=True)
        place = _place(position)
        work.outbox.plan(
            [
                *round_deliveries(work, scene, proposal, act.key),
                post(place, proposal.channel_id, shown, scene.coalition.lang, thread=proposal.card),
            ]
        )
        return self._said_for(scene, proposal, position)

    def _mind_own_words(self, work: Work, proposal: Proposal, other: Participant) -> None:
        """What somebody said with their own hand is not written over by another."""
        held = work.positions.where(
            proposal_id=proposal.id, participant_id=other.id, revision=proposal.revision
        )
        if held and not held[0].recorded_by:
            raise refuse("refused.spoke_for_themselves", name=other.name)

    def _tell(
        self,
        work: Work,
        scene: Scene,
        proposal: Proposal,
        position: Position,
        other: Participant,
        by: Participant,
    ) -> Position:
        """Tell them by direct message where they have Slack; else whoever recorded it tells them, and says so."""
        if other.slack_user_id is None:
            return position
        told = work.positions.save(replace(position, told_at=self.desk.clock.now()))
        known = work.preferences.get(other.slack_user_id)
        lang = known.lang if known else scene.coalition.lang
        said = self._said_for(scene, proposal, told)
        work.outbox.plan([dm(f"{_place(told)}:dm", other.slack_user_id, said, lang)])
        return told

    def _said_for(
        self, scene: Scene, proposal: Proposal, position: Position, *, in_channel: bool = False
    ) -> SaidFor:
        return SaidFor(
            position.id,
            proposal.number,
            position.choice,
            scene.named(position.recorded_by),
            scene.named(position.participant_id),
            "" if in_channel else position.reason,
            told=position.told_at is not None,
            in_channel=in_channel,
        )

    def _position(
        self, work: Work, act: Act, position_id: str
    ) -> tuple[Scene, Proposal, Position, Participant]:
        position = work.positions.get(position_id)
        if position is None or not position.recorded_by:
            raise refuse("refused.nothing_to_undo")
        scene, proposal, person = self._open(work, act, position.proposal_id)
        return scene, proposal, position, person

    def _told(self, work: Work, act: Act, position_id: str) -> Message | None:
        scene, proposal, position, _ = self._position(work, act, position_id)
        if position.told_at is not None:
            return Say.of("said_for.told_already")
        told = work.positions.save(replace(position, told_at=self.desk.clock.now()))
        shown = self._said_for(scene, proposal, told, in_channel=True)
        work.outbox.plan([update(act.key, _place(told), proposal.channel_id, shown, scene.coalition.lang)])
        return Say.of("said_for.told", name=scene.named(told.participant_id))

    def _undo(self, work: Work, act: Act, position_id: str) -> Message | None:
        position = work.positions.get(position_id)
        if position is None or not position.recorded_by or position.revision == 0:
            raise refuse("refused.nothing_to_undo")
        if position.told_at is not None and self.desk.clock.now() >= position.told_at + UNDO:
            raise refuse("refused.undo_is_over")
        proposal = work.proposals.get(position.proposal_id)
        if proposal is None:
            raise refuse("refused.no_round")
        scene = scene_of(work, proposal.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.TAKE_POSITION, scene)
        self._take_back(work, position)
        proposal = self._opened_again(work, act, scene, proposal)
        said = Say.of("said_for.undone", name=scene.named(position.participant_id), by=person.name)
        note = post(
            f"{act.key}:undone", proposal.channel_id, said, scene.coalition.lang, thread=proposal.card
        )
        work.outbox.plan([*round_deliveries(work, scene, proposal, act.key), note])
        return None

    def _take_back(self, work: Work, position: Position) -> None:
        work.positions.save(replace(position, revision=0))
        for raised in work.objections.where(
            proposal_id=position.proposal_id, participant_id=position.participant_id
        ):
            if raised.is_open:
                work.objections.save(replace(raised, state=ObjectionState.WITHDRAWN))

    def _opened_again(self, work: Work, act: Act, scene: Scene, proposal: Proposal) -> Proposal:
        """A provisional decision that would not have passed without the position opens again."""
        if proposal.takes_positions or not tally_of(work, scene, proposal).missing:
            return proposal
        made = work.decisions.where(proposal_id=proposal.id, state=DecisionState.PROVISIONAL)
        if not made:
            raise refuse("refused.undo_is_over")
        return open_again(self.desk, work, scene, made[0], self.rounds.holidays, act.key)

    def _interest_form(self, work: Work, act: Act, proposal_id: str) -> InterestForm:
        _, proposal, _ = self._open(work, act, proposal_id)
        return InterestForm(act.channel_id, proposal.id, proposal.text)

    def _declare(self, work: Work, act: Act, proposal_id: str, text: str) -> Message | None:
        scene, proposal, person = self._open(work, act, proposal_id)
        words = text.strip()
        if not words:
            raise refuse("refused.empty")
        findings = self.desk.screened([words])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        new_id, now = self.desk.ids.new(), self.desk.clock.now()
        work.interests.add(Interest(new_id, scene.coalition.id, proposal.id, person.id, words, now))
        work.outbox.plan(round_deliveries(work, scene, proposal, act.key))
        return Say.of("interest.noted", number=proposal.number)

    def _who(self, work: Work, act: Act, proposal_id: str) -> Message | None:
        scene, proposal, person = self._open(work, act, proposal_id)
        demand(person, Deed.STEER, scene)
        terms = terms_for(work, proposal)
        held = {one.participant_id: one.choice for one in counted_positions(work, proposal)}
        if terms.secrecy is Secrecy.DETACHED:
            return Who(proposal.number, terms.secrecy, ())
        ballots = holders(scene.people, bounds_for(work, terms)).values()
        unused = [those for those in ballots if not any(one.id in held for one in those)]
        missing = tuple(one.name for those in unused for one in those[:1])
        said = tuple((scene.named(key), choice) for key, choice in held.items() if scene.named(key))
        return Who(proposal.number, terms.secrecy, missing, said)


def _place(position: Position) -> str:
    return f"said-for:{position.id}:{position.taken_at:%Y-%m-%dT%H:%M:%S}"
