"""The sample coalition: made-up people of three organisations, two community partners, and a funder who observes."""

from bot.demo.local_slack import Person, Room
from bot.domain.people import Role
from bot.usecases.roster import Enrolled, Founding

ZONE = "America/Chicago"
ROSA, DEV, KIM, JUNE, AMINA, LUIS, PAT = "UROSA", "UDEV", "UKIM", "UJUNE", "UAMINA", "ULUIS", "UPAT"
HOME, FRESH = "CHOUSING", "CFRESH"
COALITION = "Eviction Data Table"
NAMES = {
    ROSA: ("rosa", "Rosa Sample"),
    DEV: ("dev", "Dev Sample"),
    KIM: ("kim", "Kim Sample"),
    JUNE: ("june", "June Sample"),
    AMINA: ("amina", "Amina Sample"),
    LUIS: ("luis", "Luis Sample"),
    PAT: ("pat", "Pat Sample"),
}
LEGAL_AID, CITY, SHELTER, FOUNDATION = (
    "Sample Legal Aid",
    "Sample City Housing",
    "Sample Shelter",
    "Sample Fund",
)
PEOPLE = tuple(Person(user_id, name, real, ZONE) for user_id, (name, real) in NAMES.items())
ROOMS = (
    Room(HOME, "eviction-data", members=tuple(NAMES)),
    Room(FRESH, "fresh-start", members=(ROSA, DEV, AMINA)),
)


def founding() -> Founding:
    """Return the coalition as it is entered before the bot starts."""
    return Founding(
        name=COALITION,
        channel_id=HOME,
        time_zone=ZONE,
        lang="en",
        people=(
            _enrolled(ROSA, LEGAL_AID, facilitates=True),
            _enrolled(DEV, CITY),
            _enrolled(KIM, SHELTER),
            _enrolled(JUNE, LEGAL_AID),
            _enrolled(AMINA, "", Role.COMMUNITY_PARTNER),
            _enrolled(LUIS, "", Role.COMMUNITY_PARTNER),
            _enrolled(PAT, FOUNDATION, Role.OBSERVER),
        ),
    )


def _enrolled(
    user_id: str, organisation: str, role: Role = Role.MEMBER, *, facilitates: bool = False
) -> Enrolled:
    return Enrolled(NAMES[user_id][1], user_id, role, organisation, facilitates)
