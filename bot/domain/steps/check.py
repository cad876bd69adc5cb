"""The equity check: which organisations and roles have been heard, and which have not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.people import Participant, Role

SMALLEST_GROUP = 5


@dataclass(frozen=True)
class HeardGroup:
    """An organisation or a role. Counts are 0 where the group is too small to be counted."""

    name: str
    heard: bool
    spoke: int = 0
    members: int = 0


@dataclass(frozen=True)
class Heard:
    """Who has been heard, for the facilitator alone."""

    organisations: tuple[HeardGroup, ...] = ()
    roles: tuple[HeardGroup, ...] = ()
    spoke: int = 0
    people: int = 0
    silent: tuple[str, ...] = ()


def heard(people: Sequence[Participant], organisations: Mapping[str, str], spoke: Collection[str]) -> Heard:
    """Return who has been heard: ``organisations`` are names by id, ``spoke`` the ids of those who contributed.

    ``silent`` are the ids of those who have not; they are asked in private, never shown.
    """
    by_organisation = [
        _group(name, [one for one in people if one.organisation_id == key], spoke)
        for key, name in organisations.items()
    ]
    by_role = [_group(role, [one for one in people if one.role is role], spoke) for role in Role]
    return Heard(
        tuple(one for one in by_organisation if one is not None),
        tuple(one for one in by_role if one is not None),
        spoke=sum(one.id in spoke for one in people),
        people=len(people),
        silent=tuple(one.id for one in people if one.id not in spoke),
    )


def _group(name: str, members: Sequence[Participant], spoke: Collection[str]) -> HeardGroup | None:
    if not members:
        return None
    count = sum(one.id in spoke for one in members)
    if len(members) < SMALLEST_GROUP:
        return HeardGroup(name, count > 0)
    return HeardGroup(name, count > 0, count, len(members))


def missing(groups: Iterable[HeardGroup]) -> tuple[str, ...]:
    """Return the names of the groups that have not been heard."""
    return tuple(group.name for group in groups if not group.heard)
