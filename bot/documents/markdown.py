"""The charter as Markdown."""

import re
from collections.abc import Iterator

from bot.domain.charter import Charter, Entry, Section

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)", re.MULTILINE)


def write(charter: Charter) -> str:
    """Return the charter as one Markdown document; people's words stand as they wrote them."""
    parts = [f"# {plain(charter.title)}", plain(charter.subtitle), *(plain(line) for line in charter.about)]
    for section in charter.sections:
        parts += _section(section)
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(text: str) -> str:
    """Return people's words so that no sign in them is taken for formatting; line breaks become spaces."""
    one_line = " ".join(text.split())
    return _LINE_START.sub(r"\1\\\2\3", _SIGNS.sub(r"\\\1", one_line))


def _section(section: Section) -> Iterator[str]:
    yield f"## {plain(section.title)}"
    if not section.entries:
        yield plain(section.empty)
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"### {plain(entry.ref)}. {plain(entry.title)}"
    lines = [f"- **{plain(fact.lead)}** {plain(fact.value)}" for fact in entry.facts]
    lines += [f"- {plain(link)}" for link in entry.links]
    if lines:
        yield "\n".join(lines)
