"""The equity check: its question to the group, and who has been heard to the facilitator alone."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.framework import StepKind
from bot.domain.messages import CheckCard, HeardCard, QuietVoice, StepCloses
from bot.domain.steps.check import HeardGroup
from bot.slack.ids import Press, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, bullets, button, buttons, clip, context, section
from bot.slack.views.steps.frame import step_message


def check_card(card: CheckCard, words: Words) -> Rendered:
    """The question, with its own thread and one large button; who has spoken is not said here."""
    about = pack(card.step.session_id, card.step.step_id)
    body: list[Block] = [section(words("step.equity_check", text=card.question))]
    if card.step.is_open:
        body.append(section(words("step.how_to_contribute")))
    body.append(section(words("step.contributions", count=card.contributions)))
    row = [
        button(words.plain("button.contribute"), Press.CONTRIBUTE, about, "primary"),
        button(words.plain("button.who_heard"), Press.HEARD, about),
    ]
    return step_message(card.step, words, body, row)


def heard_card(card: HeardCard, words: Words) -> Rendered:
    """Which organisations and roles have spoken, and which have not."""
    heard = card.heard
    parts = [words("heard.people", spoke=heard.spoke, people=heard.people)]
    parts += _part(words("heard.organisations"), [(one, one.name) for one in heard.organisations], words)
    roles = [(one, words.plain(f"heard.role.{one.name}")) for one in heard.roles]
    parts += _part(words("heard.roles"), roles, words)
    text = "\n".join(parts)
    blocks: list[Block] = [section(clip(text, 3000)), context(words("heard.private"))]
    if heard.silent:
        about = pack(card.session_id, card.step_id)
        blocks.append(buttons(button(words.plain("button.ask_quiet"), Press.ASK_QUIET, about)))
    return Rendered(clip(text, 3000), tuple(blocks))


def _part(title: str, groups: Sequence[tuple[HeardGroup, str]], words: Words) -> list[str]:
    if not groups:
        return []
    lines = [
        words(f"heard.{_state(group)}", name=name, spoke=group.spoke, members=group.members)
        for group, name in groups
    ]
    return [f"*{title}*", bullets(lines)]


def _state(group: HeardGroup) -> str:
    if group.members:
        return "counted"
    return "yes" if group.heard else "no"


def quiet_voice(card: QuietVoice, words: Words) -> Rendered:
    """A question in private, with the same button; passing is fine."""
    text = words("quiet.text", title=card.title, step=card.step_title)
    return _in_private(card, text, Press.CONTRIBUTE, words)


def step_closes(card: StepCloses, words: Words) -> Rendered:
    """The step's time is nearly over; passing is fine."""
    day = words.moment(card.due, card.time_zone)
    text = words("quiet.closes", title=card.title, step=card.step_title, day=day)
    press = Press.SPREAD if card.kind is StepKind.RANK else Press.CONTRIBUTE
    return _in_private(card, text, press, words)


def _in_private(card: QuietVoice | StepCloses, text: str, press: Press, words: Words) -> Rendered:
    label = "button.spread_dots" if press is Press.SPREAD else "button.contribute"
    about = pack(card.session_id, card.step_id)
    row = buttons(
        button(words.plain(label), press, about, "primary", about=card.step_title),
        button(words.plain("button.pass"), Press.PASSES, about, about=card.step_title),
    )
    how = context(words("quiet.pass" if press is Press.CONTRIBUTE else "quiet.pass_dots"))
    ask = section(f"*{escape(card.step_title)}*\n{escape(card.ask)}")
    return Rendered(text, (section(text), ask, row, how))
