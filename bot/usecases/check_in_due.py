"""The clock's part of check-ins: one message to each owner with all of their actions, over all coalitions."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.actions import Action
from bot.domain.attention import Offer, Urgency
from bot.domain.messages import CheckInCard, CheckInLine
from bot.domain.people import Coalition, Participant
from bot.ports.work import Stale, Work
from bot.usecases.attention import Attention
from bot.usecases.checkins import scheduled
from bot.usecases.desk import Desk

log = logging.getLogger(__name__)
SHOWN, BATCH = 8, 50
Owned = tuple[Action, Coalition, Participant]


@dataclass(frozen=True)
class CheckInsDue:
    """Asks owners how their actions stand, when the time for one of them has come."""

    desk: Desk

    def plan_due(self) -> None:
        """Ask everybody who owns an action whose next check-in is due: once, also after downtime."""
        for workspace_id in self.desk.units.with_due("actions", "next_check_in", self.desk.clock.now()):
            try:
                while self._plan_some(workspace_id):
                    pass
            except Stale:
                log.info("another process asked the owners of workspace %s", workspace_id)
            except Exception:
                log.exception(
                    "the check-ins of workspace %s were not planned: the others go on", workspace_id
                )

    def _plan_some(self, workspace_id: str) -> bool:
        """Ask for some in a transaction of their own, so that who acts need not wait; tell whether there are more."""
        now = self.desk.clock.now()
        with self.desk.units.open(workspace_id, by="clock") as work:
            due = work.actions.due("next_check_in", now, BATCH)
            self._plan(work, due, now)
            work.commit()
        return len(due) == BATCH

    def _plan(self, work: Work, due: Sequence[Action], now: datetime) -> None:
        owners = {owner_id: None for action in due for owner_id in action.owner_ids}
        asked: set[str] = set()
        for owner_id in owners:
            person = work.participants.get(owner_id)
            if person is None or (person.slack_user_id or person.id) in asked:
                continue
            asked.add(person.slack_user_id or person.id)
            self._ask(work, person, now)
        for action in due:
            coalition = work.coalitions.get(action.coalition_id)
            after = scheduled(work, action, coalition, self.desk) if coalition else None
            work.actions.save(after or replace(action, next_check_in=None))

    def _ask(self, work: Work, person: Participant, now: datetime) -> None:
        owned = owned_by(work, person)
        if not owned:
            return
        _, coalition, first = owned[0]
        key = f"check-in:{person.slack_user_id or person.id}:{now:%Y-%m-%d}"
        Attention(self.desk).offer(
            work, Offer(key, coalition.id, first.id, Urgency.CHECK_IN, check_in_card(owned))
        )


def check_in_card(owned: tuple[Owned, ...]) -> CheckInCard:
    """Return the message that asks for these actions."""
    lines = tuple(
        CheckInLine(action.id, coalition.name, action.number, action.text, action.due_on, action.state)
        for action, coalition, _ in owned[:SHOWN]
    )
    return CheckInCard(lines, more=max(0, len(owned) - SHOWN))


def owned_by(work: Work, person: Participant) -> tuple[Owned, ...]:
    """Return all open actions of a person over all their coalitions, the next due first."""
    selves = (
        work.participants.where(slack_user_id=person.slack_user_id) if person.slack_user_id else (person,)
    )
    owned = []
    for one in selves:
        coalition = work.coalitions.get(one.coalition_id)
        actions = work.actions.where(coalition_id=one.coalition_id) if coalition else ()
        owned += [(a, coalition, one) for a in actions if coalition and a.is_open and one.id in a.owner_ids]
    return tuple(sorted(owned, key=lambda each: (each[0].due_on or date.max, each[0].number)))
