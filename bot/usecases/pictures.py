"""Pictures of how a coalition stands, for whoever would rather look: sent to one person, with their words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.messages import Say
from bot.domain.pictures import Drawn, Picture
from bot.domain.voice import Voice
from bot.ports.documents import Documents
from bot.ports.files import Files, Receiver
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.desk import Desk, scene_of
from bot.usecases.handing import Handing
from bot.usecases.pictured import Pictured
from bot.usecases.registers import hidden_channels

FOR_ALL = ("pillars", "actions")


@dataclass(frozen=True)
class Pictures:
    """Draws pictures of what may be seen in the place of the asking."""

    desk: Desk
    documents: Documents
    files: Files
    scripts: Scripts
    voices: Mapping[str, Voice]

    def send(self, act: Act) -> None:
        """Send the pictures to whoever asks; those of voices to facilitators alone."""
        found = self.desk.look(act, lambda work: self._pictures(work, act))
        if found is None:
            return
        name, pictures = found
        lang, here = self.desk.lang(act), Say.of("pictures.here", name=name)

        def send(to: Receiver) -> None:
            shown = pictures if to.user_id else {key: pictures[key] for key in FOR_ALL}
            self.files.send_pictures(act.workspace_id, to, self._drawn(shown), here, lang)

        said = Handing(self.desk).hand(act, send, Say.of("pictures.sent", name=name))
        self.desk.channel.reply(act, said, lang)

    def _drawn(self, pictures: Mapping[str, Picture]) -> list[Drawn]:
        return [Drawn(f"{key}.png", self.documents.draw(one), one.alt_text) for key, one in pictures.items()]

    def _pictures(self, work: Work, act: Act) -> tuple[str, dict[str, Picture]]:
        scene = scene_of(work, act.channel_id)
        voice = self.voices.get(self.desk.lang_in(work, act), self.voices["en"])
        hidden = hidden_channels(work, scene, act.channel_id)
        look = Pictured(work, scene, voice, self.desk.clock.now(), hidden)
        person = scene.person(act.user_id)
        shown: dict[str, Picture] = {"pillars": look.pillars(self.scripts), "actions": look.actions()}
        if person is not None and person.facilitates:
            shown |= look.voices()
        return scene.coalition.name, shown
