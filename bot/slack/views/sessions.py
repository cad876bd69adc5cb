"""A session's card, and the message of each kind of step."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.framework import Mode
from bot.domain.messages import (
    AssignCard,
    ExplainCard,
    Finished,
    GatherCard,
    ProposeCard,
    SessionCard,
)
from bot.domain.sessions import SessionState
from bot.slack.ids import Press, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.actions import action_words
from bot.slack.views.parts import (
    Rendered,
    Words,
    bullets,
    button,
    buttons,
    clip,
    context,
    header,
    section,
)
from bot.slack.views.steps.frame import step_message


def session_card(card: SessionCard, words: Words) -> Rendered:
    """Where a session is, and the facilitator's controls."""
    where = _where(card, words)
    names = ", ".join(card.facilitators)
    about = [
        words("session.facilitated_by", names=names),
        words("session.minutes", count=card.minutes) if card.mode is Mode.LIVE else _until(card, words),
        words("session.observers", count=card.observers) if card.observers else words("session.no_observers"),
    ]
    blocks: list[Block] = [
        header(card.title),
        section(f"*{escape(card.question)}*\n{escape(card.intro)}"),
        section(where),
        context(" · ".join(about)),
    ]
    if card.state is not SessionState.ENDED:
        blocks.append(buttons(*_controls(card, words)))
    if card.state is SessionState.RUNNING:
        blocks.append(buttons(*_at_hand(card, words)))
    return Rendered(f"{escape(card.title)}: {where}", tuple(blocks))


def _until(card: SessionCard, words: Words) -> str:
    if card.until is None:
        return words("session.over_days")
    return words("session.until", day=words.moment(card.until, card.time_zone))


def _at_hand(card: SessionCard, words: Words) -> list[ButtonElement]:
    """What a facilitator may need beside moving on."""
    about = pack(card.session_id, card.step_id)
    timed = (
        button(words.plain("button.extend"), Press.EXTEND, about)
        if card.mode is Mode.ASYNC
        else button(words.plain("button.projector"), Press.PROJECTOR, about)
    )
    return [
        button(words.plain("button.skip"), Press.SKIP, about),
        timed,
        button(words.plain("button.who_heard"), Press.HEARD, about),
        button(words.plain("button.park"), Press.PARK, about),
        button(words.plain("button.paste"), Press.PASTE, about),
        button(words.plain("button.hand_over"), Press.HAND, about),
    ]


def _where(card: SessionCard, words: Words) -> str:
    if card.state is SessionState.ENDED:
        return words("session.ended_partly" if card.partial else "session.ended")
    at = words("session.at_step", n=card.step_number, of=card.step_count, title=card.step_title)
    return f"{words('session.paused')} {at}" if card.state is SessionState.PAUSED else at


def _controls(card: SessionCard, words: Words) -> list[ButtonElement]:
    about = pack(card.session_id, card.step_id)
    end = button(words.plain("button.end"), Press.END, about)
    if card.state is SessionState.PAUSED:
        return [button(words.plain("button.resume"), Press.RESUME, about, "primary"), end]
    last = card.step_number == card.step_count
    onward = words.plain("button.finish" if last else "button.next")
    return [
        button(onward, Press.NEXT, about, "primary"),
        button(words.plain("button.back"), Press.BACK, about),
        button(words.plain("button.pause"), Press.PAUSE, about),
        end,
    ]


def explain_card(card: ExplainCard, words: Words) -> Rendered:
    """An idea with its equity check."""
    check = section(words("step.equity_check", text=card.equity_check))
    return step_message(card.step, words, [check], [])


def gather_card(card: GatherCard, words: Words) -> Rendered:
    """A question to the group: reply in the thread, or press."""
    step = card.step
    count = section(words("step.contributions", count=card.contributions))
    how = [section(words("step.how_to_contribute"))] if step.is_open else []
    row = [
        button(
            words.plain("button.contribute"), Press.CONTRIBUTE, pack(step.session_id, step.step_id), "primary"
        )
    ]
    return step_message(step, words, [*how, count], row)


def propose_card(card: ProposeCard, words: Words) -> Rendered:
    """An invitation to put words to the group."""
    step = card.step
    row = [
        button(words.plain("button.propose"), Press.PROPOSE, pack(step.session_id, step.step_id), "primary")
    ]
    return step_message(step, words, [section(words("proposal.who_may"))], row)


def assign_card(card: AssignCard, words: Words) -> Rendered:
    """An invitation to say who does what by when."""
    lines = [action_words(action, words) for action in card.actions]
    body = [section(bullets(lines))] if lines else [section(words("action.none_yet"))]
    row = [button(words.plain("button.add_action"), Press.ADD_ACTION, card.step.session_id, "primary")]
    return step_message(card.step, words, body, row)


def finished(card: Finished, words: Words) -> Rendered:
    """What a session came to."""
    opening = words("finished.partly" if card.partial else "finished.whole", title=card.title)
    parts = [
        opening,
        words("finished.heard", count=card.contributions, voices=card.voices),
        *([words("finished.detached", count=card.detached)] if card.detached else []),
        *(words("finished.decision", number=one.number, text=one.statement) for one in card.decisions),
        *(action_words(action, words) for action in card.actions),
        *(_recorded(kind, title, words) for kind, title in card.records),
        *(words("finished.parked", text=one) for one in card.parked),
    ]
    if not card.decisions:
        parts.append(words("finished.no_decision"))
    if card.next_up:
        parts.append(words("rota.next", name=card.next_up))
    row = [
        button(words.plain("button.decisions"), Press.DECISIONS, "1"),
        button(words.plain("button.actions"), Press.ACTIONS, "1"),
    ]
    text = "\n".join(parts)
    return Rendered(clip(text, 3000), (section(text), buttons(*row)))


def _recorded(kind: str, title: str, words: Words) -> str:
    return words("finished.record", kind=words.plain(f"record.kind.{kind}"), title=title)
