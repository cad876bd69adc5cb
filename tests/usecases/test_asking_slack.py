"""Who has left a channel is asked of Slack while no transaction is open: a call that hangs holds nobody up."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.dates import PeoplesDates
from bot.domain.attention import NudgeState
from bot.domain.framework import Mode
from bot.usecases.attention import Attention
from bot.usecases.hearing import Hearing
from bot.usecases.leaving import Leaving
from bot.usecases.opening import Opening, Wanted
from bot.usecases.over_days import OverDays
from bot.usecases.round_clock import RoundClock
from bot.usecases.sessions import Sessions
from bot.usecases.step_reminders import StepReminders
from bot.wiring import content
from tests.fakes import AloofDirectory, PlainHolidays, WatchedUnits
from tests.usecases.steps import Room, act
from tests.world import COALITION, FAE, HOME, MO, OBI, PIA

LAST_DAY = datetime(2026, 12, 4, tzinfo=UTC).date()


class Table(Room):
    """A coalition whose Slack must not be asked who is in a channel while something is open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        units = WatchedUnits(self.units)
        self.directory = AloofDirectory(units)
        self.desk = replace(self.desk, units=units, directory=self.directory)
        self.roster.found("T1", COALITION)
        texts = content()
        self.sessions = Sessions(self.desk, texts)
        self.reminders = StepReminders(self.desk, texts)
        self.over_days = OverDays(self.desk, self.sessions, PeoplesDates(), self.reminders)

    def session_id(self) -> str:
        with self.units.read("T1") as work:
            return work.sessions.where()[0].id

    def became_of(self) -> dict[str, NudgeState]:
        with self.units.read("T1") as work:
            return {one.slack_user_id: one.state for one in work.nudges.where()}


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def test_before_a_reminder_of_a_steps_deadline(table: Table) -> None:
    table.over_days.start(act(FAE, "start"), "vision", LAST_DAY)
    table.directory.gone = {PIA}
    for _ in range(72):
        table.clock.jump(hours=1)
        table.over_days.keep_going()
        if table.became_of():
            break
    assert table.became_of()[PIA] is NudgeState.LEFT
    assert table.became_of()[MO] is not NudgeState.LEFT
    assert {MO, PIA} <= set(table.directory.asked)


def test_before_quiet_voices_are_asked(table: Table) -> None:
    table.sessions.start(act(FAE, "start"), "vision")
    table.directory.gone = {PIA}
    Hearing(table.desk, table.sessions, table.reminders).ask_quiet(
        act(FAE, "ask"), table.session_id(), "welcome"
    )
    assert table.became_of() == {MO: NudgeState.SENT, OBI: NudgeState.SENT, PIA: NudgeState.LEFT}


def test_whoever_may_not_ask_the_quiet_makes_nobody_ask_slack(table: Table) -> None:
    table.sessions.start(act(FAE, "start"), "vision")
    Hearing(table.desk, table.sessions, table.reminders).ask_quiet(
        act(MO, "ask"), table.session_id(), "welcome"
    )
    assert (table.became_of(), table.directory.asked) == ({}, [])


def test_before_a_session_is_offered_whose_facilitator_has_left(table: Table) -> None:
    table.sessions.start(act(FAE, "start"), "vision")
    Leaving(table.desk, table.sessions).left(act(FAE, "left"))
    with table.units.read("T1") as work:
        assert work.sessions.where()[0].offered_at is not None


def test_before_a_reminder_of_a_round_in_a_private_channel(table: Table) -> None:
    with table.units.open("T1") as work:
        work.channels.save(replace(work.channels.where(channel_id=HOME)[0], private=True))
        work.commit()
    opening = Opening(table.desk, PeoplesDates(), PlainHolidays())
    opening.put(act(FAE, "put"), Wanted("Share the counts", Mode.ASYNC))
    table.directory.gone = {PIA}
    table.clock.jump(hours=60)
    RoundClock(table.desk, Attention(table.desk)).look()
    assert MO in table.became_of() and PIA not in table.became_of()
    assert {MO, PIA} <= set(table.directory.asked)
