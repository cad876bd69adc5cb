"""``convener library``: added, listed, removed, with the exit codes of the contract."""

import json
from pathlib import Path

import pytest

from bot import wiring
from bot.cli import main
from bot.settings import load_settings
from tests.world import COALITION

DONE, NO, WRONG = 0, 1, 2


@pytest.fixture(autouse=True)
def coalition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A coalition in a data folder of its own, and a Spanish plan beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONVENER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CONVENER_EMBEDDINGS", "none")
    (tmp_path / "data").mkdir()
    wiring.build_roster(load_settings()).found("T1", COALITION)
    words = "# Estacionamiento\n\nEl permiso para estacionar en Maplewood cuesta nueve dólares al mes.\n"
    (tmp_path / "plan.md").write_text(words, encoding="utf-8")


def test_a_spanish_document_is_added_once_found_by_its_endings_and_removed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["library", "add", "plan.md", "--json"]) == DONE
    added = json.loads(capsys.readouterr().out)
    assert (added["change"], added["lang"], added["skipped"]) == ("added", "es", 0)
    assert main(["library", "add", "plan.md", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["change"] == "unchanged"
    asked = ["ask", "¿cuánto cuestan los permisos de estacionar en Maplewood?", "--lang", "es", "--json"]
    assert main([*asked, "--coalition", "Housing data table"]) == DONE
    assert json.loads(capsys.readouterr().out)["sources"][0]["document_id"] == added["document_id"]
    assert main(["library", "remove", added["id"]]) == DONE
    assert main(["library", "remove", added["id"]]) == NO


def test_a_refused_one_exits_1_and_wrong_use_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"no PDF")
    assert main(["library", "add", "plan.pdf", "plan.md"]) == NO
    assert "Nothing was added" in capsys.readouterr().out
    assert main(["library", "add", "nowhere.md"]) == WRONG
    assert main(["library", "list", "--coalition", "nobody"]) == WRONG
