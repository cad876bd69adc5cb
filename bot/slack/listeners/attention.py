"""What a person says about the messages that the bot starts by itself."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.slack.ids import Press
from bot.slack.unpack import Body, press_act
from bot.usecases.attention import Attention


@dataclass
class AttentionListeners:
    """Unpacks presses about the budget of attention."""

    attention: Attention

    def register(self, app: App) -> None:
        """Listen to the three answers after silence."""
        app.action(Press.KEEP_NUDGES)(self.keeps)
        app.action(Press.LATER_NUDGES)(self.later)
        app.action(Press.STOP_NUDGES)(self.stops)

    def keeps(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Go on as before."""
        ack()
        self.attention.keep(press_act(body, context))

    def later(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Be quiet for some weeks."""
        ack()
        self.attention.later(press_act(body, context))

    def stops(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Never start anything again."""
        ack()
        self.attention.stop(press_act(body, context))
