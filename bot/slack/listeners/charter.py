"""The charter's buttons."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.slack.ids import Press
from bot.slack.unpack import Body, press_act, pressed, starting
from bot.usecases.charter import Charters


@dataclass
class CharterListeners:
    """Unpacks presses for a charter."""

    charters: Charters

    def register(self, app: App) -> None:
        """Listen to the charter's buttons."""
        app.action(starting(Press.CHARTER))(self.wants_charter)

    def wants_charter(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Make the charter, or offer its kinds where none is named."""
        ack()
        self.charters.make(press_act(body, context), pressed(body).strip("-"))
