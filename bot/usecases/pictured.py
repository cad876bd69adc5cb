"""What the pictures of a coalition show: its records, counted and put into words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, ActionState
from bot.domain.days import day_in_words
from bot.domain.decisions import Decision
from bot.domain.framework import PillarKey
from bot.domain.pictures import (
    Bars,
    Picture,
    PillarRow,
    PillarTimeline,
    Span,
    marked_days,
    shown_groups,
)
from bot.domain.progress import STANDING, pillar_line
from bot.domain.sessions import Session, SessionState
from bot.domain.voice import Voice
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.desk import Scene


@dataclass(frozen=True)
class Pictured:
    """A coalition's records on their way into pictures. ``hidden``: channels whose records stay out of them."""

    work: Work
    scene: Scene
    voice: Voice
    now: datetime
    hidden: frozenset[str]

    def pillars(self, scripts: Scripts) -> PillarTimeline:
        """Return when each pillar was worked on and agreed."""
        decisions = self._decisions()
        rows = tuple(self._pillar(key, decisions) for key in scripts.available())
        days = marked_days(rows, self._day(self.now))
        return PillarTimeline(
            title=self.voice.say("pictures.pillars", name=self._name),
            rows=rows,
            days=tuple((day, self._marked(day)) for day in days),
            legend=(self.voice.say("pictures.session"), self.voice.say("pictures.agreed")),
            alt_text=" ".join(self.voice.say("pictures.told", name=row.name, what=row.state) for row in rows),
        )

    def actions(self) -> Bars:
        """Return how many actions are in each state."""
        seen = self.work.actions.where(coalition_id=self._id)
        counted = Counter(one.state for one in seen if self._is_seen(one))
        bars = tuple((self.voice.say(f"action.state.{one}"), counted[one]) for one in ActionState)
        return self._bars(self.voice.say("pictures.actions", name=self._name), bars)

    def voices(self) -> dict[str, Picture]:
        """Return how many people were heard, by organisation and by role; nothing of groups that are too small."""
        organisations = {one.id: one.name for one in self.work.organisations.where(coalition_id=self._id)}
        by_organisation = {
            one.id: organisations[one.organisation_id]
            for one in self.scene.people
            if one.organisation_id in organisations
        }
        by_role = {one.id: self.voice.say(f"heard.role.{one.role}") for one in self.scene.people}
        spoke = self._spoke()
        found = {
            "organisations": (
                self.voice.say("pictures.organisations", name=self._name),
                shown_groups(by_organisation, spoke),
            ),
            "roles": (self.voice.say("pictures.roles", name=self._name), shown_groups(by_role, spoke)),
        }
        return {key: self._bars(title, groups) for key, (title, groups) in found.items() if groups}

    @property
    def _id(self) -> str:
        return self.scene.coalition.id

    @property
    def _name(self) -> str:
        return self.scene.coalition.name

    def _bars(self, title: str, bars: tuple[tuple[str, int], ...]) -> Bars:
        told = [self.voice.say("pictures.told", name=name, what=count) for name, count in bars]
        return Bars(title, bars, " ".join([f"{title}.", *told]))

    def _pillar(self, key: PillarKey, decisions: Mapping[str, list[Decision]]) -> PillarRow:
        held = self.work.sessions.where(coalition_id=self._id, pillar=key)
        seen = [one for one in held if self._is_seen(one)]
        made = [one for session in seen for one in decisions.get(session.id, [])]
        line = pillar_line(key, seen, made)
        state = self.voice.say(f"pillar.state.{line.state}")
        when = self._last(line.visited_on) if line.visited_on else ""
        return PillarRow(
            name=self.voice.say(f"pillar.{key}"),
            state=f"{state}{when}",
            sessions=tuple(self._span(one) for one in seen),
            agreed=tuple(self._day(one.decided_at) for one in made if one.state in STANDING),
        )

    def _last(self, day: date) -> str:
        return self.voice.say("home.last", day=day_in_words(self.voice, day))

    def _span(self, session: Session) -> Span:
        """A session that goes on reaches to today; one that has ended, to the last that was done in it."""
        over = session.state is SessionState.ENDED
        last = (session.touched_at or session.started_at) if over else self.now
        return Span(self._day(session.started_at), self._day(last))

    def _decisions(self) -> dict[str, list[Decision]]:
        """Return the decisions that came of each session."""
        found: dict[str, list[Decision]] = {}
        for one in self.work.decisions.where(coalition_id=self._id):
            if one.session_id and self._is_seen(one):
                found.setdefault(one.session_id, []).append(one)
        return found

    def _spoke(self) -> set[str]:
        """Return who contributed to a session or took a position, as participants' ids."""
        sessions = {one.id for one in self.work.sessions.where(coalition_id=self._id) if self._is_seen(one)}
        rounds = {
            one.id
            for one in self.work.proposals.where(coalition_id=self._id)
            if one.channel_id not in self.hidden
        }
        contributed = self.work.contributions.where(coalition_id=self._id, withdrawn=False)
        positions = self.work.positions.where(coalition_id=self._id)
        return {one.participant_id for one in contributed if one.session_id in sessions} | {
            one.participant_id for one in positions if one.proposal_id in rounds
        }

    def _is_seen(self, one: Session | Decision | Action) -> bool:
        return one.channel_id not in self.hidden

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.scene.coalition.time_zone)).date()

    def _marked(self, day: date) -> str:
        month = self.voice.say(f"month.{day.month}")
        return self.voice.say("pictures.day", day=day.day, month=month, year=day.year)
