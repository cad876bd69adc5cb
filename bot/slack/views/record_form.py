"""The form of a record: its fields are those that the kind asks."""

from slack_sdk.models.blocks import (
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.forms import RecordForm
from bot.domain.record_fields import FieldSpec, FieldType, asked
from bot.domain.records import LINE, LINES
from bot.slack.ids import VALUE, ViewId, pack, record_field
from bot.slack.views.parts import Words, clip, context

MENU, LABEL = 100, 75


def record_form(form: RecordForm, words: Words) -> View:
    """One input a field; what a soft parameter asks for besides is said at its fields when it is sent."""
    return View(
        type="modal",
        callback_id=ViewId.STEP_RECORD,
        private_metadata=pack(form.channel_id, form.session_id, form.step_id),
        title=clip(words.plain(f"record_step.kind.{form.kind}").capitalize(), 24),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            *(_input(spec, form, words) for spec in asked(form.kind) if _can_be_asked(spec, form)),
            context(words("record_step.note")),
        ],
    )


def _can_be_asked(spec: FieldSpec, form: RecordForm) -> bool:
    return spec.type is not FieldType.PERSON or bool(form.people)


def _input(spec: FieldSpec, form: RecordForm, words: Words) -> InputBlock:
    return InputBlock(
        block_id=record_field(spec.name),
        label=words.plain(f"record_step.field.{spec.name}"),
        optional=not spec.required,
        element=_element(spec, form, words),
    )


def _element(spec: FieldSpec, form: RecordForm, words: Words) -> InputInteractiveElement:
    match spec.type:
        case FieldType.DAY:
            return DatePickerElement(action_id=VALUE)
        case FieldType.CHOICE:
            options = [_option(one, words.plain(f"record_step.choice.{one}")) for one in spec.choices]
            return StaticSelectElement(action_id=VALUE, options=options)
        case FieldType.PERSON:
            people = [_option(person_id, name) for person_id, name in form.people[:MENU]]
            return StaticSelectElement(action_id=VALUE, options=people)
        case _:
            long = spec.type is FieldType.LINES
            return PlainTextInputElement(
                action_id=VALUE, multiline=long or None, max_length=LINES if long else LINE
            )


def _option(value: str, label: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=clip(label, LABEL)))
