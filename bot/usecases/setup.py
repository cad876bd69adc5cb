"""Making a channel a coalition's home, and the first words in a new channel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time

from bot.domain.acts import Act
from bot.domain.cadence import Cadence, changed, first
from bot.domain.deliveries import post
from bot.domain.forms import SetupForm
from bot.domain.messages import Message, Say, Screened, Welcome
from bot.domain.people import Coalition, Deed, LinkedChannel, Participant, Role, facilitators
from bot.domain.preferences import Preference
from bot.domain.sessions import SessionState
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of

MONDAY, NINE = 0, time(9, 0)
AT_START = "start:"


@dataclass(frozen=True)
class Wishes:
    """What the setup form asks. People are Slack user ids; None leaves those of a role as they are."""

    name: str
    facilitators: tuple[str, ...]
    time_zone: str
    lang: str
    community_partners: tuple[str, ...] | None = None
    observers: tuple[str, ...] | None = None
    weekday: int = MONDAY
    at: time = NINE

    @property
    def people(self) -> tuple[str, ...]:
        """Return everybody who is named, each once."""
        named = (*self.facilitators, *(self.community_partners or ()), *(self.observers or ()))
        return tuple(dict.fromkeys(named))

    def role_of(self, user_id: str, now: Role) -> Role:
        """Return a person's role from here on; named for two, they keep the one with a ballot."""
        if user_id in (self.community_partners or ()):
            return Role.COMMUNITY_PARTNER
        if user_id in (self.observers or ()):
            return Role.OBSERVER
        asked = {Role.COMMUNITY_PARTNER: self.community_partners, Role.OBSERVER: self.observers}
        return now if asked.get(now, ()) is None else Role.MEMBER


