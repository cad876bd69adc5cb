"""What owners say about their actions: presses and the form for those that need words."""

from dataclasses import dataclass
from datetime import date

from slack_bolt import Ack, App, BoltContext

from bot.domain.checkins import Report, Said
from bot.slack.ids import Field, Press, ViewId, unpack
from bot.slack.unpack import Body, field, form_act, form_pair, press_act, pressed, pressed_pair, starting
from bot.usecases.actions import Actions
from bot.usecases.checkins import CheckIns
from bot.usecases.wording import Wording


@dataclass
class CheckInListeners:
    """Unpacks what is said about an action."""

    checkins: CheckIns
    actions: Actions
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons of check-ins and their form."""
        app.action(starting(Press.REPORT))(self.reports)
        app.action(starting(Press.ACTION_DONE))(self.done)
        app.action(starting(Press.ACTION_DAY))(self.chose_day)
        app.view(ViewId.REPORT)(self.submitted)

    def reports(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Take a state at once, or open the form for what needs words."""
        ack()
        action_id, report = pressed_pair(body)
        self.checkins.hear(press_act(body, context), action_id, Report(report))

    def done(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Ask what an action has changed, now that it is done."""
        ack()
        self.checkins.hear(press_act(body, context), pressed(body), Report.DONE)

    def chose_day(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Set the day that is meant."""
        ack()
        action_id, day = pressed_pair(body)
        self.actions.day(press_act(body, context), action_id, date.fromisoformat(day))

    def submitted(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Take the words."""
        act, said = form_act(body, context), _said(body)
        action_id, report = form_pair(body)
        problem = self.wording.problem(act, said.text) if said.text or _needs_words(Report(report)) else None
        if problem:
            ack(response_action="errors", errors={Field.TEXT.value: problem})
            return
        ack()
        self.checkins.submit(act, action_id, said)


def _needs_words(report: Report) -> bool:
    return report in (Report.DROPPED, Report.NOTE)


def _said(body: Body) -> Said:
    report = Report(form_pair(body)[1])
    kind, record_id = unpack(str(field(body, Field.BLOCKER) or ""), 2)
    day = field(body, Field.UNTIL)
    return Said(
        report,
        str(field(body, Field.TEXT) or ""),
        kind,
        record_id,
        date.fromisoformat(day) if day else None,
        field(body, Field.OWNER),
    )
