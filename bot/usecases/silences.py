"""Two weeks without a sign of life in an action or a session: its facilitators hear of it, and choose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.acts import Act
from bot.domain.attention import Offer, Urgency
from bot.domain.cadence import Cadence
from bot.domain.checkins import Report
from bot.domain.deliveries import post
from bot.domain.messages import Message, QuietThing, Say, StillHere
from bot.domain.people import Deed, facilitators
from bot.domain.sessions import Move, Session, SessionState
from bot.domain.silences import (
    SILENCE,
    Open,
    Silence,
    action_rests,
    is_to_be_told,
    last_sign_of_action,
    last_sign_of_session,
    session_rests,
)
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.attention import Attention
from bot.usecases.cards import step_place
from bot.usecases.checkins import CheckIns
from bot.usecases.desk import Desk, Scene, demand, refuse
from bot.usecases.sessions import Sessions
from bot.usecases.weekly_facts import Facts

SHOWN = 5


@dataclass(frozen=True)
class Quiet:
    """Something open in which nothing moved since a moment (UTC); ``hidden``: it stands in a private channel."""

    about: Open
    record_id: str
    since: datetime
    number: int
    title: str
    hidden: bool


@dataclass(frozen=True)
class Silences:
    """Tells facilitators what is silent, and does what they choose: ask, wait, or close."""

    desk: Desk
    scripts: Scripts

    def look(self, work: Work, told: Sequence[tuple[Facts, Cadence]], now: datetime) -> None:
        """Tell the facilitators of these coalitions what has been silent for two weeks: once for each silence."""
        found = [(facts, quiet) for facts, _ in told if (quiet := [*self._quiet(facts, now)])]
        if not found:
            return
        found = _heard_since(work, found)
        ids = tuple(quiet.record_id for _, some in found for quiet in some)
        known = {one.record_id: one for one in work.silences.where(record_id=ids)}
        for facts, some in found:
            news = [one for one in some if is_to_be_told(one.since, known.get(one.record_id), now)]
            if news:
                self._tell(work, facts, sorted(news, key=lambda one: one.since), now)
                self._note(work, facts, news, known)

    def _quiet(self, facts: Facts, now: datetime) -> Iterable[Quiet]:
        zone = facts.coalition.time_zone
        for action in facts.actions:
            since = last_sign_of_action(action)
            if now - since >= SILENCE and not action_rests(action, now, zone):
                hidden = action.channel_id in facts.hidden
                yield Quiet(Open.ACTION, action.id, since, action.number, action.text, hidden)
        for session in facts.sessions:
            since = last_sign_of_session(session)
            if now - since >= SILENCE and not session_rests(session, now):
                hidden = session.channel_id in facts.hidden
                yield Quiet(Open.SESSION, session.id, since, 0, self._title(session, facts), hidden)

    def _title(self, session: Session, facts: Facts) -> str:
        pillar = self.scripts.pillar(session.pillar, facts.coalition.lang)
        return pillar.title if pillar is not None else session.pillar.value

    def _tell(self, work: Work, facts: Facts, news: Sequence[Quiet], now: datetime) -> None:
        coalition = facts.coalition
        things = tuple(_thing(one, coalition.time_zone) for one in news[:SHOWN])
        message = StillHere(coalition.name, things, more=len(news) - len(things))
        for person in facilitators(facts.scene.people):
            key = f"silence:{coalition.id}:{now:%Y-%m-%dT%H:%M}:{person.id}"
            Attention(self.desk).offer(work, Offer(key, coalition.id, person.id, Urgency.OTHER, message))

    def _note(self, work: Work, facts: Facts, news: Sequence[Quiet], known: dict[str, Silence]) -> None:
        """Remember what was told. What the message had no room for is told the next time."""
        for one in sorted(news, key=lambda quiet: quiet.since)[:SHOWN]:
            before = known.get(one.record_id)
            if before is not None:
                work.silences.save(replace(before, since=one.since, patience_until=None))
            else:
                new_id = self.desk.ids.new()
                work.silences.add(Silence(new_id, facts.coalition.id, one.about, one.record_id, one.since))

    def nudge(self, act: Act, about: Open, record_id: str) -> None:
        """Ask the owners how their action stands, or the channel to go on with its session."""
        self.desk.run(act, lambda work: self._nudge(work, act, about, record_id))

    def extend(self, act: Act, about: Open, record_id: str) -> None:
        """Say nothing of it for two more weeks."""
        self.desk.run(act, lambda work: self._extend(work, act, about, record_id))

    def close(self, act: Act, about: Open, record_id: str) -> None:
        """Drop the action, with the reason that its form asks for, or end the session: what is recorded stays."""
        if not record_id:
            self.desk.run(act, _gone)
        elif about is Open.ACTION:
            CheckIns(self.desk).hear(act, record_id, Report.DROPPED)
        else:
            Sessions(self.desk, self.scripts).press(act, Move.END, record_id)

    def _nudge(self, work: Work, act: Act, about: Open, record_id: str) -> Message | None:
        if about is Open.SESSION:
            return self._call(work, act, record_id)
        action = work.actions.get(record_id)
        self._steered(work, act, action.coalition_id if action else "")
        if action is None or not action.is_open:
            raise refuse("refused.no_action")
        if not action.owner_ids:
            return Say.of("silence.no_owner", number=action.number)
        work.actions.save(replace(action, next_check_in=self.desk.clock.now()))
        return Say.of("silence.nudged", number=action.number)

    def _call(self, work: Work, act: Act, session_id: str) -> Message | None:
        session = work.sessions.get(session_id)
        scene = self._steered(work, act, session.coalition_id if session else "")
        if session is None or session.state is SessionState.ENDED:
            raise refuse("refused.no_session")
        pillar = self.scripts.pillar(session.pillar, scene.coalition.lang)
        step = pillar.step(session.step_id) if pillar else None
        said = Say.of("silence.call", title=pillar.title if pillar else "", step=step.title if step else "")
        key, thread = f"silence-call:{act.key}"[:255], step_place(session.id, session.step_id)
        call = post(key, session.channel_id, said, scene.coalition.lang)
        work.outbox.plan([replace(call, thread=thread) if work.outbox.place(thread) else call])
        return Say.of("silence.called")

    def _extend(self, work: Work, act: Act, about: Open, record_id: str) -> Message | None:
        known = work.silences.where(record_id=record_id, about=about)
        self._steered(work, act, known[0].coalition_id if known else "")
        until = self.desk.clock.now() + SILENCE
        work.silences.save(replace(known[0], patience_until=until))
        return Say.of("silence.extended")

    def _steered(self, work: Work, act: Act, coalition_id: str) -> Scene:
        """Return the coalition that this person may choose for. Refuses everybody else."""
        coalition = work.coalitions.get(coalition_id)
        if coalition is None:
            raise refuse("silence.gone")
        scene = Scene(coalition, work.participants.where(coalition_id=coalition_id))
        person = scene.person(act.user_id)
        if person is None:
            raise refuse("refused.facilitators_only")
        demand(person, Deed.STEER, scene)
        return scene


def _gone(_: Work) -> Message:
    return Say.of("silence.gone")


def _thing(one: Quiet, time_zone: str) -> QuietThing:
    day = one.since.astimezone(ZoneInfo(time_zone)).date()
    return QuietThing(one.about, one.record_id, one.number, "" if one.hidden else one.title, day)


def _heard_since(work: Work, found: Sequence[tuple[Facts, list[Quiet]]]) -> list[tuple[Facts, list[Quiet]]]:
    """A word said in a session is a sign of life, also where nobody pressed anything."""
    sessions = tuple(one.record_id for _, some in found for one in some if one.about is Open.SESSION)
    last: dict[str, datetime] = {}
    for said in work.contributions.where(session_id=sessions) if sessions else ():
        last[said.session_id] = max(said.said_at, last.get(said.session_id, said.said_at))
    return [
        (facts, [replace(one, since=max(one.since, last.get(one.record_id, one.since))) for one in some])
        for facts, some in found
    ]
