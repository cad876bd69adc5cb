"""``convener library``: added, listed, removed, with the exit codes of the contract."""

import json
from pathlib import Path

import pytest

from bot import wiring
from bot.cli import main
from bot.settings import load_settings
from tests.papers import pdf, with_part, word
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
    assert capsys.readouterr().out.startswith("plan.pdf: This is not a PDF file")
    assert main(["library", "add", "plan.md", "nowhere.md"]) == WRONG
    assert main(["library", "add", "."]) == WRONG
    assert main(["library", "list", "--coalition", "nobody"]) == WRONG


def test_hostile_files_and_addresses_are_refused_in_a_sentence_each_and_the_others_are_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.docx").write_bytes(with_part(word(), "word/vbaProject.bin", b"code"))
    (tmp_path / "bomb.docx").write_bytes(with_part(word(), "word/x.bin", b"\x00" * 5_000_000))
    (tmp_path / "scan.pdf").write_bytes(pdf("Welcome", ""))
    files = ["plan.docx", "bomb.docx", "http://127.0.0.1/plan.pdf", "http://[::1]/", "scan.pdf", "--json"]
    assert main(["library", "add", *files]) == NO
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["change"] for one in told] == ["refused"] * 4 + ["added"]
    assert all(one["why"].endswith("Nothing was added.") for one in told[:4])
    assert told[4]["wordless"] == ["page 2"]
    assert main(["library", "list", "--json"]) == DONE
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["scan.pdf"]
    assert main(["library", "reindex"]) == DONE
