"""The registers: their lists, one record opened, and the forms that add, change, link and retire."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.forms import Filing
from bot.domain.kept import DECISION, fields_of
from bot.domain.registers import from_token
from bot.slack.ids import Field, Press, ViewId, unpack
from bot.slack.unpack import Body, field, form_act, form_parts, press_act, pressed, pressed_pair, starting
from bot.usecases.linking import SUPERSEDE, Linking
from bot.usecases.records import Filled, Records
from bot.usecases.registers import Registers

CHANGES = {Press.RECORD_EDIT: Filing.EDIT, Press.RECORD_SUPERSEDE: Filing.SUPERSEDE}


@dataclass
class RegisterListeners:
    """Unpacks presses and forms about records."""

    registers: Registers
    records: Records
    linking: Linking

    def register(self, app: App) -> None:
        """Listen to the lists of records and to their forms."""
        app.action(starting(Press.RECORD_LIST))(self.wants_list)
        app.action(starting(Press.RECORD_FILTER))(self.wants_list)
        app.action(starting(Press.RECORD_OPEN))(self.wants_record)
        app.action(starting(Press.RECORD_ADD))(self.wants_to_add)
        for press in CHANGES:
            app.action(press)(self.wants_to_change)
        app.action(Press.RECORD_RETIRE)(self.wants_to_retire)
        app.action(Press.RECORD_LINK)(self.wants_to_link)
        app.view(ViewId.RECORD)(self.filled)
        app.view(ViewId.RETIRE)(self.retired)
        app.view(ViewId.LINK)(self.linked)

    def wants_list(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show a page of a list, or the list narrowed."""
        ack()
        self.registers.records(press_act(body, context), from_token(pressed(body)))

    def wants_record(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open one record."""
        ack()
        self.registers.open(press_act(body, context), *pressed_pair(body))

    def wants_to_add(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a new record."""
        ack()
        kind, session_id = pressed_pair(body)
        self.records.form(press_act(body, context), kind, session_id=session_id)

    def wants_to_change(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form to edit a record or to replace it; a decision is replaced by one that is there."""
        ack()
        act = press_act(body, context)
        kind, record_id = pressed_pair(body)
        filing = CHANGES[Press(body["actions"][0]["action_id"])]
        if kind == DECISION:
            self.linking.link_form(act, kind, record_id, SUPERSEDE)
            return
        self.records.change_form(act, kind, record_id, filing)

    def wants_to_retire(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for why a record does not hold any more."""
        ack()
        self.linking.retire_form(press_act(body, context), *pressed_pair(body))

    def wants_to_link(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for what a record hangs on."""
        ack()
        self.linking.link_form(press_act(body, context), *pressed_pair(body))

    def filled(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Keep what was written, unless something is wrong with it, or somebody else was first."""
        act, filled = form_act(body, context), _filled(body)
        looked = self.records.check(act, filled)
        if looked.wrong:
            ack(response_action="errors", errors=dict(looked.wrong))
        elif looked.again:
            ack(response_action="update", view=dict(looked.again))
        else:
            ack()
            self.records.submit(act, filled)

    def retired(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note that a record does not hold any more."""
        act, why = form_act(body, context), str(field(body, Field.WHY) or "")
        problem = self.records.wording.problem(act, why)
        if problem:
            ack(response_action="errors", errors={Field.WHY.value: problem})
            return
        ack()
        _, kind, record_id = form_parts(body, 3)
        self.linking.retire(act, kind, record_id, why)

    def linked(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note what a record hangs on, or which decision took its place."""
        act = form_act(body, context)
        _, kind, record_id = form_parts(body, 3)
        to_kind, to_id = unpack(str(field(body, Field.LINKED) or ""), 2)
        why = field(body, Field.WHY)
        problem = self.records.wording.problem(act, str(why)) if why is not None else ""
        if problem:
            ack(response_action="errors", errors={Field.WHY.value: problem})
            return
        ack()
        if why is not None:
            self.linking.replaced_by(act, record_id, to_id, str(why))
        else:
            self.linking.link(act, kind, record_id, to_kind, to_id)


def _filled(body: Body) -> Filled:
    """Return a record's form as it was sent."""
    _, kind, filing, record_id, version, session_id, permalink, quoted = form_parts(body, 8)
    answers = {spec.name: str(field(body, spec.name) or "") for spec in fields_of(kind)}
    why = str(field(body, Field.WHY) or "")
    return Filled(kind, Filing(filing), record_id, int(version), session_id, permalink, quoted, answers, why)
