"""Reminders of a step's deadline: to those who have not spoken, once a step, within each person's budget and hours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.acts import Act
from bot.domain.attention import NudgeState, Offer, Urgency
from bot.domain.framework import Step, StepKind
from bot.domain.messages import QuietVoice, Say, StepCloses
from bot.domain.people import Participant
from bot.ports.scripts import Scripts
from bot.usecases.attention import Attention
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk

BEFORE = timedelta(hours=18)
LIVE_FOR = timedelta(days=1)
ASKS_EACH = (StepKind.GATHER, StepKind.CHECK, StepKind.RANK)


@dataclass(frozen=True)
class StepReminders:
    """Asks in private, and takes a pass for an answer."""

    desk: Desk
    scripts: Scripts

    def passed(self, act: Act) -> None:
        """Take note that somebody passes; that they did something ends it."""
        self.desk.run(act, lambda work: Say.of("quiet.passed"))

    def due(self, cards: Cards) -> tuple[Participant, ...]:
        """Return those who have not spoken to the open step and are to be reminded now, close to its deadline."""
        session, now = cards.session, self.desk.clock.now()
        step, due = cards.pillar.step(session.step_id), session.step_due
        if step is None or due is None or step.kind not in ASKS_EACH or not due - BEFORE <= now < due:
            return ()
        quiet = [one for one in cards.scene.people if one.has_ballot and not _has_acted(cards, step, one)]
        return tuple(one for one in quiet if not cards.work.nudges.where(key=_due_key(cards, step, one.id)))

    def gone(self, workspace_id: str, channel_id: str, people: Iterable[Participant]) -> frozenset[str]:
        """Return the ids of those who have left a channel: they are not written to about it.

        Slack is asked for each, which takes a while: no transaction may be open meanwhile.
        """
        here = self.desk.directory.is_member
        return frozenset(
            one.id
            for one in people
            if one.slack_user_id and not here(workspace_id, channel_id, one.slack_user_id)
        )

    def remind(self, cards: Cards, gone: frozenset[str] = frozenset()) -> bool:
        """Offer a reminder to each to whom it is due, less those who are gone; tell whether there was any."""
        step, ends, new = cards.pillar.step(cards.session.step_id), cards.session.step_due, self.due(cards)
        if step is None or ends is None:
            return False
        for person in new:
            closes = self._closes(cards, person, step, ends)
            self._offer(cards, person, _due_key(cards, step, person.id), closes, ends, gone)
        return bool(new)

    def ask(
        self, cards: Cards, step: Step, people: Iterable[Participant], gone: frozenset[str] = frozenset()
    ) -> list[NudgeState]:
        """Offer each of these people the question in private, less those who are gone; return what became of it."""
        now, due = self.desk.clock.now(), cards.session.step_due
        until = due if due is not None and due > now else now + LIVE_FOR
        return [
            self._offer(
                cards, one, _quiet_key(cards, step, one.id), self._quiet(cards, one, step), until, gone
            )
            for one in people
        ]

    def _offer(
        self,
        cards: Cards,
        person: Participant,
        key: str,
        message: QuietVoice | StepCloses,
        until: datetime,
        gone: frozenset[str],
    ) -> NudgeState:
        offer = Offer(key, cards.scene.coalition.id, person.id, Urgency.OTHER, message, expires=until)
        attention = Attention(self.desk)
        if person.id in gone:
            return attention.note(cards.work, offer, str(person.slack_user_id), NudgeState.LEFT).state
        return attention.offer(cards.work, offer)

    def _closes(self, cards: Cards, person: Participant, step: Step, due: datetime) -> StepCloses:
        title, asked = self._in_their_words(cards, person, step)
        zone = cards.scene.coalition.time_zone
        return StepCloses(cards.session.id, step.id, title, asked.title, asked.ask, step.kind, due, zone)

    def _quiet(self, cards: Cards, person: Participant, step: Step) -> QuietVoice:
        title, asked = self._in_their_words(cards, person, step)
        return QuietVoice(cards.session.id, step.id, title, asked.title, asked.ask)

    def _in_their_words(self, cards: Cards, person: Participant, step: Step) -> tuple[str, Step]:
        """Return the pillar's title and the step in the language that a person reads."""
        lang = Attention(self.desk).lang(cards.work, person.slack_user_id) if person.slack_user_id else ""
        script = self.scripts.pillar(cards.session.pillar, lang or cards.scene.coalition.lang)
        theirs = script.step(step.id) if script is not None else None
        return (script.title, theirs) if script and theirs else (cards.pillar.title, step)


def spoken(cards: Cards, step: Step, people: Iterable[Participant], now: datetime) -> None:
    """Take back what is still on its way to people about a step: they have spoken, or the group has moved on."""
    for person in people:
        for key in (_due_key(cards, step, person.id), _quiet_key(cards, step, person.id)):
            for nudge in cards.work.nudges.where(key=key):
                on_its_way = nudge.sent_at is not None and nudge.sent_at > now
                if nudge.state is NudgeState.HELD or on_its_way:
                    cards.work.outbox.withdraw(key)
                    cards.work.nudges.save(replace(nudge, state=NudgeState.LEFT, message=None, sent_at=None))


def _due_key(cards: Cards, step: Step, person_id: str) -> str:
    return f"closes:{cards.session.id}:{step.id}:{person_id}"


def _quiet_key(cards: Cards, step: Step, person_id: str) -> str:
    return f"quiet:{cards.session.id}:{step.id}:{person_id}"


def _has_acted(cards: Cards, step: Step, person: Participant) -> bool:
    if step.kind is StepKind.RANK:
        return any(one.participant_id == person.id for one in cards.ballots(step))
    return any(one.participant_id == person.id for one in cards.said(step.id))
