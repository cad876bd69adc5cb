"""The form of any record, made from what its kind asks."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    NumberInputElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from bot.domain.forms import Filing, LinkForm, RecordForm, RetireForm
from bot.domain.kept import fields_of
from bot.domain.record_fields import FieldSpec, FieldType
from bot.slack.ids import VALUE, Field, ViewId, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Words, bullets, clip, context, quoted, section

MENU, OPTION, LONGEST_REASON, QUOTED, SHOWN = 100, 75, 500, 1500, 300
ANY_KIND = frozenset({"owner_id", "review_on"})
HINTED = frozenset(
    {
        "decision.statement",
        "parameter.title",
        "parameter.hardness",
        "parameter.could_shift",
        "parameter.looks_again_id",
        "stakeholder.title",
        "measure.smallest_count",
        "data_asset.contents",
        "sharing_profile.governance",
    }
)

People = Sequence[tuple[str, str]]


def record_form(form: RecordForm, words: Words) -> View:
    """All that a kind asks; a change asks for its reason, too."""
    answers = dict(form.answers)
    why = [_why(words)] if form.filing is not Filing.ADD else []
    return View(
        type="modal",
        callback_id=ViewId.RECORD,
        private_metadata=carried(form),
        title=words.plain(f"record.kind.{form.kind}"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[*_opening(form, words), *record_inputs(form.kind, words, answers, form.people), *why],
    )


def carried(form: RecordForm) -> str:
    """Return what the form brings back beside its fields; the quoted words stand last, whatever is in them."""
    return pack(
        form.channel_id,
        form.kind,
        form.filing,
        form.record_id,
        form.version,
        form.session_id,
        form.permalink,
        form.quoted[:QUOTED],
    )


def record_inputs(kind: str, words: Words, answers: Mapping[str, str], people: People) -> list[InputBlock]:
    """Return one input for each field that a kind asks; a field's block id is its name."""
    asked = [spec for spec in fields_of(kind) if spec.type is not FieldType.PERSON or people]
    return [_input(kind, spec, words, answers.get(spec.name, ""), people) for spec in asked]


def field_label(kind: str, name: str, words: Words) -> str:
    """Return what a field is called; owner and review day are called the same everywhere."""
    place = f"any.{name}" if name in ANY_KIND else f"{kind}.{name}"
    return words.plain(f"record.label.{place}")


def choice_label(spec: FieldSpec, value: str, words: Words) -> str:
    """Return a choice in words."""
    place = f"{type(spec.choices[0]).__name__.casefold()}.{value}"
    return words.plain(f"record.choice.{place}")


def _opening(form: RecordForm, words: Words) -> list[Block]:
    """What stands above the fields: what changed meanwhile, and the message that it comes from."""
    blocks: list[Block] = []
    if form.meanwhile:
        lines = [
            words(
                "record.meanwhile_line",
                field=field_label(form.kind, one.name, words),
                before=clip(shown(form.kind, one.name, one.before, words, form.people), SHOWN),
                after=clip(shown(form.kind, one.name, one.after, words, form.people), SHOWN),
            )
            for one in form.meanwhile
        ]
        by = next((one.by for one in form.meanwhile if one.by), "")
        blocks.append(section(f"{words('record.meanwhile', name=by)}\n{bullets(lines)}"))
    if form.quoted:
        blocks += [context(words("record.from_message")), section(quoted(clip(form.quoted, QUOTED)))]
    return blocks


def shown(kind: str, name: str, value: str, words: Words, people: People = ()) -> str:
    """Return a field's value in words: a choice by its label, a person by name, a day as a day."""
    spec = next((one for one in fields_of(kind) if one.name == name), None)
    if not value or spec is None:
        return value or words.plain("record.nothing")
    if spec.type is FieldType.CHOICE:
        return choice_label(spec, value, words)
    if spec.type is FieldType.PERSON:
        return dict(people).get(value, words.plain("record.somebody"))
    return value


