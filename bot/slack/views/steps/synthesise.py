"""Contributions drawn together: a draft for the facilitator, then *Did I get this right?* for all."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.contributions import Quote, Theme
from bot.domain.forms import DraftForm
from bot.domain.messages import SynthesisCard
from bot.domain.steps.synthesise import Numbered, marks_of
from bot.slack.ids import VALUE, Press, ViewId, pack, theme_fields
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import SECTION, Rendered, Words, bullets, button, clip, context, divider, section
from bot.slack.views.steps.frame import step_message

QUOTES_SHOWN = 5
SOURCE, PARAGRAPHS = 250, 40
# Characters: what a form may carry, less its channel, session and step. There is room for 311 contributions.
MARKS = 2800


def synthesis_card(card: SynthesisCard, words: Words) -> Rendered:
    """The themes and what everybody can say to them; before that, only that a draft is being looked at."""
    about = pack(card.step.session_id, card.step.step_id)
    draft = button(words.plain("button.draft"), Press.DRAFT, about, "primary" if card.is_draft else None)
    if card.is_draft:
        body: list[Block] = [section(words("synthesis.drafting", count=card.sources))]
        return step_message(card.step, words, body, [draft])
    row = [
        button(words.plain("button.yes"), Press.RECOGNISED, about, "primary"),
        button(words.plain("button.missing"), Press.MISSING, about),
        button(words.plain("button.not_meant"), Press.NOT_MEANT, about),
        draft,
    ]
    return step_message(card.step, words, [*_themes(card, words), *_right(card, words)], row)


def _themes(card: SynthesisCard, words: Words) -> Iterator[Block]:
    for number, theme in enumerate(card.themes, 1):
        yield section(_theme(number, theme, words))
    if card.later:
        yield section(f"*{words('synthesis.since')}*\n{bullets([_quote(one) for one in card.later])}")
    if not card.themes and not card.later:
        yield section(words("synthesis.nothing"))


def _right(card: SynthesisCard, words: Words) -> Iterator[Block]:
    yield divider()
    yield section(words("synthesis.right"))
    yield context(
        words("synthesis.counts", yes=card.recognised, missing=card.missing, not_meant=card.not_meant)
    )


def _theme(number: int, theme: Theme, words: Words) -> str:
    more = len(theme.others) - QUOTES_SHOWN
    lines = [_quote(one) for one in theme.others[:QUOTES_SHOWN]]
    if more > 0:
        lines.append(words("synthesis.more", count=more))
    by = f" ({escape(theme.label.name)})" if theme.label.name else ""
    return f"*{number}. {escape(clip(theme.label.text, 400))}*{by}\n{bullets(lines)}".strip()


def _quote(quote: Quote) -> str:
    by = f" ({escape(quote.name)})" if quote.name else ""
    return f"{escape(clip(quote.text, 300))}{by}"


def draft_form(form: DraftForm, words: Words) -> View:
    """All contributions with their numbers above, the themes with theirs below."""
    rows: list[Block] = []
    for n, (text, numbers) in enumerate(form.rows):
        rows += _row(n, text, numbers, words)
    return View(
        type="modal",
        callback_id=ViewId.DRAFT,
        private_metadata=_carried(form),
        title=words.plain("draft.title"),
        submit=words.plain("button.show_all"),
        close=words.plain("button.cancel"),
        blocks=[
            section(words("draft.sources")),
            *(section(one) for one in _paragraphs(form.sources)),
            divider(),
            context(words("draft.how")),
            *rows,
        ],
    )


def _carried(form: DraftForm) -> str:
    """What came while the form was open must not move the numbers in it: it carries which number is which."""
    marks = ",".join(marks_of(form.sources))[:MARKS]
    return pack(form.channel_id, form.session_id, form.step_id, marks)


def _paragraphs(sources: Sequence[Numbered]) -> Iterator[str]:
    """The contributions in as few paragraphs as hold them."""
    held, told = "", 0
    for one in sources:
        line = f"{one.number}. {_source(one.quote)}\n"
        if len(held) + len(line) > SECTION:
            yield held
            held, told = "", told + 1
        if told == PARAGRAPHS:
            return
        held += line
    yield held or "-"


def _source(quote: Quote) -> str:
    by = f" ({escape(quote.name)})" if quote.name else ""
    return f"{escape(clip(quote.text, SOURCE))}{by}"


def _row(n: int, text: str, numbers: str, words: Words) -> tuple[Block, Block]:
    wording, drawn = theme_fields(n)
    return (
        InputBlock(
            block_id=wording,
            label=words.plain("draft.wording", n=n + 1),
            optional=True,
            element=PlainTextInputElement(
                action_id=VALUE, initial_value=clip(text, 400) or None, multiline=True, max_length=400
            ),
        ),
        InputBlock(
            block_id=drawn,
            label=words.plain("draft.numbers", n=n + 1),
            optional=True,
            element=PlainTextInputElement(action_id=VALUE, initial_value=numbers or None),
        ),
    )
