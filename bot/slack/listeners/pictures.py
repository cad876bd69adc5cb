"""The button for pictures."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.slack.ids import Press
from bot.slack.unpack import Body, press_act
from bot.usecases.pictures import Pictures


@dataclass
class PictureListeners:
    """Unpacks presses for pictures."""

    pictures: Pictures

    def register(self, app: App) -> None:
        """Listen to the button."""
        app.action(Press.PICTURES)(self.wanted)

    def wanted(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Send the pictures."""
        ack()
        self.pictures.send(press_act(body, context))
