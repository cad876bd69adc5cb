"""Who is in a coalition, and what each may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a coalition. Whether they also facilitate is told apart from it."""

    MEMBER = "member"
    COMMUNITY_PARTNER = "community_partner"
    OBSERVER = "observer"


class Seat(StrEnum):
    """What a person is within their organisation, where a ballot is an organisation's."""

    NONE = "none"
    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    WATCHES = "watches"


class Deed(StrEnum):
    """Something a person may or may not do in a coalition."""

    STEER = "steer"
    CONTRIBUTE = "contribute"
    PROPOSE = "propose"
    TAKE_POSITION = "take_position"
    RECORD_ACTION = "record_action"
    KEEP_RECORD = "keep_record"
    CHANGE_SETTINGS = "change_settings"


OPEN_TO_ALL = frozenset(
    {Deed.CONTRIBUTE, Deed.PROPOSE, Deed.TAKE_POSITION, Deed.RECORD_ACTION, Deed.KEEP_RECORD}
)
OPEN_TO_OBSERVERS = frozenset({Deed.CONTRIBUTE})


@dataclass(frozen=True)
class Organisation:
    """A body that takes part in a coalition."""

    id: str
    coalition_id: str
    name: str
    sector: str = ""
    version: int = 0


@dataclass(frozen=True)
class Participant:
    """A person in a coalition, with or without a Slack account, of an organisation or of none.

    ``proxy_id`` is the participant whom they named to enter their words for them.
    """

    id: str
    coalition_id: str
    name: str
    slack_user_id: str | None = None
    role: Role = Role.MEMBER
    facilitates: bool = False
    organisation_id: str | None = None
    seat: Seat = Seat.NONE
    proxy_id: str | None = None
    version: int = 0

    @property
    def has_ballot(self) -> bool:
        """Everybody but observers has a ballot; a community partner always has one of their own."""
        return self.role is not Role.OBSERVER


@dataclass(frozen=True)
class Habits:
    """What a coalition does only where a facilitator has switched it on.

    ``rota``: facilitators take turns. ``detached``: contributions that nobody can lead back to a person.
    """

    rota: bool = False
    detached: bool = False


@dataclass(frozen=True)
class Coalition:
    """A collaboration: its name, where it is at home, and how it wants to be spoken to.

    ``suggests``: whoever writes what reads like a decision or a promise is offered, alone, to put it on record.
    ``rota`` and ``detached`` are its ``habits``.
    """

    id: str
    name: str
    home_channel_id: str
    time_zone: str = "UTC"
    lang: str = "en"
    suggests: bool = False
    rota: bool = False
    detached: bool = False
    version: int = 0

    @property
    def habits(self) -> Habits:
        """Return what is switched on here."""
        return Habits(self.rota, self.detached)


@dataclass(frozen=True)
class LinkedChannel:
    """A channel that belongs to a coalition; the home channel is one of them."""

    id: str
    coalition_id: str
    channel_id: str
    private: bool = False
    version: int = 0


def facilitators(people: Iterable[Participant]) -> tuple[Participant, ...]:
    """Return those who facilitate, in the order given."""
    return tuple(person for person in people if person.facilitates)


def may(person: Participant, deed: Deed, people: Iterable[Participant]) -> bool:
    """Tell whether a person may do a deed.

    Steering and settings are the facilitators'. Where a coalition has none (left), any
    participant with a ballot may, so that no session is ever stuck.
    """
    if deed in OPEN_TO_ALL:
        return person.has_ballot or deed in OPEN_TO_OBSERVERS
    return person.facilitates or (person.has_ballot and not facilitators(people))


def sees(channel_id: str | None, private: bool, place: str) -> bool:
    """Tell whether a record of one channel may be shown in a place (another channel's id).

    A record of a private channel is shown in that channel alone.
    """
    return not private or channel_id == place
