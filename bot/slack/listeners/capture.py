"""Message shortcuts, and the quiet offer to put a message on record."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.kept import ACTION, DECISION
from bot.domain.records import RecordKind
from bot.ports.channel import Said
from bot.slack.ids import Press, Shortcut, unpack
from bot.slack.mrkdwn import plain
from bot.slack.unpack import Body, press_act, pressed, shortcut_act, starting
from bot.usecases.capture import Capture

KINDS = {
    Shortcut.RECORD_DECISION: DECISION,
    Shortcut.RECORD_PARAMETER: RecordKind.PARAMETER.value,
    Shortcut.MAKE_ACTION: ACTION,
}


@dataclass
class CaptureListeners:
    """Unpacks what asks for a message to be put on record."""

    capture: Capture

    def register(self, app: App) -> None:
        """Listen to the shortcuts in a message's menu, and to the offer's button."""
        for shortcut in KINDS:
            app.shortcut({"type": "message_action", "callback_id": shortcut.value})(self.from_message)
        app.action(starting(Press.SUGGESTED))(self.suggested)

    def from_message(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form of a kind, filled from the message."""
        ack()
        message = body["message"]
        said = Said(str(message.get("user") or ""), plain(str(message.get("text") or "")), str(message["ts"]))
        self.capture.from_message(shortcut_act(body, context), KINDS[Shortcut(body["callback_id"])], said)

    def suggested(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for the message that was suggested."""
        ack()
        kind, ts, thread_ts = unpack(pressed(body), 3)
        self.capture.suggested(press_act(body, context), kind, ts, thread_ts)
