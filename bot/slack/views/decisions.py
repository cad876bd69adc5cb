"""Proposals, rounds and decisions."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.choices import CHOICES
from bot.domain.decisions import Choice, Decision, DecisionState, Rule, Tally, counts_in
from bot.domain.forms import ProposalForm
from bot.domain.kept import DECISION
from bot.domain.messages import DecisionCard, DecisionList, RoundCard, Voiced
from bot.domain.round_forms import LateObjectionForm, ReasonForm
from bot.slack.ids import VALUE, Field, Press, ViewId, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.filters import filters, nothing_found
from bot.slack.views.parts import (
    Rendered,
    Words,
    button,
    buttons,
    clip,
    context,
    header,
    pager,
    quoted,
    ref,
    section,
    spoken,
)
from bot.slack.views.round_terms import OPEN, controls, helps, positions, terms

LONGEST_PROPOSAL = 1500
LONGEST_REASON = 1000
REASONS_SHOWN = 20


def round_card(card: RoundCard, words: Words) -> Rendered:
    """A proposal and its round: totals, and the reasons of those who gave one."""
    title = words.plain("round.title", number=card.number)
    state = words(f"round.state.{card.state}")
    blocks: list[Block] = [
        header(title),
        section(quoted(clip(card.text, 2500))),
        section(f"{state}\n{_counts(card.tally, words)}"),
        *_reasons(card.voiced, words),
        context(_ballots(card, words)),
    ]
    blocks += terms(card, words)
    if card.state in OPEN:
        blocks.append(section(words(f"round.ask.{card.tally.rule}")))
        blocks += [positions(card, words), helps(card, words), controls(card, words)]
    return Rendered(clip(f"{title}: {escape(card.text)}\n{state}", 3000), tuple(blocks))


def _counts(counted: Tally, words: Words) -> str:
    choices = CHOICES[counted.rule]
    if counted.rule is Rule.CONSENT:
        return words("round.counts", **{choice.value: counted.count(choice) for choice in choices})
    rule = words(f"round.rule.{counted.rule}")
    lines = (
        words("round.count", choice=words.plain(f"choice.{one}"), count=counted.count(one)) for one in choices
    )
    return f"{rule}\n" + " · ".join(lines)


def _reasons(voiced: Sequence[Voiced], words: Words) -> list[Block]:
    shown = [
        words(
            "round.voiced_by" if one.name else "round.voiced",
            choice=words.plain(f"choice.{one.choice}"),
            name=one.name,
            reason=" ".join(one.reason.split()),
        )
        for one in voiced[:REASONS_SHOWN]
    ]
    left = len(voiced) - len(shown)
    more = [words("round.more_voiced", count=left)] if left else []
    return [section(clip(line, 3000)) for line in shown] + [context(line) for line in more]


def _ballots(card: RoundCard, words: Words) -> str:
    counted = card.tally
    parts = [
        words("round.proposed_by", name=card.proposer),
        words("round.quorum", taken=counted.taken, quorum=counted.quorum, count=counted.ballots),
        words("round.partners", partners=counted.partner_ballots, ballots=counted.ballots),
    ]
    missing = [words(f"round.missing.{reason}") for reason in counted.missing]
    if missing and card.state in OPEN:
        parts.append(words("round.not_decided_yet", reasons=", ".join(missing)))
    return " · ".join(parts)


def decision_card(card: DecisionCard, words: Words) -> Rendered:
    """A decision as recorded: until its window ends, anybody with a ballot can object."""
    decision = card.decision
    title = words.plain("decision.title", number=decision.number)
    state = _state(decision, card.time_zone, words)
    blocks: list[Block] = [
        header(title),
        section(quoted(clip(decision.statement, 2500))),
        section(state),
        *_reasons(card.voiced, words),
        context(_how(decision, words)),
    ]
    row = [button(words.plain("button.record"), Press.RECORD, decision.id)] if decision.proposal_id else []
    if decision.state is DecisionState.PROVISIONAL:
        row.insert(0, button(words.plain("button.i_object"), Press.OBJECT_LATE, decision.id))
    if decision.state is DecisionState.FINAL:
        row.append(button(words.plain("button.supersede"), Press.SUPERSEDE, decision.id))
    blocks += [buttons(*row)] if row else []
    return Rendered(clip(f"{title}: {escape(decision.statement)}\n{state}", 3000), tuple(blocks))


def _state(decision: Decision, time_zone: str, words: Words) -> str:
    until = words.moment(decision.provisional_until, time_zone)
    return words(f"decision.state.{decision.state}", until=until)


def _how(decision: Decision, words: Words) -> str:
    if decision.rule is not Rule.CONSENT:
        return words(
            "decision.how_else",
            rule=words.plain(f"round.rule.{decision.rule}"),
            counts=", ".join(_counted(decision, words)),
            partners=decision.community_partners,
            ballots=decision.ballots,
            review=words.day(decision.review_on),
        )
    if not decision.proposal_id:
        return words("record.review", day=words.day(decision.review_on))
    return words(
        "decision.how",
        consents=decision.consents,
        stand_asides=decision.stand_asides,
        concerns=decision.concerns,
        partners=decision.community_partners,
        ballots=decision.ballots,
        review=words.day(decision.review_on),
    )


def _counted(decision: Decision, words: Words) -> list[str]:
    return [
        words.plain("round.count", choice=words.plain(f"choice.{choice}"), count=count)
        for choice, count in counts_in(decision.counts)
    ]


def decision_list(listed: DecisionList, words: Words) -> Rendered:
    """One page of decisions, newest first."""
    title = words.plain("decision.list_title", name=listed.coalition)
    lines = [_line(decision, listed.time_zone, words) for decision in listed.decisions]
    blocks: list[Block] = [header(title), filters(listed.sought, words)]
    for decision, line in zip(listed.decisions, lines, strict=True):
        blocks.append(section(line, _open(decision, words)))
    if not lines:
        blocks.append(section(nothing_found(words("decision.none_yet"), listed.sought, words)))
    blocks += pager(
        words, Press.DECISIONS, listed.page, listed.pages, lambda page: listed.sought.at(page).token
    )
    return Rendered(spoken(blocks), tuple(blocks))


def _open(decision: Decision, words: Words) -> ButtonElement:
    about = pack(DECISION, decision.id)
    place = f"{Press.RECORD_OPEN}.{DECISION}.{decision.number}"
    return button(words.plain("button.open"), place, about, about=ref(DECISION, decision.number, words))


def _line(decision: Decision, time_zone: str, words: Words) -> str:
    text = words("decision.line", number=decision.number, text=clip(decision.statement, 400))
    return f"{text}\n{_state(decision, time_zone, words)}"


def proposal_form(form: ProposalForm, words: Words) -> View:
    """Words to put to the group; they are frozen once the round opens."""
    element = PlainTextInputElement(
        action_id=VALUE,
        initial_value=form.draft[:LONGEST_PROPOSAL] or None,
        multiline=True,
        max_length=LONGEST_PROPOSAL,
    )
    text = InputBlock(
        block_id=Field.TEXT,
        label=words.plain("proposal.text"),
        hint=words.plain("proposal.hint"),
        element=element,
    )
    return View(
        type="modal",
        callback_id=ViewId.PROPOSAL,
        private_metadata=pack(form.channel_id, form.session_id, form.step_id),
        title=words.plain("proposal.title"),
        submit=words.plain("button.put_to_group"),
        close=words.plain("button.cancel"),
        blocks=[text, context(words("proposal.frozen"))],
    )


def reason_form(form: ReasonForm, words: Words) -> View:
    """The reason behind a stand-aside, a concern or an objection."""
    return View(
        type="modal",
        callback_id=ViewId.REASON,
        private_metadata=pack(form.channel_id, form.proposal_id, form.choice),
        title=words.plain("reason.title"),
        submit=words.plain("button.send"),
        close=words.plain("button.cancel"),
        blocks=[
            section(quoted(clip(form.text, 2500))),
            section(f"*{words(f'choice.{form.choice}')}*"),
            context(words(f"choice.meaning.{form.choice}")),
            _reason(words, form.choice),
        ],
    )


def late_objection_form(form: LateObjectionForm, words: Words) -> View:
    """An objection to a provisional decision."""
    return View(
        type="modal",
        callback_id=ViewId.LATE_OBJECTION,
        private_metadata=pack(form.channel_id, form.decision_id),
        title=words.plain("choice.objection"),
        submit=words.plain("button.send"),
        close=words.plain("button.cancel"),
        blocks=[
            section(quoted(clip(form.statement, 2500))),
            context(words("choice.meaning.objection")),
            _reason(words, Choice.OBJECTION),
        ],
    )


def _reason(words: Words, choice: Choice) -> InputBlock:
    hint = "reason.objection_hint" if choice is Choice.OBJECTION else "reason.hint"
    element = PlainTextInputElement(action_id=VALUE, multiline=True, max_length=LONGEST_REASON)
    label = words.plain(f"choice.ask.{choice}")
    return InputBlock(
        block_id=Field.TEXT,
        label=label,
        hint=words.plain(hint),
        element=element,
        optional=not choice.needs_reason,
    )
