"""The weekly message's buttons, the facilitators' choices after a silence, and shares of data."""

from dataclasses import dataclass
from datetime import date

from slack_bolt import Ack, App, BoltContext

from bot.domain.records import Level
from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, press_act, pressed
from bot.usecases.shares import Made, Shares
from bot.usecases.weekly_more import Silences, WeeklyDetails
from bot.usecases.wording import Wording


@dataclass
class WeeklyListeners:
    """Unpacks presses under the weekly message."""

    details: WeeklyDetails
    silences: Silences
    shares: Shares
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons and the form of shares."""
        app.action(Press.WEEKLY_MORE)(self.wants_more)
        app.action(Press.SILENCE_NUDGE)(self.nudges)
        app.action(Press.SILENCE_EXTEND)(self.extends)
        app.action(Press.SILENCE_CLOSE)(self.closes)
        app.action(Press.SHARE)(self.wants_to_share)
        app.view(ViewId.SHARE)(self.shared)

    def wants_more(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show what stands behind the numbers."""
        ack()
        self.details.more(press_act(body, context))

    def nudges(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Ask the owners."""
        ack()
        self.silences.nudge(press_act(body, context), pressed(body))

    def extends(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Leave it for two weeks."""
        ack()
        self.silences.extend(press_act(body, context), pressed(body))

    def closes(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Stop the weekly message."""
        ack()
        self.silences.close(press_act(body, context), pressed(body))

    def wants_to_share(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a share of data."""
        ack()
        self.shares.form(press_act(body, context))

    def shared(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Record a share of data."""
        act = form_act(body, context)
        asked = (Field.TEXT, Field.GIVEN_BY, Field.GIVEN_TO)
        words = {name: str(field(body, name) or "") for name in asked}
        problems = {name.value: self.wording.problem(act, said) for name, said in words.items()}
        found = {name: problem for name, problem in problems.items() if problem}
        if found:
            ack(response_action="errors", errors=found)
            return
        ack()
        day = date.fromisoformat(str(field(body, Field.SHARED_ON)))
        level = Level(str(field(body, Field.LEVEL)))
        text, given_by, given_to = (words[one] for one in asked)
        self.shares.record(act, Made(text, given_by, given_to, level, day))
