"""The weekly message's buttons, the facilitators' choices after a silence."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.silences import Open
from bot.slack.ids import Press
from bot.slack.unpack import Body, press_act, pressed
from bot.usecases.silences import Silences
from bot.usecases.weekly_more import WeeklyDetails


@dataclass
class WeeklyListeners:
    """Unpacks presses under the weekly message."""

    details: WeeklyDetails
    silences: Silences

    def register(self, app: App) -> None:
        """Listen to the buttons."""
        app.action(Press.WEEKLY_MORE)(self.wants_more)
        app.action(Press.SILENCE_NUDGE)(self.nudges)
        app.action(Press.SILENCE_EXTEND)(self.extends)
        app.action(Press.SILENCE_CLOSE)(self.closes)

    def wants_more(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show what stands behind the numbers."""
        ack()
        self.details.more(press_act(body, context))

    def nudges(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Ask the owners, or the channel."""
        ack()
        self.silences.nudge(press_act(body, context), *_silent(body))

    def extends(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Leave it for two weeks."""
        ack()
        self.silences.extend(press_act(body, context), *_silent(body))

    def closes(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Drop the action, or end the session."""
        ack()
        self.silences.close(press_act(body, context), *_silent(body))


def _silent(body: Body) -> tuple[Open, str]:
    """Return what a button under a note of silence is about; nothing where it is a note of an earlier version."""
    about, colon, record_id = pressed(body).partition(":")
    return (Open(about), record_id) if colon else (Open.ACTION, "")
