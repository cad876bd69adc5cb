"""What answers questions, and what measures it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings, WrongSettings
from bot.usecases.answers import Asking
from bot.wiring.model import build_writer
from bot.wiring.words import words_root

if TYPE_CHECKING:
    from bot.retrieval.search import BuiltInLibrary


def build_library(settings: Settings) -> "BuiltInLibrary":
    """Return the library that questions are answered from. Raises WrongSettings where a page is wrong."""
    from bot.retrieval.passages import KnowledgeError
    from bot.retrieval.search import open_library

    try:
        return open_library(
            words_root("knowledge"),
            data_dir=settings.data_dir,
            models_dir=settings.models_dir,
            embeddings=settings.embeddings,
            chroma_url=settings.chroma_url,
        )
    except KnowledgeError as wrong:
        raise WrongSettings("cli.content", why=str(wrong)) from wrong


def evaluate_collection(folder: Path, settings: Settings, told: Callable[[str], None]) -> dict[str, Any]:
    """Measure search on a collection in BEIR layout. Raises WrongSettings where it cannot be read."""
    from bot.retrieval.evaluation import CollectionError, evaluate

    try:
        return evaluate(folder, settings.models_dir, told)
    except CollectionError as wrong:
        raise WrongSettings("cli.no_collection", why=str(wrong)) from wrong


def build_asking(settings: Settings) -> Asking:
    """Return what answers questions, without Slack and without a database."""
    return Asking(build_library(settings), build_writer(settings))
