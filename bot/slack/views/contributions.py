"""The form for a contribution."""

from slack_sdk.models.blocks import (
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.domain.contributions import LONGEST, Named
from bot.domain.forms import ContributeForm
from bot.slack.ids import VALUE, Field, ViewId, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Words, context, section


def contribute_form(form: ContributeForm, words: Words) -> View:
    """Words for one step; with a name or without, and who can see what."""
    ask: SectionBlock = section(escape(form.ask))
    note: ContextBlock = context(words("contribute.note"))
    return View(
        type="modal",
        callback_id=ViewId.CONTRIBUTE,
        private_metadata=pack(form.channel_id, form.session_id, form.step_id),
        title=words.plain("contribute.title"),
        submit=words.plain("button.contribute"),
        close=words.plain("button.cancel"),
        blocks=[ask, _text(words), _named(form, words), note],
    )


def _text(words: Words) -> InputBlock:
    return InputBlock(
        block_id=Field.TEXT,
        label=words.plain("contribute.text"),
        element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=LONGEST),
    )


def _named(form: ContributeForm, words: Words) -> InputBlock:
    offered = [named for named in Named if form.detached or named is not Named.DETACHED]
    options = [Option(value=named, label=words.plain(f"contribute.{named}")) for named in offered]
    return InputBlock(
        block_id=Field.NAMED,
        label=words.plain("contribute.named_label"),
        element=RadioButtonsElement(action_id=VALUE, options=options, initial_option=options[0]),
    )
