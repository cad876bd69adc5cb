"""Who looks after a gap of the library: somebody takes it, and may give it back."""

from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.gaps import Gap, GapState
from bot.domain.messages import Message, Say
from bot.domain.people import Deed
from bot.ports.work import Work
from bot.usecases.desk import Desk, Scene, demand, participant, refuse, scene_of
from bot.usecases.registers import hidden_channels

LINE = 300


@dataclass(frozen=True)
class GapCare:
    """Gives gaps an owner."""

    desk: Desk

    def take(self, act: Act, gap_id: str) -> None:
        """Look after a gap from now on; who looks after it already gives it back."""
        self.desk.run(act, lambda work: self._take(work, act, gap_id))

    def _take(self, work: Work, act: Act, gap_id: str) -> Message:
        scene = scene_of(work, act.channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.KEEP_RECORD, scene)
        gap = self._open_gap(work, act, scene, gap_id)
        if gap.owner_id == person.id:
            work.gaps.save(replace(gap, owner_id=None, state=GapState.OPEN))
            return Say.of("gaps.given_back", text=gap.text[:LINE])
        work.gaps.save(replace(gap, owner_id=person.id, state=GapState.TAKEN))
        return Say.of("gaps.taken", text=gap.text[:LINE])

    def _open_gap(self, work: Work, act: Act, scene: Scene, gap_id: str) -> Gap:
        gap = work.gaps.get(gap_id)
        hidden = hidden_channels(work, scene, act.channel_id)
        if gap is None or gap.coalition_id != scene.coalition.id or gap.channel_id in hidden:
            raise refuse("gaps.gone")
        if not gap.is_open:
            raise refuse("gaps.closed", text=gap.text[:LINE])
        return gap
