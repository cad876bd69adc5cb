"""Putting on record, and changing what is there: with a reason, in the open, and never over somebody's head."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.acts import Act
from bot.domain.decisions import Decision
from bot.domain.deliveries import Delivery, post, update
from bot.domain.filing import made, sample
from bot.domain.forms import Filing, RecordForm
from bot.domain.history import Difference, between, last_by
from bot.domain.kept import (
    Kept,
    answers_of,
    fields_of,
    plural,
    read_answers,
    title_of,
)
from bot.domain.messages import DecisionCard, Message, RecordConflict, RecordNoted, Say
from bot.domain.people import Deed, Participant
from bot.domain.record_fields import FieldType, problems
from bot.domain.records import KINDS, LINE, Bearing, Hardness, ParameterKind, Record, RecordKind, RecordState
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.keeping import line_of, names_by_id, next_number, on_record, register_of, rights, who
from bot.usecases.registers import hidden_channels
from bot.usecases.wording import Wording

SCREENED = "screened"
QUICK = {"kind": ParameterKind.OTHER, "hardness": Hardness.UNKNOWN, "effect": Bearing.CONSTRAINS}


@dataclass(frozen=True)
class Filled:
    """A record's form as it was sent. ``answers`` are texts by field; ``why`` is the reason of a change."""

    kind: str
    filing: Filing = Filing.ADD
    record_id: str = ""
    version: int = 0
    session_id: str = ""
    permalink: str = ""
    quoted: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Looked:
    """What a look at a sent form found: what is wrong by field, or the form to be shown again; else it can be saved."""

    wrong: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, Any] | None = None


Shown = Callable[[Work, str | None, str], list[Delivery]]


def _nowhere(_work: Work, _session_id: str | None, _cause: str) -> list[Delivery]:
    return []


