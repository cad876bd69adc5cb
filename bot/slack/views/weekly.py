"""The weekly message: one thing needed first, then the numbers, then thanks."""

from bot.domain.messages import WeeklyMessage
from bot.slack.ids import Press
from bot.slack.views.parts import Rendered, Words, button, buttons, section


def weekly(message: WeeklyMessage, words: Words) -> Rendered:
    """At most 120 words; those who finished something are thanked, nobody is named as late."""
    need = words(message.need.key, **dict(message.need.params))
    numbers = words(
        "weekly.numbers",
        decisions=message.decisions,
        with_partner=message.with_partner,
        finished=message.finished,
        due_soon=message.due_soon,
    )
    opening = f"{words('weekly.needed')} {need}"
    more = [words("weekly.more", count=message.thanked_more)] if message.thanked_more else []
    names = ", ".join([*message.thanked, *more])
    thanks = [words("weekly.thanks", names=names)] if names else []
    text = "\n".join([opening, numbers, *thanks])
    row = buttons(
        button(words.plain("button.actions"), Press.ACTIONS, "1"),
        button(words.plain("button.decisions"), Press.DECISIONS, "1"),
    )
    return Rendered(text, (section(text), row))
