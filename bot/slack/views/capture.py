"""The quiet offer to put a message on record."""

from bot.domain.messages import Suggestion
from bot.slack.ids import Press, pack
from bot.slack.views.parts import Rendered, Words, button, buttons, section


def suggestion(message: Suggestion, words: Words) -> Rendered:
    """One sentence and one button; it can be left alone."""
    text = words(f"capture.suggest.{message.kind}")
    about = pack(message.kind, message.ts, message.thread_ts)
    press = button(words.plain(f"button.capture_{message.kind}"), Press.SUGGESTED, about)
    return Rendered(text, (section(text), buttons(press)))
