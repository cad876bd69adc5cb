"""``/convene``."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.grammar import read
from bot.slack.ids import COMMAND
from bot.slack.mrkdwn import plain
from bot.slack.unpack import Body, command_act
from bot.usecases.commands import Commands


@dataclass
class CommandListener:
    """Unpacks the slash command."""

    commands: Commands

    def register(self, app: App) -> None:
        """Listen to the slash command."""
        app.command(COMMAND)(self.typed)

    def typed(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Acknowledge at once, then do what was typed."""
        ack()
        self.commands.run(command_act(body, context), read(plain(str(body.get("text") or ""))))
