"""One message in two languages."""

from bot.slack.views.parts import Rendered, clip, divider, section, spoken

MOST_BLOCKS = 50
TEXT = 3000


def in_both(first: Rendered, second: Rendered) -> Rendered:
    """One below the other, with the buttons of each; where Slack has no room for that, the second's words alone."""
    blocks = (*first.blocks, divider(), *second.blocks)
    if len(blocks) > MOST_BLOCKS:
        words = section(clip(spoken(second.blocks), TEXT))
        blocks = (*first.blocks[: MOST_BLOCKS - 2], divider(), words)
    return Rendered(spoken(blocks), blocks)
