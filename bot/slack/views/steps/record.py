"""Records as a step gathers them: the running list, and the button to the form."""

from bot.domain.messages import RecordCard
from bot.slack.ids import Press, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, bullets, button, clip, section
from bot.slack.views.steps.frame import step_message

SHOWN = 20


def record_card(card: RecordCard, words: Words) -> Rendered:
    """What was recorded in this session, newest last, and the form for one more."""
    kind = words.plain(f"record.kind.{card.kind}")
    lines = [escape(clip(title, 120)) for title in card.titles[-SHOWN:]]
    count = words("record_step.count", count=len(card.titles))
    row = [
        button(
            words.plain("record_step.add", kind=kind),
            Press.RECORD_ADD,
            pack(card.kind, card.step.session_id),
            "primary",
        )
    ]
    return step_message(card.step, words, [section(f"{count}\n{bullets(lines)}".strip())], row)
