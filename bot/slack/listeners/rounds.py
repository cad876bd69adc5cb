"""Rounds outside sessions, and what people do in a round beside taking a position."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from slack_bolt import Ack, App, BoltContext

from bot.domain.choices import Choice, Rule, Secrecy
from bot.slack.ids import Field, Press, ViewId
from bot.slack.unpack import Body, field, form_act, form_pair, press_act, pressed
from bot.usecases.amending import Amending
from bot.usecases.decision_records import DecisionRecords
from bot.usecases.opening import Opening, Wanted
from bot.usecases.rounds import Rounds
from bot.usecases.speaking_for import SpeakingFor
from bot.usecases.wording import Wording


@dataclass
class RoundListeners:
    """Unpacks presses and forms around rounds."""

    opening: Opening
    rounds: Rounds
    amending: Amending
    speaking: SpeakingFor
    records: DecisionRecords
    wording: Wording

    def register(self, app: App) -> None:
        """Listen to the buttons and forms around rounds."""
        app.action(Press.DECIDE)(self.wants_to_decide)
        app.action(Press.SUPERSEDE)(self.wants_to_supersede)
        app.action(Press.OPEN_ROUND)(self.opened)
        app.action(Press.VOTE)(self.wants_to_vote)
        app.action(Press.AMEND)(self.wants_to_amend)
        app.action(Press.CHANGES_MEANING)(self.changes_meaning)
        app.action(Press.DISCUSSED)(self.discussed)
        app.action(Press.FOR_OTHER)(self.wants_to_speak_for)
        app.action(Press.TOLD_FOR)(self.told)
        app.action(Press.UNDO_FOR)(self.undone)
        app.action(Press.INTEREST)(self.wants_to_declare)
        app.action(Press.WHO)(self.who)
        app.action(Press.RECORD)(self.record)
        app.view(ViewId.DECIDE)(self.decided)
        app.view(ViewId.BALLOT)(self.voted)
        app.view(ViewId.AMEND)(self.amended)
        app.view(ViewId.FOR_OTHER)(self.spoke_for)
        app.view(ViewId.INTEREST)(self.declared)

    def wants_to_decide(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a round."""
        ack()
        self.opening.form(press_act(body, context))

    def wants_to_supersede(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a round that replaces a decision."""
        ack()
        self.opening.form(press_act(body, context), pressed(body))

    def opened(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open a round whose plan was shown."""
        ack()
        self.opening.confirm(press_act(body, context), pressed(body))

    def wants_to_vote(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open a detached ballot."""
        ack()
        self.rounds.ballot_form(press_act(body, context), pressed(body))

    def wants_to_amend(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for new words."""
        ack()
        self.amending.form(press_act(body, context), pressed(body))

    def changes_meaning(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Somebody says that a mended mistake changes the meaning."""
        ack()
        self.amending.changes_meaning(press_act(body, context), pressed(body))

    def discussed(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """A facilitator says that the objections have been talked about."""
        ack()
        self.amending.discussed(press_act(body, context), pressed(body))

    def wants_to_speak_for(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for somebody else's position."""
        ack()
        self.speaking.form(press_act(body, context), pressed(body))

    def told(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Somebody was told what was recorded for them."""
        ack()
        self.speaking.told(press_act(body, context), pressed(body))

    def undone(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Take back what was recorded for somebody."""
        ack()
        self.speaking.undo(press_act(body, context), pressed(body))

    def wants_to_declare(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the form for a conflict of interest."""
        ack()
        self.speaking.interest_form(press_act(body, context), pressed(body))

    def who(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show a facilitator who has not spoken."""
        ack()
        self.speaking.who(press_act(body, context), pressed(body))

    def record(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Show a decision's whole record."""
        ack()
        self.records.show(press_act(body, context), pressed(body))

    def decided(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Open the round that a form asks for."""
        if not self._fit(ack, body, context, Field.TEXT, Field.LIMITS):
            return
        until = field(body, Field.UNTIL)
        wanted = Wanted(
            str(field(body, Field.TEXT) or ""),
            until=date.fromisoformat(until) if until else None,
            rapid=field(body, Field.PACE) == "rapid",
            rule=Rule(field(body, Field.RULE) or Rule.CONSENT),
            secrecy=Secrecy(field(body, Field.SECRECY) or Secrecy.NAMED),
            decider=str(field(body, Field.DECIDER) or ""),
            people=tuple(field(body, Field.ASKED) or ()),
            limits=str(field(body, Field.LIMITS) or ""),
            supersedes=form_pair(body)[0],
        )
        self.opening.put(form_act(body, context), wanted)

    def voted(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Put a detached ballot in."""
        ack()
        choice = field(body, Field.CHOICE)
        if choice:
            self.rounds.cast(form_act(body, context), form_pair(body)[0], Choice(choice))

    def amended(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Put new words in place."""
        if self._fit(ack, body, context, Field.TEXT):
            typo = field(body, Field.KIND) == "typo"
            text = str(field(body, Field.TEXT) or "")
            self.amending.amend(form_act(body, context), form_pair(body)[0], text, typo=typo)

    def spoke_for(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Record a position for somebody else."""
        if not self._fit(ack, body, context, Field.TEXT):
            return
        self.speaking.record(
            form_act(body, context),
            form_pair(body)[0],
            str(field(body, Field.OWNER) or ""),
            Choice(field(body, Field.CHOICE)),
            str(field(body, Field.TEXT) or ""),
        )

    def declared(self, ack: Ack, body: Body, context: BoltContext) -> None:
        """Declare a conflict of interest."""
        if self._fit(ack, body, context, Field.TEXT):
            text = str(field(body, Field.TEXT) or "")
            self.speaking.declare(form_act(body, context), form_pair(body)[0], text)

    def _fit(self, ack: Callable[..., object], body: Body, context: BoltContext, *fields: Field) -> bool:
        """Tell whether a form's words can be stored; where not, say so at the field."""
        act = form_act(body, context)
        for name in fields:
            text = str(field(body, name) or "")
            problem = self.wording.problem(act, text) if text else ""
            if problem:
                ack(response_action="errors", errors={name.value: problem})
                return False
        ack()
        return True
