"""What is on record, as it may be seen where it is asked for."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bot.domain.decisions import Decision
from bot.domain.history import Change, Difference, differences
from bot.domain.kept import (
    ACTION,
    DECISION,
    KEPT_KINDS,
    Kept,
    answers_of,
    fields_of,
    kind_of,
    plural,
    title_of,
)
from bot.domain.links import Link
from bot.domain.messages.records import ChangeLine, LinkLine, RecordLine
from bot.domain.people import Deed, Participant, may
from bot.domain.record_fields import FieldType
from bot.domain.records import Parameter, Record, RecordState
from bot.domain.registers import concerns
from bot.ports.work import Repository, Work
from bot.usecases.desk import Desk, Scene, refuse

HISTORY_SHOWN = 8


def register_of(work: Work, kind: str) -> Repository[Any]:
    """Return where the records of a kind are kept."""
    repository: Repository[Any] = getattr(work, plural(kind))
    return repository


def on_record(work: Work, scene: Scene, kind: str, record_id: str, hidden: Iterable[str]) -> Kept:
    """Return one record of a coalition. Refuses where there is none, or where it may not be seen."""
    kept: Kept | None = register_of(work, kind).get(record_id) if kind in KEPT_KINDS else None
    if kept is None or kept.coalition_id != scene.coalition.id or kept.channel_id in hidden:
        raise refuse("refused.no_record")
    return kept


def next_number(work: Work, scene: Scene, kind: str) -> int:
    """Return the number that the next record of a kind has."""
    return (
        max((one.number for one in register_of(work, kind).where(coalition_id=scene.coalition.id)), default=0)
        + 1
    )


def state_of(kept: Kept) -> str:
    """Return whether something holds: the last part of a key of the texts."""
    return str(kept.state) if isinstance(kept, Record) else f"{kind_of(kept)}.{kept.state}"


def marks_of(kept: Kept) -> tuple[str, ...]:
    """Return what a list says beside the title: keys of the choices' texts."""
    if isinstance(kept, Parameter):
        return (f"hardness.{kept.hardness}", f"parameterkind.{kept.kind}")
    found = (
        f"{type(getattr(kept, spec.name)).__name__.casefold()}.{getattr(kept, spec.name)}"
        for spec in fields_of(kind_of(kept))
        if spec.type is FieldType.CHOICE and getattr(kept, spec.name) is not None
    )
    return tuple(found)[:2]


def line_of(work: Work, scene: Scene, kept: Kept) -> RecordLine:
    """Return something on record as a list shows it; one that was replaced says by which."""
    successor = getattr(kept, "superseded_by", "")
    later = register_of(work, kind_of(kept)).get(successor) if successor else None
    return RecordLine(
        kind=kind_of(kept),
        id=kept.id,
        number=kept.number,
        title=title_of(kept),
        state=state_of(kept),
        marks=marks_of(kept),
        owner=scene.named(getattr(kept, "owner_id", None)),
        review_on=_day(kept),
        replaced_by=later.number if later else 0,
    )


def _day(kept: Kept) -> date | None:
    day: date | None = getattr(kept, "review_on", None)
    return day


def links_of(work: Work, scene: Scene, kept: Kept, hidden: Iterable[str]) -> tuple[LinkLine, ...]:
    """Return what a record hangs on, and then what hangs on it; nothing that may not be seen here."""
    here = scene.coalition.id
    outward = work.links.where(coalition_id=here, from_id=kept.id)
    inward = work.links.where(coalition_id=here, to_id=kept.id)
    ends = [(True, one.to_kind, one.to_id) for one in outward if one.from_kind == kind_of(kept)]
    ends += [(False, one.from_kind, one.from_id) for one in inward if one.to_kind == kind_of(kept)]
    return tuple(_linked(work, scene, [*_own_ends(kept), *ends], frozenset(hidden)))


def _own_ends(kept: Kept) -> list[tuple[bool, str, str]]:
    """An action knows the decision behind it without a link."""
    decision_id = getattr(kept, "decision_id", None)
    return [(True, DECISION, decision_id)] if kind_of(kept) == ACTION and decision_id else []


def _linked(
    work: Work, scene: Scene, ends: list[tuple[bool, str, str]], hidden: frozenset[str]
) -> Iterator[LinkLine]:
    for outward, kind, record_id in dict.fromkeys(ends):
        other = register_of(work, kind).get(record_id) if kind in KEPT_KINDS else None
        if other is not None and other.channel_id not in hidden:
            yield LinkLine(line_of(work, scene, other), outward)


def link_exists(work: Work, link: Link) -> bool:
    """Tell whether two records are linked already, in this direction."""
    ends = {name: getattr(link, name) for name in ("from_kind", "from_id", "to_kind", "to_id")}
    return bool(work.links.where(**ends))


def names_by_id(scene: Scene) -> dict[str, str]:
    """Return the names of a coalition's people by participant id."""
    return {one.id: one.name for one in scene.people}


def told_answers(kept: Kept, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return a record's fields as people read them: those who are named, by name."""
    names = names_by_id(scene)
    people = {spec.name for spec in fields_of(kind_of(kept)) if spec.type is FieldType.PERSON}
    return tuple(
        (name, names.get(value, "") if name in people else value) for name, value in answers_of(kept).items()
    )


def history_of(work: Work, desk: Desk, scene: Scene, workspace_id: str, kept: Kept) -> tuple[ChangeLine, ...]:
    """Return every change of a record, the newest first."""
    changes = work.history(plural(kind_of(kept)), kept.id)
    return tuple(_told(desk, scene, workspace_id, one) for one in reversed(changes))


def _told(desk: Desk, scene: Scene, workspace_id: str, change: Change) -> ChangeLine:
    names = names_by_id(scene)
    before = change.before or {}
    fields = tuple(
        Difference(
            name,
            names.get(str(before.get(name)), str(before.get(name) or "")),
            names.get(str(change.after.get(name)), str(change.after.get(name) or "")),
        )
        for name in differences(change)
    )
    return ChangeLine(who(desk, scene, workspace_id, change.by), change.at, fields, change.reason)


def who(desk: Desk, scene: Scene, workspace_id: str, user_id: str) -> str:
    """Return the name of whoever did something: as in the coalition, else as in Slack; nothing for the bot itself."""
    person = scene.person(user_id)
    if person is not None:
        return person.name
    return desk.directory.name(workspace_id, user_id) if user_id.startswith(("U", "W")) else ""


def holds(kept: Kept) -> bool:
    """Tell whether a record neither was replaced nor retired."""
    if isinstance(kept, Record):
        return kept.state is RecordState.CURRENT
    return not (isinstance(kept, Decision) and kept.superseded_by)


def rights(person: Participant | None, kept: Kept, scene: Scene) -> tuple[str, ...]:
    """Return what somebody may do with a record.

    Everybody with a ballot may edit and link, since every change stands in the audit trail with its reason. To
    replace or retire one is for who recorded it, who looks after it, and facilitators; decisions are
    never edited, and only facilitators say that one takes another's place.
    """
    if person is None or not holds(kept) or not may(person, Deed.KEEP_RECORD, scene.people):
        return ()
    steers = may(person, Deed.STEER, scene.people)
    if isinstance(kept, Decision):
        return ("supersede", "link") if steers else ("link",)
    if kind_of(kept) == ACTION:
        return ("edit", "link")
    theirs = steers or concerns(kept, person.id)
    return ("edit", "link", "supersede", "retire") if theirs else ("edit", "link")
