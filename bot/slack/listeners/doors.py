"""The ways in: ask, set up, start a session, choose a language, open a source."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.domain.questions import Verdict
from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, press_act, pressed, starting
from bot.usecases.answers import Answers
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup, Wishes
from bot.usecases.wording import Wording

VERDICTS = {Press.HELPED: Verdict.HELPED, Press.NOT_HELPED: Verdict.NOT_HELPED}
LANG_OF = {Press.SPANISH: "es", Press.ENGLISH: "en"}


@dataclass
class DoorListeners:
    """Unpacks presses and forms that begin something."""

    answers: Answers
    setup: Setup
    sessions: Sessions
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons and forms that begin something."""
        app.action(Press.ASK)(self.wants_to_ask)
        app.action(Press.SETUP)(self.wants_setup)
        app.action(starting(Press.START))(self.wants_to_start)
        app.action(starting(Press.OPEN_SOURCE))(self.wants_source)
        app.action(Press.MORE)(self.wants_more)
        for press in VERDICTS:
            app.action(press)(self.judged)
        for press in LANG_OF:
            app.action(press)(self.speaks)
        app.view(ViewId.ASK)(self.asked)
        app.view(ViewId.SETUP)(self.set_up)

    def wants_to_ask(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a question."""
        ack()
        self.answers.form(press_act(body, context))

    def wants_setup(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the setup form."""
        ack()
        self.setup.form(press_act(body, context))

    def wants_to_start(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Start a pillar's session."""
        ack()
        self.sessions.start(press_act(body, context), pressed(body))

    def wants_source(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the passage behind a number."""
        ack()
        self.answers.open_source(press_act(body, context), pressed(body))

    def wants_more(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open all that an answer was drawn from."""
        ack()
        self.answers.more(press_act(body, context), pressed(body))

    def judged(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Note whether an answer helped."""
        ack()
        verdict = VERDICTS[Press(body["actions"][0]["action_id"])]
        self.answers.judge(press_act(body, context), pressed(body), verdict)

    def speaks(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Speak another language to this person from now on."""
        ack()
        self.setup.speak(press_act(body, context), LANG_OF[Press(body["actions"][0]["action_id"])])

    def asked(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Answer a question from the form, for the person alone."""
        question = str(field(body, Field.TEXT) or "")
        act = form_act(body, context)
        problem = self.wording.problem(act, question)
        if problem:
            ack(response_action="errors", errors={Field.TEXT.value: problem})
            return
        ack()
        self.answers.whisper(act, question)

    def set_up(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Make the channel a coalition's home, or change its settings."""
        act = form_act(body, context)
        name = str(field(body, Field.NAME) or "")
        problem = self.wording.problem(act, name)
        if problem:
            ack(response_action="errors", errors={Field.NAME.value: problem})
            return
        ack()
        wishes = Wishes(
            name,
            tuple(field(body, Field.FACILITATORS) or ()),
            str(field(body, Field.TIME_ZONE) or "UTC"),
            str(field(body, Field.LANG) or "en"),
            _people(body, Field.COMMUNITY_PARTNERS),
            _people(body, Field.OBSERVERS),
        )
        self.setup.save(act, wishes)


def _people(body: Body, block_id: str) -> tuple[str, ...] | None:
    """Return the people chosen, none if the field was emptied, or None if it was left as it was."""
    chosen = field(body, block_id)
    return None if chosen is None else tuple(chosen)
