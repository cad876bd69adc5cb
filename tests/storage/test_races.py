"""What the rules promise also holds when two people act in the same moment, on both databases.

One act is stopped halfway, at a gate; the other is done meanwhile, or has to wait for the first.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError, Event
from time import sleep

import pytest
from sqlalchemy import Engine

from bot.dates import PeoplesDates
from bot.domain.acts import Act
from bot.domain.decisions import Choice, DecisionState, Proposal
from bot.domain.deliveries import Delivery as Message
from bot.domain.deliveries import Place
from bot.domain.framework import Mode, PillarKey
from bot.domain.messages import RoundCard
from bot.domain.people import Participant
from bot.domain.sessions import Move, Session, SessionState
from bot.ports.clock import Ids
from bot.ports.screen import Screen
from bot.ports.work import Work
from bot.retrieval.shelves import ScopedLibraries
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.usecases.answers import Answers, Asking
from bot.usecases.contributions import Contributions
from bot.usecases.delivery import Delivery
from bot.usecases.desk import Desk, scene_of
from bot.usecases.opening import Opening
from bot.usecases.proposals import Proposals
from bot.usecases.roster import Roster
from bot.usecases.round_cards import round_deliveries
from bot.usecases.rounds import Rounds, open_rounds
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup, Wishes
from bot.usecases.weekly import Weekly
from bot.wiring import content
from tests.fakes import (
    MONDAY,
    CountingIds,
    FakeClock,
    Gate,
    GatedIds,
    GatedLibrary,
    GatedScreen,
    NoteTakingChannel,
    PlainDirectory,
    PlainHolidays,
    WordScreen,
)
from tests.world import COALITION, FAE, HOME, MO, PIA, SHELF, shelves_over

T = "T1"
SCRIPTS = content()


class Bench:
    """A coalition over a database, with as many desks as there are processes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock = FakeClock()
        self.channel: NoteTakingChannel = NoteTakingChannel()
        self.units = SqlUnitOfWork(engine, self.clock)
        Roster(self.units, self.clock, CountingIds()).found(T, COALITION)

    def desk(self, screen: Screen | None = None, ids: Ids | None = None) -> Desk:
        delivery = Delivery(SqlQueue(self.engine), self.channel, self.clock)
        ports = (ids or Prefixed("b"), self.channel, PlainDirectory(), screen or WordScreen())
        return Desk(self.units, self.clock, *ports, delivery)

    def person(self, user_id: str) -> Participant:
        with self.units.read(T) as work:
            return work.participants.where(slack_user_id=user_id)[0]

    def begun(self, step_id: str = "decide") -> Session:
        me = self.person(FAE)
        session = Session(
            "s", me.coalition_id, HOME, PillarKey.VISION, Mode.LIVE, me.id, MONDAY, step_id=step_id
        )
        with self.units.open(T) as work:
            work.sessions.add(session)
            work.commit()
        return session

    def opened(self) -> Proposal:
        me = self.person(FAE)
        proposal = Proposal("r", me.coalition_id, HOME, 1, "Homes", me.id, MONDAY, card="round:r")
        with self.units.open(T) as work:
            work.proposals.add(proposal)
            work.commit()
        return proposal


