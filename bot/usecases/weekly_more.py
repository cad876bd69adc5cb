"""Behind the weekly message: what moved, what is stuck, what is waited for; and what facilitators hear of a silence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, ActionState
from bot.domain.acts import Act
from bot.domain.attention import Offer, Urgency
from bot.domain.cadence import Cadence
from bot.domain.messages import Message, Say, StillHere, Stuck, WeeklyMore
from bot.domain.people import Deed, facilitators
from bot.domain.records import RecordState
from bot.domain.sessions import SessionState
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.attention import Attention
from bot.usecases.desk import Desk, Scene, demand, refuse, scene_of
from bot.usecases.registers import hidden_channels
from bot.usecases.round_cards import tally_of
from bot.usecases.weekly_facts import Facts

WEEK = timedelta(days=7)
SILENCE = timedelta(days=14)
SHOWN = 8
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class WeeklyDetails:
    """Shows what stands behind the numbers, to whoever asks."""

    desk: Desk
    scripts: Scripts

    def more(self, act: Act) -> None:
        """Show the rest, for the person alone."""
        message = self.desk.look(act, lambda work: self._more(work, act))
        if message is not None:
            self.desk.channel.reply(act, message, self.desk.lang(act))

    def _more(self, work: Work, act: Act) -> Message:
        scene, now = scene_of(work, act.channel_id), self.desk.clock.now()
        hidden = hidden_channels(work, scene, act.channel_id)
        actions = [
            a for a in work.actions.where(coalition_id=scene.coalition.id) if a.channel_id not in hidden
        ]
        moved = [one for one in actions if one.moved_at and now - one.moved_at < WEEK]
        stuck = [one for one in actions if one.state in (ActionState.BLOCKED, ActionState.AT_RISK)]
        return WeeklyMore(
            scene.coalition.name,
            tuple(f"{one.number}. {one.text}" for one in moved[:SHOWN]),
            tuple(_stuck(one, scene) for one in stuck[:SHOWN]),
            self._missing(work, scene, hidden),
            self._reviews(work, scene, hidden, now)[:SHOWN],
            self._sessions(work, scene, hidden),
        )

    def _missing(self, work: Work, scene: Scene, hidden: frozenset[str]) -> tuple[tuple[int, int], ...]:
        proposals = work.proposals.where(coalition_id=scene.coalition.id)
        rounds = [one for one in proposals if one.takes_positions and one.channel_id not in hidden]
        counted = [(one.number, tally_of(work, scene, one)) for one in rounds]
        return tuple((number, tally.ballots - tally.taken) for number, tally in counted)

    def _reviews(self, work: Work, scene: Scene, hidden: frozenset[str], now: datetime) -> tuple[str, ...]:
        soon = (now + WEEK).astimezone(ZoneInfo(scene.coalition.time_zone)).date()
        here = scene.coalition.id
        parameters = work.parameters.where(coalition_id=here, state=RecordState.CURRENT)
        dated = [
            *((one.title, one.review_on, one.channel_id) for one in parameters),
            *(
                (one.statement, one.review_on, one.channel_id)
                for one in work.decisions.where(coalition_id=here)
            ),
        ]
        return tuple(title for title, day, place in dated if day and day <= soon and place not in hidden)

    def _sessions(self, work: Work, scene: Scene, hidden: frozenset[str]) -> tuple[str, ...]:
        sessions = work.sessions.where(coalition_id=scene.coalition.id)
        under_way = [s for s in sessions if s.state is not SessionState.ENDED and s.channel_id not in hidden]
        pillars = [self.scripts.pillar(one.pillar, scene.coalition.lang) for one in under_way]
        return tuple(one.title for one in pillars if one is not None)


def _stuck(action: Action, scene: Scene) -> Stuck:
    zone = ZoneInfo(scene.coalition.time_zone)
    since = action.moved_at.astimezone(zone).date() if action.moved_at else None
    return Stuck(action.number, action.text, action.state, since)


@dataclass(frozen=True)
class Silences:
    """Two weeks without a sign of life: facilitators hear of it, and choose."""

    desk: Desk

    def look(self, work: Work, told: Sequence[tuple[Facts, Cadence]], now: datetime) -> None:
        """Tell the facilitators, once for each silence, where something is open and nothing has moved."""
        quiet = [
            (facts, cadence)
            for facts, cadence in told
            if _is_open(facts) and not _patient(cadence, now) and now - _last_record(facts) >= SILENCE
        ]
        signs = _words(work, [facts for facts, _ in quiet]) if quiet else {}
        for facts, cadence in quiet:
            since = max(_last_record(facts), *signs.get(facts.coalition.id, [LONG_AGO]))
            if now - since >= SILENCE:
                self._tell(work, facts, cadence, since)

    def _tell(self, work: Work, facts: Facts, cadence: Cadence, since: datetime) -> None:
        coalition = facts.coalition
        day = since.astimezone(ZoneInfo(coalition.time_zone)).date()
        again = f":{cadence.patience_until:%Y-%m-%d}" if cadence.patience_until else ""
        for person in facilitators(facts.scene.people):
            key = f"silence:{coalition.id}:{day}{again}:{person.id}"
            message = StillHere(coalition.name, coalition.id, day)
            Attention(self.desk).offer(work, Offer(key, coalition.id, person.id, Urgency.OTHER, message))

    def nudge(self, act: Act, coalition_id: str) -> None:
        """Ask the owners how their actions stand."""
        self.desk.run(act, lambda work: self._nudge(work, act, coalition_id))

    def extend(self, act: Act, coalition_id: str) -> None:
        """Say nothing of it for two more weeks."""
        self.desk.run(act, lambda work: self._extend(work, act, coalition_id))

    def close(self, act: Act, coalition_id: str) -> None:
        """Stop the regular message; the record stays."""
        self.desk.run(act, lambda work: self._close(work, act, coalition_id))

    def _cadence(self, work: Work, act: Act, coalition_id: str) -> Cadence:
        coalition = work.coalitions.get(coalition_id)
        if coalition is None:
            raise refuse("refused.no_coalition")
        scene = Scene(coalition, work.participants.where(coalition_id=coalition_id))
        person = scene.person(act.user_id)
        if person is None:
            raise refuse("refused.facilitators_only")
        demand(person, Deed.CHANGE_SETTINGS, scene)
        return work.cadences.where(coalition_id=coalition_id)[0]

    def _nudge(self, work: Work, act: Act, coalition_id: str) -> Message | None:
        self._cadence(work, act, coalition_id)
        for action in work.actions.where(coalition_id=coalition_id):
            if action.is_open and action.owner_ids:
                work.actions.save(replace(action, next_check_in=self.desk.clock.now()))
        return Say.of("silence.nudged")

    def _extend(self, work: Work, act: Act, coalition_id: str) -> Message | None:
        cadence = self._cadence(work, act, coalition_id)
        work.cadences.save(replace(cadence, patience_until=self.desk.clock.now() + SILENCE))
        return Say.of("silence.extended")

    def _close(self, work: Work, act: Act, coalition_id: str) -> Message | None:
        work.cadences.save(replace(self._cadence(work, act, coalition_id), on=False))
        return Say.of("silence.closed")


def _is_open(facts: Facts) -> bool:
    return bool(facts.sessions) or any(one.is_open for one in facts.actions)


def _patient(cadence: Cadence, now: datetime) -> bool:
    return cadence.patience_until is not None and cadence.patience_until > now


def _last_record(facts: Facts) -> datetime:
    """Return when something was last recorded, begun or decided."""
    return max(
        (
            *(one.recorded_at for one in facts.actions),
            *(one.started_at for one in facts.sessions),
            *(one.decided_at for one in facts.decisions),
        ),
        default=LONG_AGO,
    )


def _words(work: Work, quiet: Sequence[Facts]) -> dict[str, list[datetime]]:
    """Return the moments of what was said, in check-ins and in sessions that run, by the coalition's id."""
    found: dict[str, list[datetime]] = {}
    for report in work.checkins.where(coalition_id=tuple(one.coalition.id for one in quiet)):
        found.setdefault(report.coalition_id, []).append(report.at)
    sessions = {session.id: one.coalition.id for one in quiet for session in one.sessions}
    for said in work.contributions.where(session_id=tuple(sessions)) if sessions else ():
        found.setdefault(sessions[said.session_id], []).append(said.said_at)
    return found
