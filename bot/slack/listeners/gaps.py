"""The list of what the library could not answer."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.slack.ids import Press
from bot.slack.unpack import Body, press_act, pressed, starting
from bot.usecases.gap_care import GapCare
from bot.usecases.registers import Registers


@dataclass
class GapListeners:
    """Unpacks presses in the list of gaps."""

    registers: Registers
    care: GapCare

    def register(self, app: App) -> None:
        """Listen to the buttons of the list."""
        app.action(starting(Press.GAPS))(self.wants_gaps)
        app.action(Press.TAKE_GAP)(self.takes)

    def wants_gaps(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show a page of what the library lacks."""
        ack()
        self.registers.gaps(press_act(body, context), int(pressed(body)))

    def takes(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Look after a gap, or give it back."""
        ack()
        self.care.take(press_act(body, context), pressed(body))
