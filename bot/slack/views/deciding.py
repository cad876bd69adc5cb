"""Forms about deciding: a round outside a session, a coalition's settings, seats, amendments, others' words."""

from collections.abc import Sequence
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
from bot.domain.forms import (
    AmendForm,
    BallotForm,
    DecideForm,
    DecidingForm,
    ForOtherForm,
    InterestForm,
    SeatForm,
)
from bot.domain.people import Seat
from bot.slack.ids import VALUE, Field, ViewId, pack
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


def decide_form(form: DecideForm, words: Words) -> View:
    """Words, and what else a round may need; everything but the words has a default."""
    pace = [Option(value="normal", text=_plain(words, "decide.pace.normal"))]
    if form.rapid:
        pace.append(Option(value="rapid", text=_plain(words, "decide.pace.rapid")))
    blocks: list[Block] = [
        _lines(words, Field.TEXT, "decide.text", form.text, LONGEST_PROPOSAL, "proposal.hint"),
        InputBlock(
            block_id=Field.UNTIL,
            label=words.plain("decide.until"),
            hint=words.plain("decide.until_hint"),
            element=DatePickerElement(action_id=VALUE),
            optional=True,
        ),
        _select(words, Field.RULE, "decide.rule", Rule, form.rule, "round.rule"),
        _select(words, Field.SECRECY, "decide.secrecy", Secrecy, Secrecy.NAMED, "decide.seen"),
        InputBlock(
            block_id=Field.PACE,
            label=words.plain("decide.pace_label"),
            element=StaticSelectElement(action_id=VALUE, options=pace, initial_option=pace[0]),
        ),
        _users(words, Field.ASKED, "decide.asked", "decide.asked_hint"),
        _user(words, Field.DECIDER, "decide.decider", "decide.decider_hint"),
        _lines(words, Field.LIMITS, "decide.limits", "", LONGEST_REASON, "decide.limits_hint", optional=True),
    ]
    meta = pack(form.channel_id, form.supersedes)
    return _view(words, ViewId.DECIDE, meta, "decide.title", "button.put_to_group", blocks)


def deciding_form(form: DecidingForm, words: Words) -> View:
    """How a coalition decides."""
    held = form.settings
    blocks: list[Block] = [
        context(words("deciding.more")),
        _select(words, Field.RULE, "decide.rule", Rule, held.rule, "round.rule"),
        _select(words, Field.BALLOTS_BY, "deciding.ballots_by", BallotsBy, held.ballots_by, "deciding.by"),
        *(_number(words, one, int(getattr(held, one.value))) for one in NUMBERS),
    ]
    return _view(words, ViewId.DECIDING, form.channel_id, "deciding.title", "button.save", blocks)


def seat_form(form: SeatForm, words: Words) -> View:
    """One person's seat."""
    blocks: list[Block] = [
        _user(words, Field.OWNER, "seat.who", "seat.who_hint"),
        _line(words, Field.NAME, "seat.name", "seat.name_hint"),
        _line(words, Field.ORGANISATION, "seat.organisation", "seat.organisation_hint"),
        _line(words, Field.SECTOR, "seat.sector", "seat.sector_hint"),
        _select(words, Field.SEAT, "seat.seat", Seat, Seat.NONE, "seat.is"),
        _user(words, Field.PROXY, "seat.proxy", "seat.proxy_hint"),
    ]
    return _view(words, ViewId.SEAT, form.channel_id, "seat.title", "button.save", blocks)


def amend_form(form: AmendForm, words: Words) -> View:
    """New words, and what kind of change they are."""
    kinds = [Option(value=kind, text=_plain(words, f"amend.kind.{kind}")) for kind in ("amendment", "typo")]
    blocks: list[Block] = [
        _lines(words, Field.TEXT, "amend.text", form.text, LONGEST_PROPOSAL, "amend.hint"),
        InputBlock(
            block_id=Field.KIND,
            label=words.plain("amend.kind_label"),
            element=RadioButtonsElement(action_id=VALUE, options=kinds, initial_option=kinds[0]),
        ),
    ]
    meta = pack(form.channel_id, form.proposal_id)
    return _view(words, ViewId.AMEND, meta, "amend.title", "button.save", blocks)


