"""What was decided and promised: lists, the panel, and where a session stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.domain.actions import Action
from bot.domain.acts import Act
from bot.domain.gaps import Gap, GapLine, GapList
from bot.domain.kept import Kept
from bot.domain.messages import (
    ActionList,
    DecisionList,
    Message,
    Panel,
    RecordList,
    RecordOpened,
    Say,
    SessionLine,
)
from bot.domain.people import Participant, sees
from bot.domain.progress import pillar_line
from bot.domain.records import Record
from bot.domain.registers import KINDS_IN, Register, Sought, matches
from bot.domain.sessions import Session, SessionState
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.cards import action_line
from bot.usecases.desk import Desk, Refused, Scene, scene_of
from bot.usecases.keeping import (
    HISTORY_SHOWN,
    history_of,
    line_of,
    links_of,
    on_record,
    register_of,
    rights,
    told_answers,
)

PAGE = 10
T = TypeVar("T")
K = TypeVar("K", bound=Kept)


@dataclass(frozen=True)
class Registers:
    """Shows what a coalition has on record, as far as it may be seen where it is asked for."""

    desk: Desk
    scripts: Scripts

    def panel(self, act: Act) -> None:
        """Show what is going on here and the next sensible thing to do, also where nothing is set up."""
        self._tell(act, lambda work: self._panel(work, act))

    def say(self, act: Act, key: str, **params: str | int) -> None:
        """Say one sentence to the person who acted."""
        self.desk.channel.reply(act, Say.of(key, **params), self.desk.lang(act))

    def _tell(self, act: Act, look: Callable[[Work], Message]) -> None:
        message = self.desk.look(act, look)
        if message is not None:
            self.desk.channel.reply(act, message, self.desk.lang(act))

    def _decisions(self, work: Work, act: Act, wanted: Sought) -> Message:
        scene = scene_of(work, act.channel_id)
        sought = self._sought(work, act, scene, wanted, work.decisions.where(coalition_id=scene.coalition.id))
        newest = sorted(sought, key=lambda one: -one.number)
        shown, number, pages = paged(newest, wanted.page)
        zone = scene.coalition.time_zone
        return DecisionList(scene.coalition.name, tuple(shown), number, pages, zone, wanted.at(number))

    def _actions(self, work: Work, act: Act, wanted: Sought) -> Message:
        scene = scene_of(work, act.channel_id)
        me = scene.person(act.user_id)
        sought = self._sought(work, act, scene, wanted, work.actions.where(coalition_id=scene.coalition.id))
        ordered = sorted(sought, key=lambda one: (not one.is_open, one.due_on or date.max, one.number))
        shown, number, pages = paged(ordered, wanted.page)
        lines = tuple(action_line(one, scene, me.id if me else "") for one in shown)
        unreachable = without_account(scene, sought) if me and me.facilitates else ()
        return ActionList(scene.coalition.name, lines, number, pages, unreachable, wanted.at(number))

    def _sought(self, work: Work, act: Act, scene: Scene, wanted: Sought, there: Sequence[K]) -> list[K]:
        """Return what is sought of a register, as far as it may be seen here."""
        hidden = hidden_channels(work, scene, act.channel_id)
        me = scene.person(act.user_id)
        mine = me.id if me else ""
        return [one for one in there if one.channel_id not in hidden and matches(one, wanted, mine)]

    def gaps(self, act: Act, page: int = 1) -> None:
        """Show what was asked here and not answered: only what was asked for all to read."""
        self._tell(act, lambda work: self._gaps(work, act, page))

    def _gaps(self, work: Work, act: Act, page: int) -> Message:
        scene = scene_of(work, act.channel_id)
        hidden = hidden_channels(work, scene, act.channel_id)
        gaps = work.gaps.where(coalition_id=scene.coalition.id)
        seen = [one for one in gaps if one.is_open and one.channel_id not in hidden]
        shown, number, pages = paged(sorted(seen, key=lambda one: -one.asked), page)
        me = scene.person(act.user_id)
        lines = tuple(_gap_line(one, scene, me) for one in shown)
        return GapList(scene.coalition.name, lines, number, pages)

    def records(self, act: Act, wanted: Sought) -> None:
        """List what is sought: newest first, and actions by the next due, the finished ones last."""
        look = {Register.DECISIONS: self._decisions, Register.ACTIONS: self._actions}.get(
            wanted.register, self._records
        )
        self._tell(act, lambda work: look(work, act, wanted))

    def open(self, act: Act, kind: str, record_id: str) -> None:
        """Open one record: all that stands in it, what it is linked to, and its history."""
        self._tell(act, lambda work: self._opened(work, act, kind, record_id))

    def _records(self, work: Work, act: Act, wanted: Sought) -> Message:
        scene = scene_of(work, act.channel_id)
        there: list[Record] = [
            one
            for kind in KINDS_IN[wanted.register]
            for one in register_of(work, kind).where(coalition_id=scene.coalition.id)
        ]
        sought = self._sought(work, act, scene, wanted, there)
        newest = sorted(sought, key=lambda one: (one.recorded_at, one.number), reverse=True)
        shown, number, pages = paged(newest, wanted.page)
        lines = tuple(line_of(work, scene, one) for one in shown)
        return RecordList(scene.coalition.name, wanted.at(number), lines, number, pages, len(newest))

    def _opened(self, work: Work, act: Act, kind: str, record_id: str) -> Message:
        scene = scene_of(work, act.channel_id)
        hidden = hidden_channels(work, scene, act.channel_id)
        kept = on_record(work, scene, kind, record_id, hidden)
        changes = history_of(work, self.desk, scene, act.workspace_id, kept)
        asking = scene.person(act.user_id) or Participant("", scene.coalition.id, "")
        return RecordOpened(
            line=line_of(work, scene, kept),
            fields=told_answers(kept, scene),
            time_zone=scene.coalition.time_zone,
            permalink=getattr(kept, "permalink", ""),
            quoted=getattr(kept, "quoted", ""),
            links=links_of(work, scene, kept, hidden),
            history=changes[:HISTORY_SHOWN],
            earlier=max(0, len(changes) - HISTORY_SHOWN),
            may=rights(asking, kept, scene),
        )

    def _panel(self, work: Work, act: Act) -> Message:
        try:
            scene = scene_of(work, act.channel_id)
        except Refused:
            return Panel()
        hidden = hidden_channels(work, scene, act.channel_id)
        sessions = work.sessions.where(coalition_id=scene.coalition.id)
        visible = [one for one in sessions if one.channel_id not in hidden]
        under_way = [one for one in visible if one.state is not SessionState.ENDED]
        actions = [one for one in work.actions.where(coalition_id=scene.coalition.id) if one.is_open]
        decisions = work.decisions.where(coalition_id=scene.coalition.id)
        seen = [one for one in decisions if one.channel_id not in hidden]
        return Panel(
            coalition=scene.coalition.name,
            sessions=tuple(self._line(one, scene) for one in under_way),
            decisions=len(seen),
            open_actions=sum(one.channel_id not in hidden for one in actions),
            pillars=tuple(
                (key, pillar_line(key, visible, seen).state.value) for key in self.scripts.available()
            ),
        )

    def _line(self, session: Session, scene: Scene) -> SessionLine:
        pillar = self.scripts.pillar(session.pillar, scene.coalition.lang)
        step = pillar.step(session.step_id) if pillar else None
        return SessionLine(
            title=pillar.title if pillar else session.pillar.value,
            state=session.state,
            step_title=step.title if step else "",
            step_number=pillar.number(session.step_id) if pillar else 0,
            step_count=len(pillar.steps) if pillar else 0,
        )


def without_account(scene: Scene, actions: Sequence[Action]) -> tuple[str, ...]:
    """Return the names of those who own open actions and cannot be written to: somebody has to tell them."""
    owners = {owner for action in actions if action.is_open for owner in action.owner_ids}
    return tuple(one.name for one in scene.people if one.id in owners and not one.slack_user_id)


def hidden_channels(work: Work, scene: Scene, place: str) -> frozenset[str]:
    """Return the coalition's channels whose records are not shown in a place."""
    linked = work.channels.where(coalition_id=scene.coalition.id)
    return frozenset(one.channel_id for one in linked if not sees(one.channel_id, one.private, place))


def paged(items: Sequence[T], page: int) -> tuple[Sequence[T], int, int]:
    """Return one page of a list, its number kept within bounds, and how many pages there are."""
    pages = max(1, -(-len(items) // PAGE))
    number = min(max(page, 1), pages)
    return items[(number - 1) * PAGE : number * PAGE], number, pages


def _gap_line(gap: Gap, scene: Scene, me: Participant | None) -> GapLine:
    is_mine = me is not None and gap.owner_id == me.id
    return GapLine(gap.id, gap.text, gap.asked, scene.named(gap.owner_id), is_mine)
