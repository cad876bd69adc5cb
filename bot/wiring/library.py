"""What answers questions, and what measures it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.content import Content
from bot.ports.channel import Directory
from bot.ports.clock import Clock, Ids
from bot.ports.screen import Screen
from bot.ports.work import UnitOfWork
from bot.settings import Settings, WrongSettings
from bot.usecases.answers import Asking
from bot.usecases.shelves import Shelves
from bot.usecases.shelving import Shelving
from bot.wiring.words import words_root

if TYPE_CHECKING:
    from bot.retrieval.fetching import WebFetcher
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
    return Asking(build_library(settings))


def build_fetcher(settings: Settings) -> "WebFetcher":
    """Return what fetches documents from public addresses."""
    from bot.retrieval.fetching import WebFetcher

    return WebFetcher(settings.library_max_mb * 1_000_000)


def build_shelves(
    units: UnitOfWork, directory: Directory, texts: Content, library: "BuiltInLibrary"
) -> Shelves:
    """Return what opens a library over all that may be seen in a place."""
    from bot.retrieval.shelves import ScopedLibraries

    return Shelves(units, directory, texts.voices, ScopedLibraries(library))


def build_shelving(
    settings: Settings, units: UnitOfWork, clock: Clock, ids: Ids, screen: Screen, library: "BuiltInLibrary"
) -> Shelving:
    """Return what puts documents into a coalition's library."""
    from bot.retrieval.loaders import FileReader, Limits
    from bot.retrieval.shelves import ScopedLibraries

    limits = Limits(
        settings.library_max_mb * 1_000_000,
        settings.library_max_pages,
        settings.library_max_unpacked_mb * 1_000_000,
    )
    return Shelving(units, clock, ids, screen, FileReader(limits), ScopedLibraries(library))
