"""Actions and lists: their buttons and the action form."""

from dataclasses import dataclass
from datetime import date

from slack_bolt import Ack, App, BoltContext

from bot.domain.registers import Register, pressed_for
from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, form_pair, press_act, pressed, starting
from bot.usecases.actions import Actions, Wanted
from bot.usecases.registers import Registers
from bot.usecases.wording import Wording


@dataclass
class RecordListeners:
    """Unpacks presses and forms about what is on record."""

    actions: Actions
    registers: Registers
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons of lists and actions."""
        app.action(starting(Press.DECISIONS))(self.wants_decisions)
        app.action(starting(Press.ACTIONS))(self.wants_actions)
        app.action(Press.ADD_ACTION)(self.wants_to_add)
        app.action(Press.COMPLETE_ACTION)(self.wants_to_complete)
        app.action(Press.PRIVACY)(self.wants_privacy)
        app.action(Press.HELP)(self.wants_help)
        app.view(ViewId.ACTION)(self.submitted)

    def wants_decisions(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show a page of decisions."""
        ack()
        wanted = pressed_for(Register.DECISIONS, pressed(body))
        self.registers.records(press_act(body, context), wanted)

    def wants_actions(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show a page of actions."""
        ack()
        self.registers.records(press_act(body, context), pressed_for(Register.ACTIONS, pressed(body)))

    def wants_to_add(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a new action."""
        ack()
        self.actions.form(press_act(body, context), session_id=pressed(body).strip("-"))

    def wants_to_complete(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for an action that lacks an owner or a day."""
        ack()
        self.actions.form(press_act(body, context), action_id=pressed(body))

    def wants_privacy(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Say what is kept."""
        ack()
        self.registers.say(press_act(body, context), "privacy.text")

    def wants_help(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Say what can be done."""
        ack()
        self.registers.say(press_act(body, context), "help.text")

    def submitted(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Record what was written in the form."""
        text = str(field(body, Field.TEXT) or "")
        session_id, action_id = form_pair(body)
        act = form_act(body, context)
        problem = self.wording.problem(act, text)
        if problem:
            ack(response_action="errors", errors={Field.TEXT.value: problem})
            return
        ack()
        day = field(body, Field.DUE)
        due = date.fromisoformat(day) if day else None
        wanted = Wanted(text, owner_id=field(body, Field.OWNER), due_on=due, session_id=session_id)
        self.actions.submit(act, wanted, action_id)
