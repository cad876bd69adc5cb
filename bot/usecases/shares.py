"""A share of data that was really made, recorded with one press: what the whole thing is for."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.acts import Act
from bot.domain.forms import ShareForm
from bot.domain.messages import Message, Say, Screened
from bot.domain.people import Deed
from bot.domain.records import Level, Share
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, demand, participant, refuse, scene_of

LINE = 255


@dataclass(frozen=True)
class Made:
    """What was shared, from whom to whom, how close to a person, and when."""

    text: str
    given_by: str
    given_to: str
    level: Level
    shared_on: date


@dataclass(frozen=True)
class Shares:
    """Records shares of data."""

    desk: Desk

    def form(self, act: Act) -> None:
        """Open the form."""
        form = self.desk.look(act, lambda work: self._form(work, act))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def record(self, act: Act, made: Made) -> None:
        """Record a share; whoever may record an action may."""
        self.desk.run(act, lambda work: self._record(work, act, made))

    def _form(self, work: Work, act: Act) -> ShareForm:
        zone = ZoneInfo(scene_of(work, act.channel_id).coalition.time_zone)
        return ShareForm(act.channel_id, self.desk.clock.now().astimezone(zone).date())

    def _record(self, work: Work, act: Act, made: Made) -> Message | None:
        scene = scene_of(work, act.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.RECORD_ACTION, scene)
        words = (made.text, made.given_by, made.given_to)
        if not all(one.strip() for one in words):
            raise refuse("refused.empty")
        findings = self.desk.screened(words)
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        share = Share(
            id=self.desk.ids.new(),
            coalition_id=scene.coalition.id,
            channel_id=act.channel_id,
            number=len(work.shares.where(coalition_id=scene.coalition.id)) + 1,
            title=made.text.strip()[:LINE],
            recorded_by=person.id,
            recorded_at=self.desk.clock.now(),
            level=made.level,
            given_by=made.given_by.strip()[:LINE],
            given_to=made.given_to.strip()[:LINE],
            shared_on=made.shared_on,
        )
        work.shares.add(share)
        return Say.of("share.noted", number=share.number, text=share.title)
