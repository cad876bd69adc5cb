"""What a person says about the messages that the bot starts by itself."""

from dataclasses import dataclass
from datetime import date, time

from slack_bolt import Ack, App, BoltContext

from bot.domain.attention import Wants, Wishes
from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, chosen_of, field, form_act, press_act
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
        app.action(Press.NUDGE_SETTINGS)(self.wants_settings)
        app.view(ViewId.NUDGES)(self.submitted)

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

    def wants_settings(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open a person's own settings."""
        ack()
        self.attention.form(press_act(body, context))

    def submitted(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Keep a person's own settings."""
        ack()
        away = field(body, Field.AWAY_UNTIL)
        wishes = Wishes(
            Wants(str(field(body, Field.WANTS))),
            time.fromisoformat(str(field(body, Field.QUIET_FROM))),
            time.fromisoformat(str(field(body, Field.QUIET_TO))),
            "".join(chosen_of(body, Field.DAYS_OFF)),
            date.fromisoformat(away) if away else None,
        )
        self.attention.save(form_act(body, context), wishes)
