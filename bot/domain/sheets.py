"""Existing actions and parameters from a sheet: what each row would become, and what stands in its way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

ALIASES = {
    "action": "title",
    "acción": "title",
    "accion": "title",
    "parameter": "title",
    "parámetro": "title",
    "parametro": "title",
    "what": "title",
    "by": "due",
    "due_on": "due",
    "by_when": "due",
    "para": "due",
    "responsable": "owner",
    "looks_again_by": "looks_again",
}


class Register(StrEnum):
    """The registers that a sheet can be read into."""

    ACTIONS = "actions"
    PARAMETERS = "parameters"


COLUMNS: Mapping[Register, frozenset[str]] = {
    Register.ACTIONS: frozenset({"title", "owner", "due", "state"}),
    Register.PARAMETERS: frozenset(
        {
            *("title", "kind", "hardness", "effect", "text", "source", "owner"),
            *("could_shift", "looks_again", "review_on"),
        }
    ),
}


class Fate(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    THERE = "there"
    WRONG = "wrong"


@dataclass(frozen=True)
class RowFate:
    """One row: its line in the file, what becomes of it, and why not (a key of the texts with what it names)."""

    line: int
    fate: Fate
    title: str = ""
    why: str = ""
    about: str = ""


class SheetError(Exception):
    """The sheet as a whole cannot be read; ``key`` names the sentence, ``params`` fill it."""

    def __init__(self, key: str, **params: str) -> None:
        """Keep the sentence's key and parameters."""
        super().__init__(key)
        self.key = key
        self.params = params


@dataclass(frozen=True)
class Row:
    """A row's cells by column; empty ones are left out."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell's words, or nothing."""
        return self.cells.get(column, "")


def read_rows(register: Register, head: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    """Return a sheet's rows by column. Raises SheetError where its headings are not those of the register."""
    columns = [_column(name) for name in head]
    unknown = [name for name, column in zip(head, columns, strict=True) if column not in COLUMNS[register]]
    if unknown:
        known = ", ".join(sorted(COLUMNS[register]))
        raise SheetError("cli.sheet.unknown_column", name=unknown[0] or "-", known=known)
    if "title" not in columns:
        raise SheetError("cli.sheet.no_title")
    return tuple(
        Row(line, {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()})
        for line, cells in enumerate(rows, 2)
        if any(cell.strip() for cell in cells)
    )


def _column(name: str) -> str:
    plain = "_".join(name.strip().casefold().split()).lstrip("\ufeff")
    return ALIASES.get(plain, plain)