class Prefixed(CountingIds):
    """Ids of one process, which no other gives."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix

    def new(self) -> str:
        return f"{self.prefix}-{super().new()}"


@pytest.fixture
def bench(engine: Engine) -> Bench:
    return Bench(engine)


def act(user: str, key: str) -> Act:
    return Act(key, T, user, HOME)


def meanwhile(gate: Gate, halfway: Callable[[], None], other: Callable[[], None]) -> None:
    """Begin one act, do the other while the first stands at the gate, and let the first go on."""
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(halfway)
        assert gate.reached.wait(10)
        second = pool.submit(other)
        # SQLite lets one writer in at a time: there the second waits until the first is done.
        wait([second], gate.patience)
        gate.opened.set()
        first.result(20)
        second.result(20)


def test_nothing_is_decided_over_an_objection_that_is_raised_while_the_round_is_closed(bench: Bench) -> None:
    proposal, gate = bench.opened(), Gate()
    for user in (FAE, PIA):
        Rounds(bench.desk(ids=Prefixed(user)), PlainHolidays()).take(
            act(user, f"take-{user}"), proposal.id, Choice.CONSENT
        )
    objecting, closing = (
        Rounds(bench.desk(GatedScreen(gate), Prefixed("a")), PlainHolidays()),
        Rounds(bench.desk(), PlainHolidays()),
    )
    meanwhile(
        gate,
        lambda: objecting.state(act(MO, "object"), proposal.id, Choice.OBJECTION, "Our names stand in it"),
        lambda: closing.close(act(FAE, "close"), proposal.id),
    )
    with bench.units.read(T) as work:
        standing = work.decisions.where(state=DecisionState.PROVISIONAL)
        raised = [one for one in work.objections.where(proposal_id=proposal.id) if one.is_open]
    assert not (standing and raised)


@pytest.mark.parametrize("move", [Move.END, Move.NEXT])
def test_a_session_does_not_leave_a_round_behind_that_is_opened_in_the_same_moment(
    bench: Bench, move: Move
) -> None:
    session, gate = bench.begun(), Gate()
    sessions = Sessions(bench.desk(), SCRIPTS)
    gated = bench.desk(GatedScreen(gate), Prefixed("a"))
    proposing = Proposals(gated, sessions, Opening(gated, PeoplesDates(), PlainHolidays()))
    meanwhile(
        gate,
        lambda: proposing.put(act(MO, "put"), session.id, "decide", "Everybody has a home"),
        lambda: sessions.press(act(FAE, "move"), move, session.id),
    )
    with bench.units.read(T) as work:
        now = work.sessions.get(session.id)
        waiting = open_rounds(work, session.id)
    assert now is not None
    if waiting:
        assert (now.step_id, now.state) == ("decide", SessionState.RUNNING)


def test_two_who_start_the_same_session_at_once_start_one(bench: Bench) -> None:
    gate = Gate()
    one = Sessions(bench.desk(ids=GatedIds(gate, "a")), SCRIPTS)
    other = Sessions(bench.desk(), SCRIPTS)
    meanwhile(
        gate, lambda: one.start(act(FAE, "one"), "vision"), lambda: other.start(act(FAE, "two"), "vision")
    )
    with bench.units.read(T) as work:
        assert len(work.sessions.where(channel_id=HOME)) == 1


def test_two_who_set_up_a_channel_at_once_set_up_one_coalition(bench: Bench) -> None:
    gate = Gate()
    wishes = Wishes("Youth data circle", (FAE,), "UTC", "en")
    one, other = Setup(bench.desk(ids=GatedIds(gate, "a"))), Setup(bench.desk())
    meanwhile(
        gate,
        lambda: one.save(Act("one", T, FAE, "CNEW"), wishes),
        lambda: other.save(Act("two", T, FAE, "CNEW"), wishes),
    )
    with bench.units.read(T) as work:
        assert len(work.coalitions.where(home_channel_id="CNEW")) == 1
        assert len(work.channels.where(channel_id="CNEW")) == 1


def test_two_presses_on_the_same_step_at_once_move_on_by_one_step(bench: Bench) -> None:
    session, together = bench.begun("welcome"), Barrier(2)

    def press(key: str) -> None:
        sessions = Sessions(bench.desk(), SCRIPTS)
        together.wait()
        sessions.press(act(FAE, key), Move.NEXT, session.id, seen_step="welcome")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, ("one", "two")))
    with bench.units.read(T) as work:
        now = work.sessions.get(session.id)
    assert now is not None and now.step_id == "problem"


def test_acts_that_would_wait_for_each_other_for_ever_are_both_done(bench: Bench) -> None:
    together = Barrier(2, timeout=1)

    def rename(first: str, second: str) -> None:
        tries = 0

        def do(work: Work) -> None:
            nonlocal tries
            tries += 1
            work.participants.save(replace(known(work, first), name="New"))
            if tries == 1:
                with suppress(BrokenBarrierError):  # where the database lets one writer in at a time
                    together.wait()
            work.participants.save(replace(known(work, second), name="New"))

        bench.desk().run(act(first, f"rename-{first}"), do)

    def known(work: Work, user_id: str) -> Participant:
        return work.participants.where(slack_user_id=user_id)[0]

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(rename, FAE, MO), pool.submit(rename, MO, FAE)]:
            done.result(30)
    assert {bench.person(FAE).name, bench.person(MO).name} == {"New"}


def test_of_four_clocks_one_plans_the_weekly_message(bench: Bench) -> None:
    bench.clock.jump(days=7)
    together = Barrier(4)

    def look(_: int) -> None:
        together.wait()
        Weekly(bench.units, bench.clock).plan_due()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))
    queue, planned = SqlQueue(bench.engine), []
    while (leased := queue.lease(bench.clock.now())) is not None:
        planned.append(leased.delivery.key)
        queue.sent(leased, f"{len(planned)}.0", bench.clock.now())
    assert len(planned) == 1
    with bench.units.read(T) as work:
        assert work.cadences.where()[0].next_due > bench.clock.now()


def test_of_twelve_who_consent_at_once_all_count_and_the_last_card_shows_them(bench: Bench) -> None:
    proposal, crowd = bench.opened(), [f"U{n:02}" for n in range(12)]
    with bench.units.open(T) as work:
        for user in crowd:
            work.participants.add(Participant(user, proposal.coalition_id, user, slack_user_id=user))
        work.outbox.plan(round_deliveries(work, scene_of(work, HOME), proposal, "opened"))
        work.commit()
    together = Barrier(12)

    def consent(user: str) -> None:
        together.wait()
        Rounds(bench.desk(ids=Prefixed(user)), PlainHolidays()).take(
            act(user, user), proposal.id, Choice.CONSENT
        )

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(consent, crowd))
    bench.desk().delivery.flush()
    cards = [delivery.message for _, delivery in bench.channel.sent]
    counted = [card.tally.count(Choice.CONSENT) for card in cards if isinstance(card, RoundCard)]
    assert len(counted) == len(cards)
    assert counted[0] == 0
    assert counted == sorted(set(counted)), (
        "a card that was overtaken needn't be shown, an older one never comes later"
    )
    assert counted[-1] == 12
    with bench.units.open(T) as work:
        assert len(work.positions.where(proposal_id=proposal.id)) == 12


@pytest.mark.parametrize("door", ["ask", "whisper"])
def test_while_the_library_is_searched_nobody_waits(bench: Bench, door: str) -> None:
    gate = Gate()
    library, desk = GatedLibrary(gate, *SHELF), bench.desk(ids=Prefixed("a"))
    answers = Answers(desk, Asking(library), shelves_over(desk, ScopedLibraries(library)))
    asked = Act("asked", T, MO, HOME, message_ts="1.1")
    with ThreadPoolExecutor(2) as pool:
        asking = pool.submit(getattr(answers, door), asked, "what is a boundary")
        assert gate.reached.wait(10)
        starting = pool.submit(Sessions(bench.desk(), SCRIPTS).start, act(FAE, "start"), "vision")
        done, _ = wait([starting], 3)
        gate.opened.set()
        asking.result(20)
        starting.result(20)
    assert done, "an act waited for somebody else's question"


class AnsweredAtOnce(NoteTakingChannel):
    """A Slack in which somebody answers a step's message before the bot has heard that it was posted."""

    def __init__(self, step: str, answer: Callable[[str], None]) -> None:
        super().__init__()
        self.step, self.answer = step, answer

    def deliver(
        self, workspace_id: str, delivery: Message, place: Place | None, thread_ts: str | None
    ) -> str | None:
        ts = super().deliver(workspace_id, delivery, place, thread_ts)
        if ts and delivery.key.endswith(self.step):
            self.answer(ts)
        return ts


def test_a_reply_that_comes_before_we_know_where_the_step_stands_is_noted(bench: Bench) -> None:
    looked, replies = Event(), []

    def look_again(_: float) -> None:
        looked.set()
        sleep(0.01)

    impatient = bench.desk()
    with ThreadPoolExecutor(1) as pool:

        def answer(ts: str) -> None:
            said = Act("said", T, MO, HOME, ts, "99.1")
            replies.append(
                pool.submit(
                    Contributions(impatient, Sessions(impatient, SCRIPTS), look_again).reply, said, "Rents"
                )
            )
            assert looked.wait(10)

        bench.channel = AnsweredAtOnce(":problem", answer)
        sessions = Sessions(bench.desk(), SCRIPTS)
        sessions.start(act(FAE, "start"), "vision")
        sessions.press(act(FAE, "next"), Move.NEXT)
        (reply,) = replies
        reply.result(10)
    with bench.units.read(T) as work:
        assert [one.text for one in work.contributions.where()] == ["Rents"]
