"""``convener export``, ``import`` and ``db backup`` as scripts run them."""

import json
from pathlib import Path

import pytest

from bot.storage import migrate
from bot.storage.engine import open_engine
from bot.storage.work import SqlUnitOfWork
from bot.usecases.roster import Roster
from tests.cli.test_cli import DONE, NO, WRONG, Convener, one_sentence
from tests.fakes import CountingIds, FakeClock
from tests.world import COALITION


@pytest.fixture
def held(tmp_path: Path) -> Convener:
    """A data folder with the coalition of the tests."""
    (tmp_path / "data").mkdir()
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'convener.db'}")
    migrate.upgrade(engine)
    clock = FakeClock()
    Roster(SqlUnitOfWork(engine, clock), clock, CountingIds()).found("T1", COALITION)
    engine.dispose()
    return Convener(tmp_path)


def exported(convener: Convener) -> str:
    run = convener("export", "Housing data table", "--format", "json")
    assert run.returncode == DONE, run.stderr
    return run.stdout


def test_export_then_import_into_an_empty_database_then_export_is_equal(
    held: Convener, tmp_path: Path
) -> None:
    file = tmp_path / "coalition.json"
    file.write_text(exported(held), "utf-8")
    (tmp_path / "elsewhere").mkdir()
    other = Convener(tmp_path / "elsewhere")
    read = other("import", str(file))
    assert read.returncode == DONE, read.stderr
    assert "members: 4 added" in read.stdout
    assert exported(other) == file.read_text("utf-8")
    assert {one["name"] for one in json.loads(exported(other))["members"]} == {"Fae", "Mo", "Pia", "Obi"}


def test_a_dry_run_changes_nothing(held: Convener, tmp_path: Path) -> None:
    file = tmp_path / "coalition.json"
    assert held("export", "housing DATA table", "--out", str(file)).returncode == DONE
    (tmp_path / "elsewhere").mkdir()
    other = Convener(tmp_path / "elsewhere")
    assert "nothing was changed" in other("import", str(file), "--dry-run").stdout
    assert "There is no coalition" in one_sentence(other("export", "Housing data table"))


def test_a_coalition_that_is_not_there_names_those_that_are(held: Convener) -> None:
    refused = held("export", "Somebody else's")
    assert refused.returncode == WRONG
    assert "Housing data table" in one_sentence(refused)


@pytest.mark.parametrize("written", ["", "not json", "[1, 2]", '{"coalition": {}}'])
def test_a_file_that_export_did_not_write(held: Convener, tmp_path: Path, written: str) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(written)
    refused = held("import", str(file))
    assert refused.returncode == WRONG
    assert one_sentence(refused)


def test_a_backup_opens_as_the_database_it_was(held: Convener, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert held("db", "backup", str(copy)).returncode == DONE
    run = held("export", "Housing data table", DATABASE_URL=f"sqlite:///{copy}")
    assert run.stdout == exported(held)
    assert "is there already" in one_sentence(held("db", "backup", str(copy)))


def test_a_backup_of_nothing(tmp_path: Path) -> None:
    assert "no database yet" in one_sentence(Convener(tmp_path)("db", "backup", str(tmp_path / "copy.db")))


class TestASheet:
    def test_a_dry_run_says_row_by_row_what_would_happen(self, held: Convener, tmp_path: Path) -> None:
        sheet = tmp_path / "actions.csv"
        sheet.write_text("Action,Owner,By\nShare the file,Mo,2026-12-04\n,Mo,\n", "utf-8-sig")
        known = ("--register", "actions", "--coalition", "Housing data table")
        would = held("import", str(sheet), *known, "--dry-run")
        assert would.returncode == NO
        assert "1 of 2 rows would be read in" in would.stdout
        assert "line 3: left out: it says nothing" in would.stdout
        assert json.loads(exported(held))["actions"] == []
        held("import", str(sheet), *known)
        (action,) = json.loads(exported(held))["actions"]
        assert (action["text"], action["due_on"]) == ("Share the file", "2026-12-04")

    def test_without_a_register_it_is_asked_for(self, held: Convener, tmp_path: Path) -> None:
        sheet = tmp_path / "actions.csv"
        sheet.write_text("Action\nShare the file\n")
        assert "--register" in one_sentence(held("import", str(sheet)))
