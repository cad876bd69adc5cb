"""A coalition's documents in Slack: added by address or by dropping a file, listed, removed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.acts import Act
from bot.domain.deliveries import post, update
from bot.domain.forms import DocumentForm
from bot.domain.library import (
    Added,
    Adding,
    AddingState,
    Change,
    Document,
    DocumentList,
    DocumentState,
    Dropped,
    may_remove,
)
from bot.domain.messages import AddingCard, Message, Param, Say, Screened
from bot.domain.people import Deed, may
from bot.ports.background import Background, Busy
from bot.ports.incoming import Fetcher, File, SharedFiles, Unreadable
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, Scene, participant, refuse, scene_of
from bot.usecases.gap_closing import look_soon
from bot.usecases.registers import hidden_channels, paged
from bot.usecases.shelving import Destination, Shelving

log = logging.getLogger(__name__)
LONGEST = timedelta(minutes=15)
BETWEEN = timedelta(seconds=4)
NAME = 200


@dataclass(frozen=True)
class Documents:
    """Adds documents aside, shows how that goes in one message, and lists and removes them."""

    desk: Desk
    shelving: Shelving
    fetcher: Fetcher
    shared: SharedFiles
    background: Background

    def form(self, act: Act) -> None:
        """Open the form for an address."""
        self.desk.channel.open_form(act, DocumentForm(act.channel_id), self.desk.lang(act))

    def add_address(self, act: Act, url: str) -> None:
        """Add what stands at an address."""
        self._add(act, url, lambda: self.fetcher.fetch(url))

    def add_file(self, act: Act, file: Dropped) -> None:
        """Add a file that was dropped into a channel."""
        self._add(act, file.name or file.id, lambda: self.shared.fetch(act.workspace_id, file))

    def elsewhere(self, act: Act) -> None:
        """Say where a file is to be dropped: in a direct message it belongs to no group."""
        self.desk.channel.reply(act, Say.of("library.drop_in_channel"), self.desk.lang(act))

    def page(self, act: Act, page: int = 1) -> None:
        """List the documents that may be seen here, newest first."""
        listed = self.desk.look(act, lambda work: self._page(work, act, page))
        if listed is not None:
            self.desk.channel.reply(act, listed, self.desk.lang(act))

    def remove(self, act: Act, number: int) -> None:
        """Take a document out: whoever added it may, and a facilitator."""
        self.desk.run(act, lambda work: self._remove(work, act, number))

    def resume(self) -> None:
        """Give up what an earlier process had begun, and say so: nothing of it was added."""
        self._interrupt(self.desk.clock.now() + LONGEST)

    def give_up_late(self) -> None:
        """Give up what takes longer than anything should: its process has died."""
        self._interrupt(self.desk.clock.now())

    def _add(self, act: Act, name: str, fetch: Callable[[], File]) -> None:
        begun = list[Adding]()
        self.desk.run(act, lambda work: self._begin(work, act, name, begun))
        if begun:
            work_aside = partial(self._carry_out, act.workspace_id, begun[-1], fetch)
            try:
                self.background.submit(f"adding {begun[-1].id}", work_aside)
            except Busy:
                self._end(act.workspace_id, begun[-1], AddingState.REFUSED, Say.of("library.busy"))

    def _begin(self, work: Work, act: Act, name: str, begun: list[Adding]) -> Message | None:
        begun.clear()
        scene = scene_of(work, act.channel_id)
        person = participant(self.desk, work, scene, act)
        if not person.has_ballot:
            raise refuse("library.observer")
        findings = self.desk.screened([name])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        adding = Adding(
            id=self.desk.ids.new(),
            coalition_id=scene.coalition.id,
            channel_id=act.channel_id,
            name=name[:NAME],
            asked_by=person.id,
            started_at=self.desk.clock.now(),
            place=f"{act.key}:adding:{name}"[:200],
            lang=scene.coalition.lang,
            give_up_at=self.desk.clock.now() + LONGEST,
        )
        work.addings.add(adding)
        thread = f"ts:{act.thread_ts or act.message_ts}" if act.message_ts else None
        card = AddingCard(adding.name, Say.of("library.reading"))
        work.outbox.plan([post(adding.place, adding.channel_id, card, adding.lang, thread=thread)])
        begun.append(adding)
        return None

    def _carry_out(self, workspace_id: str, adding: Adding, fetch: Callable[[], File]) -> None:
        """Fetch, read and keep. The document and the end of the attempt are one transaction."""
        where = Destination(
            workspace_id, adding.coalition_id, adding.channel_id, adding.lang, adding.asked_by
        )
        try:
            also = partial(self._note, adding)
            self.shelving.put(where, fetch(), also, self._progress(workspace_id, adding))
        except _GivenUp:
            return
        except Unreadable as refused:
            said = Say.of(f"library.refused.{refused.reason}", **refused.params)
            self._end(workspace_id, adding, AddingState.REFUSED, said)
            return
        except Exception:
            self._end(workspace_id, adding, AddingState.REFUSED, Say.of("library.failed"))
            raise
        self.desk.delivery.flush(workspace_id)

    def _progress(self, workspace_id: str, adding: Adding) -> Callable[[int, int], None]:
        """Return what shows how far the reading is, not oftener than people can read it."""
        shown = [adding.started_at]

        def show(done: int, whole: int) -> None:
            now = self.desk.clock.now()
            if done and now - shown[-1] >= BETWEEN:
                shown.append(now)
                self._show(workspace_id, adding, done, whole)

        return show

    def _show(self, workspace_id: str, adding: Adding, done: int, whole: int) -> None:
        """Bring the message up to date. Raises _GivenUp where the attempt was given up meanwhile."""
        card = AddingCard(adding.name, Say.of("library.progress", done=done, whole=whole))
        with self.desk.units.open(workspace_id, by="library") as work:
            _still_working(work, adding)
            key = f"{adding.place}:{done}"
            work.outbox.plan([update(key, adding.place, adding.channel_id, card, adding.lang)])
            work.commit()
        self.desk.delivery.flush(workspace_id)

    def _note(self, adding: Adding, work: Work, added: Added) -> None:
        self._close(work, adding, AddingState.DONE, outcome(added), added)
        if added.change is not Change.UNCHANGED:
            look_soon(work, adding.coalition_id, self.desk.clock.now())

    def _end(self, workspace_id: str, adding: Adding, state: AddingState, said: Say) -> None:
        try:
            with self.desk.units.open(workspace_id, by="library") as work:
                self._close(work, adding, state, said)
                work.commit()
        except _GivenUp:
            return
        self.desk.delivery.flush(workspace_id)

    def _close(
        self, work: Work, adding: Adding, state: AddingState, said: Say, added: Added | None = None
    ) -> None:
        held = _still_working(work, adding)
        work.addings.save(replace(held, state=state, give_up_at=None))
        card = AddingCard(adding.name, said)
        if added is not None:
            card = replace(card, kinds=added.kinds, skipped=added.document.skipped, wordless=added.wordless)
        work.outbox.plan(
            [update(f"{adding.place}:{state}", adding.place, adding.channel_id, card, adding.lang)]
        )

    def _interrupt(self, by: datetime) -> None:
        for workspace_id in self.desk.units.with_due("addings", "give_up_at", by):
            with self.desk.units.read(workspace_id) as work:
                begun = work.addings.due("give_up_at", by)
            for adding in begun:
                self._end(workspace_id, adding, AddingState.INTERRUPTED, Say.of("library.interrupted"))

    def _page(self, work: Work, act: Act, page: int) -> DocumentList:
        scene = scene_of(work, act.channel_id)
        shown, number, pages = paged(self._seen(work, scene, act), page)
        removable = tuple(one.id for one in shown if _removes(scene, act, one))
        return DocumentList(scene.coalition.name, tuple(shown), number, pages, removable)

    def _seen(self, work: Work, scene: Scene, act: Act) -> list[Document]:
        hidden = hidden_channels(work, scene, act.channel_id)
        held = work.documents.where(coalition_id=scene.coalition.id, state=DocumentState.HELD)
        return sorted((one for one in held if one.channel_id not in hidden), key=lambda one: -one.number)

    def _remove(self, work: Work, act: Act, number: int) -> Message | None:
        scene = scene_of(work, act.channel_id)
        found = next((one for one in self._seen(work, scene, act) if one.number == number), None)
        if found is None:
            raise refuse("library.no_document", number=number)
        if not _removes(scene, act, found):
            raise refuse("library.not_yours")
        self.shelving.remove(work, found)
        return Say.of("library.removed", name=found.name)


class _GivenUp(Exception):
    """The attempt was given up meanwhile: nothing of it may be kept."""


def _still_working(work: Work, adding: Adding) -> Adding:
    held = work.addings.get(adding.id)
    if held is None or held.state is not AddingState.WORKING:
        raise _GivenUp
    return held


def outcome(added: Added) -> Say:
    """Return what adding a document did, in a sentence."""
    params: dict[str, Param] = {"name": added.document.name, "count": added.document.passages}
    return Say.of(f"library.change.{added.change}", **params)


def _removes(scene: Scene, act: Act, document: Document) -> bool:
    person = scene.person(act.user_id)
    return person is not None and may_remove(person, document, steers=may(person, Deed.STEER, scene.people))
