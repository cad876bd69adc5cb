"""Forms about deciding: a round outside a session, a coalition's settings, seats, amendments, others' words."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.choices import BallotsBy, Rule, Secrecy
from bot.domain.people import Seat
from bot.domain.round_forms import (
    AmendForm,
    BallotForm,
    DecideForm,
    DecidingForm,
    ForOtherForm,
    InterestForm,
    SeatForm,
)
from bot.slack.ids import OFF, ON, VALUE, Field, ViewId, pack
from bot.slack.views.parts import Words, clip, context, quoted, section

LONGEST_PROPOSAL, LONGEST_REASON, LINE = 1500, 1000, 80
NUMBERS = (
    Field.QUORUM_PERCENT,
    Field.QUORUM_PARTNERS,
    Field.QUORUM_ORGANISATIONS,
    Field.QUORUM_SECTORS,
    Field.THRESHOLD,
    Field.THRESHOLD_PERCENT,
    Field.NOTICE_HOURS,
    Field.OPEN_HOURS,
    Field.RAPID_HOURS,
    Field.WINDOW_HOURS,
)
HABITS = (Field.ROTA, Field.DETACHED)


def decide_form(form: DecideForm, words: Words) -> View:
    """Words, and what else a round may need; everything but the words has a default."""
    blocks: list[Block] = [
        _lines(
            Field.TEXT, words.plain("decide.text"), form.text, LONGEST_PROPOSAL, words.plain("proposal.hint")
        ),
        _until(words),
        _select(
            Field.RULE,
            words.plain("decide.rule"),
            {one.value: words.plain(f"round.rule.{one}") for one in Rule},
            form.rule,
        ),
        _select(
            Field.SECRECY,
            words.plain("decide.secrecy"),
            {one.value: words.plain(f"decide.seen.{one}") for one in Secrecy},
            Secrecy.NAMED,
        ),
        _pace(form, words),
        _users(Field.ASKED, words.plain("decide.asked"), words.plain("decide.asked_hint")),
        _user(Field.DECIDER, words.plain("decide.decider"), words.plain("decide.decider_hint")),
        _lines(
            Field.LIMITS,
            words.plain("decide.limits"),
            "",
            LONGEST_REASON,
            words.plain("decide.limits_hint"),
            optional=True,
        ),
    ]
    meta = pack(form.channel_id, form.supersedes)
    return _view(
        words, ViewId.DECIDE, meta, words.plain("decide.title"), words.plain("button.put_to_group"), blocks
    )


def _until(words: Words) -> InputBlock:
    return InputBlock(
        block_id=Field.UNTIL,
        label=words.plain("decide.until"),
        hint=words.plain("decide.until_hint"),
        element=DatePickerElement(action_id=VALUE),
        optional=True,
    )


def _pace(form: DecideForm, words: Words) -> InputBlock:
    pace = [Option(value="normal", text=_plain(words.plain("decide.pace.normal")))]
    if form.rapid:
        pace.append(Option(value="rapid", text=_plain(words.plain("decide.pace.rapid"))))
    return InputBlock(
        block_id=Field.PACE,
        label=words.plain("decide.pace_label"),
        element=StaticSelectElement(action_id=VALUE, options=pace, initial_option=pace[0]),
    )


def deciding_form(form: DecidingForm, words: Words) -> View:
    """How a coalition decides, and what it may switch on."""
    held = form.settings
    blocks: list[Block] = [
        context(words("deciding.more")),
        _select(
            Field.RULE,
            words.plain("decide.rule"),
            {one.value: words.plain(f"round.rule.{one}") for one in Rule},
            held.rule,
        ),
        _select(
            Field.BALLOTS_BY,
            words.plain("deciding.ballots_by"),
            {one.value: words.plain(f"deciding.by.{one}") for one in BallotsBy},
            held.ballots_by,
        ),
        *(_number(one, words.plain(f"deciding.{one}"), int(getattr(held, one.value))) for one in NUMBERS),
        *(_switch(one, words, on=bool(getattr(form.habits, one.value))) for one in HABITS),
    ]
    return _view(
        words,
        ViewId.DECIDING,
        form.channel_id,
        words.plain("deciding.title"),
        words.plain("button.save"),
        blocks,
    )


def seat_form(form: SeatForm, words: Words) -> View:
    """One person's seat."""
    blocks: list[Block] = [
        _user(Field.OWNER, words.plain("seat.who"), words.plain("seat.who_hint")),
        _line(Field.NAME, words.plain("seat.name"), words.plain("seat.name_hint")),
        _line(Field.ORGANISATION, words.plain("seat.organisation"), words.plain("seat.organisation_hint")),
        _line(Field.SECTOR, words.plain("seat.sector"), words.plain("seat.sector_hint")),
        _select(
            Field.SEAT,
            words.plain("seat.seat"),
            {one.value: words.plain(f"seat.is.{one}") for one in Seat},
            Seat.NONE,
        ),
        _user(Field.PROXY, words.plain("seat.proxy"), words.plain("seat.proxy_hint")),
    ]
    return _view(
        words, ViewId.SEAT, form.channel_id, words.plain("seat.title"), words.plain("button.save"), blocks
    )


