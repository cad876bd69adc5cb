"""What keeps and opens a coalition's own library."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.content import Content
from bot.ports.clock import Clock, Ids
from bot.ports.screen import Screen
from bot.ports.work import UnitOfWork
from bot.settings import Settings
from bot.usecases.shelves import Shelves
from bot.usecases.shelving import Shelving

if TYPE_CHECKING:
    from bot.retrieval.fetching import WebFetcher
    from bot.retrieval.search import BuiltInLibrary


def build_fetcher(settings: Settings) -> "WebFetcher":
    """Return what fetches documents from public addresses."""
    from bot.retrieval.fetching import WebFetcher

    return WebFetcher(settings.library_max_mb * 1_000_000)


def build_shelves(
    units: UnitOfWork, is_member: Callable[[str, str, str], bool], texts: Content, library: "BuiltInLibrary"
) -> Shelves:
    """Return what opens a library over all that may be seen in a place."""
    from bot.retrieval.shelves import ScopedLibraries

    return Shelves(units, is_member, texts.voices, ScopedLibraries(library))


def build_shelving(
    settings: Settings, units: UnitOfWork, clock: Clock, ids: Ids, screen: Screen, library: "BuiltInLibrary"
) -> Shelving:
    """Return what puts documents into a coalition's library."""
    from bot.retrieval.loaders.apart import ApartReader
    from bot.retrieval.loaders.parts import Limits
    from bot.retrieval.shelves import ScopedLibraries

    limits = Limits(
        settings.library_max_mb * 1_000_000,
        settings.library_max_pages,
        settings.library_max_unpacked_mb * 1_000_000,
    )
    return Shelving(units, clock, ids, screen, ApartReader(limits), ScopedLibraries(library))