@dataclass(frozen=True)
class Setup:
    """Sets up coalitions, and greets channels."""

    desk: Desk

    def arrived(self, act: Act) -> None:
        """Greet a channel that the bot was added to: once; invited again, it says what waits there."""
        self.desk.run(act, lambda work: self._greet(work, act))

    def greet_missed(self, workspace_id: str) -> None:
        """Greet the channels that the bot was added to while it was not running, and see which turned private."""
        channels = self.desk.directory.channels(workspace_id)
        self._mind_privacy(workspace_id, channels)
        for channel_id in channels:
            self.arrived(Act(f"{AT_START}{self.desk.ids.new()}", workspace_id, "", channel_id))

    def turned(self, workspace_id: str, channel_id: str) -> None:
        """A channel was made private, or public: what stands there is shown, or hidden, elsewhere from now on."""
        private = self.desk.directory.is_private(workspace_id, channel_id)
        self._mind_privacy(workspace_id, {channel_id: private})

    def _mind_privacy(self, workspace_id: str, private: Mapping[str, bool]) -> None:
        with self.desk.units.open(workspace_id, by="slack") as work:
            for linked in work.channels.where(channel_id=tuple(private)):
                if linked.private is not private[linked.channel_id]:
                    work.channels.save(replace(linked, private=private[linked.channel_id]))
            work.commit()

    def form(self, act: Act) -> None:
        """Open the setup form for the channel of the act."""
        form = self.desk.look(act, lambda work: self._form(work, act))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def save(self, act: Act, wishes: Wishes) -> None:
        """Make the channel a coalition's home, or change a coalition that is there."""
        self.desk.run(act, lambda work: self._save(work, act, wishes))

    def speak(self, act: Act, lang: str) -> None:
        """Speak another language to this person from now on, beginning with the welcome."""
        self.desk.run(act, lambda work: self._speak(work, act, lang))

    def _greet(self, work: Work, act: Act) -> Message | None:
        linked = work.channels.where(channel_id=act.channel_id)
        coalition = work.coalitions.get(linked[0].coalition_id) if linked else None
        lang = coalition.lang if coalition else self._lang_of_inviter(act)
        work.outbox.plan([post(f"welcome:{act.channel_id}", act.channel_id, Welcome(bool(linked)), lang)])
        waiting = work.sessions.where(channel_id=act.channel_id, state=SessionState.PAUSED)
        if waiting and not act.key.startswith(AT_START):
            back = Say.of("over_days.back", count=len(waiting))
            work.outbox.plan([post(f"back:{act.key}", act.channel_id, back, lang)])
        return None

    def _lang_of_inviter(self, act: Act) -> str:
        return self.desk.directory.lang(act.workspace_id, act.user_id) if act.user_id else "en"

    def _form(self, work: Work, act: Act) -> SetupForm:
        linked = work.channels.where(channel_id=act.channel_id)
        if not linked:
            zone = self.desk.directory.time_zone(act.workspace_id, act.user_id)
            return SetupForm(act.channel_id, "", (act.user_id,), zone, self.desk.lang_in(work, act))
        scene = scene_of(work, act.channel_id)
        demand(self._known(scene, act), Deed.CHANGE_SETTINGS, scene)
        here = scene.coalition
        return SetupForm(
            act.channel_id,
            here.name,
            _ids_of(facilitators(scene.people)),
            here.time_zone,
            here.lang,
            _ids_of(one for one in scene.people if one.role is Role.COMMUNITY_PARTNER),
            _ids_of(one for one in scene.people if one.role is Role.OBSERVER),
        )

    def _known(self, scene: Scene, act: Act) -> Participant:
        return scene.person(act.user_id) or Participant("", scene.coalition.id, "")

    def _save(self, work: Work, act: Act, wishes: Wishes) -> Message | None:
        if not wishes.name.strip():
            raise refuse("refused.empty")
        findings = self.desk.screened([wishes.name])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        if not work.channels.where(channel_id=act.channel_id):
            self._found(work, act, wishes)
            return Say.of("setup.done", name=wishes.name.strip())
        scene = scene_of(work, act.channel_id)
        demand(participant(self.desk, work, scene, act), Deed.CHANGE_SETTINGS, scene)
        self._change(work, scene, act, wishes)
        return Say.of("setup.changed", name=wishes.name.strip())

    def _found(self, work: Work, act: Act, wishes: Wishes) -> None:
        coalition = Coalition(
            self.desk.ids.new(), wishes.name.strip(), act.channel_id, wishes.time_zone, wishes.lang
        )
        work.coalitions.add(coalition)
        private = self.desk.directory.is_private(act.workspace_id, act.channel_id)
        work.channels.add(LinkedChannel(self.desk.ids.new(), coalition.id, act.channel_id, private))
        self._enrol(work, Scene(coalition, ()), act, wishes)
        work.cadences.add(self._cadence(coalition, wishes))
        said = Say.of("setup.announced", name=coalition.name)
        work.outbox.plan([post(f"set-up:{coalition.id}", act.channel_id, said, coalition.lang)])

    def _cadence(self, coalition: Coalition, wishes: Wishes) -> Cadence:
        now = self.desk.clock.now()
        return first(self.desk.ids.new(), coalition.id, wishes.weekday, wishes.at, wishes.time_zone, now)

    def _change(self, work: Work, scene: Scene, act: Act, wishes: Wishes) -> None:
        work.coalitions.save(
            replace(scene.coalition, name=wishes.name.strip(), time_zone=wishes.time_zone, lang=wishes.lang)
        )
        for cadence in work.cadences.where(coalition_id=scene.coalition.id):
            moved = replace(cadence, time_zone=wishes.time_zone)
            work.cadences.save(changed(moved, self.desk.clock.now()))
        self._enrol(work, scene_of(work, act.channel_id), act, wishes)

    def _enrol(self, work: Work, scene: Scene, act: Act, wishes: Wishes) -> None:
        for user_id in wishes.people:
            if scene.person(user_id) is None:
                name = self.desk.directory.name(act.workspace_id, user_id)
                newcomer = Participant(self.desk.ids.new(), scene.coalition.id, name, slack_user_id=user_id)
                work.participants.add(_as_wished(newcomer, wishes))
        for person in scene.people:
            wished = _as_wished(person, wishes)
            if wished != person:
                work.participants.save(wished)

    def _speak(self, work: Work, act: Act, lang: str) -> Message | None:
        known = work.preferences.get(act.user_id)
        if known is None:
            work.preferences.add(Preference(act.user_id, lang))
        elif known.lang != lang:
            work.preferences.save(replace(known, lang=lang))
        return Welcome(bool(work.channels.where(channel_id=act.channel_id)))


def _ids_of(people: Iterable[Participant]) -> tuple[str, ...]:
    return tuple(person.slack_user_id for person in people if person.slack_user_id)


def _as_wished(person: Participant, wishes: Wishes) -> Participant:
    user_id = person.slack_user_id
    if not user_id:
        return person
    return replace(
        person, role=wishes.role_of(user_id, person.role), facilitates=user_id in wishes.facilitators
    )
