"""A coalition's library for the operator, without Slack."""

from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock, TimeOrderedIds
from bot.databases import open_database
from bot.domain.library import Added, Document, DocumentState
from bot.domain.people import Coalition
from bot.ports.incoming import Fetcher, File, Unreadable
from bot.screening import PersonScreen
from bot.settings import Settings, WrongSettings
from bot.storage.work import SqlUnitOfWork
from bot.usecases.answers import Asking
from bot.usecases.library import outcome
from bot.usecases.shelving import Destination, Shelving, Told
from bot.wiring.library import build_library
from bot.wiring.model import build_writer
from bot.wiring.shelving import build_fetcher, build_shelves, build_shelving
from bot.wiring.words import content

OPERATOR = "operator"
MOST_PLACES = 10


@dataclass(frozen=True)
class CoalitionShelf:
    """One coalition's documents. What is added here belongs to the coalition's home channel."""

    workspace_id: str
    coalition: Coalition
    units: SqlUnitOfWork
    shelving: Shelving
    fetcher: Fetcher

    def mind(self, source: str) -> None:
        """Raise WrongSettings where a path names no file."""
        if "://" not in source and not Path(source).is_file():
            raise WrongSettings("cli.no_file", file=source)

    def add(self, source: str, told: Told) -> Added | str:
        """Add a file or an address; return what that did, or why it was refused."""
        try:
            return self.shelving.put(self._where(), self._file(source), told=told)
        except Unreadable as refused:
            why = content().voices["en"].say(f"library.refused.{refused.reason}", **refused.params)
            return f"{Path(source).name if '://' not in source else source}: {why}"

    def sentence(self, added: Added | str) -> str:
        """Return what adding did in words."""
        if isinstance(added, str):
            return added
        voice, said = content().voices["en"], outcome(added)
        told = [f"{added.document.name}: {voice.say(said.key, **dict(said.params))}"]
        if added.kinds:
            kinds = ", ".join(voice.say(f"screened.kind.{kind}") for kind in added.kinds)
            told.append(voice.say("library.skipped", count=added.document.skipped, kinds=kinds))
        if added.wordless:
            places, more = ", ".join(self.places(added)[:MOST_PLACES]), len(added.wordless) - MOST_PLACES
            if more > 0:
                places = voice.say("library.wordless_more", places=places, count=more)
            told.append(voice.say("library.wordless", count=len(added.wordless), places=places))
        return " ".join(told)

    def places(self, added: Added) -> list[str]:
        """Return the pages and the like in which there were no words."""
        voice = content().voices["en"]
        return [voice.say(f"library.place.{one.place_kind}", place=one.place) for one in added.wordless]

    def documents(self) -> tuple[Document, ...]:
        """Return what is in the library, in order of number."""
        with self.units.read(self.workspace_id) as work:
            held = work.documents.where(coalition_id=self.coalition.id, state=DocumentState.HELD)
        return tuple(sorted(held, key=lambda one: one.number))

    def remove(self, wanted: str) -> Document | None:
        """Take out the document of that id, ``doc:ID`` or number; return it, or None where there is none."""
        found = [one for one in self.documents() if wanted.removeprefix("doc:") in (one.id, str(one.number))]
        if not found:
            return None
        with self.units.open(self.workspace_id, by=OPERATOR) as work:
            self.shelving.remove(work, found[0])
            work.commit()
        return found[0]

    def reindex(self) -> int:
        """Make all vectors anew; return how many passages there are."""
        return self.shelving.reindex(self.workspace_id, self.coalition.id)

    def _where(self) -> Destination:
        home = self.coalition.home_channel_id
        return Destination(self.workspace_id, self.coalition.id, home, self.coalition.lang, OPERATOR)

    def _file(self, source: str) -> File:
        if "://" in source:
            return self.fetcher.fetch(source)
        path = Path(source)
        try:
            if path.stat().st_size > self.fetcher.limit:
                raise Unreadable("huge", limit=self.fetcher.limit // 1_000_000)
            return File(path.name, path.read_bytes())
        except OSError as missing:
            raise WrongSettings("cli.no_file", file=source) from missing


def coalition_shelf(settings: Settings, wanted: str | None) -> CoalitionShelf:
    """Return a coalition's library. Raises WrongSettings where there is none such, or more than one to choose from."""
    clock = SystemClock(settings.clock_file)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    units = SqlUnitOfWork(open_database(settings), clock)
    workspace_id, coalition = chosen(units, wanted)
    library = build_library(settings)
    shelving = build_shelving(settings, units, clock, TimeOrderedIds(), PersonScreen(), library)
    return CoalitionShelf(workspace_id, coalition, units, shelving, build_fetcher(settings))


def chosen(units: SqlUnitOfWork, wanted: str | None) -> tuple[str, Coalition]:
    """Return the coalition of that id or name; left out, the only one there is. Raises WrongSettings."""
    known = list[tuple[str, Coalition]]()
    for workspace_id in units.workspaces():
        with units.read(workspace_id) as work:
            known += [(workspace_id, one) for one in work.coalitions.where()]
    fit = [(place, one) for place, one in known if wanted is None or wanted in (one.id, one.name)]
    if len(fit) == 1:
        return fit[0]
    names = ", ".join(f"{one.name} ({one.id})" for _, one in known) or "-"
    raise WrongSettings("cli.library.which" if fit else "cli.library.no_coalition", known=names)


def build_coalition_asking(settings: Settings, wanted: str) -> Asking:
    """Return what answers questions from the built-in library and a coalition's open documents and records."""
    units = SqlUnitOfWork(open_database(settings), SystemClock(settings.clock_file))
    workspace_id, coalition = chosen(units, wanted)
    shelves = build_shelves(units, _nobody, content(), build_library(settings))
    return Asking(shelves.of(workspace_id, coalition.id), build_writer(settings))


def _nobody(*_: str) -> bool:
    """The operator is in no channel: a private one's things are not theirs to read."""
    return False
