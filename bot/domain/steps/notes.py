"""A scribe's notes: a line a contribution, with the name of whoever said it in front."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the notes; ``participant_id`` is empty where nobody of that name takes part."""

    text: str
    participant_id: str = ""


def lines_of(block: str, ids_by_name: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines of a block, each with its participant: ``Amina: Buses run late``."""
    known = {name.casefold(): key for name, key in ids_by_name.items()}
    found = []
    for line in (one.strip(" \t-•*") for one in block.splitlines()):
        name, colon, words = line.partition(":")
        person = known.get(name.strip().casefold(), "") if colon else ""
        text = words.strip() if person else line
        if text:
            found.append(Line(text, person))
    return tuple(found)
