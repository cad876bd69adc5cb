"""The charter: which file it shall be."""

from bot.domain.charter import CharterFormat
from bot.domain.messages import CharterOffer
from bot.slack.ids import Press
from bot.slack.views.parts import Rendered, Words, button, buttons, section


def charter_offer(offer: CharterOffer, words: Words) -> Rendered:
    """A button for each kind of file."""
    text = words("charter.choose", name=offer.coalition)
    row = [
        button(words.plain(f"charter.format.{kind}"), f"{Press.CHARTER}.{kind}", kind)
        for kind in CharterFormat
    ]
    return Rendered(text, (section(text), buttons(*row)))
