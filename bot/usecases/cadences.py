"""When a coalition's regular message comes: on or off, day and hour, how often, holidays, silence."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.cadence import Cadence, Change, Every, dedupe_key, with_change
from bot.domain.messages import Message, Say
from bot.domain.people import Deed
from bot.ports.holidays import Holidays
from bot.ports.work import Work
from bot.usecases.desk import Desk, demand, participant, refuse, scene_of


@dataclass(frozen=True)
class Cadences:
    """Changes a coalition's cadence."""

    desk: Desk
    holidays: Holidays

    def change(self, act: Act, change: Change) -> None:
        """Change what the words say; facilitators may."""
        self.desk.run(act, lambda work: self._change(work, act, change))

    def _change(self, work: Work, act: Act, change: Change) -> Message | None:
        scene = scene_of(work, act.channel_id)
        demand(participant(self.desk, work, scene, act), Deed.CHANGE_SETTINGS, scene)
        if change.place and not self.holidays.knows(change.place):
            raise refuse("weekly.no_place", place=change.place)
        cadence = work.cadences.where(coalition_id=scene.coalition.id)[0]
        told = work.cadences.save(with_change(cadence, change, self.desk.clock.now()))
        if not told.on and cadence.last_due is not None:
            work.outbox.withdraw(dedupe_key(cadence, cadence.last_due))
        return _said(told, change)


def _said(cadence: Cadence, change: Change) -> Message:
    if change.silent is not None:
        return Say.of("weekly.quiet" if change.silent else "weekly.always")
    if change.picture is not None:
        return Say.of("weekly.picture_on" if change.picture else "weekly.picture_off")
    if change.place is not None:
        return Say.of("weekly.holidays", place=cadence.place or "-")
    if not cadence.on:
        return Say.of("weekly.off")
    told = {"at": f"{cadence.at:%H:%M}", "zone": cadence.time_zone}
    if cadence.every is Every.MONTH:
        return Say.of("weekly.on_month", day=cadence.monthday, **told)
    if cadence.every is Every.FIRST:
        return Say.of("weekly.on_first", weekday=cadence.weekday, **told)
    if cadence.every is Every.TWO_WEEKS:
        return Say.of("weekly.on_two_weeks", weekday=cadence.weekday, **told)
    return Say.of("weekly.on", weekday=cadence.weekday, **told)
