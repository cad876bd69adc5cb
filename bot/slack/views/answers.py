"""Answers with their sources, the question form, and an opened passage."""

import re

from slack_sdk.models.blocks import Block, ButtonElement, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.answers import Passage, Source
from bot.domain.forms import AskForm, PassagesView, PassageView
from bot.domain.gaps import GapLine, GapList
from bot.domain.messages import AnswerCard
from bot.slack.ids import VALUE, Field, Press, ViewId
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import (
    Rendered,
    Words,
    bullets,
    button,
    buttons,
    clip,
    context,
    header,
    pager,
    section,
)

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
    note = [context(words("answer.only_in"))] if card.only_in else []
    blocks: list[Block] = [*_understood(card, words), *note, section(text), context(listed), buttons(*row)]
    if card.question_id:
        blocks.append(_afterwards(card.question_id, words))
    return Rendered(clip(f"{text}\n{listed}", 3900), tuple(blocks))


def _afterwards(question_id: str, words: Words) -> Block:
    return buttons(
        button(words.plain("button.more"), Press.MORE, question_id),
        button(words.plain("button.helped"), Press.HELPED, question_id),
        button(words.plain("button.not_helped"), Press.NOT_HELPED, question_id),
    )


def gap_list(listed: GapList, words: Words) -> Rendered:
    """What was asked and not answered, the most asked first, each with a button for who looks after it."""
    title = words.plain("gaps.title", name=listed.coalition)
    lines = [_gap_line(gap, words) for gap in listed.gaps]
    rows = [section(line, _gap_button(gap, words)) for gap, line in zip(listed.gaps, lines, strict=True)]
    text = bullets(lines) if lines else words("gaps.none")
    pages = pager(words, Press.GAPS, listed.page, listed.pages)
    return Rendered(clip(f"{title}\n{text}", 3000), (header(title), *(rows or [section(text)]), *pages))


def _gap_line(gap: GapLine, words: Words) -> str:
    line = words("gaps.line", text=clip(gap.text, 300), count=gap.count)
    return f"{line} · {words('gaps.owner', name=gap.owner)}" if gap.owner else line


def _gap_button(gap: GapLine, words: Words) -> ButtonElement:
    label = "button.give_gap_back" if gap.is_mine else "button.take_gap"
    return button(words.plain(label), Press.TAKE_GAP, gap.id, about=gap.text)


def _declined(card: AnswerCard, words: Words) -> Rendered:
    parts = [words("answer.declined")]
    if card.suggestions:
        parts += [words("answer.near_topics"), bullets([escape(topic) for topic in card.suggestions])]
    text = "\n".join(parts)
    return Rendered(text, (*_understood(card, words), section(text)))


def _understood(card: AnswerCard, words: Words) -> tuple[Block, ...]:
    """A person can see, and put right, what a follow-up was taken for."""
    if not card.understood:
        return ()
    return (context(words("answer.understood", question=clip(card.understood, 300))),)


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
    return View(
        type="modal",
        callback_id=ViewId.PASSAGE,
        title=clip(form.passage.title, 24),
        close=words.plain("button.close"),
        blocks=_passage(form.passage, words),
    )


def passages_view(form: PassagesView, words: Words) -> View:
    """All passages of an answer, by the numbers that stand in it."""
    return View(
        type="modal",
        callback_id=ViewId.PASSAGES,
        title=words.plain("more.title"),
        close=words.plain("button.close"),
        blocks=[block for one in form.citations for block in _passage(one.passage, words, f"[{one.n}] ")]
        or [section(words("answer.declined"))],
    )


def _passage(passage: Passage, words: Words, mark: str = "") -> list[Block]:
    rests_on = [_source(source, words) for source in passage.sources]
    text = f"*{mark}{escape(passage.heading)}*\n{_marked_up(passage.text)}"
    notes = [context("\n".join([words("passage.rests_on"), *rests_on]))] if rests_on else []
    return [section(clip(text, 3000)), *notes]


def _source(source: Source, words: Words) -> str:
    authors = ", ".join(source.authors) or source.publisher
    year = str(source.year) if source.year else words.plain("passage.no_year")
    line = words("passage.source", title=source.title, authors=authors, year=year)
    return f"{line} <{source.url}|{words('passage.open')}>" if source.url else line


def _marked_up(text: str) -> str:
    """Return Markdown as Slack writes it, with a paragraph's lines joined."""
    return _BOLD.sub(r"*\1*", escape(_LINE_END.sub(" ", text)))
