"""The Home tab: what waits for a person and how their coalitions stand, shown anew when it changed."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.domain.actions import Action
from bot.domain.acts import Act
from bot.domain.decisions import Decision, Proposal
from bot.domain.home import (
    ACTIONS,
    COALITIONS,
    POSITIONS,
    REVIEWS,
    Home,
    HomeCoalition,
    HomeShown,
    NextDate,
    Waiting,
)
from bot.domain.kept import ACTION, Kept, kind_of, title_of
from bot.domain.people import Coalition, Deed, Participant, may
from bot.domain.progress import pillar_line
from bot.domain.records import RecordKind
from bot.domain.registers import concerns
from bot.domain.sessions import Session
from bot.ports.channel import TryLater, Undeliverable
from bot.ports.scripts import Scripts
from bot.ports.work import Stale, Work
from bot.usecases.desk import Desk, Scene
from bot.usecases.keeping import holds, register_of
from bot.usecases.round_cards import waits_for

log = logging.getLogger(__name__)
REVIEW_AHEAD = timedelta(days=14)
DATES = 3
LONG = 200


@dataclass
class Homes:
    """Shows people their Home, and keeps it up to date. ``_marks``: how far in the audit trail it has looked."""

    desk: Desk
    scripts: Scripts
    _marks: dict[str, int] = field(default_factory=dict)

    def opened(self, act: Act) -> None:
        """Show a person their Home as it is now."""
        self._show(act.workspace_id, act.user_id, anew=True)

    def refresh(self) -> None:
        """Show those Homes anew whose coalitions changed since the last look, where something else stands in them."""
        for workspace_id in self.desk.units.workspaces():
            mark, touched = self.desk.units.changed(workspace_id, self._marks.get(workspace_id, 0))
            if mark != self._marks.get(workspace_id) and all(
                self._show(workspace_id, user_id) for user_id in self._watching(workspace_id, touched)
            ):
                self._marks[workspace_id] = mark

    def _watching(self, workspace_id: str, touched: frozenset[str]) -> list[str]:
        """Return the accounts that have opened their Home, and whom a change in these coalitions concerns.

        An empty id among them means that something changed that belongs to no coalition, such as a language.
        """
        with self.desk.units.read(workspace_id) as work:
            opened = [one.id for one in work.homes.where()]
            if not opened or not touched:
                return []
            people = [one for key in touched for one in work.participants.where(coalition_id=key)]
            concerned = {one.slack_user_id for one in people}
            return [one for one in opened if "" in touched or one in concerned]

    def _show(self, workspace_id: str, user_id: str, *, anew: bool = False) -> bool:
        """Publish a Home where it shows something else than before; tell whether it is up to date now."""
        act = Act("", workspace_id, user_id)
        with self.desk.units.read(workspace_id) as work:
            home, lang = self._home(work, act), self.desk.lang_in(work, act)
            before = work.homes.get(user_id)
        shown = sha256(f"{lang}{home!r}".encode()).hexdigest()
        if before is not None and before.shown == shown and not anew:
            return True
        try:
            self.desk.channel.publish(workspace_id, user_id, home, lang)
        except TryLater:
            return False
        except Undeliverable as failed:
            log.warning("the Home of %s was not shown: %s", user_id, failed)
        self._remember(workspace_id, user_id, shown)
        return True

    def _remember(self, workspace_id: str, user_id: str, shown: str) -> None:
        try:
            with self.desk.units.open(workspace_id) as work:
                before = work.homes.get(user_id)
                if before is None:
                    work.homes.add(HomeShown(user_id, shown))
                else:
                    work.homes.save(replace(before, shown=shown))
                work.commit()
        except Stale:
            log.info("another copy of the bot has shown the Home of %s", user_id)

    def _home(self, work: Work, act: Act) -> Home:
        """Return a Home: everything of the coalitions that a person is in, as far as they may see it."""
        mine = work.participants.where(slack_user_id=act.user_id)
        views = [view for one in mine if (view := self._view(work, act, one)) is not None]
        positions = _by_day(one for view in views for one in view.positions())
        actions = _by_day(one for view in views for one in view.actions())
        reviews = _by_day(one for view in views for one in view.reviews())
        coalitions = sorted((view.summary() for view in views), key=lambda one: one.name.casefold())
        return Home(
            tuple(positions[:POSITIONS]),
            tuple(actions[:ACTIONS]),
            tuple(reviews[:REVIEWS]),
            tuple(coalitions[:COALITIONS]),
            max(0, len(positions) - POSITIONS),
            max(0, len(actions) - ACTIONS),
            max(0, len(reviews) - REVIEWS),
            tuple(one.name for one in coalitions[COALITIONS:]),
        )

    def _view(self, work: Work, act: Act, me: Participant) -> "View | None":
        """Return a coalition as one person may see it, or None where its home is a private channel without them."""
        coalition = work.coalitions.get(me.coalition_id)
        if coalition is None:
            return None
        linked = work.channels.where(coalition_id=coalition.id)
        hidden = frozenset(
            one.channel_id
            for one in linked
            if one.private
            and not self.desk.directory.is_member(act.workspace_id, one.channel_id, act.user_id)
        )
        if coalition.home_channel_id in hidden:
            return None
        people = work.participants.where(coalition_id=coalition.id)
        return View(self.desk, self.scripts, work, Scene(coalition, people), me, hidden)


@dataclass(frozen=True)
class View:
    """One coalition in the eyes of one person; records of ``hidden`` channels are not in it."""

    desk: Desk
    scripts: Scripts
    work: Work
    scene: Scene
    me: Participant
    hidden: frozenset[str]

    @property
    def coalition(self) -> Coalition:
        """The coalition."""
        return self.scene.coalition

    def positions(self) -> list[Waiting]:
        """Return the open rounds that wait for this person's position."""
        if not self.me.has_ballot:
            return []
        here = self.work.proposals.where(coalition_id=self.coalition.id)
        rounds = [one for one in here if one.takes_positions and one.channel_id not in self.hidden]
        return [
            self._waits("proposal", one, one.text)
            for one in rounds
            if waits_for(self.work, self.scene, one, self.me.id)
        ]

    def actions(self) -> list[Waiting]:
        """Return this person's open actions."""
        mine = [one for one in self._actions() if self.me.id in one.owner_ids]
        return [replace(self._waits(ACTION, one, one.text), day=one.due_on, state=one.state) for one in mine]

    def reviews(self) -> list[Waiting]:
        """Return the records that this person looks after and that are to be looked at again soon."""
        until = self.desk.clock.now().date() + REVIEW_AHEAD
        kept = [one for kind in RecordKind for one in self._current(kind) if _due(one, until)]
        theirs = [one for one in kept if self._looks_after(one)]
        decided = [
            one for one in self._decisions() if self.me.facilitates and holds(one) and one.review_on <= until
        ]
        return [
            replace(self._waits(kind_of(one), one, title_of(one)), day=getattr(one, "review_on", None))
            for one in (*theirs, *decided)
        ]

    def summary(self) -> HomeCoalition:
        """Return how the coalition stands, and what comes up in it."""
        sessions = self._seen(self.work.sessions.where(coalition_id=self.coalition.id))
        decisions = self._decisions()
        return HomeCoalition(
            name=self.coalition.name,
            channel_id=self.coalition.home_channel_id,
            pillars=tuple(pillar_line(key, sessions, decisions) for key in self.scripts.available()),
            dates=tuple(self._dates(decisions)),
            role=self.me.role.value,
            facilitates=may(self.me, Deed.CHANGE_SETTINGS, self.scene.people),
            suggests=self.coalition.suggests,
            may_record=may(self.me, Deed.KEEP_RECORD, self.scene.people),
        )

    def _dates(self, decisions: Sequence[Decision]) -> list[NextDate]:
        """Return what comes up next: the weekly message, the next action, the next review."""
        zone = ZoneInfo(self.coalition.time_zone)
        today = self.desk.clock.now().astimezone(zone).date()
        weekly = [
            NextDate("weekly", one.next_due.astimezone(zone).date())
            for one in self.work.cadences.where(coalition_id=self.coalition.id)
            if one.on
        ]
        actions = [
            NextDate("action", one.due_on, one.text[:LONG])
            for one in self._actions()
            if one.due_on and one.due_on >= today
        ]
        reviews = [
            NextDate("review", one.review_on, one.statement[:LONG])
            for one in decisions
            if holds(one) and one.review_on >= today
        ]
        nearest = [min(kind, key=lambda one: one.day) for kind in (weekly, actions, reviews) if kind]
        return sorted(nearest, key=lambda one: one.day)[:DATES]

    def _actions(self) -> list[Action]:
        there = self.work.actions.where(coalition_id=self.coalition.id)
        return [one for one in there if one.is_open and one.channel_id not in self.hidden]

    def _decisions(self) -> list[Decision]:
        there = self.work.decisions.where(coalition_id=self.coalition.id)
        return [one for one in there if one.channel_id not in self.hidden]

    def _seen(self, sessions: Iterable[Session]) -> list[Session]:
        return [one for one in sessions if one.channel_id not in self.hidden]

    def _current(self, kind: RecordKind) -> list[Kept]:
        there = register_of(self.work, kind).where(coalition_id=self.coalition.id)
        return [one for one in there if one.channel_id not in self.hidden and holds(one)]

    def _looks_after(self, kept: Kept) -> bool:
        """Whoever looks again does; else its owner; else whoever recorded it."""
        for name in ("looks_again_id", "owner_id"):
            if getattr(kept, name, None):
                return bool(getattr(kept, name) == self.me.id)
        return concerns(kept, self.me.id)

    def _waits(self, kind: str, one: Kept | Proposal, text: str) -> Waiting:
        return Waiting(kind, one.id, one.number, text[:LONG], self.coalition.name, one.channel_id)


def _due(kept: Kept, until: date) -> bool:
    day = getattr(kept, "review_on", None)
    return day is not None and day <= until


def _by_day(found: Iterable[Waiting]) -> list[Waiting]:
    """Return what waits, the earliest day first; what has no day stands last."""
    return sorted(found, key=lambda one: (one.day or date.max, one.coalition, one.number))
