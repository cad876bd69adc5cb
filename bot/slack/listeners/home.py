"""The Home tab, and how a coalition stands."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.slack.ids import Press
from bot.slack.unpack import Body, event_act, press_act, pressed
from bot.usecases.capture import Capture
from bot.usecases.home import Homes
from bot.usecases.status import Statuses


@dataclass
class HomeListeners:
    """Unpacks what happens on the Home tab, and who asks how things stand."""

    homes: Homes
    capture: Capture
    statuses: Statuses

    def register(self, app: App) -> None:
        """Listen to the tab, and to the buttons that stand on it alone."""
        app.event("app_home_opened")(self.opened)
        app.action(Press.SUGGESTIONS)(self.switched)
        app.action(Press.GO_TO)(self.gone_to)
        app.action(Press.STATUS)(self.wants_status)

    def opened(self, body: Body, context: BoltContext) -> None:
        """Show the Home as it is now."""
        if body["event"].get("tab") == "home":
            self.homes.opened(event_act(body, context))

    def switched(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Switch a coalition's quiet offers on or off."""
        ack()
        self.capture.switch(press_act(body, context), on=pressed(body) == "on")

    def wants_status(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Tell how the coalition stands."""
        ack()
        self.statuses.tell(press_act(body, context))

    def gone_to(self, ack: Ack) -> None:
        """Take note that somebody follows a link: Slack asks for it."""
        ack()
