"""Who has been heard: told to the facilitator alone; those who have not can be asked in private."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.attention import NudgeState
from bot.domain.framework import Step
from bot.domain.messages import HeardCard, Message, Say
from bot.domain.people import Deed, Participant
from bot.ports.work import Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, demand, refuse
from bot.usecases.sessions import Sessions
from bot.usecases.step_reminders import StepReminders


@dataclass(frozen=True)
class Hearing:
    """Shows who has been heard, and asks the quiet ones."""

    desk: Desk
    sessions: Sessions
    reminders: StepReminders

    def show(self, act: Act, session_id: str, step_id: str) -> None:
        """Tell the facilitator which organisations and roles have spoken, and which have not."""
        card = self.desk.look(act, lambda work: self._heard(work, act, session_id, step_id))
        if card is not None:
            self.desk.channel.reply(act, card, self.desk.lang(act))

    def ask_quiet(self, act: Act, session_id: str, step_id: str) -> None:
        """Ask each who has not been heard, in a direct message with a button; once a step, within their budget."""
        found = self.desk.look(act, lambda work: self._quiet(work, act, session_id, step_id))
        if found is not None:
            gone = self.reminders.gone(act.workspace_id, *found)
            self.desk.run(act, lambda work: self._ask(work, act, session_id, step_id, gone))

    def _steered(self, work: Work, act: Act, session_id: str, step_id: str) -> tuple[Cards, Step]:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        person = cards.scene.person(act.user_id)
        if person is None:
            raise refuse("refused.facilitators_only")
        demand(person, Deed.STEER, cards.scene, steers=cards.session.steers)
        return cards, step

    def _heard(self, work: Work, act: Act, session_id: str, step_id: str) -> HeardCard:
        cards, step = self._steered(work, act, session_id, step_id)
        return HeardCard(session_id, step.id, cards.heard())

    def _quiet(
        self, work: Work, act: Act, session_id: str, step_id: str
    ) -> tuple[str, tuple[Participant, ...]]:
        """Return the session's channel, and who is to be asked."""
        cards, _ = self._steered(work, act, session_id, step_id)
        return cards.session.channel_id, _to_ask(cards, act)

    def _ask(
        self, work: Work, act: Act, session_id: str, step_id: str, gone: frozenset[str]
    ) -> Message | None:
        cards, step = self._steered(work, act, session_id, step_id)
        states = self.reminders.ask(cards, step, _to_ask(cards, act), gone)
        asked_now, later = states.count(NudgeState.SENT), states.count(NudgeState.HELD)
        if later:
            return Say.of("heard.asked_later", count=asked_now, later=later)
        return Say.of("heard.asked", count=asked_now)


def _to_ask(cards: Cards, act: Act) -> tuple[Participant, ...]:
    silent = set(cards.heard().silent)
    asked = [one for one in cards.scene.people if one.id in silent and one.slack_user_id]
    return tuple(one for one in asked if one.slack_user_id != act.user_id)
