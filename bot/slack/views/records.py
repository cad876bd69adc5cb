"""What is on record: lists with their filters, one record opened, and cards."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.history import Difference
from bot.domain.kept import fields_of
from bot.domain.messages import RecordConflict, RecordList, RecordNoted, RecordOpened
from bot.domain.messages.records import ChangeLine, LinkLine, RecordLine
from bot.domain.records import RecordState
from bot.domain.registers import KINDS_IN, Register
from bot.slack.ids import Press, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.filters import filters, nothing_found
from bot.slack.views.parts import (
    Rendered,
    Words,
    bullets,
    button,
    buttons,
    clip,
    context,
    header,
    quoted,
    ref,
    section,
    spoken,
)
from bot.slack.views.record_form import field_label, shown

TITLE, LINE, VALUE = 200, 400, 600
PRESSES = {
    "edit": Press.RECORD_EDIT,
    "link": Press.RECORD_LINK,
    "supersede": Press.RECORD_SUPERSEDE,
    "retire": Press.RECORD_RETIRE,
}


def line_words(line: RecordLine, words: Words) -> str:
    """A record in one line; one that was replaced says so."""
    kind = words.plain(f"record.kind.{line.kind}")
    parts = [words("record.line", kind=kind, number=line.number, title=line.title[:LINE])]
    parts += [words(f"record.choice.{mark}") for mark in line.marks]
    if line.owner:
        parts.append(escape(line.owner))
    if line.review_on:
        parts.append(words("record.review", day=words.day(line.review_on)))
    parts += [_standing(line, words)] if _standing(line, words) else []
    return " · ".join(parts)


def _standing(line: RecordLine, words: Words) -> str:
    """Whether it holds, where that is not plain."""
    if line.replaced_by:
        return words("record.replaced_by", number=line.replaced_by)
    return "" if line.state == RecordState.CURRENT else f"*{words(f'record.state.{line.state}')}*"


def record_list(listed: RecordList, words: Words) -> Rendered:
    """One page of a list: filters, a line each with its button, and the pages."""
    name = words.plain(f"record.register.{listed.sought.register}")
    title = words.plain("record.list_title", register=name, name=listed.coalition)
    count = words("record.count", count=listed.total, page=listed.page, pages=listed.pages)
    blocks: list[Block] = [header(title), context(count), filters(listed.sought, words)]
    lines = [line_words(line, words) for line in listed.lines]
    for line, text in zip(listed.lines, lines, strict=True):
        blocks.append(section(text, _open(line, words)))
    if not lines:
        blocks.append(section(nothing_found(words("record.none_here"), listed.sought, words)))
    blocks += [*_pages(listed, words), _adding(listed.sought.register, words)]
    return Rendered(spoken(blocks), tuple(blocks))


def _open(line: RecordLine, words: Words) -> ButtonElement:
    about = pack(line.kind, line.id)
    place = f"{Press.RECORD_OPEN}.{line.kind}.{line.number}"
    return button(words.plain("button.open"), place, about, about=ref(line.kind, line.number, words))


def _pages(listed: RecordList, words: Words) -> list[Block]:
    turns = [(listed.page - 1, "button.newer"), (listed.page + 1, "button.older")]
    row = [
        button(words.plain(label), f"{Press.RECORD_LIST}.{page}", listed.sought.at(page).token)
        for page, label in turns
        if 1 <= page <= listed.pages
    ]
    return [buttons(*row)] if row else []


def _adding(register: Register, words: Words) -> Block:
    return buttons(*(add_button(kind, words) for kind in KINDS_IN[register]))


def add_button(kind: str, words: Words) -> ButtonElement:
    """The button that opens the form for a new record of a kind."""
    label = words.plain("button.add_record", title=words.plain(f"record.kind.{kind}"))
    return button(label, f"{Press.RECORD_ADD}.{kind}", kind)


def record_opened(opened: RecordOpened, words: Words) -> Rendered:
    """All of one record: what stands in it, the words it came from, its links, its history, and what can be done."""
    line = opened.line
    title = ref(line.kind, line.number, words)
    state = _standing(line, words) or words(f"record.state.{line.state}")
    filled = [
        f"*{field_label(line.kind, name, words)}* {escape(clip(shown(line.kind, name, value, words), VALUE))}"
        if not _is_person(line.kind, name)
        else f"*{field_label(line.kind, name, words)}* {escape(value)}"
        for name, value in opened.fields
        if value
    ]
    blocks: list[Block] = [header(title), context(state), *_columns(filled)]
    blocks += _came_from(opened, words)
    links = [_link(one, words) for one in opened.links]
    if links:
        blocks.append(section(f"*{words('record.links')}*\n{bullets(links)}"))
    history = [_change(one, line.kind, opened.time_zone, words) for one in opened.history]
    blocks.append(context(f"*{words('record.history')}*\n{bullets(history)}"))
    if opened.earlier:
        blocks.append(context(words("record.earlier", count=opened.earlier)))
    blocks += _rights(opened, words)
    return Rendered(spoken(blocks), tuple(blocks))


def _is_person(kind: str, name: str) -> bool:
    return name.endswith("_id") and any(spec.name == name for spec in fields_of(kind))


def _columns(lines: Sequence[str]) -> list[Block]:
    """A paragraph for every few fields, within Slack's length."""
    return [section("\n".join(lines[n : n + 4])) for n in range(0, len(lines), 4)]