def amend_form(form: AmendForm, words: Words) -> View:
    """New words, and what kind of change they are."""
    kinds = [
        Option(value=kind, text=_plain(words.plain(f"amend.kind.{kind}"))) for kind in ("amendment", "typo")
    ]
    blocks: list[Block] = [
        _lines(Field.TEXT, words.plain("amend.text"), form.text, LONGEST_PROPOSAL, words.plain("amend.hint")),
        InputBlock(
            block_id=Field.KIND,
            label=words.plain("amend.kind_label"),
            element=RadioButtonsElement(action_id=VALUE, options=kinds, initial_option=kinds[0]),
        ),
    ]
    meta = pack(form.channel_id, form.proposal_id)
    title, submit = words.plain("amend.title"), words.plain("button.save")
    return _view(words, ViewId.AMEND, meta, title, submit, blocks)


def ballot_form(form: BallotForm, words: Words) -> View:
    """A detached ballot: one choice, no words, final."""
    options = [Option(value=one.value, text=_plain(words.plain(f"choice.{one}"))) for one in form.choices]
    blocks: list[Block] = [
        section(quoted(clip(form.text, 2500))),
        context(words("ballot.final")),
        InputBlock(
            block_id=Field.CHOICE,
            label=words.plain("ballot.choice"),
            element=RadioButtonsElement(action_id=VALUE, options=options),
        ),
    ]
    meta = pack(form.channel_id, form.proposal_id)
    title, submit = words.plain("ballot.title"), words.plain("button.vote")
    return _view(words, ViewId.BALLOT, meta, title, submit, blocks)


def for_other_form(form: ForOtherForm, words: Words) -> View:
    """A position for somebody else."""
    people = [Option(value=key, text=PlainTextObject(text=clip(name, 75))) for key, name in form.people[:100]]
    choices = [Option(value=one.value, text=_plain(words.plain(f"choice.{one}"))) for one in form.choices]
    blocks: list[Block] = [
        section(quoted(clip(form.text, 2500))),
        InputBlock(
            block_id=Field.OWNER,
            label=words.plain("for_other.who"),
            element=StaticSelectElement(action_id=VALUE, options=people),
        ),
        InputBlock(
            block_id=Field.CHOICE,
            label=words.plain("for_other.choice"),
            element=StaticSelectElement(action_id=VALUE, options=choices),
        ),
        _lines(
            Field.TEXT,
            words.plain("for_other.words"),
            "",
            LONGEST_REASON,
            words.plain("for_other.hint"),
            optional=True,
        ),
    ]
    meta = pack(form.channel_id, form.proposal_id)
    return _view(
        words, ViewId.FOR_OTHER, meta, words.plain("for_other.title"), words.plain("button.send"), blocks
    )


def interest_form(form: InterestForm, words: Words) -> View:
    """A conflict of interest."""
    blocks: list[Block] = [
        section(quoted(clip(form.text, 2500))),
        _lines(Field.TEXT, words.plain("interest.text"), "", LONGEST_REASON, words.plain("interest.hint")),
    ]
    meta = pack(form.channel_id, form.proposal_id)
    return _view(
        words, ViewId.INTEREST, meta, words.plain("interest.title"), words.plain("button.send"), blocks
    )


def _view(words: Words, view_id: ViewId, meta: str, title: str, submit: str, blocks: Sequence[Block]) -> View:
    return View(
        type="modal",
        callback_id=view_id,
        private_metadata=meta,
        title=title,
        submit=submit,
        close=words.plain("button.cancel"),
        blocks=list(blocks),
    )


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text)


def _lines(
    field: Field, label: str, held: str, most: int, hint: str, *, optional: bool = False
) -> InputBlock:
    element = PlainTextInputElement(
        action_id=VALUE, initial_value=held[:most] or None, multiline=True, max_length=most
    )
    return InputBlock(block_id=field, label=label, hint=hint, element=element, optional=optional)


def _line(field: Field, label: str, hint: str) -> InputBlock:
    element = PlainTextInputElement(action_id=VALUE, max_length=LINE)
    return InputBlock(block_id=field, label=label, hint=hint, element=element, optional=True)


def _user(field: Field, label: str, hint: str) -> InputBlock:
    element = UserSelectElement(action_id=VALUE)
    return InputBlock(block_id=field, label=label, hint=hint, element=element, optional=True)


def _users(field: Field, label: str, hint: str) -> InputBlock:
    element = UserMultiSelectElement(action_id=VALUE)
    return InputBlock(block_id=field, label=label, hint=hint, element=element, optional=True)


def _select(field: Field, label: str, labels: Mapping[str, str], held: StrEnum) -> InputBlock:
    options = [Option(value=value, text=_plain(text)) for value, text in labels.items()]
    initial = next(one for one in options if one.value == held.value)
    element = StaticSelectElement(action_id=VALUE, options=options, initial_option=initial)
    return InputBlock(block_id=field, label=label, element=element)


def _switch(field: Field, words: Words, *, on: bool) -> InputBlock:
    options = [Option(value=one, text=_plain(words.plain(f"deciding.{one}"))) for one in (OFF, ON)]
    return InputBlock(
        block_id=field,
        label=words.plain(f"deciding.{field}"),
        hint=words.plain(f"deciding.{field}_hint"),
        element=StaticSelectElement(action_id=VALUE, options=options, initial_option=options[on]),
    )


def _number(field: Field, label: str, held: int) -> InputBlock:
    element = NumberInputElement(
        action_id=VALUE, is_decimal_allowed=False, initial_value=str(held), min_value="0", max_value="1440"
    )
    return InputBlock(block_id=field, label=label, element=element)
