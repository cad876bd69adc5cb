"""Answers with their sources, the question form, and an opened passage."""

import re

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.answers import Source
from bot.domain.forms import AskForm, PassageView
from bot.domain.messages import AnswerCard
from bot.slack.ids import VALUE, Field, Press, ViewId
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, bullets, button, buttons, clip, context, section

LONGEST_QUESTION = 500
_LINE_END = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-*•|]|\d+\.)\s)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def answer_card(card: AnswerCard, words: Words) -> Rendered:
    """A short answer whose numbers open the passages; or an honest no."""
    if card.declined:
        return _declined(card, words)
    sources = [
        words("answer.source", n=line.n, title=line.title, heading=line.heading) for line in card.sources
    ]
    row = [
        button(words.plain("button.source", n=line.n), f"{Press.OPEN_SOURCE}.{line.n}", line.passage_id)
        for line in card.sources
    ]
    text = escape(card.text)
    listed = "\n".join(sources)
    blocks: tuple[Block, ...] = (section(text), context(listed), buttons(*row))
    return Rendered(clip(f"{text}\n{listed}", 3900), blocks)


def _declined(card: AnswerCard, words: Words) -> Rendered:
    parts = [words("answer.declined")]
    if card.suggestions:
        parts += [words("answer.near_topics"), bullets([escape(topic) for topic in card.suggestions])]
    text = "\n".join(parts)
    return Rendered(text, (section(text),))


def ask_form(form: AskForm, words: Words) -> View:
    """A question to the library."""
    question = InputBlock(
        block_id=Field.TEXT,
        label=words.plain("ask.label"),
        element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=LONGEST_QUESTION),
    )
    return View(
        type="modal",
        callback_id=ViewId.ASK,
        private_metadata=form.channel_id,
        title=words.plain("ask.title"),
        submit=words.plain("button.ask"),
        close=words.plain("button.cancel"),
        blocks=[question, context(words("ask.note"))],
    )


def passage_view(form: PassageView, words: Words) -> View:
    """A passage with what it rests on."""
    passage = form.passage
    rests_on = [_source(source, words) for source in passage.sources]
    blocks: list[Block] = [section(f"*{escape(passage.heading)}*\n{_marked_up(passage.text)}")]
    if rests_on:
        blocks.append(context("\n".join([words("passage.rests_on"), *rests_on])))
    return View(
        type="modal",
        callback_id=ViewId.PASSAGE,
        title=clip(passage.title, 24),
        close=words.plain("button.close"),
        blocks=blocks,
    )


def _source(source: Source, words: Words) -> str:
    authors = ", ".join(source.authors) or source.publisher
    year = str(source.year) if source.year else words.plain("passage.no_year")
    line = words("passage.source", title=source.title, authors=authors, year=year)
    return f"{line} <{source.url}|{words('passage.open')}>" if source.url else line


def _marked_up(text: str) -> str:
    """Return Markdown as Slack writes it, with a paragraph's lines joined."""
    return _BOLD.sub(r"*\1*", escape(_LINE_END.sub(" ", text)))
