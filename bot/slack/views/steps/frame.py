"""What every step's message has: its place, its question, its own part, and its buttons while it is open."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.messages import StepCard
from bot.slack.ids import Press
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, button, buttons, clip, context, section


def step_message(
    step: StepCard, words: Words, body: Sequence[Block], row: Sequence[ButtonElement]
) -> Rendered:
    """Return a step's message around its own part."""
    ask = escape(step.ask)
    blocks: list[Block] = [section(f"*{escape(step.title)}*\n{ask}"), *body]
    if step.help:
        blocks.append(context(escape(step.help)))
    pressed = [*row, *_read_more(step, words)]
    if step.is_open and pressed:
        blocks.append(buttons(*pressed))
    blocks.append(context(_place(step, words)))
    return Rendered(clip(f"{escape(step.title)}: {ask}", 3000), tuple(blocks))


def _read_more(step: StepCard, words: Words) -> list[ButtonElement]:
    if not step.passage_id:
        return []
    return [button(words.plain("button.read_more"), Press.OPEN_SOURCE, step.passage_id)]


def _place(step: StepCard, words: Words) -> str:
    if not step.is_open:
        return words("step.moved_on_late" if step.takes_late else "step.moved_on")
    if step.due is not None:
        day = words.moment(step.due, step.time_zone)
        return words("step.place_until", n=step.number, of=step.count, day=day)
    return words("step.place", n=step.number, of=step.count, count=step.minutes)
