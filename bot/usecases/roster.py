"""A coalition with its organisations and people, entered at once: by the demo now, by an import later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.domain.cadence import first
from bot.domain.people import Coalition, LinkedChannel, Organisation, Participant, Role
from bot.ports.clock import Clock, Ids
from bot.ports.work import UnitOfWork, Work


@dataclass(frozen=True)
class Enrolled:
    """A person as entered in a roster; ``organisation`` is empty for somebody of none."""

    name: str
    slack_user_id: str
    role: Role = Role.MEMBER
    organisation: str = ""
    facilitates: bool = False


@dataclass(frozen=True)
class Founding:
    """A coalition as entered in a roster."""

    name: str
    channel_id: str
    time_zone: str
    lang: str
    people: tuple[Enrolled, ...]
    weekday: int = 0
    at: time = time(9)


@dataclass(frozen=True)
class Roster:
    """Enters coalitions."""

    units: UnitOfWork
    clock: Clock
    ids: Ids

    def found(self, workspace_id: str, wanted: Founding) -> None:
        """Enter a coalition with its people; one whose home channel is taken is left as it is."""
        with self.units.open(workspace_id, by="roster") as work:
            if work.channels.where(channel_id=wanted.channel_id):
                return
            coalition = Coalition(
                self.ids.new(), wanted.name, wanted.channel_id, wanted.time_zone, wanted.lang
            )
            work.coalitions.add(coalition)
            work.channels.add(LinkedChannel(self.ids.new(), coalition.id, wanted.channel_id))
            self._enrol(work, coalition, wanted.people)
            now, new_id = self.clock.now(), self.ids.new()
            work.cadences.add(first(new_id, coalition.id, wanted.weekday, wanted.at, wanted.time_zone, now))
            work.commit()

    def _enrol(self, work: Work, coalition: Coalition, people: Sequence[Enrolled]) -> None:
        names = dict.fromkeys(person.organisation for person in people if person.organisation)
        organisations = {name: Organisation(self.ids.new(), coalition.id, name) for name in names}
        for organisation in organisations.values():
            work.organisations.add(organisation)
        for person in people:
            belongs_to = organisations.get(person.organisation)
            work.participants.add(
                Participant(
                    id=self.ids.new(),
                    coalition_id=coalition.id,
                    name=person.name,
                    slack_user_id=person.slack_user_id,
                    role=person.role,
                    facilitates=person.facilitates,
                    organisation_id=belongs_to.id if belongs_to else None,
                )
            )
