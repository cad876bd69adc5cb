"""Behind the weekly message: what moved, what is stuck, what is waited for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, ActionState
from bot.domain.acts import Act
from bot.domain.messages import Message, Stuck, WeeklyMore
from bot.domain.records import RecordState
from bot.domain.sessions import SessionState
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.desk import Desk, Scene, scene_of
from bot.usecases.registers import hidden_channels
from bot.usecases.round_cards import tally_of

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
