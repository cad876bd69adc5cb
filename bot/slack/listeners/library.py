"""The library's buttons, its form, and the rest of an answer for one person alone."""

from dataclasses import dataclass

from slack_bolt import Ack, App, BoltContext

from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, press_act, pressed, starting
from bot.usecases.answers import Answers
from bot.usecases.library import Documents


@dataclass
class LibraryListeners:
    """Unpacks presses and forms about a coalition's documents."""

    documents: Documents
    answers: Answers

    def register(self, app: App) -> None:
        """Listen to the library's buttons and to its form."""
        app.action(starting(Press.DOCUMENTS))(self.wants_page)
        app.action(Press.ADD_DOCUMENT)(self.wants_to_add)
        app.action(starting(Press.REMOVE_DOCUMENT))(self.removes)
        app.action(Press.MORE_ALONE)(self.wants_more)
        app.view(ViewId.DOCUMENT)(self.added)

    def wants_page(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show a page of documents."""
        ack()
        self.documents.page(press_act(body, context), int(pressed(body)))

    def wants_to_add(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for an address."""
        ack()
        self.documents.form(press_act(body, context))

    def removes(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Take a document out."""
        ack()
        self.documents.remove(press_act(body, context), int(pressed(body)))

    def wants_more(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Send the rest of an answer by direct message."""
        ack()
        self.answers.more_alone(press_act(body, context), pressed(body))

    def added(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Add what stands at an address."""
        ack()
        self.documents.add_address(form_act(body, context), str(field(body, Field.TEXT) or "").strip())
