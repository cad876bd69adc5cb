"""What all views are made of: words in one language, and blocks within Slack's limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.domain.days import day_in_words, moment_in_words, weekday
from bot.domain.voice import Voice
from bot.slack.mrkdwn import escape

SECTION, CONTEXT, HEADER, BUTTON, TEXT = 3000, 2000, 150, 75, 3900
ELLIPSIS = "…"


@dataclass(frozen=True)
class Rendered:
    """A message as Slack takes it: the text for notifications and screen readers, and the blocks."""

    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Words:
    """The voice, with people's own words made harmless on their way in."""

    voice: Voice

    def __call__(self, key: str, **params: object) -> str:
        """Return a text for mrkdwn: parameters are escaped."""
        safe = {name: escape(value) if isinstance(value, str) else value for name, value in params.items()}
        return self.voice.say(key, **safe)

    def plain(self, key: str, **params: object) -> str:
        """Return a text for plain-text places (buttons, titles), where nothing needs escaping."""
        return self.voice.say(key, **params)

    def weekday(self, number: int) -> str:
        """Return a weekday's name; Monday is 0."""
        return weekday(self.voice, number)

    def day(self, day: date) -> str:
        """Return a day in words: the weekday, the day, the month."""
        return day_in_words(self.voice, day)

    def moment(self, moment: datetime, time_zone: str) -> str:
        """Return a moment in words, in a time zone that is named."""
        return moment_in_words(self.voice, moment, time_zone)


def clip(text: str, limit: int) -> str:
    """Return mrkdwn text cut to Slack's limit, never within an escaped sign."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    ampersand = cut.rfind("&")
    if ampersand > limit - 7 and ";" not in cut[ampersand:]:
        cut = cut[:ampersand]
    return cut.rstrip() + ELLIPSIS


def section(text: str, accessory: ButtonElement | None = None) -> SectionBlock:
    """Return a paragraph."""
    return SectionBlock(text=MarkdownTextObject(text=clip(text, SECTION)), accessory=accessory)


def context(text: str) -> ContextBlock:
    """Return a small line."""
    return ContextBlock(elements=[MarkdownTextObject(text=clip(text, CONTEXT))])


def header(text: str) -> HeaderBlock:
    """Return a heading; its text is plain."""
    return HeaderBlock(text=PlainTextObject(text=clip(text, HEADER)))


def divider() -> DividerBlock:
    """Return a line between parts."""
    return DividerBlock()


def button(
    label: str, action_id: str, value: str, style: str | None = None, about: str = ""
) -> ButtonElement:
    """Return a button; its label is plain text. ``about`` is read aloud with it, where labels are alike."""
    return ButtonElement(
        text=clip(label, BUTTON),
        action_id=action_id,
        value=value or "-",
        style=style,
        accessibility_label=clip(f"{label}: {about}", BUTTON) if about else None,
    )


def ref(kind: str, number: int, words: Words) -> str:
    """Return how a record is named by others, such as "Decision 3"."""
    return words.plain("record.title", kind=words.plain(f"record.kind.{kind}"), number=number)


def buttons(*elements: ButtonElement) -> ActionsBlock:
    """Return a row of buttons."""
    return ActionsBlock(elements=list(elements))


def bullets(lines: Sequence[str]) -> str:
    """Return lines as a list."""
    return "\n".join(f"• {line}" for line in lines)


def spoken(blocks: Sequence[Block]) -> str:
    """Return the words of all blocks, in order: the text for notifications and screen readers."""
    said: list[str] = []
    for block in blocks:
        if isinstance(block, HeaderBlock | SectionBlock) and block.text is not None:
            text = str(block.text.text)
            said.append(escape(text) if isinstance(block, HeaderBlock) else text)
        elif isinstance(block, ContextBlock):
            said += [str(one.text) for one in block.elements if isinstance(one, MarkdownTextObject)]
    return clip("\n".join(said), TEXT)


def quoted(text: str) -> str:
    """Return people's words as a quotation, escaped."""
    return "\n".join(f">{line}" for line in escape(text).splitlines() or [""])


def pager(
    words: Words, action_id: str, page: int, pages: int, carries: Callable[[int], str] = str
) -> list[Block]:
    """Return the buttons to the pages before and after, where there are any; ``carries`` is what a page's holds."""
    turns = [(page - 1, "button.newer"), (page + 1, "button.older")]
    shown = [
        button(words.plain(label), f"{action_id}.{target}", carries(target))
        for target, label in turns
        if 1 <= target <= pages
    ]
    return [buttons(*shown)] if shown else []
