"""``convener eval``: figures that can be trusted, on a collection small enough to count by hand."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.retrieval.evaluation import CollectionError, load, measure, ndcg

ROOT = Path(__file__).parents[2]
FIGURES = {"ndcg@10", "recall@10", "p50_ms", "p95_ms", "index_s", "rss_mb"}
DOCUMENTS = {
    "1": ("Soup", "Soup is made of water and roots, and it is eaten hot in winter."),
    "2": ("Bread", "Bread is made of flour and water, and it rises in a warm place."),
    "3": ("Roads", "A road is made of stones. Long ago soldiers walked on it."),
}
QUESTIONS = {"a": "how is soup made", "b": "what rises in a warm place", "c": "nobody judged this one"}
RELEVANT = "query-id\tcorpus-id\tscore\na\t1\t2\na\t2\t1\nb\t2\t1\n"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    corpus = [{"_id": key, "title": title, "text": text} for key, (title, text) in DOCUMENTS.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)) + "\n\n")
    asked = [{"_id": key, "text": text} for key, text in QUESTIONS.items()]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)))
    (tmp_path / "qrels.tsv").write_text(RELEVANT)
    return tmp_path


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (["x", "y"], 1.0),
        (["y", "x"], (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))),
        (["z", "x"], (2 / math.log2(3)) / (2 + 1 / math.log2(3))),
        (["z"], 0.0),
        ([], 0.0),
    ],
)
def test_the_gain_of_an_order_over_that_of_the_best(found: list[str], value: float) -> None:
    assert ndcg(found, {"x": 2, "y": 1}) == pytest.approx(value)


def test_the_eleventh_document_does_not_count() -> None:
    assert ndcg([*"abcdefghij", "x"], {"x": 1}) == 0.0


def test_only_questions_with_answers_are_measured(collection: Path) -> None:
    told = measure(load(collection), lambda question: ["1", "1", "2"] if "soup" in question else [], 1.5)
    assert set(told) == FIGURES
    assert (told["ndcg@10"], told["recall@10"], told["index_s"]) == (0.5, 0.5, 1.5)


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
@pytest.mark.parametrize("text", [None, "{broken"])
def test_a_collection_that_cannot_be_read_is_refused_by_name(
    collection: Path, file: str, text: str | None
) -> None:
    if text is None:
        (collection / file).unlink()
    else:
        (collection / file).write_text(f"{text}\n{text}\n")
    with pytest.raises(CollectionError, match=str(collection)):
        load(collection)


@pytest.mark.slow
def test_the_command_measures_every_way_and_prints_one_document(collection: Path) -> None:
    command = [sys.executable, "-m", "bot", "eval", "--collection", str(collection), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["collection"], told["queries"], told["passages"]) == (collection.name, 2, 3)
    assert list(told["runs"]) == ["lexical", "dense", "fused", "plain_langchain"]
    for run in told["runs"].values():
        assert set(run) == FIGURES
        assert run["recall@10"] == 1.0


def test_a_folder_that_is_no_collection_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "eval", "--collection", str(tmp_path), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "corpus.jsonl" in line
