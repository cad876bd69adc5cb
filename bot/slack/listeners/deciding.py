"""How a coalition decides: its settings, and who sits where."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.choices import BallotsBy, Rule
from bot.domain.deciding import Deciding
from bot.domain.people import Habits, Seat
from bot.slack.ids import ON, Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, press_act
from bot.usecases.deciding import HowWeDecide, Seated

NUMBERS = (
    Field.QUORUM_PERCENT,
    Field.QUORUM_PARTNERS,
    Field.QUORUM_ORGANISATIONS,
    Field.QUORUM_SECTORS,
    Field.THRESHOLD,
    Field.THRESHOLD_PERCENT,
    Field.NOTICE_HOURS,
    Field.OPEN_HOURS,
    Field.RAPID_HOURS,
    Field.WINDOW_HOURS,
)


@dataclass
class DecidingListeners:
    """Unpacks presses and forms about how a coalition decides."""

    how: HowWeDecide

    def register(self, app: App) -> None:
        """Listen to the buttons and forms of the settings."""
        app.action(Press.DECIDING)(self.wants_settings)
        app.action(Press.SEATS)(self.wants_seats)
        app.view(ViewId.DECIDING)(self.chosen)
        app.view(ViewId.SEAT)(self.seated)

    def wants_settings(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the settings."""
        ack()
        self.how.form(press_act(body, context))

    def wants_seats(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a person's seat."""
        ack()
        self.how.seat_form(press_act(body, context))

    def chosen(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Keep the settings."""
        ack()
        numbers = {one.value: int(field(body, one) or 0) for one in NUMBERS}
        rule = Rule(field(body, Field.RULE) or Rule.CONSENT)
        ballots_by = BallotsBy(field(body, Field.BALLOTS_BY) or BallotsBy.PERSON)
        wanted = Deciding("", "", rule, ballots_by, **numbers)
        habits = Habits(*(field(body, one) == ON for one in (Field.ROTA, Field.DETACHED)))
        self.how.save(form_act(body, context), wanted, habits)

    def seated(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Keep where a person sits."""
        ack()
        names = (Field.OWNER, Field.NAME, Field.ORGANISATION, Field.SECTOR)
        user_id, name, organisation, sector = (str(field(body, one) or "") for one in names)
        seat = Seat(field(body, Field.SEAT) or Seat.NONE)
        proxy = str(field(body, Field.PROXY) or "")
        self.how.seat(form_act(body, context), Seated(user_id, name, organisation, sector, seat, proxy))
