"""Whatever people press and change, in whatever order, whenever the sender dies: nothing is lost or counted twice."""

from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.contributions import Named, Recognised
from bot.domain.framework import Step, StepKind
from bot.domain.messages import CheckCard, GatherCard, RankCard, SynthesisCard
from bot.domain.records import RecordKind
from bot.domain.sessions import Move, SessionState
from bot.usecases.cards import step_place
from bot.usecases.held import records_of
from tests.usecases.at_random import EVERYBODY, FACILITATORS, Fate, T, Walk
from tests.world import FAE, OBI

people, steering = st.sampled_from(EVERYBODY), st.sampled_from(FACILITATORS)
times = st.sampled_from([1, 1, 1, 2])
FORWARD = (Move.NEXT, Move.NEXT, Move.NEXT, Move.SKIP)
PILLARS = ("vision", "parameters", "power", "data", "action")


class ASession(RuleBasedStateMachine):
    """People act at random in one session; the account beside it says what must be there."""

    @initialize(pillar=st.sampled_from(PILLARS), over_days=st.booleans())
    def begun(self, pillar: str, over_days: bool) -> None:
        self.walk = Walk(pillar, over_days=over_days)

    def teardown(self) -> None:
        if hasattr(self, "walk"):
            try:
                self._leads_on()
                self._each_message_once()
                self._cards_show_what_is()
            finally:
                self.walk.close()

    # Moving

    @rule(user=people, move=st.sampled_from(FORWARD), n=times)
    def forward(self, user: str, move: Move, n: int) -> None:
        before = self.walk.session()
        self.walk.move(user, move, before.step_id, n)
        self._moved_once(before.step_id, may=user in FACILITATORS)

    @rule(move=st.sampled_from([Move.NEXT, Move.BACK, Move.SKIP]))
    def two_at_once(self, move: Move) -> None:
        """Both facilitators press what they see; the second one's press comes too late."""
        seen = self.walk.session().step_id
        for user in FACILITATORS:
            self.walk.move(user, move, seen, 1)
        self._moved_once(seen, may=True)

    @rule(user=people, move=st.sampled_from(list(Move)[1:]), data=st.data())
    def on_an_old_card(self, user: str, move: Move, data: st.DataObject) -> None:
        before = self.walk.session()
        old = [one.id for one in self.walk.pillar().steps if one.id != before.step_id]
        self.walk.move(user, move, data.draw(st.sampled_from(old)), 1)
        assert self.walk.session() == before

    @rule(user=people, move=st.sampled_from([Move.BACK, Move.PAUSE, Move.RESUME]), n=times)
    def moved(self, user: str, move: Move, n: int) -> None:
        self.walk.move(user, move, "", n)

    @rule(user=steering, chance=st.integers(0, 12))
    def ended_early(self, user: str, chance: int) -> None:
        if chance == 0:
            self.walk.move(user, Move.END, "", 1)
            assert self.walk.ended()

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
            self.walk.propose(user, n)
            assert len(self.walk.waiting_rounds()) <= 1

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

    # What holds at the end

    def _leads_on(self) -> None:
        """From wherever it stands, a facilitator comes to the end by pressing what is offered."""
        for _ in range(3 * len(self.walk.pillar().steps)):
            if self.walk.ended():
                return
            self.walk.set_aside(FAE)
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
            match self.walk.channel.shows.get(step_place(session_id, step.id)):
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
    max_examples=16,
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
