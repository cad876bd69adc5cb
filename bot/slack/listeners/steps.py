"""The buttons and forms of the steps that rank, draw together and check."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.framework import MOST_DOTS
from bot.slack.ids import Press, ViewId, dot_field, theme_fields
from bot.slack.unpack import (
    Body,
    as_it_stands,
    field,
    form_act,
    form_pair,
    form_parts,
    press_act,
    pressed_pair,
)
from bot.usecases.hearing import Hearing
from bot.usecases.ranking import Ranking
from bot.usecases.step_reminders import StepReminders
from bot.usecases.synthesising import ROWS, Synthesising
from bot.usecases.wording import Wording


@dataclass
class StepListeners:
    """Unpacks presses and forms of steps."""

    ranking: Ranking
    synthesising: Synthesising
    hearing: Hearing
    reminders: StepReminders
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons and forms of steps."""
        app.action(Press.SPREAD)(self.wants_dots)
        app.action(Press.DRAFT)(self.wants_draft)
        app.action(Press.HEARD)(self.asks_who_was_heard)
        app.action(Press.ASK_QUIET)(self.asks_the_quiet)
        app.action(Press.PASSES)(self.passes)
        app.view(ViewId.RANK)(self.spread)
        app.view(ViewId.DRAFT)(self.drew_together)

    def wants_dots(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form with the dots."""
        ack()
        self.ranking.form(press_act(body, context), *pressed_pair(body))

    def wants_draft(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the draft of a synthesis to the facilitator."""
        ack()
        self.synthesising.form(press_act(body, context), *pressed_pair(body))

    def asks_who_was_heard(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Tell the facilitator who was heard."""
        ack()
        self.hearing.show(press_act(body, context), *pressed_pair(body))

    def asks_the_quiet(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Ask those who were not heard, in private."""
        ack()
        self.hearing.ask_quiet(press_act(body, context), *pressed_pair(body))

    def passes(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Somebody passes on a question that they were asked in private."""
        ack()
        self.reminders.passed(press_act(body, context))

    def spread(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note somebody's dots."""
        ack()
        chosen = [str(field(body, dot_field(n)) or "") for n in range(MOST_DOTS)]
        self.ranking.spread(form_act(body, context), *form_pair(body), [one for one in chosen if one])

    def drew_together(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show the themes; what looks like an identifier is said at its field, and the form stays open."""
        act = form_act(body, context)
        rows = [_row(body, n) for n in range(ROWS)]
        errors = {
            theme_fields(n)[0]: self.wording.problem(act, text) for n, (text, _) in enumerate(rows) if text
        }
        wrong = {name: text for name, text in errors.items() if text}
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        ack()
        _, session_id, step_id, marks = form_parts(body, 4)
        self.synthesising.show(act, session_id, step_id, rows, marks.split(","))


def _row(body: Body, n: int) -> tuple[str, str]:
    wording, numbers = theme_fields(n)
    return as_it_stands(body, wording), as_it_stands(body, numbers)
