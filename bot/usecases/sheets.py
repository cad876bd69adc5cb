"""Reading existing actions and parameters in from a sheet, with a dry run that says what each row would become."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.actions import Action, ActionState
from bot.domain.people import Coalition, Participant
from bot.domain.record_fields import problem
from bot.domain.records import Bearing, Hardness, Parameter, ParameterKind
from bot.domain.sheets import Fate, Register, Row, RowFate, read_rows
from bot.ports.clock import Clock, Ids
from bot.ports.dates import Dates
from bot.ports.screen import Screen
from bot.ports.work import UnitOfWork, Work
from bot.usecases.actions import LONGEST

BY = "import"
E = TypeVar("E", bound=StrEnum)


class _Wrong(Exception):
    """A row cannot be read in; the key says why, ``about`` what it names."""

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.about = about


@dataclass(frozen=True)
class _Table:
    """What the rows are read into: an open transaction, a coalition, its people."""

    work: Work
    coalition: Coalition
    people: tuple[Participant, ...]
    now: datetime


@dataclass(frozen=True)
class Sheets:
    """Reads sheets in. Rows that are wrong are told and left out; the others are read in together."""

    units: UnitOfWork
    clock: Clock
    ids: Ids
    dates: Dates
    screen: Screen

    def read_in(
        self,
        workspace_id: str,
        coalition_id: str,
        register: Register,
        sheet: Sequence[Sequence[str]],
        *,
        dry_run: bool,
    ) -> tuple[RowFate, ...]:
        """Return what became of each row, or would. Raises SheetError where the headings are not the register's."""
        rows = read_rows(register, sheet[0] if sheet else (), sheet[1:])
        add = self._action if register is Register.ACTIONS else self._parameter
        with self.units.open(workspace_id, by=BY) as work:
            table = self._table(work, coalition_id)
            held = self._held(table, register)
            fates = tuple(self._fate(table, row, held, add) for row in rows)
            if not dry_run:
                work.commit()
        return fates

    def _table(self, work: Work, coalition_id: str) -> _Table:
        (coalition,) = work.coalitions.where(id=coalition_id)
        return _Table(work, coalition, work.participants.where(coalition_id=coalition_id), self.clock.now())

    def _held(self, table: _Table, register: Register) -> set[str]:
        where = {"coalition_id": table.coalition.id}
        if register is Register.ACTIONS:
            return {_same(one.text) for one in table.work.actions.where(**where)}
        return {_same(one.title) for one in table.work.parameters.where(**where)}

    def _fate(self, table: _Table, row: Row, held: set[str], add: Callable[[_Table, Row], None]) -> RowFate:
        title = row["title"]
        if title and _same(title) in held:
            return RowFate(row.line, Fate.THERE, title)
        try:
            self._mind_words(row)
            add(table, row)
        except _Wrong as wrong:
            return RowFate(row.line, Fate.WRONG, title, f"cli.sheet.why.{wrong.why}", wrong.about)
        held.add(_same(title))
        return RowFate(row.line, Fate.ADDED, title)

    def _mind_words(self, row: Row) -> None:
        if not row["title"]:
            raise _Wrong("empty")
        for column, words in row.cells.items():
            if self.screen.findings(words):
                raise _Wrong("identifier", column)

    def _action(self, table: _Table, row: Row) -> None:
        state = _choice(ActionState, row["state"], ActionState.OPEN)
        owner = _person(table, row["owner"])
        due = self._day(table, row["due"])
        table.work.actions.add(
            Action(
                id=self.ids.new(),
                coalition_id=table.coalition.id,
                channel_id=table.coalition.home_channel_id,
                number=len(table.work.actions.where(coalition_id=table.coalition.id)) + 1,
                text=row["title"][:LONGEST],
                recorded_by="",
                recorded_at=table.now,
                owner_id=owner,
                due_on=due,
                state=state,
                done_at=table.now if state is ActionState.DONE else None,
            )
        )

    def _parameter(self, table: _Table, row: Row) -> None:
        parameter = Parameter(
            id=self.ids.new(),
            coalition_id=table.coalition.id,
            channel_id=table.coalition.home_channel_id,
            number=len(table.work.parameters.where(coalition_id=table.coalition.id)) + 1,
            title=row["title"][:255],
            recorded_by="",
            recorded_at=table.now,
            kind=_choice(ParameterKind, row["kind"], ParameterKind.OTHER),
            hardness=_choice(Hardness, row["hardness"], Hardness.UNKNOWN),
            effect=_choice(Bearing, row["effect"], Bearing.CONSTRAINS),
            text=row["text"],
            source=row["source"][:255],
            owner_id=_person(table, row["owner"]),
            could_shift=row["could_shift"],
            looks_again_id=_person(table, row["looks_again"]),
            review_on=self._day(table, row["review_on"]),
        )
        missing = problem(parameter)
        if missing is not None:
            raise _Wrong(missing[1], missing[0])
        table.work.parameters.add(parameter)

    def _day(self, table: _Table, words: str) -> date | None:
        """Return a day, written as 2026-12-04 or in words; days that have passed are welcome as the former."""
        if not words:
            return None
        try:
            return date.fromisoformat(words)
        except ValueError:
            found = self.dates.read(words, table.now.date(), table.coalition.lang)
        if found is None:
            raise _Wrong("day", words)
        return found


def _same(words: str) -> str:
    return " ".join(words.casefold().split())


def _person(table: _Table, name: str) -> str | None:
    """Return the participant of that name; nobody where the cell is empty."""
    if not name:
        return None
    found = [one.id for one in table.people if _same(one.name) == _same(name.lstrip("@"))]
    if len(found) != 1:
        raise _Wrong("person", name)
    return found[0]


def _choice(kind: type[E], words: str, otherwise: E) -> E:
    if not words:
        return otherwise
    try:
        return kind("_".join(words.casefold().split()))
    except ValueError as unknown:
        raise _Wrong("choice", f"{words} ({', '.join(kind)})") from unknown
