"""Dots: the options with their totals, and the form to spread them."""

from slack_sdk.models.blocks import Block, InputBlock, PlainTextObject, StaticSelectElement
from slack_sdk.models.blocks import Option as MenuOption
from slack_sdk.models.views import View

from bot.domain.forms import RankForm
from bot.domain.messages import RankCard
from bot.domain.steps.rank import Ranked
from bot.slack.ids import VALUE, Press, ViewId, dot_field, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, button, clip, context, section
from bot.slack.views.steps.frame import step_message

OPTION, MENU = 300, 75


def rank_card(card: RankCard, words: Words) -> Rendered:
    """Options, most dots first; whose dots they are is shown nowhere."""
    about = pack(card.step.session_id, card.step.step_id)
    body: list[Block] = [section(_ranked(one, words)) for one in card.options]
    if not body:
        body = [section(words("rank.nothing"))]
    body.append(context(words("rank.how", dots=card.dots, count=card.voters)))
    row = [button(words.plain("button.spread_dots"), Press.SPREAD, about, "primary")] if card.options else []
    return step_message(card.step, words, body, row)


def _ranked(ranked: Ranked, words: Words) -> str:
    people = words.plain("rank.people", count=ranked.people)
    dots = words("rank.dots", count=ranked.dots, people=people) if ranked.dots else words("rank.no_dots")
    return f"{escape(clip(ranked.option.text, OPTION))}\n*{dots}*"


def rank_form(form: RankForm, words: Words) -> View:
    """One menu a dot; two dots may go to the same option."""
    options = [
        MenuOption(value=one.id, text=PlainTextObject(text=clip(f"{n}. {one.text}", MENU)))
        for n, one in enumerate(form.options, 1)
    ]
    listed = "\n".join(f"{n}. {escape(clip(one.text, OPTION - 20))}" for n, one in enumerate(form.options, 1))
    return View(
        type="modal",
        callback_id=ViewId.RANK,
        private_metadata=pack(form.channel_id, form.session_id, form.step_id),
        title=words.plain("rank.title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            section(f"{escape(form.ask)}\n{listed}"),
            *(_dot(n, form, options, words) for n in range(form.dots)),
            context(words("rank.note")),
        ],
    )


def _dot(n: int, form: RankForm, options: list[MenuOption], words: Words) -> InputBlock:
    chosen = form.chosen[n] if n < len(form.chosen) else ""
    before = next((one for one in options if one.value == chosen), None)
    return InputBlock(
        block_id=dot_field(n),
        label=words.plain("rank.dot", n=n + 1),
        optional=True,
        element=StaticSelectElement(action_id=VALUE, options=options, initial_option=before),
    )
