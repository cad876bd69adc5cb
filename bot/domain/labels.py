"""What is on record, in words: kinds, fields and choices by their names in a language."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from bot.domain.days import day_in_words
from bot.domain.kept import Kept, fields_of, kind_of
from bot.domain.record_fields import FieldSpec, FieldType
from bot.domain.voice import Voice

ANY_KIND = ("owner_id", "review_on")


def ref(voice: Voice, kind: str, number: int) -> str:
    """Return how a record is named by others, such as "Parameter 3"."""
    return voice.say("record.title", kind=voice.say(f"record.kind.{kind}"), number=number)


def field_label(voice: Voice, kind: str, name: str) -> str:
    """Return what a field is called; owner and review day are called the same everywhere."""
    place = f"any.{name}" if name in ANY_KIND else f"{kind}.{name}"
    return voice.say(f"record.label.{place}")


def in_words(voice: Voice, spec: FieldSpec, value: object, people: Mapping[str, str]) -> str:
    """Return a field's value in words; nothing where the field is empty. ``people``: participants' names by id."""
    if value in (None, ""):
        return ""
    if spec.type is FieldType.PERSON:
        return people.get(str(value), voice.say("record.somebody"))
    if isinstance(value, StrEnum):
        place = f"{type(value).__name__.casefold()}.{value}"
        return voice.say(f"record.choice.{place}")
    return day_in_words(voice, value) if isinstance(value, date) else str(value)


def filled_in(voice: Voice, kept: Kept, people: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return a record's fields that say something, each with its label, in the order of its form; not its title."""
    kind = kind_of(kept)
    told = [
        (field_label(voice, kind, spec.name), in_words(voice, spec, getattr(kept, spec.name), people))
        for spec in fields_of(kind)
        if spec.name not in ("title", "statement") and not (kind == "action" and spec.name == "text")
    ]
    return tuple((label, value) for label, value in told if value)
