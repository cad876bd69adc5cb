"""A session in which several people press, write and change their minds, while the sender dies now and then.

Beside the real use cases over SQLite stands a plain account of what was said, so that the two can be compared.
"""

import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum, auto
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import func, select

from bot.dates import PeoplesDates
from bot.domain.acts import Act
from bot.domain.contributions import Named, Recognised
from bot.domain.decisions import Choice, Decision, DecisionState, Proposal, is_due, quorum_of
from bot.domain.deliveries import Delivery, DeliveryKind, Place
from bot.domain.forms import DraftForm
from bot.domain.framework import Pillar, PillarKey, Step
from bot.domain.kept import fields_of
from bot.domain.messages import InBoth, Message
from bot.domain.people import Participant, Role
from bot.domain.plans import plan
from bot.domain.preferences import Preference
from bot.domain.record_fields import FieldSpec, FieldType
from bot.domain.sessions import Move, Session, SessionState, takes_contributions
from bot.ports.channel import TryLater
from bot.storage.engine import open_engine
from bot.storage.outbox import LEASE, SqlQueue
from bot.storage.tables import outbox
from bot.storage.work import SqlUnitOfWork
from bot.usecases.attention import Attention
from bot.usecases.cards import step_place
from bot.usecases.contributions import Contributions
from bot.usecases.delivery import Delivery as Sender
from bot.usecases.desk import Desk
from bot.usecases.opening import Opening
from bot.usecases.over_days import OverDays
from bot.usecases.proposals import Proposals
from bot.usecases.ranking import Ranking
from bot.usecases.records import Filled, Records
from bot.usecases.roster import Enrolled, Founding, Roster
from bot.usecases.round_clock import RoundClock
from bot.usecases.rounds import Rounds, open_rounds
from bot.usecases.session_room import SessionRoom
from bot.usecases.sessions import Sessions
from bot.usecases.step_reminders import StepReminders
from bot.usecases.synthesising import Synthesising
from bot.usecases.wording import Wording
from bot.wiring import content
from tests.fakes import (
    AloofDirectory,
    CountingIds,
    FakeClock,
    NoteTakingChannel,
    PlainHolidays,
    WatchedUnits,
    WordScreen,
)
from tests.world import FAE, HOME, MO, OBI, PIA, new_engine

T, NEWCOMER = "T1", "UNEW"
EVERYBODY = (FAE, MO, PIA, OBI, NEWCOMER)
FACILITATORS = (FAE, MO)
LAST_DAY = date(2027, 1, 15)
TABLE = Founding(
    "Housing data table",
    HOME,
    "America/Chicago",
    "en",
    (
        Enrolled("Fae", FAE, organisation="Legal Aid", facilitates=True),
        Enrolled("Mo", MO, organisation="City", facilitates=True),
        Enrolled("Pia", PIA, role=Role.COMMUNITY_PARTNER),
        Enrolled("Obi", OBI, role=Role.OBSERVER, organisation="Foundation"),
    ),
)
SCRIPTS = content()


class Died(BaseException):
    """The process is gone, in the middle of whatever it did."""


class Fate(Enum):
    """What happens to the next message on its way."""

    ARRIVES = auto()
    REFUSED = auto()
    NO_ANSWER = auto()
    NO_ANSWER_BUT_ARRIVED = auto()
    SENDER_DIES_BEFORE = auto()
    SENDER_DIES_AFTER = auto()


