"""What a facilitator has at hand: parking lot, scribe's notes, projector, rehearsal, hand-over."""

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.contributions import LONGEST
from bot.domain.forms import HandForm, ParkForm, PasteForm, ProjectorView
from bot.domain.messages import Parked, Rehearsal, StepCard
from bot.slack.ids import VALUE, Field, ViewId, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, bullets, clip, context, header, section

MENU = 100


def parked(card: Parked, words: Words) -> Rendered:
    """The points that wait."""
    lines = bullets([escape(clip(one, 200)) for one in card.points]) or words("room.none_parked")
    text = f"*{words('room.parking_lot', title=card.title)}*\n{lines}"
    return Rendered(clip(text, 3000), (section(text),))


def rehearsal(card: Rehearsal, words: Words) -> Rendered:
    """A script from beginning to end, for one person."""
    opening = words("room.rehearsal", title=card.title, count=card.minutes)
    blocks = [section(opening), *(section(_rehearsed(step, words)) for step in card.steps)]
    return Rendered(clip(opening, 3000), tuple(blocks))


def _rehearsed(step: StepCard, words: Words) -> str:
    place = words("step.place", n=step.number, of=step.count, count=step.minutes)
    return f"*{escape(step.title)}* ({place})\n{escape(step.ask)}\n_{escape(step.help or '-')}_"


def projector(view: ProjectorView, words: Words) -> View:
    """Large type: the step, its question, and until when."""
    step = view.step
    ends = words.moment(view.ends, view.time_zone) if view.ends else words.plain("room.no_end")
    return View(
        type="modal",
        callback_id=ViewId.PROJECTOR,
        title=words.plain("room.projector"),
        close=words.plain("button.close"),
        blocks=[
            header(step.title),
            header(clip(step.ask, 150)),
            section(escape(step.ask)),
            header(words.plain("room.until", time=ends)),
            context(words("step.place", n=step.number, of=step.count, count=step.minutes)),
        ],
    )


def park_form(form: ParkForm, words: Words) -> View:
    """A point that matters and does not belong here now."""
    return View(
        type="modal",
        callback_id=ViewId.PARK,
        private_metadata=pack(form.channel_id, form.session_id),
        title=words.plain("room.park_title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[_text(words.plain("room.park_text")), context(words("contribute.note"))],
    )


def paste_form(form: PasteForm, words: Words) -> View:
    """Notes from the room: a line a contribution."""
    return View(
        type="modal",
        callback_id=ViewId.PASTE,
        private_metadata=pack(form.channel_id, form.session_id, form.step_id),
        title=words.plain("room.paste_title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[section(words("room.paste_how", step=form.title)), _text(words.plain("room.paste_text"))],
    )


def _text(label: str) -> InputBlock:
    return InputBlock(
        block_id=Field.TEXT,
        label=label,
        element=PlainTextInputElement(action_id=VALUE, multiline=True, max_length=LONGEST),
    )


def hand_form(form: HandForm, words: Words) -> View:
    """Who steers from now on."""
    options = [
        Option(value=person_id, text=PlainTextObject(text=clip(name, 75)))
        for person_id, name in form.people[:MENU]
    ]
    return View(
        type="modal",
        callback_id=ViewId.HAND,
        private_metadata=pack(form.channel_id, form.session_id),
        title=words.plain("room.hand_title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            InputBlock(
                block_id=Field.OWNER,
                label=words.plain("room.hand_label"),
                element=StaticSelectElement(action_id=VALUE, options=options),
            )
        ],
    )
