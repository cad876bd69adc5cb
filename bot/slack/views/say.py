"""Short sentences, and what was found in a text that is not stored."""

from bot.domain.messages import Say, Screened
from bot.slack.views.parts import Rendered, Words, clip, section


def say(message: Say, words: Words) -> Rendered:
    """One sentence."""
    params: dict[str, object] = dict(message.params)
    if isinstance(params.get("weekday"), int):
        params["weekday"] = words.weekday(int(str(params["weekday"])))
    text = words(message.key, **params)
    return Rendered(clip(text, 3000), (section(text),))


def screened(message: Screened, words: Words) -> Rendered:
    """What looked like an identifier, and how to say it without; the words themselves are not repeated."""
    kinds = ", ".join(words(f"screened.kind.{kind}") for kind in message.kinds)
    parts = [words("screened.found", kinds=kinds), words("screened.how")]
    if message.posted:
        parts.append(words("screened.still_there"))
    text = "\n".join(parts)
    return Rendered(text, (section(text),))
