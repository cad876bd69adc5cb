"""What every use case stands at: one transaction per act, the reply to the person, then the delivery."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.acts import Act
from bot.domain.messages import Message, Param, Say
from bot.domain.people import Coalition, Deed, Participant, may
from bot.domain.screening import Finding
from bot.ports.channel import Channel, Directory
from bot.ports.clock import Clock, Ids
from bot.ports.screen import Screen
from bot.ports.work import AlreadySeen, Stale, UnitOfWork, Work
from bot.usecases.delivery import Delivery
from bot.usecases.heard import heard_from

log = logging.getLogger(__name__)
T = TypeVar("T")
TRIES = 5


class Refused(Exception):
    """The act changes nothing; the message tells the person why, and what to do."""

    def __init__(self, message: Message) -> None:
        """Keep what the person is told."""
        super().__init__(type(message).__name__)
        self.message = message


def refuse(key: str, **params: Param) -> Refused:
    """Return a refusal that says one sentence."""
    return Refused(Say.of(key, **params))


@dataclass(frozen=True)
class Scene:
    """Where an act takes place: the coalition and its people."""

    coalition: Coalition
    people: tuple[Participant, ...]

    def person(self, user_id: str) -> Participant | None:
        """Return the participant with that Slack account, or None."""
        return next((person for person in self.people if person.slack_user_id == user_id), None)

    def named(self, participant_id: str | None) -> str:
        """Return a participant's name, or nothing."""
        return next((person.name for person in self.people if person.id == participant_id), "")


@dataclass(frozen=True)
class Desk:
    """The ports that every use case shares."""

    units: UnitOfWork
    clock: Clock
    ids: Ids
    channel: Channel
    directory: Directory
    screen: Screen
    delivery: Delivery

    def run(self, act: Act, do: Callable[[Work], Message | None]) -> None:
        """Do an act once, in one transaction; tell the person what it says; send what it planned."""
        try:
            self._mind_place(act)
            said = self._again(act, do)
        except AlreadySeen:
            log.info("seen before: %s", act.key)
            return
        except Refused as refused:
            said = refused.message
        self.delivery.flush(act.workspace_id)
        if said is not None:
            self.channel.reply(act, said, self.lang(act))

    def look(self, act: Act, do: Callable[[Work], T]) -> T | None:
        """Read without changing anything; a refusal is told to the person, and None returned."""
        try:
            self._mind_place(act)
            with self.units.read(act.workspace_id) as work:
                return do(work)
        except Refused as refused:
            self.channel.reply(act, refused.message, self.lang(act))
            return None

    def _mind_place(self, act: Act) -> None:
        """Refuse who acts on their Home in a channel that they have left since."""
        if not act.surface.from_home or not act.channel_id:
            return
        if not self.directory.is_member(act.workspace_id, act.channel_id, act.user_id):
            raise refuse("refused.not_in_channel")

    def _again(self, act: Act, do: Callable[[Work], Message | None]) -> Message | None:
        """Try again on fresh state when somebody else saved first."""
        for tried in range(1, TRIES + 1):
            try:
                with self.units.open(act.workspace_id, by=act.user_id) as work:
                    work.once(act.key)
                    heard_from(work, act.user_id)
                    said = do(work)
                    work.commit()
                    return said
            except Stale:
                if tried == TRIES:
                    raise
        raise AssertionError("the loop returns or raises")

    def lang(self, act: Act) -> str:
        """Return the language of the person who acts: their choice, else what Slack tells."""
        with self.units.read(act.workspace_id) as work:
            return self.lang_in(work, act)

    def lang_in(self, work: Work, act: Act) -> str:
        """Return the language of the person who acts, within an open transaction."""
        chosen = work.preferences.get(act.user_id)
        return chosen.lang if chosen else self.directory.lang(act.workspace_id, act.user_id)

    def screened(self, texts: Iterable[str]) -> tuple[Finding, ...]:
        """Return what in these texts looks like an identifier of a person."""
        return tuple(finding for text in texts for finding in self.screen.findings(text))


def scene_of(work: Work, channel_id: str) -> Scene:
    """Return the coalition that a channel belongs to. Refuses where it belongs to none."""
    linked = work.channels.where(channel_id=channel_id)
    coalition = work.coalitions.get(linked[0].coalition_id) if linked else None
    if coalition is None:
        raise refuse("refused.no_coalition")
    return Scene(coalition, work.participants.where(coalition_id=coalition.id))


def participant(desk: Desk, work: Work, scene: Scene, act: Act) -> Participant:
    """Return the person who acts. Whoever acts in a coalition's channel becomes a participant."""
    known = scene.person(act.user_id)
    if known is not None:
        return known
    name = desk.directory.name(act.workspace_id, act.user_id)
    joined = Participant(desk.ids.new(), scene.coalition.id, name, slack_user_id=act.user_id)
    work.participants.add(joined)
    return joined


def demand(person: Participant, deed: Deed, scene: Scene, *, steers: str = "") -> None:
    """Refuse unless the person may do the deed; ``steers`` is who steers a session without a facilitator."""
    if (steers and person.id == steers) or may(person, deed, scene.people):
        return
    raise refuse(
        "refused.facilitators_only" if deed in (Deed.STEER, Deed.CHANGE_SETTINGS) else "refused.observer"
    )
