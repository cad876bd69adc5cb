"""The built-in library over the real pages, with the real model, and by words alone."""

import sys
from pathlib import Path

import pytest

from bot.retrieval.passages import load_passages
from bot.retrieval.search import BuiltInLibrary, Shelves

ROOT = Path(__file__).parents[2]
SHARE = Path(sys.prefix) / "share" / "convener"


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="session")
def library(shelf: Path) -> BuiltInLibrary:
    """Words and meaning; skipped where setup could not bring the model."""
    passages = load_passages(ROOT / "knowledge")
    made = BuiltInLibrary(passages, Shelves((SHARE / "index", shelf), SHARE / "models"))
    if made.dense_status().state != "ok":
        pytest.skip(f"the embedding model is not here: {made.dense_status().reason}")
    return made


@pytest.fixture(scope="session")
def wordy_library(shelf: Path) -> BuiltInLibrary:
    """Words alone."""
    return BuiltInLibrary(load_passages(ROOT / "knowledge"), Shelves((shelf,), SHARE / "models", "none"))
