"""A coalition's records as passages, read off the database at each question, so that they are right at once."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from bot.domain.answers import Passage, Source
from bot.domain.people import Coalition
from bot.domain.record_fields import COMMON
from bot.domain.records import RecordKind
from bot.domain.voice import Voice
from bot.ports.work import Work

PLURALS = {kind: f"{kind}s" for kind in RecordKind}
OVER = ("superseded", "retired", "dropped")
HEADING = 120


def recorded(work: Work, coalition: Coalition, voice: Voice) -> Iterator[tuple[str, Passage]]:
    """Yield each record that holds, with the channel that it belongs to."""
    people = {one.id: one.name for one in work.participants.where(coalition_id=coalition.id)}
    for decision in work.decisions.where(coalition_id=coalition.id):
        more = [voice.say("shelved.decided", day=_day(decision.decided_at.date(), voice))]
        if str(decision.state) == "reopened":
            more.append(voice.say("shelved.reopened"))
        yield from _held("decision", decision, decision.statement, more, coalition, voice)
    for action in work.actions.where(coalition_id=coalition.id):
        yield from _held("action", action, action.text, _promised(action, people, voice), coalition, voice)
    for kind in RecordKind:
        for record in getattr(work, PLURALS[kind]).where(coalition_id=coalition.id):
            yield from _held(kind, record, record.title, _told(record), coalition, voice)


def _held(
    kind: str, record: Any, heading: str, more: list[str], coalition: Coalition, voice: Voice
) -> Iterator[tuple[str, Passage]]:
    """Yield a record as a passage, unless another took its place or it does not hold any more."""
    if str(record.state) in OVER:
        return
    title = voice.say("shelved.title", kind=voice.say(f"shelved.kind.{kind}"), number=record.number)
    document_id = f"record:{kind}:{record.id}"
    link = getattr(record, "permalink", "")
    yield (
        record.channel_id,
        Passage(
            id=f"{document_id}#1",
            document_id=document_id,
            title=title,
            heading=heading[:HEADING],
            text=" ".join(_sentence(line) for line in (heading, *more) if line.strip()),
            lang=coalition.lang,
            kind="record",
            sources=(Source(title, publisher=coalition.name, url=link),) if link else (),
        ),
    )


def _promised(action: Any, people: dict[str, str], voice: Voice) -> list[str]:
    owner = people.get(action.owner_id or "")
    told = [voice.say("shelved.owner", name=owner)] if owner else []
    if action.due_on:
        told.append(voice.say("shelved.due", day=_day(action.due_on, voice)))
    if str(action.state) == "done":
        told.append(voice.say("shelved.done"))
    return told


def _told(record: Any) -> list[str]:
    """Return a record's own words: its free fields, in order."""
    own = (field.name for field in fields(record) if field.name not in COMMON)
    values = (getattr(record, name) for name in own if not name.endswith("_id"))
    return [value for value in values if type(value) is str and value.strip()]


def _sentence(line: str) -> str:
    line = line.strip()
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def _day(day: date, voice: Voice) -> str:
    month = voice.say(f"month.{day.month}")
    return voice.say("shelved.day", day=day.day, month=month, year=day.year)
