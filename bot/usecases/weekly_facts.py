"""What coalitions have on record, gathered for many at once: planning asks a few questions a batch, not a coalition."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.actions import Action, ActionState
from bot.domain.decisions import Decision, Proposal
from bot.domain.people import Coalition, LinkedChannel, sees
from bot.domain.records import Hardness, RecordState, Share
from bot.domain.sessions import Session, SessionState
from bot.ports.work import Work
from bot.usecases.desk import Scene


class OfCoalition(Protocol):
    """A record of a coalition."""

    @property
    def coalition_id(self) -> str:
        """Return whose it is."""
        ...


UNDER_WAY = (SessionState.RUNNING, SessionState.PAUSED)
T = TypeVar("T")
R = TypeVar("R", bound=OfCoalition)


@dataclass(frozen=True)
class Facts:
    """One coalition: what its weekly message is made of, and what tells whether it is silent.

    ``hidden`` are the private channels other than home: what stands there is not told. ``rounds`` are the open ones
    at home, ``sessions`` those that have not ended, ``soft`` the parameters that could shift and block an action now.
    """

    scene: Scene
    hidden: frozenset[str]
    decisions: Sequence[Decision]
    actions: Sequence[Action]
    shares: Sequence[Share]
    rounds: Sequence[Proposal]
    sessions: Sequence[Session]
    soft: frozenset[str]

    @property
    def coalition(self) -> Coalition:
        """Return the coalition."""
        return self.scene.coalition


def gathered(work: Work, coalition_ids: Sequence[str]) -> dict[str, Facts]:
    """Return the facts of coalitions by their id; one that is not there is left out."""
    ids = tuple(coalition_ids)
    coalitions = work.coalitions.where(id=ids)
    people = _by_coalition(work.participants.where(coalition_id=ids))
    channels = _by_coalition(work.channels.where(coalition_id=ids))
    decisions = _by_coalition(work.decisions.where(coalition_id=ids))
    actions = _by_coalition(work.actions.where(coalition_id=ids))
    shares = _by_coalition(work.shares.where(coalition_id=ids, state=RecordState.CURRENT))
    sessions = _by_coalition(work.sessions.where(coalition_id=ids, state=UNDER_WAY))
    rounds, soft = _rounds(work, coalitions), _soft(work, actions)
    return {
        one.id: Facts(
            scene=Scene(one, tuple(people.get(one.id, ()))),
            hidden=_hidden(one, channels.get(one.id, ())),
            decisions=decisions.get(one.id, ()),
            actions=actions.get(one.id, ()),
            shares=shares.get(one.id, ()),
            rounds=rounds.get(one.home_channel_id, ()),
            sessions=sessions.get(one.id, ()),
            soft=soft,
        )
        for one in coalitions
    }


def _hidden(coalition: Coalition, channels: Iterable[LinkedChannel]) -> frozenset[str]:
    home = coalition.home_channel_id
    return frozenset(one.channel_id for one in channels if not sees(one.channel_id, one.private, home))


def _rounds(work: Work, coalitions: Iterable[Coalition]) -> dict[str, list[Proposal]]:
    """Return the open rounds by the home channel in which they stand."""
    proposals = work.proposals.where(channel_id=tuple(one.home_channel_id for one in coalitions))
    return _by(lambda one: one.channel_id, (one for one in proposals if one.takes_positions))


def _soft(work: Work, actions: Mapping[str, Sequence[Action]]) -> frozenset[str]:
    """Return the ids of the soft parameters that block an action."""
    stuck = [one for some in actions.values() for one in some if one.state is ActionState.BLOCKED]
    named = tuple({one.blocker_id for one in stuck if one.blocker_kind == "parameter"})
    found = work.parameters.where(id=named, hardness=Hardness.SOFT) if named else ()
    return frozenset(one.id for one in found)


def _by_coalition(records: Iterable[R]) -> dict[str, list[R]]:
    return _by(lambda one: one.coalition_id, records)


def _by(key: Callable[[T], str], records: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for one in records:
        found.setdefault(key(one), []).append(one)
    return found
