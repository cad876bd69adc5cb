"""Whatever the bot starts by itself towards one person passes here: sent, held for the digest, or left."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.acts import Act
from bot.domain.attention import (
    LATER,
    Answer,
    Nudge,
    NudgeSettings,
    NudgeState,
    Offer,
    Urgency,
    Verdict,
    Wants,
    Wishes,
    next_digest,
    resting_until,
    weigh,
)
from bot.domain.deliveries import dm
from bot.domain.forms import NudgesForm
from bot.domain.messages import Message, Say, StillWelcome
from bot.domain.people import Participant
from bot.ports.work import Work
from bot.usecases.desk import Desk

STATES = {
    Answer.SEND: NudgeState.SENT,
    Answer.HOLD: NudgeState.HELD,
    Answer.ASK: NudgeState.HELD,
    Answer.LEAVE: NudgeState.LEFT,
}


@dataclass(frozen=True)
class Attention:
    """Keeps each person's budget: two messages a week that they did not ask for, over everything."""

    desk: Desk

    def offer(self, work: Work, offer: Offer) -> NudgeState:
        """Send a message to a person, keep it for their digest, or leave it; say which.

        An offer whose key is known already changes nothing. Without a Slack account nothing is sent:
        the facilitators' list says so.
        """
        known = work.nudges.where(key=offer.key)
        if known:
            return known[0].state
        person = work.participants.get(offer.participant_id)
        if person is None or not person.slack_user_id:
            return self.note(work, offer, "", NudgeState.NO_ACCOUNT).state
        return self._weighed(work, offer, person.slack_user_id)

    def unreachable(self, work: Work, coalition_id: str) -> tuple[Participant, ...]:
        """Return those of a coalition whom the bot cannot write to: somebody else has to tell them."""
        people = work.participants.where(coalition_id=coalition_id)
        return tuple(person for person in people if not person.slack_user_id)

    def keep(self, act: Act) -> None:
        """Go on as before, for a person who was asked."""
        self.desk.run(act, lambda work: self._answered(work, act, Say.of("attention.kept")))

    def later(self, act: Act) -> None:
        """Be quiet for four weeks."""
        until = self.desk.clock.now() + LATER
        said = Say.of("attention.later")
        self.desk.run(act, lambda work: self._answered(work, act, said, snoozed_until=until))

    def stop(self, act: Act) -> None:
        """Never start anything by itself again."""
        said = Say.of("attention.stopped")
        self.desk.run(act, lambda work: self._answered(work, act, said, wants=Wants.NEVER))

    def form(self, act: Act) -> None:
        """Open a person's own settings: quiet hours, days off, only the weekly one, never, away."""
        form = self.desk.look(act, lambda work: NudgesForm(act.channel_id, settings_of(work, act.user_id)))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def save(self, act: Act, wishes: Wishes) -> None:
        """Keep a person's own settings."""
        self.desk.run(act, lambda work: self._save(work, act, wishes))

    def _save(self, work: Work, act: Act, wishes: Wishes) -> Message | None:
        held = settings_of(work, act.user_id)
        away = None
        if wishes.away_until is not None:
            zone = ZoneInfo(self.desk.directory.time_zone(work.workspace_id, act.user_id))
            away = datetime.combine(wishes.away_until, time(0), zone).astimezone(ZoneInfo("UTC"))
        kept = save_settings(
            work,
            replace(
                held,
                wants=wishes.wants,
                quiet_from=wishes.quiet_from,
                quiet_to=wishes.quiet_to,
                days_off=wishes.days_off,
                away_until=away,
                asked_at=None,
            ),
        )
        self._hold_to(work, kept)
        return Say.of("nudges.saved")

    def _answered(
        self,
        work: Work,
        act: Act,
        said: Message,
        *,
        snoozed_until: datetime | None = None,
        wants: Wants = Wants.ALL,
    ) -> Message | None:
        held = settings_of(work, act.user_id)
        kept = save_settings(work, replace(held, asked_at=None, snoozed_until=snoozed_until, wants=wants))
        self._hold_to(work, kept)
        return said

    def _hold_to(self, work: Work, settings: NudgeSettings) -> None:
        """What is on its way is held back where it is not wanted any more; what is held finds its digest again."""
        now = self.desk.clock.now()
        unwanted = settings.wants is not Wants.ALL or resting_until(settings, now) is not None
        for nudge in work.nudges.where(slack_user_id=settings.id, state=NudgeState.SENT):
            if unwanted and nudge.sent_at is not None and nudge.sent_at > now:
                work.outbox.withdraw(nudge.key)
                work.nudges.save(replace(nudge, state=NudgeState.LEFT, sent_at=None))
        if work.nudges.where(slack_user_id=settings.id, state=NudgeState.HELD):
            zone = self.desk.directory.time_zone(work.workspace_id, settings.id)
            self._wait_for_digest(work, settings.id, now, zone)

    def _weighed(self, work: Work, offer: Offer, user_id: str) -> NudgeState:
        now, zone = self.desk.clock.now(), self.desk.directory.time_zone(work.workspace_id, user_id)
        settings = settings_of(work, user_id)
        sent = work.nudges.where(slack_user_id=user_id, state=NudgeState.SENT)
        verdict = weigh(offer, settings, sent, now, zone)
        nudge = self.note(work, offer, user_id, STATES[verdict.answer], verdict.at)
        if verdict.answer is Answer.SEND:
            self._send(work, offer.key, user_id, offer.message, verdict, offer.expires)
        elif verdict.answer is Answer.ASK:
            self._ask(work, offer, user_id, verdict, settings)
        if nudge.state is NudgeState.HELD:
            self._wait_for_digest(work, user_id, now, zone)
        return nudge.state

    def _send(
        self,
        work: Work,
        key: str,
        user_id: str,
        message: Message,
        verdict: Verdict,
        expires: datetime | None = None,
    ) -> None:
        lang = self.lang(work, user_id)
        work.outbox.plan([dm(key, user_id, message, lang, due=verdict.at, expires=expires)])

    def _ask(self, work: Work, offer: Offer, user_id: str, verdict: Verdict, settings: NudgeSettings) -> None:
        """The question takes the place of the offer, which waits for the answer."""
        now = self.desk.clock.now()
        asking = replace(
            offer, key=f"still:{user_id}:{now:%Y-%m-%dT%H:%M}", message=StillWelcome(3), expires=None
        )
        self.note(work, asking, user_id, NudgeState.SENT, verdict.at)
        self._send(work, asking.key, user_id, asking.message, verdict)
        save_settings(work, replace(settings, asked_at=now))

    def note(
        self, work: Work, offer: Offer, user_id: str, state: NudgeState, sent_at: datetime | None = None
    ) -> Nudge:
        """Write down what became of an offer."""
        nudge = Nudge(
            id=self.desk.ids.new(),
            key=offer.key,
            coalition_id=offer.coalition_id,
            participant_id=offer.participant_id,
            slack_user_id=user_id,
            urgency=offer.urgency,
            state=state,
            offered_at=self.desk.clock.now(),
            message=offer.message if state is NudgeState.HELD else None,
            sent_at=sent_at if state is NudgeState.SENT else None,
            expires=offer.expires,
        )
        work.nudges.add(nudge)
        return nudge

    def _wait_for_digest(self, work: Work, user_id: str, now: datetime, zone: str) -> None:
        settings = settings_of(work, user_id)
        if settings.digest_due is None:
            save_settings(work, replace(settings, digest_due=next_digest(settings, now, zone)))

    def lang(self, work: Work, user_id: str) -> str:
        """Return the language a person chose, else what Slack tells."""
        chosen = work.preferences.get(user_id)
        return chosen.lang if chosen else self.desk.directory.lang(work.workspace_id, user_id)


def settings_of(work: Work, user_id: str) -> NudgeSettings:
    """Return how a person wants to be reached; the defaults where they have not said."""
    return work.nudge_settings.get(user_id) or NudgeSettings(user_id)


def save_settings(work: Work, settings: NudgeSettings) -> NudgeSettings:
    """Keep how a person wants to be reached, also the first time."""
    if work.nudge_settings.get(settings.id) is None:
        work.nudge_settings.add(settings)
        return settings
    return work.nudge_settings.save(settings)


__all__ = ["Attention", "Offer", "Urgency", "save_settings", "settings_of"]
