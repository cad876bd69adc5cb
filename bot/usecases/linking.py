"""Links between records, and records that do not hold any more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.decisions import Decision, DecisionState
from bot.domain.forms import LinkForm, RetireForm
from bot.domain.kept import DECISION, KEPT_KINDS, Kept, kind_of, title_of
from bot.domain.links import Link
from bot.domain.messages import Message, Say, Screened
from bot.domain.records import Record, RecordState
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, Scene, participant, refuse, scene_of
from bot.usecases.keeping import holds, link_exists, on_record, register_of
from bot.usecases.records import Records, theirs
from bot.usecases.registers import hidden_channels

LINK, RETIRE, SUPERSEDE = "link", "retire", "supersede"
OFFERED = 100


@dataclass(frozen=True)
class Linking:
    """Links, replaces by what is there already, and retires."""

    desk: Desk
    records: Records

    def link_form(self, act: Act, kind: str, record_id: str, purpose: str = LINK) -> None:
        """Open the form for what a record hangs on, or for the decision that takes another's place."""
        form = self.desk.look(act, lambda work: self._link_form(work, act, kind, record_id, purpose))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def link(self, act: Act, kind: str, record_id: str, to_kind: str, to_id: str) -> None:
        """Note that a record hangs on another."""
        self.desk.run(act, lambda work: self._link(work, act, (kind, record_id), (to_kind, to_id)))

    def replaced_by(self, act: Act, decision_id: str, later_id: str, why: str) -> None:
        """Note that a later decision takes the place of one; both stay on record."""
        self.desk.run(act, lambda work: self._replaced_by(work, act, decision_id, later_id, why))

    def retire_form(self, act: Act, kind: str, record_id: str) -> None:
        """Open the form for why a record does not hold any more."""
        form = self.desk.look(act, lambda work: self._retire_form(work, act, kind, record_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def retire(self, act: Act, kind: str, record_id: str, why: str) -> None:
        """Note that a record does not hold any more; it stays on record."""
        self.desk.run(act, lambda work: self._retire(work, act, kind, record_id, why))

    def _link_form(self, work: Work, act: Act, kind: str, record_id: str, purpose: str) -> LinkForm:
        scene, kept, _ = theirs(work, act, kind, record_id, purpose)
        hidden = hidden_channels(work, scene, act.channel_id)
        kinds = (DECISION,) if purpose == SUPERSEDE else KEPT_KINDS
        options = tuple(self._offered(work, scene, kinds, kept, hidden))
        if not options:
            raise refuse("refused.nothing_to_link")
        return LinkForm(act.channel_id, kind, record_id, title_of(kept), options, purpose == SUPERSEDE)

    def _offered(
        self, work: Work, scene: Scene, kinds: tuple[str, ...], kept: Kept, hidden: frozenset[str]
    ) -> Iterator[tuple[str, int, str, str]]:
        """Yield the newest of each kind, as many as a menu holds."""
        for kind in kinds:
            there = register_of(work, kind).where(coalition_id=scene.coalition.id)
            others = [
                one for one in there if one.id != kept.id and one.channel_id not in hidden and holds(one)
            ]
            yield from ((kind, one.number, title_of(one), one.id) for one in others[: -OFFERED - 1 : -1])

    def _link(self, work: Work, act: Act, start: tuple[str, str], end: tuple[str, str]) -> Message:
        scene, kept, _ = theirs(work, act, *start, LINK)
        other = on_record(work, scene, *end, hidden_channels(work, scene, act.channel_id))
        person = participant(self.desk, work, scene, act)
        link = Link(self.desk.ids.new(), scene.coalition.id, *start, *end, person.id, self.desk.clock.now())
        if link_exists(work, link):
            raise refuse("refused.linked_already")
        work.links.add(link)
        return Say.of("record.linked", title=title_of(kept)[:200], other=title_of(other)[:200])

    def _replaced_by(self, work: Work, act: Act, decision_id: str, later_id: str, why: str) -> Message:
        scene, earlier, _ = theirs(work, act, DECISION, decision_id, SUPERSEDE)
        later = on_record(work, scene, DECISION, later_id, hidden_channels(work, scene, act.channel_id))
        if not isinstance(earlier, Decision) or not isinstance(later, Decision) or not holds(later):
            raise refuse("refused.no_record")
        self._mind(why)
        work.because(why.strip())
        saved = work.decisions.save(replace(earlier, state=DecisionState.SUPERSEDED, superseded_by=later.id))
        work.outbox.plan(self.records.shown_again(work, scene, saved, act.key))
        return Say.of("record.replaced", number=saved.number, by=later.number)

    def _retire_form(self, work: Work, act: Act, kind: str, record_id: str) -> RetireForm:
        _, kept, _ = theirs(work, act, kind, record_id, RETIRE)
        return RetireForm(act.channel_id, kind, record_id, title_of(kept))

    def _retire(self, work: Work, act: Act, kind: str, record_id: str, why: str) -> Message:
        _, kept, _ = theirs(work, act, kind, record_id, RETIRE)
        if not isinstance(kept, Record):
            raise refuse("refused.no_record")
        self._mind(why)
        work.because(why.strip())
        saved = register_of(work, kind_of(kept)).save(replace(kept, state=RecordState.RETIRED))
        work.outbox.plan(self.records.shown_again(work, scene_of(work, act.channel_id), saved, act.key))
        return Say.of("record.retired", number=saved.number, title=title_of(saved)[:200])

    def _mind(self, why: str) -> None:
        if not why.strip():
            raise refuse("refused.reason_missing")
        findings = self.desk.screened([why])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
