"""Existing actions and parameters come in from a sheet; a dry run says row by row what would happen."""

from pathlib import Path

import pytest

from bot.dates import PeoplesDates
from bot.domain.actions import ActionState
from bot.domain.records import Hardness
from bot.domain.sheets import Fate, Register, RowFate, SheetError
from bot.usecases.sheets import Sheets
from tests.fakes import CountingIds, FakeClock, WordScreen
from tests.usecases.steps import Room
from tests.world import COALITION

HEAD = ["Action", "Owner", "By when", "State"]


class Desk:
    """A coalition, and sheets that are read into it."""

    def __init__(self, folder: Path) -> None:
        self.room = Room(folder)
        self.room.roster.found("T1", COALITION)
        self.sheets = Sheets(self.room.units, FakeClock(), CountingIds(), PeoplesDates(), WordScreen())
        with self.room.units.read("T1") as work:
            (self.coalition,) = work.coalitions.where()

    def read(
        self, *rows: list[str], register: Register = Register.ACTIONS, dry: bool = False
    ) -> tuple[RowFate, ...]:
        return self.sheets.read_in("T1", self.coalition.id, register, rows, dry_run=dry)

    def actions(self) -> list[tuple[str, str | None, str]]:
        with self.room.units.read("T1") as work:
            names = {one.id: one.name for one in work.participants.where()}
            found = work.actions.where(coalition_id=self.coalition.id)
            return [(one.text, names.get(one.owner_id or ""), str(one.due_on)) for one in found]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_rows_become_actions_with_owner_day_and_state(desk: Desk) -> None:
    fates = desk.read(
        HEAD, ["Share the file", "mo", "2026-12-04", ""], ["Old work", "@Fae", "2025-01-01", "done"]
    )
    assert [one.fate for one in fates] == [Fate.ADDED, Fate.ADDED]
    assert desk.actions() == [("Share the file", "Mo", "2026-12-04"), ("Old work", "Fae", "2025-01-01")]
    with desk.room.units.read("T1") as work:
        assert [one.state for one in work.actions.where()] == [ActionState.OPEN, ActionState.DONE]
        assert [one.number for one in work.actions.where()] == [1, 2]


def test_a_day_may_be_told_in_words(desk: Desk) -> None:
    desk.read(HEAD, ["Share the file", "", "next Friday", ""])
    assert desk.actions() == [("Share the file", None, "2026-11-27")]


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk) -> None:
    rows = (HEAD, ["Share the file", "Mo", "", ""], ["", "Mo", "", ""])
    would = desk.read(*rows, dry=True)
    assert desk.actions() == []
    assert desk.read(*rows) == would


def test_what_is_there_already_stays_as_it_is(desk: Desk) -> None:
    desk.read(HEAD, ["Share the file", "Mo", "", ""])
    (again, twice) = desk.read(HEAD, ["share  THE file", "Fae", "", ""], ["Share the file", "", "", ""])
    assert (again.fate, twice.fate) == (Fate.THERE, Fate.THERE)
    assert len(desk.actions()) == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["", "Mo", "", ""], "cli.sheet.why.empty"),
        (["Share", "Somebody else", "", ""], "cli.sheet.why.person"),
        (["Share", "", "4/5", ""], "cli.sheet.why.day"),
        (["Share", "", "", "nearly"], "cli.sheet.why.choice"),
        (["Share SECRET", "", "", ""], "cli.sheet.why.identifier"),
    ],
)
def test_a_row_that_is_wrong_is_told_by_its_line_and_the_others_come_in(
    desk: Desk, row: list[str], why: str
) -> None:
    wrong, right = desk.read(HEAD, row, ["Ask the clinic", "", "", ""])
    assert (wrong.line, wrong.fate, wrong.why) == (2, Fate.WRONG, why)
    assert (right.line, right.fate) == (3, Fate.ADDED)
    assert [text for text, _, _ in desk.actions()] == ["Ask the clinic"]


def test_parameters_come_in_and_a_soft_one_is_never_just_a_no(desk: Desk) -> None:
    head = ["Parameter", "Kind", "Hardness", "Could shift", "Looks again", "Review on"]
    bare, whole = desk.read(
        head,
        ["No names leave the clinic", "privacy", "soft", "", "", ""],
        ["Two reports a year", "Staff capacity", "soft", "Ask the funder", "Mo", "2027-03-01"],
        register=Register.PARAMETERS,
    )
    assert (bare.fate, bare.why, bare.about) == (Fate.WRONG, "cli.sheet.why.soft", "could_shift")
    assert whole.fate is Fate.ADDED
    with desk.room.units.read("T1") as work:
        (parameter,) = work.parameters.where()
    assert (parameter.title, parameter.hardness) == ("Two reports a year", Hardness.SOFT)


@pytest.mark.parametrize(
    ("head", "key"),
    [
        (["Action", "Colour"], "cli.sheet.unknown_column"),
        (["Owner", "By"], "cli.sheet.no_title"),
        ([], "cli.sheet.no_title"),
    ],
)
def test_headings_that_are_not_the_registers_are_refused(desk: Desk, head: list[str], key: str) -> None:
    with pytest.raises(SheetError) as refused:
        desk.read(head, ["a", "b"])
    assert refused.value.key == key
