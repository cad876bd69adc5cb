"""Whatever people press and change, in whatever order, whenever the sender dies: nothing is lost or counted twice."""

from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.choices import CHOICES, Choice, Rule
from bot.domain.contributions import Named, Recognised
from bot.domain.decisions import DecisionState, ProposalState
from bot.domain.framework import Mode, Step, StepKind
from bot.domain.messages import (
    CheckCard,
    DecisionCard,
    GatherCard,
    RankCard,
    RoundCard,
    SessionCard,
    SynthesisCard,
)
from bot.domain.records import RecordKind
from bot.domain.sessions import Move, SessionState
from bot.usecases.cards import step_place
from bot.usecases.held import records_of
from tests.usecases.at_random import EVERYBODY, FACILITATORS, Fate, T, Walk
from tests.world import FAE, OBI, PIA

people, steering = st.sampled_from(EVERYBODY), st.sampled_from(FACILITATORS)
times = st.sampled_from([1, 1, 1, 2])
FORWARD = (Move.NEXT, Move.NEXT, Move.NEXT, Move.SKIP)
FAR = ("beginning", "beginning", "round", "round", "decision")
PILLARS = ("vision", "parameters", "power", "data", "action")


class ASession(RuleBasedStateMachine):
    """People act at random in one session; the account beside it says what must be there."""

    @initialize(
        pillar=st.sampled_from(PILLARS), over_days=st.booleans(), both=st.booleans(), far=st.sampled_from(FAR)
    )
    def begun(self, pillar: str, over_days: bool, both: bool, far: str) -> None:
        """Some sessions have come as far as an open round, or a decision, so that much is tried on these, too."""
        self.walk = Walk(pillar, over_days=over_days, both=both)
        while far != "beginning" and not self._at(StepKind.DECIDE):
            self.walk.move(FAE, Move.NEXT, "", 1)
        if far != "beginning":
            self.walk.propose(PIA, 1)
        if far == "decision":
            self.walk.agree(self.walk.waiting_rounds()[0])

    def teardown(self) -> None:
        if hasattr(self, "walk"):
            try:
                self._leads_on()
                self._each_message_once()
                self._cards_show_what_is()
                self._rounds_and_decisions_show_what_is()
            finally:
                self.walk.close()

    # Moving

    @rule(user=people, move=st.sampled_from(FORWARD), n=times)
    def forward(self, user: str, move: Move, n: int) -> None:
        before, may = self.walk.session(), self.walk.may_steer(user)
        self.walk.move(user, move, before.step_id, n)
        self._moved_once(before.step_id, may=may)

    @rule(move=st.sampled_from([Move.NEXT, Move.BACK, Move.SKIP]))
    def two_at_once(self, move: Move) -> None:
        """Both facilitators press what they see; the second one's press comes too late."""
        seen = self.walk.session().step_id
        for user in FACILITATORS:
            self.walk.move(user, move, seen, 1)
        self._moved_once(seen, may=True)

    @rule(user=people, move=st.sampled_from(list(Move)[1:]), data=st.data())
    def on_an_old_card(self, user: str, move: Move, data: st.DataObject) -> None:
        before = self.walk.session(), self.walk.waiting_rounds()
        old = [one.id for one in self.walk.pillar().steps if one.id != before[0].step_id]
        self.walk.move(user, move, data.draw(st.sampled_from(old)), 1)
        assert (self.walk.session(), self.walk.waiting_rounds()) == before

    @rule(user=people, move=st.sampled_from([Move.BACK, Move.PAUSE, Move.RESUME]), n=times)
    def moved(self, user: str, move: Move, n: int) -> None:
        self.walk.move(user, move, "", n)

    @rule(user=steering, chance=st.integers(0, 12))
    def ended_early(self, user: str, chance: int) -> None:
        if chance == 0:
            self.walk.move(user, Move.END, "", 1)
            assert self.walk.ended()

    @rule(user=people, to=people, n=times)
    def handed_over(self, user: str, to: str, n: int) -> None:
        """Who steers may let anybody with a ballot steer; nobody else may."""
        before, chosen = self.walk.session(), self.walk.participant(to)
        possible = self.walk.may_steer(user) and not self.walk.ended()
        self.walk.hand_over(user, to, n)
        given = possible and chosen is not None and chosen.has_ballot
        assert self.walk.session().steers == (chosen.id if given and chosen else before.steers)
        assert self.walk.session().step_id == before.step_id

    @rule(user=people, n=times, idle=st.booleans())
    def taken_over(self, user: str, n: int, idle: bool) -> None:
        """Once a session was offered, the first who takes it has it."""
        if idle:
            self.walk.wait(96)
        before = self.walk.session()
        self.walk.take_over(user, n)
        person, after = self.walk.participant(user), self.walk.session()
        if before.offered_at is not None and user != OBI and not self.walk.ended():
            assert person is not None and after.steers == person.id and after.offered_at is None
        else:
            assert after == before

    @rule(user=people)
    def extended(self, user: str) -> None:
        self.walk.extend(user, self.walk.session().step_id)

    @rule(hours=st.sampled_from([3, 24, 96]))
    def time_passes(self, hours: int) -> None:
        self.walk.wait(hours)

    # Saying

    @rule(user=people, n=times, data=st.data())
    def replies(self, user: str, n: int, data: st.DataObject) -> None:
        steps = self.walk.steps_with_thread()
        if steps:
            self.walk.reply(user, data.draw(st.sampled_from(steps)), n)

    @rule(n=times, away=st.booleans(), data=st.data())
    def changes_a_reply(self, n: int, away: bool, data: st.DataObject) -> None:
        replies = [one for one in self.walk.account.words if one.startswith("m-")]
        if replies:
            change = self.walk.delete if away else self.walk.edit
            change(data.draw(st.sampled_from(replies)), n)

    @rule(user=people, named=st.sampled_from(Named), n=times, data=st.data())
    def fills_in(self, user: str, named: Named, n: int, data: st.DataObject) -> None:
        steps = [one for one in self.walk.steps_planned() if self.walk.step(one).kind is StepKind.GATHER]
        if steps:
            self.walk.fill_in(user, data.draw(st.sampled_from(steps)), named, n)

    @rule(user=people, n=times)
    def parks(self, user: str, n: int) -> None:
        if user != OBI:
            self.walk.park(user, n)

    # What steps ask for

    @rule(user=people, word=st.sampled_from(Recognised), n=times, data=st.data())
    def recognises(self, user: str, word: Recognised, n: int, data: st.DataObject) -> None:
        self.walk.recognise(user, data.draw(st.sampled_from(self._of_kind(StepKind.SYNTHESISE))), word, n)

    @rule(user=people, picks=st.lists(st.integers(0, 9), max_size=4), n=times, data=st.data())
    def puts_dots(self, user: str, picks: list[int], n: int, data: st.DataObject) -> None:
        ranks = self._of_kind(StepKind.RANK)
        if ranks:
            self.walk.spread(user, data.draw(st.sampled_from(ranks)), picks, n)

    @rule(user=steering, joined=st.booleans(), n=times)
    def shows_the_draft(self, user: str, joined: bool, n: int) -> None:
        if self._at(StepKind.SYNTHESISE):
            self.walk.draft(user, self.walk.session().step_id, joined, n)

    @rule(user=people, hard=st.booleans(), n=times)
    def records(self, user: str, hard: bool, n: int) -> None:
        """What is on record decides which steps are walked."""
        if self._at(StepKind.RECORD):
            self.walk.record(user, self.walk.step().records, hard, n)

    @rule(user=people, n=times)
    def proposes(self, user: str, n: int) -> None:
        if self._at(StepKind.DECIDE):
            before = self.walk.waiting_rounds()
            self.walk.propose(user, n)
            after = self.walk.waiting_rounds()
            assert after == before if before else len(after) <= 1

    @rule(user=people, choice=st.sampled_from(CHOICES[Rule.CONSENT]), n=times, data=st.data())
    def takes_a_position(self, user: str, choice: Choice, n: int, data: st.DataObject) -> None:
        if self.walk.proposals_made():
            proposal = data.draw(st.sampled_from(self.walk.proposals_made()))
            self.walk.take_position(user, proposal.id, choice, n)

    @rule(user=people, n=times, data=st.data())
    def closes_the_round(self, user: str, n: int, data: st.DataObject) -> None:
        """A live round that passes is over with a decision; one that does not stays open."""
        if not self.walk.proposals_made():
            return
        proposal = data.draw(st.sampled_from(self.walk.proposals_made()))
        session, was_open = self.walk.session(), proposal.id in self.walk.waiting_rounds()
        closes = was_open and self.walk.may_steer(user) and self.walk.passes(proposal.id)
        self.walk.close_round(user, proposal.id, n)
        if session.mode is Mode.LIVE:
            assert (proposal.id in self.walk.waiting_rounds()) == (was_open and not closes)
        assert self.walk.session() == session

    @rule(n=times, data=st.data())
    def is_closed_by_its_decision(self, n: int, data: st.DataObject) -> None:
        """The group proposes, everybody consents, and the session goes on from there, or ends with it."""
        if not self._at(StepKind.DECIDE) or self.walk.session().state is not SessionState.RUNNING:
            return
        if not self.walk.waiting_rounds():
            self.walk.propose(FAE, n)
        waiting, before = self.walk.waiting_rounds(), self.walk.session().step_id
        for proposal_id in waiting:
            self.walk.agree(proposal_id)
        assert self.walk.waiting_rounds() == []
        assert set(waiting) <= {one.proposal_id for one in self.walk.decisions()}
        if data.draw(st.booleans()):
            self.walk.move(FAE, Move.NEXT, before, n)
            assert self.walk.ended() or self.walk.session().step_id != before

    @rule(user=people, n=times, data=st.data())
    def objects_late(self, user: str, n: int, data: st.DataObject) -> None:
        """Also after the session has ended."""
        if self.walk.decisions():
            self.walk.object_late(user, data.draw(st.sampled_from(self.walk.decisions())).id, n)

    @rule(user=people)
    def sets_aside(self, user: str) -> None:
        self.walk.set_aside(user)

    # The sender

    @rule(fates=st.lists(st.sampled_from(Fate), min_size=1, max_size=4))
    def bad_luck(self, fates: list[Fate]) -> None:
        self.walk.channel.fates = fates

    @rule(asleep=st.booleans())
    def sender_comes_and_goes(self, asleep: bool) -> None:
        self.walk.sender.asleep[0] = asleep

    # What holds at any time

    @invariant()
    def no_words_are_lost_or_doubled(self) -> None:
        if hasattr(self, "walk"):
            with self.walk.units.read(T) as work:
                kept = [one.text for one in work.contributions.where(withdrawn=False)]
            assert sorted(kept) == self.walk.account.said()

    @invariant()
    def nobody_counts_twice(self) -> None:
        if not hasattr(self, "walk"):
            return
        with self.walk.units.read(T) as work:
            ballots = Counter((one.step_id, one.participant_id) for one in work.rank_ballots.where())
            words = Counter((one.step_id, one.participant_id) for one in work.checks.where())
            accounts = Counter(one.slack_user_id for one in work.participants.where())
            parked = work.parked_points.where()
            recorded = [one for kind in RecordKind for one in records_of(work, kind).where()]
        assert all(count == 1 for counted in (ballots, words, accounts) for count in counted.values())
        assert sorted(one.title for one in recorded) == sorted(self.walk.account.recorded)
        assert sorted(one.text for one in parked) == sorted(self.walk.account.parked)

    @invariant()
    def each_has_one_position_and_each_round_one_decision(self) -> None:
        if not hasattr(self, "walk"):
            return
        with self.walk.units.read(T) as work:
            users = {one.id: str(one.slack_user_id) for one in work.participants.where()}
            positions = work.positions.where()
            raised = [one for one in work.objections.where() if one.is_open]
        said = [((one.proposal_id, users[one.participant_id]), one.choice) for one in positions]
        assert len(said) == len(dict(said)) and dict(said) == self.walk.account.positions
        standing = (DecisionState.PROVISIONAL, DecisionState.FINAL)
        made = Counter(one.proposal_id for one in self.walk.decisions() if one.state in standing)
        proposals = {one.id: one for one in self.walk.proposals_made()}
        decided = [one.id for one in proposals.values() if one.state is ProposalState.DECIDED]
        assert made == Counter(decided)
        assert all(one.statement == proposals[one.proposal_id].text for one in self.walk.decisions())
        assert all(proposals[one.proposal_id].takes_positions for one in raised), (
            "objected to, and nobody can answer"
        )

    @invariant()
    def an_ended_session_stays_as_it_ended(self) -> None:
        if hasattr(self, "walk") and self.walk.ended():
            self.as_it_ended = getattr(self, "as_it_ended", self.walk.session())
            assert self.walk.session() == self.as_it_ended

    # What holds at the end

    def _leads_on(self) -> None:
        """From wherever it stands, a facilitator comes to the end by pressing what is offered.

        A round that waits leads on, too: where everybody consents it ends with a decision, if need be by its deadline.
        """
        for _ in range(3 * len(self.walk.pillar().steps)):
            for proposal_id in self.walk.waiting_rounds():
                self.walk.agree(proposal_id)
            assert self.walk.waiting_rounds() == []
            if self.walk.ended():
                return
            paused = self.walk.session().state is SessionState.PAUSED
            self.walk.move(FAE, Move.RESUME if paused else Move.NEXT, "", 1)
        raise AssertionError(f"no way leads on from {self.walk.session()}")

    def _each_message_once(self) -> None:
        self.walk.send_all()
        assert self.walk.undelivered() == 0
        arrived = self.walk.channel.arrived
        assert {key: n for key, n in arrived.items() if n > 1} == {}
        session_id = self.walk.session().id
        assert {f"session:{session_id}", f"finished:{session_id}"} <= arrived.keys()

    def _cards_show_what_is(self) -> None:
        """Each step's message shows in the end what was said to it, each person once."""
        account, session_id = self.walk.account, self.walk.session().id
        for step in self.walk.pillar().steps:
            match self.walk.shows(step_place(session_id, step.id)):
                case GatherCard() | CheckCard() as card:
                    assert card.contributions == len(account.said(step.id))
                case RankCard() as card:
                    given = [n for (_, where), n in account.picked.items() if where == step.id]
                    assert sum(one.dots for one in card.options) == sum(given)
                    assert card.voters == sum(n > 0 for n in given)
                case SynthesisCard() as card if not card.is_draft:
                    self._is_whole(card, step)

    def _is_whole(self, card: SynthesisCard, step: Step) -> None:
        words = [word for (_, where), word in self.walk.account.recognised.items() if where == step.id]
        counted = (card.recognised, card.missing, card.not_meant)
        assert counted == tuple(words.count(word) for word in Recognised)

    def _rounds_and_decisions_show_what_is(self) -> None:
        """Each card shows in the end what stands on record: who steers, each ballot once, each decision as it is."""
        shows, account = self.walk.shows, self.walk.account
        for proposal in self.walk.proposals_made():
            card = shows(proposal.card)
            assert isinstance(card, RoundCard) and card.state is proposal.state
            assert card.tally.taken == sum(round_id == proposal.id for round_id, _ in account.positions)
        for decision in self.walk.decisions():
            told = shows(f"decision:{decision.id}")
            assert isinstance(told, DecisionCard) and told.decision.state is decision.state
        session = self.walk.session()
        shown = shows(f"session:{session.id}")
        assert isinstance(shown, SessionCard) and shown.state is SessionState.ENDED
        with self.walk.units.read(T) as work:
            steers = [one.name for one in work.participants.where() if one.id == session.steers]
        assert list(shown.facilitators) == (steers or ["Fae", "Mo"])

    def _moved_once(self, before: str, *, may: bool) -> None:
        after = self.walk.session().step_id
        if not may:
            assert after == before
        first, last = sorted((self.walk.pillar().number(before), self.walk.pillar().number(after)))
        between = self.walk.pillar().steps[first : last - 1]
        assert all(step.when for step in between), f"from {before} to {after} at one press"

    def _of_kind(self, kind: StepKind) -> list[str]:
        return [one.id for one in self.walk.pillar().steps if one.kind is kind]

    def _at(self, kind: StepKind) -> bool:
        return not self.walk.ended() and self.walk.step().kind is kind


ASession.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestASession = ASession.TestCase


def test_a_reply_counts_though_the_sender_died_before_it_knew_where_the_step_stands() -> None:
    walk = Walk("vision", over_days=False)
    try:
        walk.channel.fates = [Fate.ARRIVES, Fate.ARRIVES, Fate.SENDER_DIES_AFTER]
        walk.move(FAE, Move.NEXT, "", 1)
        walk.reply(FAE, "problem", 1)
        with walk.units.read(T) as work:
            assert [one.step_id for one in work.contributions.where()] == ["problem"]
    finally:
        walk.close()