def _input(kind: str, spec: FieldSpec, words: Words, value: str, people: People) -> InputBlock:
    place = f"{kind}.{spec.name}"
    hint = words.plain(f"record.hint.{place}") if place in HINTED else None
    return InputBlock(
        block_id=spec.name,
        label=field_label(kind, spec.name, words),
        hint=hint,
        optional=not spec.required,
        element=_element(spec, words, value, people),
    )


def _element(spec: FieldSpec, words: Words, value: str, people: People) -> InputInteractiveElement:
    if spec.type is FieldType.CHOICE:
        return _menu([(str(one), choice_label(spec, one, words)) for one in spec.choices], value)
    if spec.type is FieldType.PERSON:
        return _menu(people, value)
    if spec.type is FieldType.DAY:
        return DatePickerElement(action_id=VALUE, initial_date=value or None)
    if spec.type is FieldType.NUMBER:
        return NumberInputElement(action_id=VALUE, is_decimal_allowed=False, initial_value=value or None)
    return PlainTextInputElement(
        action_id=VALUE,
        initial_value=value[: spec.longest] or None,
        multiline=spec.type is FieldType.LINES,
        max_length=spec.longest,
    )


def _menu(choices: People, value: str) -> StaticSelectElement:
    """A menu holds a hundred; more stand in groups that are named by their first and last."""
    initial = next((_option(key, label) for key, label in choices if key == value), None)
    groups = [choices[n : n + MENU] for n in range(0, len(choices), MENU)]
    if len(groups) == 1:
        options = [_option(key, label) for key, label in choices]
        return StaticSelectElement(action_id=VALUE, options=options, initial_option=initial)
    return StaticSelectElement(
        action_id=VALUE,
        option_groups=[
            OptionGroup(label=_span(group), options=[_option(key, label) for key, label in group])
            for group in groups
        ],
        initial_option=initial,
    )


def _option(value: str, label: str) -> Option:
    return Option(value=value, text=PlainTextObject(text=clip(label, OPTION)))


def _span(group: People) -> PlainTextObject:
    return PlainTextObject(text=f"{group[0][1][:30]} – {group[-1][1][:30]}")


def _why(words: Words) -> InputBlock:
    return InputBlock(
        block_id=Field.WHY,
        label=words.plain("record.why"),
        hint=words.plain("record.why_hint"),
        element=PlainTextInputElement(action_id=VALUE, max_length=LONGEST_REASON),
    )


def retire_form(form: RetireForm, words: Words) -> View:
    """Why a record does not hold any more."""
    return View(
        type="modal",
        callback_id=ViewId.RETIRE,
        private_metadata=pack(form.channel_id, form.kind, form.record_id),
        title=words.plain("record.retire_title"),
        submit=words.plain("button.retire"),
        close=words.plain("button.cancel"),
        blocks=[
            section(quoted(clip(form.title, QUOTED))),
            context(words("record.retire_note")),
            _why(words),
        ],
    )


def link_form(form: LinkForm, words: Words) -> View:
    """What a record hangs on."""
    groups = []
    for kind in dict.fromkeys(one[0] for one in form.options):
        options = [
            _option(pack(kind, key), f"{number}. {title}")
            for of_kind, number, title, key in form.options
            if of_kind == kind
        ][:MENU]
        plural = PlainTextObject(text=clip(words.plain(f"record.plural.{kind}"), OPTION))
        groups.append(OptionGroup(label=plural, options=options))
    menu = StaticSelectElement(action_id=VALUE, option_groups=groups)
    label = "record.replace_label" if form.replaces else "record.link_label"
    return View(
        type="modal",
        callback_id=ViewId.LINK,
        private_metadata=pack(form.channel_id, form.kind, form.record_id),
        title=words.plain("record.replace_title" if form.replaces else "record.link_title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            section(escape(clip(form.title, SHOWN))),
            InputBlock(block_id=Field.LINKED, label=words.plain(label), element=menu),
            *([_why(words)] if form.replaces else []),
        ],
    )
