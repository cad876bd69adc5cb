"""What may be read where: a coalition's documents and records as shelves that are searched together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.acts import Act
from bot.domain.answers import Passage, Source
from bot.domain.library import Document, DocumentPassage, DocumentState, View
from bot.domain.people import LinkedChannel
from bot.domain.voice import Voice
from bot.ports.library import CoalitionShelves, Library, Shelf, Shelved
from bot.ports.work import UnitOfWork, Work
from bot.usecases.recorded import recorded

OPEN = ""


@dataclass(frozen=True)
class Shelves:
    """Knows what everybody in a place may see, and what one person may see, and opens a library over it.

    ``is_member`` tells whether somebody is in a channel, from the workspace's, the channel's and the person's ids.
    """

    units: UnitOfWork
    is_member: Callable[[str, str, str], bool]
    voices: Mapping[str, Voice]
    scopes: CoalitionShelves

    def here(self, act: Act) -> Library:
        """Return the library for an answer where a person acts: in a channel, only what everybody there may see."""
        with self.units.read(act.workspace_id) as work:
            linked = work.channels.where(channel_id=act.channel_id)
            views = (
                [_place(linked[0])]
                if linked
                else self._alone(work, act)
                if act.channel_id.startswith("D")
                else []
            )
            return self._library(work, act.workspace_id, views)

    def alone(self, act: Act, coalition_id: str) -> Library | None:
        """Return the library of all that a person alone may see of a coalition; None if that is no more than here."""
        with self.units.read(act.workspace_id) as work:
            views = [one for one in self._alone(work, act) if one.coalition_id == coalition_id]
            if not any(set(one.private) - {act.channel_id} for one in views):
                return None
            return self._library(work, act.workspace_id, views)

    def of(self, workspace_id: str, coalition_id: str) -> Library:
        """Return the library of a coalition's open things: for the operator."""
        with self.units.read(workspace_id) as work:
            return self._library(work, workspace_id, [View(coalition_id, open_channels=True)])

    def passage(self, act: Act, passage_id: str) -> Passage | None:
        """Return a passage for one person, or None where there is none that they may see."""
        found = self.here(act).passage(passage_id)
        if found is not None:
            return found
        with self.units.read(act.workspace_id) as work:
            return self._library(work, act.workspace_id, self._alone(work, act)).passage(passage_id)

    def _alone(self, work: Work, act: Act) -> list[View]:
        """Return what a person may see of each coalition that they are in."""
        views = []
        for person in work.participants.where(slack_user_id=act.user_id):
            private = [
                one.channel_id
                for one in work.channels.where(coalition_id=person.coalition_id)
                if one.private and self.is_member(act.workspace_id, one.channel_id, act.user_id)
            ]
            views.append(View(person.coalition_id, open_channels=True, private=tuple(private)))
        return views

    def _library(self, work: Work, workspace_id: str, views: Iterable[View]) -> Library:
        """Read what the shelves hold while the transaction is open; their indexes are made only if they changed."""
        shelves = []
        for view in views:
            scopes = [OPEN, *view.private] if view.open_channels else list(view.private)
            documents, records = self._held(work, view.coalition_id)
            for scope in scopes:
                key = (workspace_id, view.coalition_id, scope)
                shelves.append(self._documents(work, key, documents.get(scope, [])))
                shelves.append(self._records(key, records.get(scope, [])))
        return self.scopes.over([shelf for shelf in shelves if shelf.revision])

    def _held(
        self, work: Work, coalition_id: str
    ) -> tuple[dict[str, list[Document]], dict[str, list[Passage]]]:
        """Return a coalition's documents and records by scope."""
        coalition = work.coalitions.get(coalition_id)
        channels = work.channels.where(coalition_id=coalition_id)
        private = {one.channel_id for one in channels if one.private}
        documents: dict[str, list[Document]] = {}
        for document in work.documents.where(coalition_id=coalition_id, state=DocumentState.HELD):
            scope = document.channel_id if document.channel_id in private else OPEN
            documents.setdefault(scope, []).append(document)
        records: dict[str, list[Passage]] = {}
        if coalition is not None:
            voice = self.voices.get(coalition.lang, self.voices["en"])
            for channel_id, passage in recorded(work, coalition, voice):
                records.setdefault(channel_id if channel_id in private else OPEN, []).append(passage)
        return documents, records

    def _documents(self, work: Work, key: tuple[str, ...], documents: list[Document]) -> Shelf:
        revision = _revision((one.id, one.edition, one.version) for one in documents)
        by_id = {one.id: one for one in documents}

        def load() -> tuple[Shelved, ...]:
            return tuple(self._shelved(one, by_id[one.document_id]) for one in work.passages.of(list(by_id)))

        return Shelf((*key, "documents"), revision, load)

    def _shelved(self, one: DocumentPassage, document: Document) -> Shelved:
        voice = self.voices.get(one.lang, self.voices["en"])
        sources = (Source(document.name, url=document.url),) if document.url else ()
        passage = Passage(
            id=f"doc:{document.id}#{one.position}",
            document_id=f"doc:{document.id}",
            title=document.name,
            heading=_heading(one, voice) or document.name,
            text=one.piece.text,
            lang=one.lang,
            kind="document",
            sources=sources,
        )
        return Shelved(passage, one.vector, one.model)

    def _records(self, key: tuple[str, ...], passages: list[Passage]) -> Shelf:
        revision = _revision((one.id, one.title, one.heading, one.text) for one in passages)
        return Shelf((*key, "records"), revision, lambda: self._embedded(passages))

    def _embedded(self, passages: list[Passage]) -> tuple[Shelved, ...]:
        lang = passages[0].lang
        model, vectors = self.scopes.vectors(
            [f"{one.title}\n{one.heading}\n{one.text}" for one in passages], lang
        )
        return tuple(Shelved(one, vector, model) for one, vector in zip(passages, vectors, strict=True))


def _place(linked: LinkedChannel) -> View:
    private = (linked.channel_id,) if linked.private else ()
    return View(linked.coalition_id, open_channels=True, private=private)


def _heading(one: DocumentPassage, voice: Voice) -> str:
    """Return a piece's heading with its place, such as a page."""
    piece = one.piece
    if not piece.place or piece.place == piece.heading:
        return piece.heading
    place = voice.say(f"library.place.{piece.place_kind}", place=piece.place)
    return f"{piece.heading} ({place})" if piece.heading else place


def _revision(parts: Iterable[tuple[object, ...]]) -> str:
    """Return a hash of what a shelf holds; empty where it holds nothing."""
    told = [repr(part) for part in parts]
    return sha256("\n".join(told).encode()).hexdigest() if told else ""
