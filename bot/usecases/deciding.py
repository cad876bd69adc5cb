"""How a coalition decides: its settings, and who sits where in their organisation."""

from dataclasses import dataclass, replace

from bot.domain.acts import Act
from bot.domain.deciding import Deciding, wrong_setting
from bot.domain.messages import Door, Message, RoundDoors, Say, Screened
from bot.domain.people import Deed, Habits, Organisation, Participant, Seat
from bot.domain.round_forms import DecidingForm, SeatForm
from bot.ports.work import Work
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.round_cards import settings_of


@dataclass(frozen=True)
class Seated:
    """Where a person sits. ``user_id``, ``proxy`` are Slack user ids; ``name`` is of somebody without Slack."""

    user_id: str = ""
    name: str = ""
    organisation: str = ""
    sector: str = ""
    seat: Seat = Seat.NONE
    proxy: str = ""


@dataclass(frozen=True)
class HowWeDecide:
    """Keeps a coalition's settings for deciding. Rounds that run keep those under which they opened."""

    desk: Desk

    def form(self, act: Act) -> None:
        """Open the settings; where no form can be opened, offer a button."""
        if not act.surface.trigger_id:
            self.desk.channel.reply(act, RoundDoors(Door.SETTINGS), self.desk.lang(act))
            return
        form = self.desk.look(act, lambda work: self._form(work, act))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def seat_form(self, act: Act) -> None:
        """Open the form for one person's seat."""
        form = self.desk.look(act, lambda work: self._seat_form(work, act))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def save(self, act: Act, wanted: Deciding, habits: Habits | None = None) -> None:
        """Keep settings; ids in ``wanted`` are those of the channel's coalition, whatever it says.

        ``habits`` are switched as they say; without them they stay as they are.
        """
        self.desk.run(act, lambda work: self._save(work, act, wanted, habits))

    def seat(self, act: Act, seated: Seated) -> None:
        """Say where a person sits: also one without a Slack account, who becomes a participant."""
        self.desk.run(act, lambda work: self._seat(work, act, seated))

    def _scene(self, work: Work, act: Act) -> Scene:
        scene = scene_of(work, act.channel_id)
        known = scene.person(act.user_id) or Participant("", scene.coalition.id, "")
        demand(known, Deed.CHANGE_SETTINGS, scene)
        return scene

    def _form(self, work: Work, act: Act) -> DecidingForm:
        scene = self._scene(work, act)
        return DecidingForm(act.channel_id, settings_of(work, scene.coalition.id), scene.coalition.habits)

    def _seat_form(self, work: Work, act: Act) -> SeatForm:
        self._scene(work, act)
        return SeatForm(act.channel_id)

    def _save(self, work: Work, act: Act, wanted: Deciding, habits: Habits | None) -> Message | None:
        scene = self._scene(work, act)
        wrong = wrong_setting(wanted)
        if wrong is not None:
            raise refuse(f"refused.setting.{wrong}")
        key = scene.coalition.id
        held = work.deciding.get(key)
        mine = replace(wanted, id=key, coalition_id=key, version=held.version if held else 0)
        if held is None:
            work.deciding.add(mine)
        else:
            work.deciding.save(mine)
        if habits is not None and habits != scene.coalition.habits:
            work.coalitions.save(replace(scene.coalition, rota=habits.rota, detached=habits.detached))
        return RoundDoors(Door.SAVED)

    def _seat(self, work: Work, act: Act, seated: Seated) -> Message | None:
        scene = self._scene(work, act)
        self._mind_words(seated)
        person = self._person(work, act, scene, seated)
        organisation = self._organisation(work, scene, seated)
        scene = scene_of(work, act.channel_id)
        proxy = scene.person(seated.proxy) if seated.proxy else None
        if proxy is not None and proxy.id == person.id:
            raise refuse("refused.own_proxy")
        work.participants.save(
            replace(
                person,
                organisation_id=organisation.id if organisation else person.organisation_id,
                seat=seated.seat,
                proxy_id=proxy.id if proxy else person.proxy_id,
            )
        )
        return Say.of("seat.saved", name=person.name)

    def _mind_words(self, seated: Seated) -> None:
        findings = self.desk.screened([seated.organisation, seated.sector])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))

    def _person(self, work: Work, act: Act, scene: Scene, seated: Seated) -> Participant:
        if seated.user_id:
            return participant(self.desk, work, scene, replace(act, user_id=seated.user_id))
        name = seated.name.strip()
        if not name:
            raise refuse("refused.nobody_named")
        known = [one for one in scene.people if one.name == name and one.slack_user_id is None]
        if known:
            return known[0]
        newcomer = Participant(self.desk.ids.new(), scene.coalition.id, name[:80])
        work.participants.add(newcomer)
        return newcomer

    def _organisation(self, work: Work, scene: Scene, seated: Seated) -> Organisation | None:
        name = seated.organisation.strip()
        if not name:
            return None
        held = work.organisations.where(coalition_id=scene.coalition.id)
        known = next((one for one in held if one.name.casefold() == name.casefold()), None)
        if known is None:
            founded = Organisation(self.desk.ids.new(), scene.coalition.id, name, seated.sector.strip())
            work.organisations.add(founded)
            return founded
        if seated.sector.strip() and known.sector != seated.sector.strip():
            return work.organisations.save(replace(known, sector=seated.sector.strip()))
        return known
