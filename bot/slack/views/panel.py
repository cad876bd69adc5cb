"""The panel: what is going on here, and the next sensible thing to do."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.messages import Panel, SessionLine
from bot.domain.sessions import SessionState
from bot.slack.ids import Press
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, bullets, button, buttons, section


def panel(shown: Panel, words: Words) -> Rendered:
    """A short overview with buttons; without a coalition, how to begin."""
    if not shown.coalition:
        text = words("panel.no_coalition")
        return Rendered(text, (section(text), buttons(_set_up(words), _ask(words))))
    under_way = [_session(line, words) for line in shown.sessions]
    parts = [
        f"*{escape(shown.coalition)}*",
        bullets(under_way) if under_way else words("panel.no_session"),
        words("panel.on_record", decisions=shown.decisions, actions=shown.open_actions),
        words("panel.pillars", pillars=", ".join(_pillar(key, state, words) for key, state in shown.pillars)),
    ]
    text = "\n".join(parts)
    blocks: list[Block] = [section(text), buttons(*_row(shown, words)), _deciding(words)]
    return Rendered(text, tuple(blocks))


def _session(line: SessionLine, words: Words) -> str:
    at = words("session.at_step", n=line.step_number, of=line.step_count, title=line.step_title)
    paused = f" {words('session.paused')}" if line.state is SessionState.PAUSED else ""
    return f"{escape(line.title)}: {at}{paused}"


def _pillar(key: str, state: str, words: Words) -> str:
    return f"{words(f'pillar.{key}')} ({words(f'pillar.state.{state}')})"


def _row(shown: Panel, words: Words) -> list[ButtonElement]:
    start = [
        button(words.plain("button.start", title=words.plain(f"pillar.{key}")), f"{Press.START}.{key}", key)
        for key, state in shown.pillars
        if state != "open"
    ]
    return [
        *start,
        _ask(words),
        button(words.plain("button.status"), Press.STATUS, ""),
        button(words.plain("button.add_action"), Press.ADD_ACTION, "-"),
        button(words.plain("button.decisions"), Press.DECISIONS, "1"),
        button(words.plain("button.actions"), Press.ACTIONS, "1"),
        button(words.plain("button.documents"), f"{Press.DOCUMENTS}.1", "1"),
        button(words.plain("button.help"), Press.HELP, ""),
    ]


def _deciding(words: Words) -> Block:
    return buttons(
        button(words.plain("button.decide"), Press.DECIDE, ""),
        button(words.plain("button.deciding"), Press.DECIDING, ""),
    )


def _set_up(words: Words) -> ButtonElement:
    return button(words.plain("button.set_up"), Press.SETUP, "", "primary")


def _ask(words: Words) -> ButtonElement:
    return button(words.plain("button.ask"), Press.ASK, "")
