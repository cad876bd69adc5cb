"""Records that come of a session's step: a form whose fields are those of the kind, as often as wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.acts import Act
from bot.domain.forms import RecordForm
from bot.domain.framework import Step, StepKind
from bot.domain.messages import Message, Say, Screened
from bot.domain.people import Deed
from bot.domain.record_fields import FieldSpec, FieldType, asked, problem
from bot.domain.records import KINDS, LINE, LINES, Record, RecordKind
from bot.ports.work import Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse
from bot.usecases.held import records_of
from bot.usecases.sessions import Sessions


@dataclass(frozen=True)
class Recording:
    """Opens the form of a step that records, and keeps what was written."""

    desk: Desk
    sessions: Sessions

    def form(self, act: Act, session_id: str, step_id: str) -> None:
        """Open the form for one more record."""
        form = self.desk.look(act, lambda work: self._form(work, act, session_id, step_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def problem(self, act: Act, kind: RecordKind, given: Mapping[str, str]) -> tuple[str, str] | None:
        """Return the first field that needs another answer and why (``record_step.wrong.*``), or None."""
        for name, text in given.items():
            if self.desk.screened([text]):
                return name, "identifier"
        try:
            return problem(_record(kind, given, _Stamp()))
        except ValueError as wrong:
            return str(wrong), "value"

    def save(self, act: Act, session_id: str, step_id: str, given: Mapping[str, str]) -> None:
        """Keep a record and show it on the step's message."""
        self.desk.run(act, lambda work: self._save(work, act, session_id, step_id, given))

    def kind_of(self, act: Act, session_id: str, step_id: str) -> RecordKind | None:
        """Return the kind that a step records, or None where there is no such step (any more)."""
        form = self.desk.look(act, lambda work: self._step(work, session_id, step_id))
        return RecordKind(form[1].records) if form else None

    def _step(self, work: Work, session_id: str, step_id: str) -> tuple[Cards, Step]:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        if step.kind is not StepKind.RECORD:
            raise refuse("note.step_left")
        return cards, step

    def _form(self, work: Work, act: Act, session_id: str, step_id: str) -> RecordForm:
        cards, step = self._step(work, session_id, step_id)
        people = tuple((one.id, one.name) for one in sorted(cards.scene.people, key=lambda one: one.name))
        return RecordForm(act.channel_id, session_id, step_id, RecordKind(step.records), people)

    def _save(
        self, work: Work, act: Act, session_id: str, step_id: str, given: Mapping[str, str]
    ) -> Message | None:
        cards, step = self._step(work, session_id, step_id)
        person = participant(self.desk, work, cards.scene, act)
        demand(person, Deed.RECORD_ACTION, cards.scene)
        findings = self.desk.screened(given.values())
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        kind = RecordKind(step.records)
        kept = records_of(work, kind)
        number = len(kept.where(coalition_id=cards.scene.coalition.id)) + 1
        stamp = _Stamp(self.desk.ids.new(), cards, person.id, number, self.desk.clock.now())
        record = _record(kind, _of_the_coalition(given, cards.scene), stamp)
        if problem(record):
            raise refuse("record_step.wrong.empty")
        kept.add(record)
        work.outbox.plan([cards.refresh(step, act.key)])
        return Say.of("record_step.noted", number=number, title=record.title)


@dataclass(frozen=True)
class _Stamp:
    """Where and by whom a record was made."""

    id: str = ""
    cards: Cards | None = None
    by: str = ""
    number: int = 0
    at: Any = None


def _record(kind: RecordKind, given: Mapping[str, str], stamp: _Stamp) -> Record:
    """Return a record from the words of a form. Raises ValueError with the field's name where one does not fit."""
    values = {spec.name: _value(spec, given.get(spec.name, "")) for spec in asked(kind)}
    session = stamp.cards.session if stamp.cards else None
    record: Record = KINDS[kind](
        id=stamp.id,
        coalition_id=session.coalition_id if session else "",
        channel_id=session.channel_id if session else "",
        number=stamp.number,
        recorded_by=stamp.by,
        recorded_at=stamp.at,
        session_id=session.id if session else None,
        **values,
    )
    return record


def _value(spec: FieldSpec, text: str) -> Any:
    words = text.strip()
    try:
        if spec.type is FieldType.DAY:
            return date.fromisoformat(words) if words else None
        if spec.type is FieldType.NUMBER:
            return int(words) if words else None
        if spec.type is FieldType.CHOICE:
            return _chosen(spec, words)
    except ValueError as wrong:
        raise ValueError(spec.name) from wrong
    if spec.type is FieldType.PERSON:
        return words or None
    return words[: LINES if spec.type is FieldType.LINES else LINE]


def _chosen(spec: FieldSpec, words: str) -> str | None:
    chosen = next((choice for choice in spec.choices if choice == words), None)
    if chosen is not None:
        return chosen
    if words or spec.required:
        raise ValueError(spec.name)
    return None


def _of_the_coalition(given: Mapping[str, str], scene: Scene) -> dict[str, str]:
    """Only people of the coalition can be named in its records."""
    known = {one.id for one in scene.people}
    return {
        name: value if not name.endswith("_id") or value in known else "" for name, value in given.items()
    }
