"""Putting a document into a coalition's library: read, screened, embedded, and kept in one transaction."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.library import Added, Change, Document, DocumentPassage, DocumentState, Piece
from bot.ports.clock import Clock, Ids
from bot.ports.incoming import File, Reader, Text, Unreadable
from bot.ports.library import CoalitionShelves
from bot.ports.screen import Screen
from bot.ports.work import Stale, UnitOfWork, Work

TRIES = 5
NAME, ADDRESS = 200, 2000
BATCH = 32
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Destination:
    """Where a document goes, and who adds it (a participant's id, or "operator")."""

    workspace_id: str
    coalition_id: str
    channel_id: str
    lang: str
    by: str


@dataclass(frozen=True)
class Prepared:
    """A document that is ready to be kept."""

    file: File
    text: Text
    digest: str
    passages: tuple[DocumentPassage, ...]
    skipped: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Shelving:
    """Puts documents into a library. Reading takes long, and is done before the transaction begins."""

    units: UnitOfWork
    clock: Clock
    ids: Ids
    screen: Screen
    reader: Reader
    scopes: CoalitionShelves

    def put(
        self,
        where: Destination,
        file: File,
        also: Callable[[Work, Added], None] = lambda *_: None,
        told: Told = lambda *_: None,
    ) -> Added:
        """Add a document, or replace its older version; the same file again changes nothing.

        ``also`` is done in the same transaction; ``told`` hears how many pieces of how many are done.
        Raises Unreadable, and then nothing has changed.
        """
        known = self._known(where, file)
        prepared = None if known else self._prepared(where, file, told)
        for tried in range(1, TRIES + 1):
            try:
                with self.units.open(where.workspace_id, by=where.by) as work:
                    added = self._keep(work, where, file, prepared)
                    also(work, added)
                    work.commit()
                    return added
            except Stale:
                if tried == TRIES:
                    raise
        raise AssertionError("the loop returns or raises")

    def _known(self, where: Destination, file: File) -> bool:
        with self.units.read(where.workspace_id) as work:
            held = _known_as(work, where, file)
            return held is not None and held.digest == _digest(file)

    def _prepared(self, where: Destination, file: File, told: Told) -> Prepared:
        if any(self.screen.findings(part) for part in (file.name, file.url) if part):
            raise Unreadable("name_identifies")
        text = self.reader.read(file, where.lang)
        passages, kinds = list[DocumentPassage](), set[str]()
        for begun in range(0, len(text.pieces), BATCH):
            told(begun, len(text.pieces))
            kept, found = self._screened(text.pieces[begun : begun + BATCH])
            kinds |= found
            passages += self._embedded(where, file, text.lang, kept, len(passages))
        if not passages:
            raise Unreadable("identifies")
        skipped = len(text.pieces) - len(passages)
        return Prepared(file, text, _digest(file), tuple(passages), skipped, tuple(sorted(kinds)))

    def _screened(self, pieces: Sequence[Piece]) -> tuple[list[Piece], set[str]]:
        """Return the pieces that identify nobody, and the kinds of identifiers in the others."""
        found = [{one.kind for one in self.screen.findings(f"{p.heading}\n{p.text}")} for p in pieces]
        kept = [piece for piece, kinds in zip(pieces, found, strict=True) if not kinds]
        return kept, set[str]().union(*found)

    def _embedded(
        self, where: Destination, file: File, lang: str, kept: Sequence[Piece], before: int
    ) -> list[DocumentPassage]:
        told = [f"{file.name}\n{piece.heading}\n{piece.text}" for piece in kept]
        model, vectors = self.scopes.vectors(told, lang)
        return [
            DocumentPassage("", where.coalition_id, where.channel_id, n, piece, lang, vector, model)
            for n, (piece, vector) in enumerate(zip(kept, vectors, strict=True), before + 1)
        ]

    def _keep(self, work: Work, where: Destination, file: File, prepared: Prepared | None) -> Added:
        held = _known_as(work, where, file)
        if held is not None and held.digest == _digest(file):
            return Added(Change.UNCHANGED, held)
        if prepared is None:
            raise Stale("it was changed meanwhile")
        document = self._document(work, where, prepared, held)
        if held is None:
            work.documents.add(document)
        else:
            document = work.documents.save(document)
        work.passages.put(document.id, [replace(one, document_id=document.id) for one in prepared.passages])
        change = Change.ADDED if held is None else Change.REPLACED
        return Added(change, document, prepared.kinds, prepared.text.wordless)

    def _document(
        self, work: Work, where: Destination, prepared: Prepared, held: Document | None
    ) -> Document:
        fresh: dict[str, Any] = {
            "kind": prepared.text.kind,
            "digest": prepared.digest,
            "size": len(prepared.file.data),
            "lang": prepared.text.lang,
            "added_by": where.by,
            "added_at": self.clock.now(),
            "passages": len(prepared.passages),
            "skipped": prepared.skipped,
        }
        if held is not None:
            return replace(held, edition=held.edition + 1, **fresh)
        return Document(
            id=self.ids.new(),
            coalition_id=where.coalition_id,
            channel_id=where.channel_id,
            number=len(work.documents.where(coalition_id=where.coalition_id)) + 1,
            name=prepared.file.name[:NAME],
            url=prepared.file.url[:ADDRESS],
            **fresh,
        )

    def remove(self, work: Work, document: Document) -> None:
        """Take a document out of the library: its passages are gone, its line stays on record."""
        work.passages.put(document.id, [])
        work.documents.save(replace(document, state=DocumentState.REMOVED, passages=0))

    def reindex(self, workspace_id: str, coalition_id: str) -> int:
        """Make all vectors of a coalition's documents anew with the present model; return how many."""
        with self.units.read(workspace_id) as work:
            held = work.documents.where(coalition_id=coalition_id, state=DocumentState.HELD)
        return sum(self._again(workspace_id, document) for document in held)

    def renew(self) -> int:
        """Make anew the vectors that another model made, or none did, as after an import; return how many.

        Where there is no model now, those that are there are kept: it may come back.
        """
        return sum(
            self._again(workspace_id, document)
            for workspace_id in self.units.workspaces()
            for document in self._outdated(workspace_id)
        )

    def _outdated(self, workspace_id: str) -> list[Document]:
        with self.units.read(workspace_id) as work:
            held = work.documents.where(state=DocumentState.HELD)
            models = {one.id: work.passages.models(one.id) for one in held}
        present = {lang: self.scopes.model(lang) for lang in {one.lang for one in held}}
        return [one for one in held if present[one.lang] and models[one.id] != {present[one.lang]}]

    def _again(self, workspace_id: str, document: Document) -> int:
        with self.units.read(workspace_id) as work:
            passages = work.passages.of([document.id])
        told = [f"{document.name}\n{one.piece.heading}\n{one.piece.text}" for one in passages]
        model, vectors = self.scopes.vectors(told, document.lang)
        fresh = [
            replace(one, vector=vector, model=model) for one, vector in zip(passages, vectors, strict=True)
        ]
        with self.units.open(workspace_id, by="operator") as work:
            if work.documents.get(document.id) != document:
                return 0
            work.documents.save(document)
            work.passages.put(document.id, fresh)
            work.commit()
        return len(fresh)


def _known_as(work: Work, where: Destination, file: File) -> Document | None:
    """Return the document of the same channel that came from the same address or under the same name.

    Where none did, one that is the same to the byte: it is in the library, whatever its name.
    """
    source = (file.url[:ADDRESS] or file.name[:NAME]).strip()
    held = work.documents.where(
        coalition_id=where.coalition_id, channel_id=where.channel_id, state=DocumentState.HELD
    )
    digest = _digest(file)
    alike = [one for one in held if one.source == source] or [one for one in held if one.digest == digest]
    return alike[0] if alike else None


def _digest(file: File) -> str:
    return hashlib.sha256(file.data).hexdigest()
