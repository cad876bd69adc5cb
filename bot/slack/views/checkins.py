"""Check-ins: all of a person's actions in one message, the form for what needs words, a blocked action."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.checkins import LINE, Report
from bot.domain.forms import ReportForm
from bot.domain.messages import BlockedCard, CheckInCard, CheckInLine
from bot.slack.ids import VALUE, Field, Press, ViewId, pack
from bot.slack.views.parts import Rendered, Words, button, buttons, clip, context, section

NEEDED = (Report.DROPPED, Report.NOTE)


def check_in_card(card: CheckInCard, words: Words) -> Rendered:
    """How do these stand? One press each."""
    title = words("check_in.title", count=len(card.lines) + card.more)
    blocks: list[Block] = [section(title)]
    lines = [_line(line, words) for line in card.lines]
    for number, (line, text) in enumerate(zip(card.lines, lines, strict=True), start=1):
        blocks += [section(text), report_buttons(line.action_id, number, line.text, words)]
    if card.more:
        blocks.append(context(words("check_in.more", count=card.more)))
    blocks.append(buttons(button(words.plain("nudges.button"), Press.NUDGE_SETTINGS, "")))
    return Rendered(clip("\n".join([title, *lines]), 3000), tuple(blocks))


def report_buttons(action_id: str, number: int, text: str, words: Words) -> ActionsBlock:
    """All that an owner can say about an action; ``number`` and ``text`` tell the rows of one message apart."""
    asked = [one for one in Report if one is not Report.DROPPED]
    return buttons(
        *(
            button(
                words.plain(f"check_in.button.{one}"),
                f"{Press.REPORT}.{one}.{number}",
                pack(action_id, one),
                about=text,
            )
            for one in [*asked, Report.DROPPED]
        )
    )


def _line(line: CheckInLine, words: Words) -> str:
    due = words.day(line.due_on) if line.due_on else words.plain("action.no_day")
    state = words.plain(f"action.state.{line.state}")
    text = clip(line.text, 300)
    return words("check_in.line", number=line.number, text=text, name=line.coalition, due=due, state=state)


def blocked_card(card: BlockedCard, words: Words) -> Rendered:
    """For a facilitator: what is blocked, and by what."""
    blocker = card.blocker or words.plain("check_in.no_blocker")
    text = words(
        "check_in.blocked",
        name=card.coalition,
        number=card.number,
        text=clip(card.text, 300),
        blocker=blocker,
    )
    return Rendered(text, (section(text), report_buttons(card.action_id, 1, card.text, words)))


def report_form(form: ReportForm, words: Words) -> View:
    """The words that belong to a report."""
    return View(
        type="modal",
        callback_id=ViewId.REPORT,
        private_metadata=pack(form.channel_id, form.action_id, form.report),
        title=words.plain("check_in.form_title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            section(words("check_in.about", number=form.number, text=clip(form.text, 300))),
            *_asked(form, words),
        ],
    )


def _asked(form: ReportForm, words: Words) -> list[Block]:
    if form.report is Report.SNOOZE:
        return [_input(Field.UNTIL, words.plain("check_in.ask.snooze"), DatePickerElement(action_id=VALUE))]
    if form.report is Report.HAND_OVER:
        people = [(person_id, name) for person_id, name in form.people]
        label = words.plain("check_in.ask.hand_over")
        return _choice(Field.OWNER, label, people) or [section(words("check_in.nobody_else"))]
    asked: list[Block] = []
    if form.report is Report.BLOCKED:
        options = [(pack(kind, record_id), title) for kind, record_id, title in form.blockers]
        asked = _choice(Field.BLOCKER, words.plain("check_in.which_blocker"), options)
    element = PlainTextInputElement(action_id=VALUE, max_length=LINE)
    label = words.plain(f"check_in.ask.{form.report}")
    return [*asked, _input(Field.TEXT, label, element, optional=form.report not in NEEDED)]


def _input(field: Field, label: str, element: object, *, optional: bool = False) -> InputBlock:
    return InputBlock(block_id=field, label=label, element=element, optional=optional)  # type: ignore[arg-type]


def _choice(field: Field, label: str, options: list[tuple[str, str]]) -> list[Block]:
    if not options:
        return []
    shown = [Option(value=value, text=PlainTextObject(text=clip(text, 75))) for value, text in options]
    return [_input(field, label, StaticSelectElement(action_id=VALUE, options=shown), optional=True)]
