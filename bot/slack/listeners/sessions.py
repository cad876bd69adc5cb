"""The buttons of a session: its card, its steps, *Did I get this right?*, and the contribution form."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.contributions import Named, Recognised
from bot.domain.sessions import Move
from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, form_pair, press_act, pressed_pair
from bot.usecases.contributions import Contributions
from bot.usecases.sessions import Sessions
from bot.usecases.wording import Wording

MOVES = {
    Press.NEXT: Move.NEXT,
    Press.BACK: Move.BACK,
    Press.SKIP: Move.SKIP,
    Press.PAUSE: Move.PAUSE,
    Press.RESUME: Move.RESUME,
    Press.END: Move.END,
}
WORDS = {Press.RECOGNISED: Recognised.YES, Press.NOT_MEANT: Recognised.NOT_MEANT}


@dataclass
class SessionListeners:
    """Unpacks presses and forms of sessions."""

    sessions: Sessions
    contributions: Contributions
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the session's buttons and to its form."""
        for press in MOVES:
            app.action(press)(self.moved)
        for press in WORDS:
            app.action(press)(self.recognised)
        app.action(Press.CONTRIBUTE)(self.wants_to_contribute)
        app.action(Press.MISSING)(self.misses_a_point)
        app.view(ViewId.CONTRIBUTE)(self.contributed)

    def moved(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """A facilitator moves the session."""
        ack()
        session_id, step_id = pressed_pair(body)
        move = MOVES[Press(body["actions"][0]["action_id"])]
        self.sessions.press(press_act(body, context), move, session_id, step_id)

    def recognised(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Somebody says whether a synthesis is right."""
        ack()
        session_id, step_id = pressed_pair(body)
        word = WORDS[Press(body["actions"][0]["action_id"])]
        self.contributions.recognise(press_act(body, context), session_id, step_id, word)

    def wants_to_contribute(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form."""
        ack()
        self.contributions.form(press_act(body, context), *pressed_pair(body))

    def misses_a_point(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note that a point is missing, and open the form for it."""
        ack()
        self.contributions.form(press_act(body, context), *pressed_pair(body), missing=True)

    def contributed(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note what was written; what looks like an identifier is said at the field, and the form stays open."""
        text = str(field(body, Field.TEXT) or "")
        act = form_act(body, context)
        problem = self.wording.problem(act, text)
        if problem:
            ack(response_action="errors", errors={Field.TEXT.value: problem})
            return
        ack()
        session_id, step_id = form_pair(body)
        named = Named(field(body, Field.NAMED) or Named.NAMED)
        self.contributions.submit(act, session_id, step_id, text, named)
