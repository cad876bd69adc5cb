"""Proposals, positions and objections: their buttons and forms."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.decisions import Choice
from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, form_pair, press_act, pressed, pressed_pair
from bot.usecases.proposals import Proposals
from bot.usecases.rounds import Rounds
from bot.usecases.wording import Wording

CHOICES = {
    Press.CONSENT: Choice.CONSENT,
    Press.STAND_ASIDE: Choice.STAND_ASIDE,
    Press.CONCERN: Choice.CONCERN,
    Press.OBJECTION: Choice.OBJECTION,
    Press.GRADE_1: Choice.GRADE_1,
    Press.GRADE_2: Choice.GRADE_2,
    Press.GRADE_3: Choice.GRADE_3,
    Press.GRADE_4: Choice.GRADE_4,
    Press.GRADE_5: Choice.GRADE_5,
    Press.GRADE_6: Choice.GRADE_6,
    Press.GRADE_7: Choice.GRADE_7,
    Press.GRADE_8: Choice.GRADE_8,
    Press.YES: Choice.YES,
    Press.NO: Choice.NO,
    Press.ABSTAIN: Choice.ABSTAIN,
    Press.ADVICE: Choice.ADVICE,
}


@dataclass
class DecisionListeners:
    """Unpacks presses and forms of rounds."""

    proposals: Proposals
    rounds: Rounds
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons and forms of rounds and decisions."""
        for press in CHOICES:
            app.action(press)(self.chose)
        app.action(Press.PROPOSE)(self.wants_to_propose)
        app.action(Press.CLOSE_ROUND)(self.closed)
        app.action(Press.SET_ASIDE)(self.set_aside)
        app.action(Press.OBJECT_LATE)(self.wants_to_object_late)
        app.view(ViewId.PROPOSAL)(self.proposed)
        app.view(ViewId.REASON)(self.gave_reason)
        app.view(ViewId.LATE_OBJECTION)(self.objected_late)

    def chose(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Somebody takes a position."""
        ack()
        choice = CHOICES[Press(body["actions"][0]["action_id"])]
        self.rounds.take(press_act(body, context), pressed(body), choice)

    def wants_to_propose(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a proposal."""
        ack()
        self.proposals.form(press_act(body, context), *pressed_pair(body))

    def closed(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """A facilitator closes a round."""
        ack()
        self.rounds.close(press_act(body, context), pressed(body))

    def set_aside(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """A facilitator ends a round without a decision."""
        ack()
        self.rounds.set_aside(press_act(body, context), pressed(body))

    def wants_to_object_late(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for an objection to a provisional decision."""
        ack()
        self.rounds.late_form(press_act(body, context), pressed(body))

    def proposed(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Put words to the group."""
        words = self._words(ack, body, context)
        if words:
            session_id, step_id = form_pair(body)
            self.proposals.put(form_act(body, context), session_id, step_id, words)

    def gave_reason(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note a position with its reason."""
        proposal_id, said = form_pair(body)
        choice, given = Choice(said), field(body, Field.TEXT)
        if not given and not choice.needs_reason:
            ack()
            self.rounds.state(form_act(body, context), proposal_id, choice, "")
            return
        words = self._words(ack, body, context)
        if words:
            self.rounds.state(form_act(body, context), proposal_id, choice, words)

    def objected_late(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Object to a provisional decision."""
        words = self._words(ack, body, context)
        if words:
            self.rounds.object_late(form_act(body, context), form_pair(body)[0], words)

    def _words(self, ack: Ack, body: Body, context: BoltContext) -> str:
        """Return the form's words; where they cannot be stored, say so at the field and return nothing."""
        text = str(field(body, Field.TEXT) or "")
        problem = self.wording.problem(form_act(body, context), text)
        if problem:
            ack(response_action="errors", errors={Field.TEXT.value: problem})
            return ""
        ack()
        return text
