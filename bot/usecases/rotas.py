"""The facilitators' rota: off unless switched on; it says who is next."""

from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.grammar import OFF, ON
from bot.domain.messages import Message, Say
from bot.domain.people import Deed, Participant
from bot.domain.rota import next_in_rota
from bot.ports.work import Work
from bot.usecases.desk import Desk, Scene, demand, participant, scene_of


def on_turn(work: Work, scene: Scene) -> Participant | None:
    """Return who facilitates next, or None where the coalition has no rota."""
    if not scene.coalition.rota:
        return None
    return next_in_rota(scene.people, work.sessions.where(coalition_id=scene.coalition.id))


@dataclass(frozen=True)
class Rotas:
    """Switches the rota, and tells whose turn it is."""

    desk: Desk

    def typed(self, act: Act, words: str) -> None:
        """Take ``on`` or ``off``; bare, say who is next."""
        self.desk.run(act, lambda work: self._typed(work, act, words.strip().casefold()))

    def _typed(self, work: Work, act: Act, words: str) -> Message | None:
        scene = scene_of(work, act.channel_id)
        if words in (*ON, *OFF):
            scene = self._switched(work, act, scene, on=words in ON)
        if not scene.coalition.rota:
            return Say.of("rota.off")
        following = on_turn(work, scene)
        return Say.of("rota.next", name=following.name) if following else Say.of("rota.too_few")

    def _switched(self, work: Work, act: Act, scene: Scene, *, on: bool) -> Scene:
        demand(participant(self.desk, work, scene, act), Deed.CHANGE_SETTINGS, scene)
        if scene.coalition.rota == on:
            return scene
        return replace(scene, coalition=work.coalitions.save(replace(scene.coalition, rota=on)))
