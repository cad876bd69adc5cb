"""The Home tab, and answers in a view for whoever acts where no message would be seen."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    LinkButtonElement,
    Option,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.checkins import Report
from bot.domain.home import Home, HomeCoalition, NextDate, Waiting
from bot.domain.kept import ACTION
from bot.domain.records import RecordKind
from bot.domain.registers import OF_RECORDS
from bot.slack.ids import Press, pack, row_of
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, bullets, button, clip, context, divider, header, section
from bot.slack.views.status import list_button, pillar_words

CHANNEL = "https://slack.com/app_redirect?channel={}"
PROPOSAL = "proposal"
PLACEHOLDER = 150


def home(shown: Home, words: Words) -> View:
    """What waits first, then each coalition in two blocks, then what can always be asked: under 100 blocks."""
    blocks: list[Block] = [
        *_waiting("positions", shown.positions, shown.more_positions, words),
        *_waiting("actions", shown.actions, shown.more_actions, words),
        *_waiting("reviews", shown.reviews, shown.more_reviews, words),
    ]
    if shown.coalitions and not blocks:
        blocks.append(section(words("home.nothing_waits")))
    blocks.append(header(words.plain("home.coalitions")))
    for n, one in enumerate(shown.coalitions):
        blocks += _coalition(one, n, words)
    if not shown.coalitions:
        blocks.append(section(words("home.no_coalition")))
    if shown.others:
        blocks.append(context(words("home.others", names=", ".join(shown.others), count=len(shown.others))))
    return View(type="home", blocks=[*blocks, divider(), _always(words)])


def answer(rendered: Rendered, channel_id: str, words: Words) -> View:
    """A message as a view; without blocks, its text."""
    return View(
        type="modal",
        private_metadata=channel_id,
        title=words.plain("home.title"),
        close=words.plain("button.close"),
        blocks=list(rendered.blocks) or [section(rendered.text)],
    )


def _waiting(name: str, waiting: Sequence[Waiting], more: int, words: Words) -> list[Block]:
    if not waiting:
        return []
    blocks: list[Block] = [header(words.plain(f"home.{name}"))]
    for n, one in enumerate(waiting):
        blocks += _item(one, f"{name}{n}", words)
    if more:
        blocks.append(context(words("home.more", count=more)))
    return blocks


def _item(one: Waiting, name: str, words: Words) -> list[Block]:
    """Something that waits, in one block: what, where, by when, how it stands, and one button or menu."""
    parts = [escape(one.coalition)]
    parts += [words.day(one.day)] if one.day else []
    parts += [words(f"action.state.{one.state}")] if one.state else []
    text = f"{escape(clip(one.text, 200))}\n_{' · '.join(parts)}_"
    return [
        SectionBlock(
            text=section(text).text, accessory=_does(one, words), block_id=row_of(one.channel_id, name)
        )
    ]


def _does(one: Waiting, words: Words) -> ButtonElement | StaticSelectElement:
    if one.kind == PROPOSAL:
        label = words.plain("button.go_to_round", n=one.number)
        return LinkButtonElement(text=label, url=CHANNEL.format(one.channel_id), action_id=Press.GO_TO)
    if one.kind == ACTION:
        return _reports(one, words)
    return button(words.plain("button.open"), Press.RECORD_OPEN, pack(one.kind, one.id), about=one.text)


def _reports(one: Waiting, words: Words) -> StaticSelectElement:
    """All that an owner can say about an action, in a menu."""
    options = [
        Option(
            value=pack(one.id, report), text=PlainTextObject(text=words.plain(f"check_in.button.{report}"))
        )
        for report in Report
    ]
    ask = words.plain("home.how_is_it", number=one.number)
    return StaticSelectElement(
        action_id=f"{Press.REPORT}.{one.number}", placeholder=clip(ask, PLACEHOLDER), options=options
    )


def _coalition(one: HomeCoalition, number: int, words: Words) -> list[Block]:
    lines = [
        f"*{escape(one.name)}*",
        words("home.pillars", pillars=", ".join(pillar_words(line, words) for line in one.pillars)),
    ]
    if one.dates:
        lines.append(bullets([_date(date, words) for date in one.dates]))
    row = ActionsBlock(elements=_row(one, words), block_id=row_of(one.channel_id, f"coalition{number}"))
    return [section("\n".join(lines)), row]


def _date(one: NextDate, words: Words) -> str:
    return words(f"home.date.{one.key}", day=words.day(one.day), text=clip(one.text, 120))


def _row(one: HomeCoalition, words: Words) -> list[ButtonElement]:
    """The lists, what can be added, and for facilitators the settings."""
    row = [
        button(words.plain("button.status"), Press.STATUS, "", about=one.name),
        button(words.plain("button.decisions"), Press.DECISIONS, "1", about=one.name),
        button(words.plain("button.actions"), Press.ACTIONS, "1", about=one.name),
        *(list_button(register, words, one.name) for register in OF_RECORDS),
    ]
    if one.may_record:
        label = words.plain("button.add_record", title=words.plain("record.kind.parameter"))
        row += [
            button(words.plain("button.add_action"), Press.ADD_ACTION, "", about=one.name),
            button(label, f"{Press.RECORD_ADD}.{RecordKind.PARAMETER}", RecordKind.PARAMETER, about=one.name),
        ]
    if one.facilitates:
        settings = button(words.plain("button.settings"), Press.SETUP, "", about=one.name)
        row += [settings, _suggestions(one, words)]
    return row


def _suggestions(one: HomeCoalition, words: Words) -> ButtonElement:
    label = words.plain("button.suggestions_off" if one.suggests else "button.suggestions_on")
    return button(label, Press.SUGGESTIONS, "off" if one.suggests else "on", about=one.name)


def _always(words: Words) -> ActionsBlock:
    other = Press.ENGLISH if words.voice.lang == "es" else Press.SPANISH
    return ActionsBlock(
        elements=[
            button(words.plain("button.ask"), Press.ASK, "", "primary"),
            button(words.plain("button.help"), Press.HELP, ""),
            button(words.plain("button.what_do_you_keep"), Press.PRIVACY, ""),
            button(words.plain("button.other_language"), other, ""),
        ]
    )