class HardTimes(NoteTakingChannel):
    """A Slack that takes messages as fate will have it, and remembers how often each one arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.fates: list[Fate] = []
        self.arrived: Counter[str] = Counter()
        self.shows: dict[str, Message] = {}

    def deliver(
        self, workspace_id: str, delivery: Delivery, place: Place | None, thread_ts: str | None
    ) -> str | None:
        fate = self.fates.pop(0) if self.fates else Fate.ARRIVES
        if fate is Fate.SENDER_DIES_BEFORE:
            raise Died
        if fate in (Fate.REFUSED, Fate.NO_ANSWER):
            raise TryLater(fate.name, 1, unclear=fate is Fate.NO_ANSWER)
        ts = super().deliver(workspace_id, delivery, place, thread_ts)
        self.arrived[delivery.key] += delivery.kind is DeliveryKind.POST
        if delivery.message is not None and delivery.place:
            self.shows[delivery.place] = delivery.message
        if fate is Fate.SENDER_DIES_AFTER:
            raise Died
        if fate is Fate.NO_ANSWER_BUT_ARRIVED:
            raise TryLater(fate.name, 1, unclear=True)
        return ts


@dataclass(frozen=True)
class NowAndThen(Sender):
    """A sender that is not always there: what is committed waits."""

    asleep: list[bool] = field(default_factory=lambda: [False])

    def flush(self, workspace_id: str | None = None) -> int:
        return 0 if self.asleep[0] else super().flush(workspace_id)


@cache
def empty_database() -> Path:
    """Return a folder with an empty database: made once, copied for each walk."""
    folder = Path(mkdtemp(prefix="walks-"))
    new_engine(folder).dispose()
    return folder


@dataclass
class Account:
    """What was done that counts: words by the message or form they came from, the rest by person."""

    words: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    picked: dict[tuple[str, str], int] = field(default_factory=dict)
    recognised: dict[tuple[str, str], Recognised] = field(default_factory=dict)
    recorded: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    positions: dict[tuple[str, str], Choice] = field(default_factory=dict)

    def said(self, *steps: str) -> list[str]:
        """Return what was said to these steps (all, where none is named), sorted."""
        return sorted(text for step, _, text in self.words.values() if not steps or step in steps)


class Walk:
    """One session at random: each method is something that somebody does."""

    def __init__(self, pillar: str, *, over_days: bool, both: bool = False) -> None:
        self.folder = Path(mkdtemp(prefix="walk-"))
        shutil.copytree(empty_database(), self.folder, dirs_exist_ok=True)
        self.engine = open_engine(f"sqlite:///{self.folder / 'convener.db'}")
        self.clock, self.channel, ids = FakeClock(), HardTimes(), CountingIds()
        self.units = WatchedUnits(SqlUnitOfWork(self.engine, self.clock))
        self.queue = SqlQueue(self.engine)
        self.sender = NowAndThen(self.queue, self.channel, self.clock)
        directory = AloofDirectory(self.units)
        desk = Desk(self.units, self.clock, ids, self.channel, directory, WordScreen(), self.sender)
        Roster(self.units, self.clock, ids).found(T, TABLE)
        if both:
            self._reads_spanish(PIA)
        self.sessions = Sessions(desk, SCRIPTS)
        self.contributions = Contributions(desk, self.sessions, self._meanwhile)
        self.ranking, self.synthesising = Ranking(desk, self.sessions), Synthesising(desk, self.sessions)
        self.records = Records(desk, Wording(desk, SCRIPTS.voices), self.sessions.shown_on_steps)
        opening = Opening(desk, PeoplesDates(), PlainHolidays())
        self.proposals, self.rounds = Proposals(desk, self.sessions, opening), Rounds(desk, PlainHolidays())
        self.over_days = OverDays(desk, self.sessions, PeoplesDates(), StepReminders(desk, SCRIPTS))
        self.round_clock = RoundClock(desk, Attention(desk))
        self.room = SessionRoom(desk, self.sessions)
        self.account, self._n = Account(), itertools.count(1)
        self._begin(pillar, over_days=over_days)

    def _begin(self, pillar: str, *, over_days: bool) -> None:
        if over_days:
            walked = SCRIPTS.pillars[PillarKey(pillar), "en"].walked(frozenset({("session.mode", "async")}))
            last = plan(walked, self.clock.now(), None, TABLE.time_zone).earliest
            self.over_days.start(self._act(FAE), pillar, last)
        else:
            self.sessions.start(self._act(FAE), pillar)

    def _reads_spanish(self, user: str) -> None:
        with self.units.open(T) as work:
            work.preferences.add(Preference(user, "es"))
            work.commit()

    def shows(self, place: str) -> Message | None:
        """Return what stands in a place; where it stands there in two languages, both say the same."""
        message = self.channel.shows.get(place)
        if not isinstance(message, InBoth):
            return message
        assert type(message.first) is type(message.second)
        return message.first  # type: ignore[return-value]

    def close(self) -> None:
        """Leave nothing behind."""
        self.engine.dispose()
        shutil.rmtree(self.folder)

    # What stands

    def session(self) -> Session:
        with self.units.read(T) as work:
            return work.sessions.where(channel_id=HOME)[0]

    def pillar(self) -> Pillar:
        """Return the whole script, with the steps that may be left out."""
        return SCRIPTS.pillars[self.session().pillar, "en"]

    def step(self, step_id: str = "") -> Step:
        found = self.pillar().step(step_id or self.session().step_id)
        assert found is not None
        return found

    def steps_with_thread(self) -> list[str]:
        """Return the steps whose message stands in the channel, also where the bot does not know it yet."""
        session_id = self.session().id
        names = {one.id: step_place(session_id, one.id) for one in self.pillar().steps}
        return [step_id for step_id, name in names.items() if name in self.channel.stands]

    def steps_planned(self) -> list[str]:
        """Return the steps that were opened, whether or not their message has arrived."""
        session_id = self.session().id
        with self.units.read(T) as work:
            return [
                one.id for one in self.pillar().steps if work.outbox.planned(step_place(session_id, one.id))
            ]

    def ended(self) -> bool:
        return self.session().state is SessionState.ENDED

    def open_for_words(self, step_id: str) -> bool:
        return not self.ended() and takes_contributions(self.pillar(), step_id)

    def waiting_rounds(self) -> list[str]:
        with self.units.read(T) as work:
            return [one.id for one in open_rounds(work, self.session().id)]

    def participant(self, user: str) -> Participant | None:
        """Return the participant with an account; whoever has not acted yet is none."""
        with self.units.read(T) as work:
            found = work.participants.where(slack_user_id=user)
        return found[0] if found else None

    def may_steer(self, user: str) -> bool:
        person = self.participant(user)
        return user in FACILITATORS or (person is not None and person.id == self.session().steers)

    def proposals_made(self) -> tuple[Proposal, ...]:
        with self.units.read(T) as work:
            return work.proposals.where(session_id=self.session().id)

    def decisions(self) -> tuple[Decision, ...]:
        with self.units.read(T) as work:
            return work.decisions.where(session_id=self.session().id)

    def takes_positions(self, proposal_id: str) -> bool:
        """Tell whether a round is open, and its deadline not over."""
        with self.units.read(T) as work:
            proposal, terms = work.proposals.get(proposal_id), work.terms.get(proposal_id)
        assert proposal is not None
        ends = terms.closes_at if terms is not None else None
        return proposal.takes_positions and (ends is None or self.clock.now() < ends)

    def passes(self, proposal_id: str) -> bool:
        """Tell by the account alone whether a round passes by consent, as the defaults have it."""
        with self.units.read(T) as work:
            ballots = [one.slack_user_id for one in work.participants.where() if one.has_ballot]
        said = {
            user: choice
            for (round_id, user), choice in self.account.positions.items()
            if round_id == proposal_id
        }
        enough = len(said) >= quorum_of(len(ballots)) and PIA in said
        return enough and Choice.CONSENT in said.values() and Choice.OBJECTION not in said.values()

    def undelivered(self) -> int:
        count = select(func.count()).where(outbox.c.state.in_(["waiting", "leased"]))
        with self.engine.connect() as connection:
            return int(connection.execute(count).scalar() or 0)

    # What is done

    def _act(self, user: str, key: str = "") -> Act:
        return Act(key or f"act-{next(self._n)}", T, user, HOME)

    @contextmanager
    def _survived(self) -> Iterator[None]:
        """Whoever dies here is started anew: only the database is left."""
        try:
            yield
        except Died:
            self.sender.resume()

    def _meanwhile(self, _seconds: float) -> None:
        """Another process looks after what was about to be sent."""
        self.sender.resume()
        self.clock.jump(seconds=2)
        with self._survived():
            Sender(self.queue, self.channel, self.clock).flush()

    def _do(self, act: Act, times: int, do: Callable[[Act], None]) -> None:
        """Slack sends the same act once, or again."""
        for _ in range(times):
            with self._survived():
                do(act)

    def move(self, user: str, move: Move, seen: str, times: int) -> None:
        session_id = self.session().id
        self._do(self._act(user), times, lambda act: self.sessions.press(act, move, session_id, seen))

    def reply(self, user: str, step_id: str, times: int) -> None:
        """Somebody writes in a step's thread."""
        act = self._reply_act(user, step_id, f"m-{next(self._n)}")
        text = f"said {act.message_ts}"
        if self.open_for_words(step_id):
            self.account.words[act.message_ts] = (step_id, user, text)
        self._do(act, times, lambda one: self.contributions.reply(one, text))

    def _reply_act(self, user: str, step_id: str, message: str, key: str = "") -> Act:
        thread = self.channel.stands[step_place(self.session().id, step_id)]
        return replace(self._act(user, key), thread_ts=thread, message_ts=message)

    def edit(self, message: str, times: int) -> None:
        """Somebody changes a reply."""
        step_id, user, before = self.account.words[message]
        text = f"{before} anew"
        if not self.ended():
            self.account.words[message] = (step_id, user, text)
        act = self._reply_act(user, step_id, message, f"edit-{next(self._n)}")
        self._do(act, times, lambda one: self.contributions.edited(one, text))

    def delete(self, message: str, times: int) -> None:
        """Somebody deletes a reply."""
        step_id, user, _ = self.account.words.pop(message)
        act = self._reply_act(user, step_id, message, f"delete-{next(self._n)}")
        self._do(act, times, self.contributions.deleted)

    def fill_in(self, user: str, step_id: str, named: Named, times: int) -> None:
        """Somebody sends the form; so small a group has no words without any trace."""
        act, session_id = self._act(user), self.session().id
        text = f"written {act.key}"
        if not self.ended() and named is not Named.DETACHED:
            self.account.words[act.key] = (step_id, user, text)
        self._do(act, times, lambda one: self.contributions.submit(one, session_id, step_id, text, named))

    def recognise(self, user: str, step_id: str, word: Recognised, times: int) -> None:
        if not self.ended():
            self.account.recognised[user, step_id] = word
        session_id = self.session().id
        self._do(
            self._act(user), times, lambda act: self.contributions.recognise(act, session_id, step_id, word)
        )

    def spread(self, user: str, step_id: str, picks: list[int], times: int) -> None:
        """Somebody puts dots; observers have none."""
        session = self.session()
        options = []
        if not self.ended() and session.step_id == step_id:
            with self.units.read(T) as work:
                cards, step = self.sessions.open_step(work, session.id, step_id)
                options = [one.id for one in cards.options(step)]
            if user != OBI:
                self.account.picked[user, step_id] = min(len(picks), step.dots) if options else 0
        chosen = [options[n % len(options)] for n in picks] if options else []
        self._do(self._act(user), times, lambda act: self.ranking.spread(act, session.id, step_id, chosen))

    def draft(self, user: str, step_id: str, joined: bool, times: int) -> None:
        """A facilitator shows the draft, as it is or with everything in one theme."""
        session_id = self.session().id
        before = len(self.channel.forms)
        self.synthesising.form(self._act(user), session_id, step_id)
        form = self.channel.forms[-1] if len(self.channel.forms) > before else None
        rows = list(form.rows) if isinstance(form, DraftForm) else []
        if joined:
            rows = [("All of it", ", ".join(numbers for _, numbers in rows))]
        self._do(self._act(user), times, lambda act: self.synthesising.show(act, session_id, step_id, rows))

    def record(self, user: str, kind: str, hard: bool, times: int) -> None:
        """Somebody puts something on record; observers do not."""
        act = self._act(user)
        with self.units.read(T) as work:
            somebody = work.participants.where()[0].id
        title = f"{act.key} on record"
        answers = {spec.name: _answer(spec, title, somebody, hard=hard) for spec in fields_of(kind)}
        if user != OBI:
            self.account.recorded.append(title)
        filled = Filled(kind, session_id=self.session().id, answers=answers)
        self._do(act, times, lambda one: self.records.submit(one, filled))

    def park(self, user: str, times: int) -> None:
        act, session_id = self._act(user), self.session().id
        self.account.parked.append(act.key)
        self._do(act, times, lambda one: self.room.park(one, session_id, one.key))

    def propose(self, user: str, times: int) -> None:
        session = self.session()
        self._do(
            self._act(user),
            times,
            lambda act: self.proposals.put(act, session.id, session.step_id, f"Words of {act.key}"),
        )

    def take_position(self, user: str, proposal_id: str, choice: Choice, times: int) -> None:
        """Somebody says what they say to a proposal; observers have no ballot."""
        if user != OBI and self.takes_positions(proposal_id):
            self.account.positions[proposal_id, user] = choice
        self._do(
            self._act(user),
            times,
            lambda act: self.rounds.state(act, proposal_id, choice, f"because {act.key}"),
        )

    def close_round(self, user: str, proposal_id: str, times: int) -> None:
        self._do(self._act(user), times, lambda act: self.rounds.close(act, proposal_id))

    def object_late(self, user: str, decision_id: str, times: int) -> None:
        """Somebody objects within the window, or too late."""
        with self.units.read(T) as work:
            decision = work.decisions.get(decision_id)
        assert decision is not None
        in_time = decision.state is DecisionState.PROVISIONAL and not is_due(decision, self.clock.now())
        if in_time and user != OBI:
            self.account.positions[decision.proposal_id, user] = Choice.OBJECTION
        self._do(
            self._act(user), times, lambda act: self.rounds.object_late(act, decision_id, f"late {act.key}")
        )

    def agree(self, proposal_id: str) -> None:
        """Everybody who has a ballot consents; then the round is closed, or closes by itself."""
        for user in EVERYBODY:
            person = self.participant(user)
            if person is not None and person.has_ballot:
                self.take_position(user, proposal_id, Choice.CONSENT, 1)
        self.close_round(FAE, proposal_id, 1)
        for _ in range(4):
            if proposal_id in self.waiting_rounds():
                self.wait(48)

    def hand_over(self, user: str, to: str, times: int) -> None:
        """Somebody lets another steer."""
        session_id, chosen = self.session().id, self.participant(to)
        chosen_id = chosen.id if chosen is not None else ""
        self._do(self._act(user), times, lambda act: self.room.hand_over(act, session_id, chosen_id))

    def take_over(self, user: str, times: int) -> None:
        """Somebody takes on a session that was offered, or that was not."""
        session_id = self.session().id
        self._do(self._act(user), times, lambda act: self.over_days.take_over(act, session_id))

    def set_aside(self, user: str) -> None:
        for proposal_id in self.waiting_rounds():
            with self._survived():
                self.rounds.set_aside(self._act(user), proposal_id)

    def extend(self, user: str, seen: str) -> None:
        session_id = self.session().id
        self._do(self._act(user), 1, lambda act: self.over_days.extend(act, session_id, seen))

    def wait(self, hours: int) -> None:
        """Time passes; every three hours the clock looks after rounds and sessions."""
        for _ in range(0, hours, 3):
            self.clock.jump(hours=3)
            with self._survived():
                self.rounds.settle_due()
                self.round_clock.look()
                self.over_days.keep_going()
                self.sender.flush()

    def send_all(self) -> None:
        """The sender is there again, and nothing is in its way."""
        self.sender.asleep[0] = False
        self.channel.fates.clear()
        for _ in range(20):
            self.clock.jump(seconds=LEASE.total_seconds() + timedelta(seconds=1).total_seconds())
            self.sender.flush()


def _answer(spec: FieldSpec, title: str, somebody: str, *, hard: bool) -> str:
    """Fill in a field; of choices it is the first or the second: hard or soft, analysis or operations."""
    if spec.choices:
        return str(spec.choices[0 if hard else 1])
    known = {FieldType.DAY: LAST_DAY.isoformat(), FieldType.PERSON: somebody, FieldType.NUMBER: "3"}
    return known.get(spec.type, title)
