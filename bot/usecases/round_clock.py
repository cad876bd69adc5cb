"""What the clock does with rounds over days: one reminder to those who have not spoken, and the close."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.attention import Offer, Urgency
from bot.domain.deciding import Terms
from bot.domain.decisions import Proposal, ProposalState
from bot.domain.messages import ClosingSoon
from bot.ports.work import Stale, Work
from bot.usecases.attention import Attention
from bot.usecases.desk import Desk, Scene, scene_of
from bot.usecases.round_cards import round_card, silent_in
from bot.usecases.round_ends import conclude

log = logging.getLogger(__name__)
BEFORE_THE_END = timedelta(hours=24)
CLOCK = "clock"


@dataclass(frozen=True)
class RoundClock:
    """Closes rounds at their deadline, and reminds once before."""

    desk: Desk
    attention: Attention

    def look(self) -> None:
        """Do what is due in every workspace (called by the clock)."""
        for workspace_id in self.desk.units.workspaces():
            try:
                self._workspace(workspace_id)
            except Stale:
                log.info("somebody was first in workspace %s; it is looked at again", workspace_id)

    def _workspace(self, workspace_id: str) -> None:
        with self.desk.units.read(workspace_id) as work:
            due = self._due(work)
            asked = {pair for proposal, terms in due for pair in self._in_private(work, proposal, terms)}
        if not due:
            return
        # Slack is asked while no transaction is open.
        inside = frozenset(pair for pair in asked if self.desk.directory.is_member(workspace_id, *pair))
        with self.desk.units.open(workspace_id, by=CLOCK) as work:
            for proposal, terms in self._due(work):
                self._tend(work, proposal, terms, inside)
            work.commit()

    def _in_private(self, work: Work, proposal: Proposal, terms: Terms) -> list[tuple[str, str]]:
        """Return the private channel of a round with each of those to remind there, by their accounts."""
        linked = work.channels.where(channel_id=proposal.channel_id)
        if not any(one.private for one in linked):
            return []
        scene = scene_of(work, proposal.channel_id)
        silent = silent_in(work, scene, proposal, terms)
        return [
            (proposal.channel_id, one.slack_user_id)
            for one in scene.people
            if one.slack_user_id and one.id in silent
        ]

    def _due(self, work: Work) -> list[tuple[Proposal, Terms]]:
        now = self.desk.clock.now()
        running = [
            (proposal, work.terms.get(proposal.id))
            for state in (ProposalState.OPEN, ProposalState.REOPENED)
            for proposal in work.proposals.where(state=state)
        ]
        return [(one, terms) for one, terms in running if terms is not None and _is_due(terms, now)]

    def _tend(self, work: Work, proposal: Proposal, terms: Terms, inside: frozenset[tuple[str, str]]) -> None:
        if not work.channels.where(channel_id=proposal.channel_id):
            return
        scene = scene_of(work, proposal.channel_id)
        if terms.closes_at is not None and self.desk.clock.now() >= terms.closes_at:
            cause = f"closed:{proposal.id}:{proposal.version}"
            conclude(self.desk, work, scene, proposal, CLOCK, cause, time_is_over=True)
        else:
            self._remind(work, scene, proposal, terms, inside)

    def _remind(
        self,
        work: Work,
        scene: Scene,
        proposal: Proposal,
        terms: Terms,
        inside: frozenset[tuple[str, str]],
    ) -> None:
        work.terms.save(replace(terms, reminded=True))
        card = round_card(work, scene, proposal)
        for participant_id in self._reached(work, scene, proposal, terms, inside):
            key = f"closing:{proposal.id}:{terms.closes_at:%Y-%m-%dT%H:%M}:{participant_id}"
            offer = Offer(
                key, scene.coalition.id, participant_id, Urgency.CLOSING, ClosingSoon(card), terms.closes_at
            )
            self.attention.offer(work, offer)

    def _reached(
        self,
        work: Work,
        scene: Scene,
        proposal: Proposal,
        terms: Terms,
        inside: frozenset[tuple[str, str]],
    ) -> list[str]:
        """Return whom to remind: a private channel's words go to those alone who are in it."""
        silent = silent_in(work, scene, proposal, terms)
        linked = work.channels.where(channel_id=proposal.channel_id)
        if not any(one.private for one in linked):
            return silent
        here = {one.id: one.slack_user_id or "" for one in scene.people}
        return [one for one in silent if (proposal.channel_id, here[one]) in inside]


def _is_due(terms: Terms, now: datetime) -> bool:
    """Tell whether a round's end has come, or the moment for its one reminder: a day before, or half-way."""
    if terms.closes_at is None or terms.opens_at is None:
        return False
    reminds_at = terms.closes_at - min(BEFORE_THE_END, (terms.closes_at - terms.opens_at) / 2)
    return now >= terms.closes_at or (not terms.reminded and now >= reminds_at)
