"""The question after silence, and a person's weekly digest."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.messages import Digest, StillWelcome
from bot.slack.ids import Press
from bot.slack.views.parts import Rendered, Words, button, buttons, clip, context, divider, section

MOST_BLOCKS = 45
TEXT = 3000


def still_welcome(message: StillWelcome, words: Words) -> Rendered:
    """Keep, later or stop: asked once, and silence is an answer."""
    text = words("attention.still_welcome", count=message.count)
    row = buttons(
        button(words.plain("attention.button.keep"), Press.KEEP_NUDGES, ""),
        button(words.plain("attention.button.later"), Press.LATER_NUDGES, ""),
        button(words.plain("attention.button.stop"), Press.STOP_NUDGES, ""),
    )
    return Rendered(text, (section(text), row))


def digest(message: Digest, words: Words, carried: Sequence[Rendered]) -> Rendered:
    """All that waited, with its buttons; what Slack has no room for is counted."""
    title = words("attention.digest_title", count=len(carried))
    blocks: list[Block] = [section(title)]
    shown = 0
    for item, rendered in zip(message.items, carried, strict=True):
        part = [divider(), context(words("attention.of_coalition", name=item.coalition)), *rendered.blocks]
        if len(blocks) + len(part) > MOST_BLOCKS:
            break
        blocks += part
        shown += 1
    if shown < len(carried):
        blocks.append(context(words("attention.digest_more", count=len(carried) - shown)))
    return Rendered(clip("\n".join([title, *(one.text for one in carried)]), TEXT), tuple(blocks))
