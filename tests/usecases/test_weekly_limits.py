"""The weekly message in numbers: short whatever people are called, and each thing counted in one week."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.actions import Action, ActionState
from bot.domain.decisions import Decision, Rule
from bot.domain.messages import WeeklyMessage
from bot.domain.people import Participant
from bot.ports.holidays import NoHolidays
from bot.slack.render import Renderer
from bot.storage.outbox import SqlQueue
from bot.storage.work import SqlUnitOfWork
from bot.usecases.roster import Roster
from bot.usecases.weekly import Weekly, weekly_message
from bot.wiring import content
from tests.fakes import MONDAY, CountingIds, FakeClock
from tests.world import COALITION, new_engine

T = "T1"
RENDERER = Renderer(content().voices)
DUE = datetime(2026, 11, 30, 15, tzinfo=UTC)
WEEK = timedelta(days=7)
LONG_NAMES = tuple(f"María José {n} García Hernández (Legal Aid)" for n in range(15))


class Table:
    """A coalition whose weekly message is due at ``DUE``."""

    def __init__(self, folder: Path) -> None:
        self.engine = new_engine(folder)
        self.clock = FakeClock()
        self.units = SqlUnitOfWork(self.engine, self.clock)
        Roster(self.units, self.clock, CountingIds()).found(T, COALITION)
        self.coalition_id = self.owner().coalition_id

    def owner(self) -> Participant:
        with self.units.read(T) as work:
            return work.participants.where()[0]

    def record(self, *actions: Action) -> None:
        with self.units.open(T) as work:
            for action in actions:
                work.actions.add(action)
            work.commit()

    def action(self, number: int, **more: object) -> Action:
        plain = Action(f"a{number}", self.coalition_id, "CHOME", number, "call the court", "p", MONDAY)
        return replace(plain, **more)  # type: ignore[arg-type]

    def finished_by(self, names: Sequence[str]) -> None:
        with self.units.open(T) as work:
            for n, name in enumerate(names):
                work.participants.add(Participant(f"p{n}", self.coalition_id, name))
            work.commit()
        done = {"state": ActionState.DONE, "done_at": DUE - timedelta(days=1)}
        self.record(*(self.action(n, owner_id=f"p{n}", **done) for n in range(len(names))))

    def message(self, now: datetime = DUE) -> WeeklyMessage:
        with self.units.read(T) as work:
            return weekly_message(work, work.coalitions.where()[0], now)

    def planned(self) -> list[str]:
        """Let the clock look, and take what it planned."""
        Weekly(self.units, self.clock).plan_due()
        queue, keys = SqlQueue(self.engine), []
        while (leased := queue.lease(self.clock.now())) is not None:
            keys.append(leased.delivery.key)
            queue.sent(leased, f"{leased.row_id}.0", self.clock.now())
        return keys


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", ["call the court", "a b c " * 80, "very " * 100])
def test_it_has_at_most_120_words_whatever_people_are_called(table: Table, lang: str, text: str) -> None:
    table.finished_by(LONG_NAMES)
    table.record(table.action(90, text=text, owner_id="p1", due_on=date(2026, 12, 1)))
    words = RENDERER.message(table.message(), lang).text.split()
    assert len(words) <= 120


def test_those_who_finished_are_thanked_once_and_those_who_are_late_not_named(table: Table) -> None:
    table.finished_by(["Mo", "Pia"])
    table.record(table.action(80, state=ActionState.DONE, done_at=DUE - timedelta(days=2), owner_id="p0"))
    table.record(table.action(81, owner_id="p1", due_on=date(2026, 11, 24)))
    message = table.message()
    assert message.thanked == ("Mo", "Pia")
    assert message.finished == 3
    assert dict(message.need.params) == {"number": 81, "text": "call the court"}


@pytest.mark.parametrize(
    ("due_on", "counts"),
    [
        (date(2026, 11, 29), 0),
        (date(2026, 11, 30), 1),
        (date(2026, 12, 6), 1),
        (date(2026, 12, 7), 0),
        (None, 0),
    ],
)
def test_due_soon_is_what_is_due_from_today_on_for_seven_days(
    table: Table, due_on: date | None, counts: int
) -> None:
    table.record(table.action(1, due_on=due_on))
    assert table.message().due_soon == counts


@pytest.mark.parametrize("hours", [-24, -1, 0, 1, 23])
def test_what_was_done_is_counted_in_one_week_and_one_alone(table: Table, hours: int) -> None:
    done_at = DUE + timedelta(hours=hours)
    table.record(table.action(1, state=ActionState.DONE, done_at=done_at))
    told = [table.message(DUE + n * WEEK).finished for n in range(3)]
    assert sum(told) == 1


def test_what_is_decided_after_the_hour_is_told_by_a_catch_up_or_by_the_next_but_not_by_both(
    table: Table,
) -> None:
    late = DUE + timedelta(hours=3)
    with table.units.open(T) as work:
        people = (0, 0, 1, 1, 4, "p")
        work.decisions.add(
            Decision(
                *("d", table.coalition_id, "CHOME", "r", 1, "Homes", Rule.CONSENT, *people),
                *(late, late + timedelta(hours=48), date(2027, 5, 30)),
            )
        )
        work.commit()
    assert table.message(DUE).decisions + table.message(DUE + WEEK).decisions == 1


class TestPlanning:
    def test_it_is_planned_once_when_its_time_comes(self, table: Table) -> None:
        table.clock.time = DUE - timedelta(seconds=1)
        assert table.planned() == []
        table.clock.time = DUE
        assert len(table.planned()) == 1
        assert table.planned() == []

    @pytest.mark.parametrize(
        ("weeks", "hours", "messages"), [(0, 23, 1), (0, 24, 1), (0, 25, 0), (5, 1, 1), (5, 25, 0)]
    )
    def test_after_downtime_there_is_one_at_most_and_none_past_its_grace(
        self, table: Table, weeks: int, hours: int, messages: int
    ) -> None:
        table.clock.time = DUE + weeks * WEEK + timedelta(hours=hours)
        assert len(table.planned()) == messages
        table.clock.time = DUE + (weeks + 1) * WEEK
        assert len(table.planned()) == 1

    def test_one_that_could_not_be_sent_within_its_grace_is_not_sent_on_thursday(self, table: Table) -> None:
        table.clock.time = DUE
        Weekly(table.units, table.clock).plan_due()
        leased = SqlQueue(table.engine).lease(table.clock.now())
        assert leased is not None
        assert leased.delivery.expires == DUE + timedelta(hours=24)

    def test_turned_off_it_is_not_planned_and_turned_on_again_not_caught_up(self, table: Table) -> None:
        with table.units.open(T) as work:
            cadence = work.cadences.save(replace(work.cadences.where()[0], on=False))
            work.commit()
        table.clock.time = DUE + WEEK
        assert table.planned() == []
        with table.units.read(T) as work:
            assert work.cadences.where() == (cadence,)

    def test_each_coalition_has_its_own(self, table: Table) -> None:
        other = replace(COALITION, name="Other", channel_id="COTHER", time_zone="Asia/Kolkata", people=())
        Roster(table.units, table.clock, Other()).found(T, other)
        Roster(table.units, table.clock, CountingIds()).found("T2", COALITION)
        table.clock.time = DUE
        assert len(table.planned()) == 3
        with table.units.read("T2") as work:
            assert work.cadences.where()[0].next_due == DUE + WEEK

    def test_a_workspace_in_which_something_is_broken_holds_up_no_other(
        self, table: Table, caplog: pytest.LogCaptureFixture
    ) -> None:
        Roster(table.units, table.clock, CountingIds()).found("T2", COALITION)
        with table.units.open(T) as work:
            work.cadences.save(replace(work.cadences.where()[0], place="BROKEN"))
            work.commit()
        table.clock.time = DUE
        Weekly(table.units, table.clock, BrokenHolidays()).plan_due()
        with table.units.read("T2") as work:
            assert work.cadences.where()[0].next_due == DUE + WEEK
        assert "workspace T1 were not planned" in caplog.text


class BrokenHolidays(NoHolidays):
    """Fails at one place."""

    def is_holiday(self, day: date, place: str) -> bool:
        if place == "BROKEN":
            raise ValueError(place)
        return super().is_holiday(day, place)


class Other(CountingIds):
    """Ids that the first coalition did not get."""

    def new(self) -> str:
        return f"other-{super().new()}"