@dataclass(frozen=True)
class Records:
    """Adds, edits and replaces records. ``on_steps`` brings up to date what a session shows of them."""

    desk: Desk
    wording: Wording
    on_steps: Shown = _nowhere

    def form(self, act: Act, kind: str, words: str = "", session_id: str = "") -> None:
        """Open the form for a new record; ``words`` stand in its first field."""
        form = self.desk.look(act, lambda work: self._blank(work, act, kind, words, session_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def typed(self, act: Act, words: str) -> None:
        """Take a parameter from one line: as a form where one can be opened, else as it stands, to be completed."""
        if act.surface.trigger_id or not words.strip():
            self.form(act, RecordKind.PARAMETER, words)
            return
        given = {"title": words, "text": words if len(words) > LINE else "", **QUICK}
        self.submit(act, Filled(RecordKind.PARAMETER, answers=given))

    def change_form(self, act: Act, kind: str, record_id: str, filing: Filing) -> None:
        """Open the form to edit or to replace a record, with what stands in it."""
        form = self.desk.look(act, lambda work: self._change_form(work, act, kind, record_id, filing))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def check(self, act: Act, filled: Filled) -> Looked:
        """Look at a form before it closes, so that nothing that was typed is lost."""
        wrong = self._wrong(act, filled)
        if wrong:
            return Looked({name: self._told(act, filled, name, reason) for name, reason in wrong.items()})
        form = self.desk.look(act, lambda work: self._meanwhile(work, act, filled))
        return Looked(again=self.desk.channel.drawn(form, self.desk.lang(act)) if form else None)

    def submit(self, act: Act, filled: Filled) -> None:
        """Put on record what was written, or change what is there."""
        self.desk.run(act, lambda work: self._submit(work, act, filled))

    def _blank(self, work: Work, act: Act, kind: str, words: str, session_id: str) -> RecordForm:
        scene = scene_of(work, act.channel_id)
        first = fields_of(kind)[0]
        answers = ((first.name, words.strip()[: first.longest]),)
        return RecordForm(act.channel_id, kind, answers=answers, people=choices(scene), session_id=session_id)

    def _change_form(self, work: Work, act: Act, kind: str, record_id: str, filing: Filing) -> RecordForm:
        scene, kept, _ = theirs(work, act, kind, record_id, filing)
        return RecordForm(
            act.channel_id,
            kind,
            filing,
            tuple(answers_of(kept).items()),
            choices(scene),
            kept.id,
            kept.version,
        )

    def _wrong(self, act: Act, filled: Filled) -> dict[str, str]:
        """Return what is wrong by field: keys of the texts."""
        values, wrong = read_answers(filled.kind, dict(filled.answers))
        if not wrong and filled.kind in KINDS:
            wrong = dict(problems(sample(RecordKind(filled.kind), values)))
        texts = {
            spec.name for spec in fields_of(filled.kind) if spec.type in (FieldType.LINE, FieldType.LINES)
        }
        said = {name: text for name, text in filled.answers.items() if name in texts} | {"why": filled.why}
        found = {name: SCREENED for name, text in said.items() if self.desk.screened([text])}
        if filled.filing is not Filing.ADD and not filled.why.strip():
            found["why"] = "empty"
        return {**wrong, **found}

    def _told(self, act: Act, filled: Filled, name: str, reason: str) -> str:
        """Say what is wrong with a field."""
        if reason == SCREENED:
            return self.wording.problem(act, filled.why if name == "why" else filled.answers[name])
        return self.wording.at_field(act, reason)

    def _meanwhile(self, work: Work, act: Act, filled: Filled) -> RecordForm | None:
        """Return the form again where somebody else changed the record since, with what is new; else nothing."""
        if filled.filing is Filing.ADD:
            return None
        scene, kept, _ = theirs(work, act, filled.kind, filled.record_id, filled.filing)
        changed, opened = self._changed(work, act, scene, kept, filled)
        if not changed:
            return None
        now = answers_of(kept)
        merged = {
            name: now[name] if given == opened.get(name, "") else given
            for name, given in filled.answers.items()
        }
        return RecordForm(
            act.channel_id,
            filled.kind,
            filled.filing,
            tuple(merged.items()),
            choices(scene),
            kept.id,
            kept.version,
            meanwhile=changed,
        )

    def _changed(
        self, work: Work, act: Act, scene: Scene, kept: Kept, filled: Filled
    ) -> tuple[tuple[Difference, ...], dict[str, str]]:
        """Return what stands otherwise than when the form was opened, and what stood there then."""
        if kept.version == filled.version:
            return (), {}
        changes = work.history(plural(filled.kind), kept.id)
        then = next((one.after for one in changes if one.after.get("version") == filled.version), {})
        opened = {name: str(then.get(name) or "") for name in answers_of(kept)}
        by = who(self.desk, scene, act.workspace_id, last_by(changes))
        return between(opened, answers_of(kept), by), opened

    def _submit(self, work: Work, act: Act, filled: Filled) -> Message | None:
        wrong = self._wrong(act, filled)
        if wrong:
            raise refuse("refused.record_unclear")
        scene = scene_of(work, act.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.KEEP_RECORD, scene)
        fresh = scene_of(work, act.channel_id)
        if filled.filing is Filing.ADD:
            self._add(work, fresh, act, filled, person)
            return None
        return self._change(work, fresh, act, filled, person)

    def _add(self, work: Work, scene: Scene, act: Act, filled: Filled, person: Participant) -> None:
        kept = self._new(work, scene, act, filled, person)
        register_of(work, filled.kind).add(kept)
        work.outbox.plan(
            [self.noted(work, scene, kept), *self.on_steps(work, filled.session_id or None, act.key)]
        )

    def _new(self, work: Work, scene: Scene, act: Act, filled: Filled, person: Participant) -> Kept:
        values, _ = read_answers(filled.kind, dict(filled.answers))
        common: dict[str, Any] = {
            "id": self.desk.ids.new(),
            "coalition_id": scene.coalition.id,
            "channel_id": act.channel_id,
            "number": next_number(work, scene, filled.kind),
            "recorded_by": person.id,
            "session_id": filled.session_id or None,
            "permalink": filled.permalink[:LINE],
            "quoted": filled.quoted,
        }
        return made(filled.kind, common, values, self.desk.clock.now())

    def _change(
        self, work: Work, scene: Scene, act: Act, filled: Filled, person: Participant
    ) -> Message | None:
        _, kept, _ = theirs(work, act, filled.kind, filled.record_id, filled.filing)
        changed, _ = self._changed(work, act, scene, kept, filled)
        if changed:
            raise Refused(RecordConflict(line_of(work, scene, kept), changed[0].by, changed))
        work.because(filled.why.strip())
        values, _ = read_answers(filled.kind, dict(filled.answers))
        if filled.filing is Filing.SUPERSEDE:
            return self._supersede(work, scene, act, filled, person, kept)
        saved = register_of(work, filled.kind).save(replace(kept, **values))
        work.outbox.plan(self.shown_again(work, scene, saved, act.key))
        return Say.of("record.saved", number=saved.number, title=title_of(saved)[:200])

    def _supersede(
        self, work: Work, scene: Scene, act: Act, filled: Filled, person: Participant, kept: Kept
    ) -> Message | None:
        later = self._new(work, scene, act, filled, person)
        register_of(work, filled.kind).add(later)
        if not isinstance(kept, Record):
            raise refuse("refused.record_unclear")
        earlier = register_of(work, filled.kind).save(
            replace(kept, state=RecordState.SUPERSEDED, superseded_by=later.id)
        )
        cards = self.shown_again(work, scene, earlier, act.key)
        work.outbox.plan([*cards, self.noted(work, scene, later)])
        return Say.of("record.replaced", number=earlier.number, by=later.number)

    def noted(self, work: Work, scene: Scene, kept: Kept) -> Delivery:
        """Tell the channel what was just put on record."""
        card = noted_card(work, scene, kept)
        return post(record_place(kept), kept.channel_id, card, scene.coalition.lang)

    def shown_again(self, work: Work, scene: Scene, kept: Kept, cause: str) -> list[Delivery]:
        """Bring the card of a record up to date, where it stands in a channel."""
        place = record_place(kept)
        if work.outbox.place(place) is None:
            return []
        card = noted_card(work, scene, kept)
        return [update(f"{place}:{cause}"[:255], place, kept.channel_id, card, scene.coalition.lang)]


def theirs(
    work: Work, act: Act, kind: str, record_id: str, right: str
) -> tuple[Scene, Kept, Participant | None]:
    """Return a record that whoever acts may change in one way. Refuses others, and what does not hold any more."""
    scene = scene_of(work, act.channel_id)
    kept = on_record(work, scene, kind, record_id, hidden_channels(work, scene, act.channel_id))
    person = scene.person(act.user_id)
    asking = person or Participant("", scene.coalition.id, "")
    if right in rights(asking, kept, scene):
        return scene, kept, person
    demand(asking, Deed.KEEP_RECORD, scene)
    raise refuse(
        "refused.record_not_yours" if "link" in rights(asking, kept, scene) else "refused.record_over"
    )


def record_place(kept: Kept) -> str:
    """Return the name of the place where the card of a record stands."""
    return f"record:{kept.id}"


def noted_card(work: Work, scene: Scene, kept: Kept) -> Message:
    """Return the card of a record for its channel."""
    if isinstance(kept, Decision):
        return DecisionCard(kept, scene.coalition.time_zone)
    return RecordNoted(line_of(work, scene, kept), scene.named(kept.recorded_by))


def choices(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return the people of a coalition to choose from, by name."""
    return tuple(sorted(names_by_id(scene).items(), key=lambda one: one[1].casefold()))
