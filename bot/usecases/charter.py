"""The charter: all that a coalition has on record as one file, or as a canvas that is kept up to date."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.canvases import Canvas
from bot.domain.charter import Charter, CharterFormat
from bot.domain.messages import CharterOffer, Say
from bot.domain.people import Coalition, Deed
from bot.domain.voice import Voice
from bot.ports.channel import TryLater, Undeliverable
from bot.ports.documents import Documents
from bot.ports.files import Files, Receiver
from bot.ports.work import Work
from bot.usecases.charter_contents import Contents
from bot.usecases.desk import Desk, Scene, demand, participant, scene_of
from bot.usecases.handing import Handing
from bot.usecases.registers import hidden_channels

log = logging.getLogger(__name__)
ENDINGS = {CharterFormat.SHEETS: "zip"}


@dataclass(frozen=True)
class Charters:
    """Makes charters. They hold what everybody in the place of the asking may see."""

    desk: Desk
    documents: Documents
    files: Files
    voices: Mapping[str, Voice]

    def make(self, act: Act, typed: str) -> None:
        """Send the charter as the kind of file that was typed; bare, offer the kinds."""
        wanted = next((one for one in CharterFormat if one == typed.strip().casefold()), None)
        if wanted is CharterFormat.CANVAS:
            self.desk.run(act, lambda work: self._canvas(work, act))
        elif wanted is not None:
            self._send(act, wanted)
        elif typed.strip():
            self.desk.channel.reply(act, Say.of("charter.usage"), self.desk.lang(act))
        else:
            offer = self.desk.look(
                act, lambda work: CharterOffer(scene_of(work, act.channel_id).coalition.name)
            )
            if offer is not None:
                self.desk.channel.reply(act, offer, self.desk.lang(act))

    def renew_canvases(self) -> None:
        """Bring the canvases up to date whose records have changed since."""
        for workspace_id in self.desk.units.workspaces():
            with self.desk.units.read(workspace_id) as work:
                held = work.canvases.where(refused=False)
                late = [one for one in held if work.revision(one.coalition_id) != one.revision]
            for canvas in late:
                self._renew(workspace_id, canvas)

    def _send(self, act: Act, wanted: CharterFormat) -> None:
        found = self.desk.look(act, lambda work: self._visible(work, act))
        if found is None:
            return
        name, charter = found
        content = self.documents.write(charter, wanted)
        file_name = f"{charter.file_stem}.{ENDINGS.get(wanted, wanted)}"
        lang, here = self.desk.lang(act), Say.of("charter.here", name=name)

        def send(to: Receiver) -> None:
            self.files.send(act.workspace_id, to, file_name, content, here, lang)

        said = Handing(self.desk).hand(act, send, Say.of("charter.sent", name=name))
        self.desk.channel.reply(act, said, lang)

    def _visible(self, work: Work, act: Act) -> tuple[str, Charter]:
        """Return the charter as everybody in this channel may see it, in the coalition's language."""
        scene = scene_of(work, act.channel_id)
        return scene.coalition.name, self._charter(work, scene, act.channel_id)

    def _charter(self, work: Work, scene: Scene, place: str) -> Charter:
        voice = self.voices.get(scene.coalition.lang, self.voices["en"])
        hidden = hidden_channels(work, scene, place)
        return Contents(work, scene, voice, self.desk.clock.now(), hidden).charter()

    def _canvas(self, work: Work, act: Act) -> Say | None:
        """Write the charter into the home channel's canvas; where Slack has none for us, send a file."""
        scene = scene_of(work, act.channel_id)
        demand(participant(self.desk, work, scene, act), Deed.CHANGE_SETTINGS, scene)
        home = scene.coalition.home_channel_id
        try:
            canvas_id = self.files.put_canvas(act.workspace_id, home, self._markdown(work, scene))
        except (Undeliverable, TryLater) as failed:
            log.info("no canvas for %s: %s", scene.coalition.id, failed)
            self._send(act, CharterFormat.MARKDOWN)
            return Say.of("charter.no_canvas")
        self._remember(work, scene.coalition, canvas_id)
        return Say.of("charter.canvas", name=scene.coalition.name)

    def _remember(self, work: Work, coalition: Coalition, canvas_id: str) -> None:
        home, revision = coalition.home_channel_id, work.revision(coalition.id)
        for held in work.canvases.where(coalition_id=coalition.id):
            work.canvases.save(replace(held, canvas_id=canvas_id, revision=revision, refused=False))
            return
        work.canvases.add(Canvas(self.desk.ids.new(), coalition.id, home, canvas_id, revision))

    def _markdown(self, work: Work, scene: Scene) -> str:
        charter = self._charter(work, scene, scene.coalition.home_channel_id)
        return self.documents.write(charter, CharterFormat.CANVAS).decode()

    def _renew(self, workspace_id: str, canvas: Canvas) -> None:
        """Write a canvas anew. One that Slack will not take any more is left alone from then on."""
        with self.desk.units.open(workspace_id, by="clock") as work:
            scene, revision = scene_of(work, canvas.channel_id), work.revision(canvas.coalition_id)
            try:
                self.files.renew_canvas(workspace_id, canvas.canvas_id, self._markdown(work, scene))
            except TryLater as wait:
                log.info("the canvas %s waits: %s", canvas.canvas_id, wait)
                return
            except Undeliverable as never:
                log.warning("the canvas %s is given up: %s", canvas.canvas_id, never)
                canvas = replace(canvas, refused=True)
            work.canvases.save(replace(canvas, revision=revision))
            work.commit()
