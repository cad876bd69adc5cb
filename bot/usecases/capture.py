"""From talk to record: a message's words fill a form, and stay with the record, quoted and linked."""

from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.forms import RecordForm
from bot.domain.grammar import captured
from bot.domain.kept import ACTION, DECISION, fields_of
from bot.domain.messages import Message, Say, Screened, Suggestion
from bot.domain.people import Deed, Participant
from bot.domain.records import LINE, RecordKind
from bot.domain.suggestions import reads_like
from bot.ports.channel import Said
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.people import People
from bot.usecases.records import QUICK, Filled, Records, choices

QUOTED = 1500


@dataclass(frozen=True)
class Capture:
    """Puts on record what was said, when somebody asks for it."""

    desk: Desk
    records: Records
    people: People

    def from_message(self, act: Act, kind: str, said: Said) -> None:
        """Open the form of a kind, filled from a message."""
        form = self.desk.look(act, lambda work: self._form(work, act, kind, said))
        if form is not None:
            link = self.desk.directory.permalink(act.workspace_id, act.channel_id, said.ts)
            self.desk.channel.open_form(act, replace(form, permalink=link), self.desk.lang(act))

    def suggested(self, act: Act, kind: str, ts: str, thread_ts: str) -> None:
        """Open the form for a message that was suggested; its words are asked of Slack, since nobody kept them."""
        said = self.desk.directory.message(act.workspace_id, act.channel_id, ts, thread_ts)
        if said is None:
            self.desk.look(act, _gone)
            return
        self.from_message(act, kind, said)

    def mentioned(self, act: Act, words: str) -> None:
        """Put a thread's first message on record, for those who have no shortcuts: ``record as parameter``."""
        kind = captured(words)
        said = None
        if kind and act.thread_ts and act.thread_ts != act.message_ts:
            said = self.desk.directory.message(act.workspace_id, act.channel_id, act.thread_ts, act.thread_ts)
        if said is None:
            self.desk.look(act, _usage)
            return
        found = said
        problem = self.desk.look(act, lambda work: self._fit(work, act, found))
        if problem is not None:
            link = self.desk.directory.permalink(act.workspace_id, act.channel_id, found.ts)
            self.records.submit(act, _filled(kind, problem, link))

    def notice(self, act: Act, text: str) -> None:
        """Offer the author, alone, to put their message on record: only where the coalition switched it on."""
        kind = reads_like(text)
        if not kind or self.desk.screened([text]) or not self._offers(act):
            return
        self.desk.run(act, lambda work: self._suggest(work, act, kind))

    def switch(self, act: Act, *, on: bool) -> None:
        """Switch the offers on or off for a coalition."""
        self.desk.run(act, lambda work: self._switch(work, act, on=on))

    def _offers(self, act: Act) -> bool:
        with self.desk.units.read(act.workspace_id) as work:
            linked = work.channels.where(channel_id=act.channel_id)
            coalition = work.coalitions.get(linked[0].coalition_id) if linked else None
            return coalition is not None and coalition.suggests

    def _suggest(self, work: Work, act: Act, kind: str) -> Message | None:
        if act.thread_ts and work.outbox.place_at(act.channel_id, act.thread_ts):
            return None
        return Suggestion(kind, act.message_ts, act.thread_ts)

    def _switch(self, work: Work, act: Act, *, on: bool) -> Message:
        scene = scene_of(work, act.channel_id)
        demand(participant(self.desk, work, scene, act), Deed.CHANGE_SETTINGS, scene)
        if scene.coalition.suggests != on:
            work.coalitions.save(replace(scene.coalition, suggests=on))
        return Say.of("capture.on" if on else "capture.off")

    def _fit(self, work: Work, act: Act, said: Said) -> str:
        """Return a message's words. Refuses where they may not be kept, or whoever acts may not record."""
        scene = scene_of(work, act.channel_id)
        demand(scene.person(act.user_id) or Participant("", scene.coalition.id, ""), Deed.KEEP_RECORD, scene)
        text = self.people.named(act, said.text).strip()
        if not text:
            raise refuse("refused.empty")
        findings = self.desk.screened([text])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings})), posted=True))
        return text

    def _form(self, work: Work, act: Act, kind: str, said: Said) -> RecordForm:
        text = self._fit(work, act, said)
        scene = scene_of(work, act.channel_id)
        answers = {**_answers(kind, text), **_owner(kind, text, scene, said)}
        return RecordForm(
            act.channel_id, kind, answers=tuple(answers.items()), people=choices(scene), quoted=text[:QUOTED]
        )


def _answers(kind: str, text: str) -> dict[str, str]:
    """Return what a message says as the first answers of a form; a title is its first words."""
    first = fields_of(kind)[0]
    whole = " ".join(text.split())
    if kind in (DECISION, ACTION):
        return {first.name: whole[: first.longest]}
    return {"title": whole[:LINE], "text": text if len(whole) > LINE else ""}


def _owner(kind: str, text: str, scene: Scene, said: Said) -> dict[str, str]:
    """Whoever promised something owns it, unless the form says otherwise."""
    author = scene.person(said.user_id)
    return {"owner_id": author.id} if kind == ACTION and author and reads_like(text) == ACTION else {}


def _filled(kind: str, text: str, link: str) -> Filled:
    quick = QUICK if kind == RecordKind.PARAMETER else {}
    return Filled(kind, permalink=link, quoted=text[:QUOTED], answers={**quick, **_answers(kind, text)})


def _gone(_: Work) -> None:
    raise refuse("refused.message_gone")


def _usage(_: Work) -> None:
    raise refuse("capture.usage")
