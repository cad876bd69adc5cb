"""How a coalition stands."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.messages import Shift, Status
from bot.domain.messages.records import RecordLine
from bot.domain.progress import PillarLine
from bot.domain.registers import OF_RECORDS, Register, Sought
from bot.slack.ids import Press
from bot.slack.views.parts import (
    Rendered,
    Words,
    bullets,
    button,
    buttons,
    clip,
    context,
    header,
    section,
    spoken,
)

TITLE = 120


def status(told: Status, words: Words) -> Rendered:
    """Pillars, what is undecided, what holds actions up; a part that is empty is left out."""
    title = words.plain("status.title", name=told.coalition)
    parts = [
        _part("pillars", [pillar_words(one, words) for one in told.pillars], words),
        _part(
            "undecided",
            [
                words(
                    "status.round",
                    number=one.number,
                    text=_short(one.text),
                    taken=one.taken,
                    ballots=one.ballots,
                )
                for one in told.undecided
            ],
            words,
        ),
        _part("noted", [_named(one, words) for one in told.noted], words),
        _part("shifts", [_shift(one, words) for one in told.shifts], words),
        _part("unsigned", [_unsigned(one.action, one.agreement, words) for one in told.unsigned], words),
    ]
    shown = [part for part in parts if part]
    if len(shown) == 1:
        shown.append(words("status.nothing_open"))
    blocks: list[Block] = [header(title), *(section(part) for part in shown)]
    if told.more:
        blocks.append(context(words("status.more", count=told.more)))
    blocks.append(buttons(*_row(words)))
    return Rendered(spoken(blocks), tuple(blocks))


def _row(words: Words) -> list[ButtonElement]:
    """The lists, and all of it as a file or as pictures."""
    return [
        *(list_button(register, words) for register in OF_RECORDS),
        button(words.plain("button.charter"), Press.CHARTER, ""),
        button(words.plain("button.pictures"), Press.PICTURES, ""),
    ]


def _part(name: str, lines: Sequence[str], words: Words) -> str:
    return f"*{words(f'status.{name}')}*\n{bullets(lines)}" if lines else ""


def pillar_words(line: PillarLine, words: Words) -> str:
    """A pillar with its state, and when the group last came to it."""
    state = words(f"pillar.state.{line.state}")
    when = words("home.last", day=words.day(line.visited_on)) if line.visited_on else ""
    return f"{words(f'pillar.{line.key}')} ({state}{when})"


def list_button(register: Register, words: Words, about: str = "") -> ButtonElement:
    """The button that opens a register; ``about`` is read aloud with it."""
    label = words.plain(f"record.register.{register}")
    return button(label, f"{Press.RECORD_LIST}.{register}", Sought(register).token, about=about)


def _named(line: RecordLine, words: Words) -> str:
    kind = words.plain(f"record.kind.{line.kind}")
    return words("record.line", kind=kind, number=line.number, title=_short(line.title))


def _shift(one: Shift, words: Words) -> str:
    pair = words.voice.say(
        "status.runs_into", action=_named(one.action, words), parameter=_named(one.parameter, words)
    )
    moves = [words("status.could_shift", how=one.could_shift)] if one.could_shift else []
    looks = []
    if one.looks_again and one.on:
        looks = [words("status.looks_again", name=one.looks_again, day=words.day(one.on))]
    return " ".join([pair, *moves, *looks])


def _unsigned(action: RecordLine, agreement: RecordLine, words: Words) -> str:
    mark = next((one for one in agreement.marks if one.startswith("agreementstatus.")), "")
    state = words.plain(f"record.choice.{mark}") if mark else ""
    return words.voice.say(
        "status.waits_for", action=_named(action, words), agreement=_named(agreement, words), state=state
    )


def _short(text: str) -> str:
    return clip(text, TITLE)
