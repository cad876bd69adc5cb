"""The question after silence, and a person's weekly digest."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.domain.attention import Wants
from bot.domain.forms import NudgesForm
from bot.domain.messages import Digest, StillWelcome
from bot.slack.ids import VALUE, Field, Press, ViewId
from bot.slack.views.parts import Rendered, Words, button, buttons, clip, context, divider, section

MOST_BLOCKS = 45
TEXT = 3000


def still_welcome(message: StillWelcome, words: Words) -> Rendered:
    """Keep, later or stop: asked once, and silence is an answer."""
    text = words("attention.still_welcome", count=message.count)
    row = buttons(
        button(words.plain("attention.button.keep"), Press.KEEP_NUDGES, ""),
        button(words.plain("attention.button.later"), Press.LATER_NUDGES, ""),
        button(words.plain("attention.button.stop"), Press.STOP_NUDGES, ""),
    )
    return Rendered(text, (section(text), row))


def digest(message: Digest, words: Words, carried: Sequence[Rendered]) -> Rendered:
    """All that waited, with its buttons; what Slack has no room for is counted."""
    title = words("attention.digest_title", count=len(carried))
    blocks: list[Block] = [section(title)]
    shown = 0
    for item, rendered in zip(message.items, carried, strict=True):
        part = [divider(), context(words("attention.of_coalition", name=item.coalition)), *rendered.blocks]
        if len(blocks) + len(part) > MOST_BLOCKS:
            break
        blocks += part
        shown += 1
    if shown < len(carried):
        blocks.append(context(words("attention.digest_more", count=len(carried) - shown)))
    return Rendered(clip("\n".join([title, *(one.text for one in carried)]), TEXT), tuple(blocks))


def nudges_form(form: NudgesForm, words: Words) -> View:
    """A person's own settings: what, when not, on which days not, and until when they are away."""
    held = form.settings
    wants = [_option(one, words.plain(f"nudges.wants_{one}")) for one in Wants]
    days = [_option(str(day), words.weekday(day)) for day in range(7)]
    off = [one for one in days if str(one.value) in held.days_off]
    away = held.away_until.date().isoformat() if held.away_until else None
    fields = {
        Field.WANTS: RadioButtonsElement(
            action_id=VALUE, options=wants, initial_option=wants[list(Wants).index(held.wants)]
        ),
        Field.QUIET_FROM: TimePickerElement(action_id=VALUE, initial_time=f"{held.quiet_from:%H:%M}"),
        Field.QUIET_TO: TimePickerElement(action_id=VALUE, initial_time=f"{held.quiet_to:%H:%M}"),
        Field.DAYS_OFF: CheckboxesElement(action_id=VALUE, options=days, initial_options=off or None),
        Field.AWAY_UNTIL: DatePickerElement(action_id=VALUE, initial_date=away),
    }
    may_be_empty = (Field.DAYS_OFF, Field.AWAY_UNTIL)
    return View(
        type="modal",
        callback_id=ViewId.NUDGES,
        private_metadata=form.channel_id,
        title=words.plain("nudges.title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            InputBlock(
                block_id=field,
                label=words.plain(f"nudges.{field}"),
                element=element,
                optional=field in may_be_empty,
            )
            for field, element in fields.items()
        ],
    )


def _option(value: str, label: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=label))