def _came_from(opened: RecordOpened, words: Words) -> list[Block]:
    if not opened.quoted:
        return []
    told = words("record.from_message")
    link = f" <{opened.permalink}|{words('record.to_message')}>" if opened.permalink else ""
    return [context(f"{told}{link}"), section(quoted(clip(opened.quoted, 1500)))]


def _link(link: LinkLine, words: Words) -> str:
    line = line_words(link.record, words)
    return words.voice.say("record.link_out" if link.outward else "record.link_in", line=line)


def _change(change: ChangeLine, kind: str, time_zone: str, words: Words) -> str:
    when = words.moment(change.at, time_zone)
    by = change.by or words.plain("record.itself")
    parts = [words("record.changed" if change.fields else "record.added", name=by, when=when)]
    parts += [_difference(one, kind, words) for one in change.fields[:4]]
    if change.reason:
        parts.append(words("record.reason", reason=change.reason))
    return " · ".join(parts)


def _difference(one: Difference, kind: str, words: Words) -> str:
    asked = {spec.name for spec in fields_of(kind)}
    if one.name not in asked:
        return words("record.other_field")
    return words(
        "record.difference",
        field=field_label(kind, one.name, words),
        before=clip(_said(kind, one.name, one.before, words), 80),
        after=clip(_said(kind, one.name, one.after, words), 80),
    )


def _said(kind: str, name: str, value: str, words: Words) -> str:
    return (
        (value or words.plain("record.nothing"))
        if _is_person(kind, name)
        else shown(kind, name, value, words)
    )


def _rights(opened: RecordOpened, words: Words) -> list[Block]:
    about = pack(opened.line.kind, opened.line.id)
    row = [button(words.plain(f"button.record_{right}"), PRESSES[right], about) for right in opened.may]
    return [buttons(*row)] if row else []


def record_noted(card: RecordNoted, words: Words) -> Rendered:
    """A record that was just added, as the channel sees it."""
    text = words.voice.say("record.noted", name=escape(card.by), line=line_words(card.line, words))
    return Rendered(clip(text, 3000), (section(text, _open(card.line, words)),))


def record_conflict(card: RecordConflict, words: Words) -> Rendered:
    """Somebody else was first: what is new, and the way to it. Nothing was overwritten."""
    told = words("record.conflict", name=card.by or words.plain("record.somebody"))
    lines = [_difference(one, card.line.kind, words) for one in card.differences]
    text = f"{told}\n{bullets(lines)}"
    return Rendered(clip(text, 3000), (section(text, _open(card.line, words)),))
