"""Plans, hand-overs, the parking lot, a scribe's notes, the projector."""

from dataclasses import dataclass
from datetime import date

from slack_bolt import Ack, App, BoltContext

from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, form_pair, press_act, pressed_pair
from bot.usecases.over_days import OverDays
from bot.usecases.session_room import SessionRoom
from bot.usecases.wording import Wording


@dataclass
class RoomListeners:
    """Unpacks what a facilitator has at hand beside the steps."""

    room: SessionRoom
    over_days: OverDays
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons of the session's card, and to their forms."""
        app.action(Press.START_PLANNED)(self.wants_to_start)
        app.action(Press.EXTEND)(self.wants_more_time)
        app.action(Press.TAKE_OVER)(self.takes_over)
        app.action(Press.PARK)(self.wants_to_park)
        app.action(Press.PASTE)(self.wants_to_paste)
        app.action(Press.PROJECTOR)(self.wants_projector)
        app.action(Press.HAND)(self.wants_to_hand_over)
        app.view(ViewId.PARK)(self.parked)
        app.view(ViewId.PASTE)(self.pasted)
        app.view(ViewId.HAND)(self.handed)

    def wants_to_start(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Start a session as it was planned."""
        ack()
        pillar, until = pressed_pair(body)
        self.over_days.start(press_act(body, context), pillar, date.fromisoformat(until))

    def wants_more_time(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Give the step a day more."""
        ack()
        self.over_days.extend(press_act(body, context), *pressed_pair(body))

    def takes_over(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Steer a session that lay idle."""
        ack()
        self.over_days.take_over(press_act(body, context), pressed_pair(body)[0])

    def wants_to_park(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for the parking lot."""
        ack()
        self.room.park_form(press_act(body, context), pressed_pair(body)[0])

    def wants_to_paste(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for notes."""
        ack()
        self.room.paste_form(press_act(body, context), pressed_pair(body)[0])

    def wants_projector(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the step in large type."""
        ack()
        self.room.projector(press_act(body, context), pressed_pair(body)[0])

    def wants_to_hand_over(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form that asks who steers."""
        ack()
        self.room.hand_form(press_act(body, context), pressed_pair(body)[0])

    def parked(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Park a point; what looks like an identifier is said at the field."""
        if self._words_stand(ack, body, context):
            session_id, _ = form_pair(body)
            self.room.park(form_act(body, context), session_id, str(field(body, Field.TEXT) or ""))

    def pasted(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note a block of notes."""
        if self._words_stand(ack, body, context):
            self.room.paste(form_act(body, context), *form_pair(body), str(field(body, Field.TEXT) or ""))

    def handed(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Let somebody else steer."""
        ack()
        session_id, _ = form_pair(body)
        self.room.hand_over(form_act(body, context), session_id, str(field(body, Field.OWNER) or ""))

    def _words_stand(self, ack: Ack, body: Body, context: BoltContext) -> bool:
        problem = self.wording.problem(form_act(body, context), str(field(body, Field.TEXT) or ""))
        if problem:
            ack(response_action="errors", errors={Field.TEXT.value: problem})
            return False
        ack()
        return True
