"""What is said about a round beside its card, and a decision's whole record."""

from slack_sdk.models.blocks import Block

from bot.domain.choices import Secrecy
from bot.domain.decisions import counts_in
from bot.domain.messages import (
    Amended,
    ClosingSoon,
    DecisionRecord,
    NotDecided,
    PositionLine,
    RoundDoors,
    RoundPlan,
    SaidFor,
    Who,
)
from bot.slack.ids import Press
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import (
    Rendered,
    Words,
    bullets,
    button,
    buttons,
    clip,
    context,
    header,
    quoted,
    section,
)
from bot.slack.views.round_terms import positions

MOST_LINES = 30
LONGEST_LINE = 300


def doors(message: RoundDoors, words: Words) -> Rendered:
    """The ways into deciding."""
    text = words(f"doors.{message.why}")
    row = buttons(
        button(words.plain("button.decide"), Press.DECIDE, ""),
        button(words.plain("button.deciding"), Press.DECIDING, ""),
        button(words.plain("button.seats"), Press.SEATS, ""),
    )
    return Rendered(text, (section(text), row))


def round_plan(plan: RoundPlan, words: Words) -> Rendered:
    """What a proposer sees before the round opens, with the button that opens it."""
    lines = []
    if plan.moved and plan.closes_at is not None:
        lines.append(words("plan.moved", closes=words.moment(plan.closes_at, plan.time_zone)))
    if plan.parameters:
        lines.append(words("plan.runs_into", count=len(plan.parameters)))
    hard = [
        words("plan.parameter", number=number, title=title, text=clip(text, LONGEST_LINE))
        for number, title, text in plan.parameters[:MOST_LINES]
    ]
    text = "\n".join(lines) or words("plan.ready")
    blocks: list[Block] = [section(quoted(clip(plan.text, 2500))), section(text)]
    blocks += [section(bullets(hard))] if hard else []
    blocks.append(
        buttons(button(words.plain("button.open_round"), Press.OPEN_ROUND, plan.proposal_id, "primary"))
    )
    return Rendered(clip("\n".join([text, *hard]), 3000), tuple(blocks))


def undecided(ended: NotDecided, words: Words) -> Rendered:
    """How a round ended that decided nothing, and why."""
    reasons = ", ".join(words(f"round.missing.{one}") for one in ended.missing)
    text = words(f"rounds.ended.{ended.state}", number=ended.number, reasons=reasons)
    return Rendered(text, (section(text),))


def closing_soon(message: ClosingSoon, words: Words) -> Rendered:
    """One reminder, with the buttons to speak with."""
    card = message.card
    closes = words.moment(card.closes_at, card.time_zone) if card.closes_at else ""
    text = words("rounds.closing_soon", number=card.number, closes=closes)
    blocks = (section(text), section(quoted(clip(card.text, 2500))), positions(card, words))
    return Rendered(clip(f"{text}\n{escape(card.text)}", 3000), blocks)


def amended(change: Amended, words: Words) -> Rendered:
    """New words beside the old ones."""
    text = words(
        "amend.mended" if change.typo else "amend.amended",
        number=change.number,
        name=change.by,
        n=change.revision,
    )
    blocks: list[Block] = [
        section(text),
        context(words("amend.was")),
        section(quoted(clip(change.was, 1400))),
        context(words("amend.is")),
        section(quoted(clip(change.text, 1400))),
    ]
    if change.typo:
        label = words.plain("button.changes_meaning")
        blocks.append(buttons(button(label, Press.CHANGES_MEANING, change.amendment_id)))
    return Rendered(text, tuple(blocks))


def said_for(message: SaidFor, words: Words) -> Rendered:
    """A position recorded for somebody, with the way to take it back."""
    names = {"by": message.by, "name": message.for_whom, "number": message.number}
    text = words("said_for.in_channel", **names)
    if not message.in_channel:
        choice = words.plain(f"choice.{message.choice}")
        text = words("said_for.read_back", choice=choice, reason=message.reason or "-", **names)
    row = [button(words.plain("button.undo"), Press.UNDO_FOR, message.position_id)]
    if not message.told:
        row.append(button(words.plain("button.told"), Press.TOLD_FOR, message.position_id))
    state = words("said_for.since_told" if message.told else "said_for.not_told")
    return Rendered(text, (section(text), context(state), buttons(*row)))