def ballot_form(form: BallotForm, words: Words) -> View:
    """A detached ballot: one choice, no words, final."""
    options = [Option(value=one.value, text=_plain(words, f"choice.{one}")) for one in form.choices]
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
    return _view(words, ViewId.BALLOT, meta, "ballot.title", "button.vote", blocks)


def for_other_form(form: ForOtherForm, words: Words) -> View:
    """A position for somebody else."""
    people = [Option(value=key, text=PlainTextObject(text=clip(name, 75))) for key, name in form.people[:100]]
    choices = [Option(value=one.value, text=_plain(words, f"choice.{one}")) for one in form.choices]
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
        _lines(words, Field.TEXT, "for_other.words", "", LONGEST_REASON, "for_other.hint", optional=True),
    ]
    meta = pack(form.channel_id, form.proposal_id)
    return _view(words, ViewId.FOR_OTHER, meta, "for_other.title", "button.send", blocks)


def interest_form(form: InterestForm, words: Words) -> View:
    """A conflict of interest."""
    blocks: list[Block] = [
        section(quoted(clip(form.text, 2500))),
        _lines(words, Field.TEXT, "interest.text", "", LONGEST_REASON, "interest.hint"),
    ]
    meta = pack(form.channel_id, form.proposal_id)
    return _view(words, ViewId.INTEREST, meta, "interest.title", "button.send", blocks)


def _view(words: Words, view_id: ViewId, meta: str, title: str, submit: str, blocks: Sequence[Block]) -> View:
    return View(
        type="modal",
        callback_id=view_id,
        private_metadata=meta,
        title=words.plain(title),
        submit=words.plain(submit),
        close=words.plain("button.cancel"),
        blocks=list(blocks),
    )


def _plain(words: Words, key: str) -> PlainTextObject:
    return PlainTextObject(text=words.plain(key))


def _lines(
    words: Words, field: Field, label: str, held: str, most: int, hint: str, *, optional: bool = False
) -> InputBlock:
    element = PlainTextInputElement(
        action_id=VALUE, initial_value=held[:most] or None, multiline=True, max_length=most
    )
    return InputBlock(
        block_id=field, label=words.plain(label), hint=words.plain(hint), element=element, optional=optional
    )


def _line(words: Words, field: Field, label: str, hint: str) -> InputBlock:
    element = PlainTextInputElement(action_id=VALUE, max_length=LINE)
    return InputBlock(
        block_id=field, label=words.plain(label), hint=words.plain(hint), element=element, optional=True
    )


def _user(words: Words, field: Field, label: str, hint: str) -> InputBlock:
    element = UserSelectElement(action_id=VALUE)
    return InputBlock(
        block_id=field, label=words.plain(label), hint=words.plain(hint), element=element, optional=True
    )


def _users(words: Words, field: Field, label: str, hint: str) -> InputBlock:
    element = UserMultiSelectElement(action_id=VALUE)
    return InputBlock(
        block_id=field, label=words.plain(label), hint=words.plain(hint), element=element, optional=True
    )


def _select(
    words: Words, field: Field, label: str, kinds: type[StrEnum], held: StrEnum, family: str
) -> InputBlock:
    options = [Option(value=one.value, text=_plain(words, f"{family}.{one}")) for one in kinds]
    initial = next(one for one in options if one.value == held.value)
    element = StaticSelectElement(action_id=VALUE, options=options, initial_option=initial)
    return InputBlock(block_id=field, label=words.plain(label), element=element)


def _number(words: Words, field: Field, held: int) -> InputBlock:
    element = NumberInputElement(
        action_id=VALUE, is_decimal_allowed=False, initial_value=str(held), min_value="0", max_value="1440"
    )
    return InputBlock(block_id=field, label=words.plain(f"deciding.{field}"), element=element)