def who(message: Who, words: Words) -> Rendered:
    """For a facilitator alone: who has not spoken, and what the others said."""
    if message.secrecy is Secrecy.DETACHED:
        text = words("who.detached")
        return Rendered(text, (section(text),))
    names = ", ".join(message.missing)
    text = words("who.missing", names=names) if names else words("who.all")
    said = [words("who.said", name=name, choice=words.plain(f"choice.{one}")) for name, one in message.said]
    blocks = [section(text), *([section(bullets(said[: MOST_LINES * 2]))] if said else [])]
    return Rendered(text, tuple(blocks))


def decision_record(record: DecisionRecord, words: Words) -> Rendered:
    """The whole record of a decision."""
    decision = record.decision
    heading = words.plain("decision.title", number=decision.number)
    blocks: list[Block] = [
        header(heading),
        section(quoted(clip(decision.statement, 2500))),
        section(clip("\n".join(_how(record, words)), 3000)),
    ]
    for title, lines in _parts(record, words):
        if lines:
            shown = lines[:MOST_LINES]
            blocks.append(section(clip(f"*{title}*\n{bullets(shown)}", 3000)))
    return Rendered(clip(f"{heading}: {escape(decision.statement)}", 3000), tuple(blocks))


def _how(record: DecisionRecord, words: Words) -> list[str]:
    decision = record.decision
    lines = [
        words("whole.how", rule=words.plain(f"round.rule.{record.rule}"), ballots=decision.ballots),
        words("whole.counts", counts=", ".join(_counts(decision.counts, words)) or "-"),
        words("whole.partners", count=decision.community_partners),
        words("whole.when", when=words.moment(decision.decided_at, record.time_zone)),
        words("whole.review", day=words.day(decision.review_on)),
        words("whole.by_clock")
        if decision.recorded_by == "clock"
        else words("whole.by", name=record.recorded_by),
    ]
    if record.secrecy is not Secrecy.NAMED:
        lines.append(words(f"rounds.secrecy.{record.secrecy}"))
    if record.versions > 1:
        lines.append(words("rounds.version", n=record.versions))
    if record.decider:
        lines.append(words("rounds.decider", name=record.decider))
    if record.asked:
        lines.append(words("rounds.asked", names=", ".join(record.asked)))
    if record.limits:
        lines.append(words("whole.conditions", text=clip(record.limits, LONGEST_LINE)))
    if record.supersedes:
        lines.append(words("whole.supersedes", numbers=", ".join(map(str, record.supersedes))))
    if record.superseded_by:
        lines.append(words("whole.superseded_by", number=record.superseded_by))
    return lines


def _counts(counts: str, words: Words) -> list[str]:
    return [
        words.plain("round.count", choice=words.plain(f"choice.{one}"), count=count)
        for one, count in counts_in(counts)
    ]


def _parts(record: DecisionRecord, words: Words) -> list[tuple[str, list[str]]]:
    objections = [
        words(
            "whole.objection",
            name=one.name or "-",
            text=clip(one.reason, LONGEST_LINE),
            state=words.plain(f"objection.state.{one.state}"),
        )
        for one in record.objections
    ]
    interests = [
        words("rounds.interest", name=name, text=clip(text, LONGEST_LINE)) for name, text in record.interests
    ]
    said = [_position(one, words) for one in record.positions if one.name or one.reason]
    return [
        (words("whole.positions"), said),
        (words("whole.objections"), objections),
        (words("whole.interests"), interests),
        (words("whole.links"), [escape(clip(one, LONGEST_LINE)) for one in record.links]),
    ]


def _position(line: PositionLine, words: Words) -> str:
    choice = words.plain(f"choice.{line.choice}")
    text = words("whole.position", name=line.name or "-", choice=choice)
    if line.reason:
        text = words("whole.reason", said=text, reason=clip(line.reason, LONGEST_LINE))
    return words("whole.recorded_by", said=text, name=line.recorded_by) if line.recorded_by else text
