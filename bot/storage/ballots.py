"""Detached ballots, kept so that nobody can tell who said what: not with the database, not with the logs."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, delete, insert, select

from bot.domain.choices import Choice
from bot.storage.tables import ballot_counts, ballot_voters


class SqlBallotBox:
    """Counts of choices, and apart from them those who have voted, within one transaction.

    Both tables are written anew at each ballot, in the order of their keys: no row is younger than another, so
    neither the place of a row nor the number of the transaction behind it tells which came last.
    """

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        """Bind the box to a transaction and a workspace."""
        self._connection = connection
        self._workspace_id = workspace_id

    def cast(self, proposal_id: str, participant_id: str, choice: Choice) -> bool:
        """Put a ballot in; it is final. Return False, and change nothing, where this person has voted."""
        voters = self.voters(proposal_id)
        if participant_id in voters:
            return False
        counts = Counter(self.counts(proposal_id))
        counts[choice] += 1
        here = {"workspace_id": self._workspace_id, "proposal_id": proposal_id}
        people = [{**here, "participant_id": one} for one in sorted({*voters, participant_id})]
        totals = [{**here, "choice": one.value, "count": count} for one, count in sorted(counts.items())]
        self._write_anew(ballot_voters, proposal_id, people)
        self._write_anew(ballot_counts, proposal_id, totals)
        return True

    def counts(self, proposal_id: str) -> dict[Choice, int]:
        """Return how often each choice was made."""
        rows = self._connection.execute(
            select(ballot_counts.c.choice, ballot_counts.c["count"]).where(
                ballot_counts.c.workspace_id == self._workspace_id, ballot_counts.c.proposal_id == proposal_id
            )
        )
        return {Choice(choice): count for choice, count in rows}

    def voters(self, proposal_id: str) -> frozenset[str]:
        """Return the participants who have voted."""
        rows = self._connection.execute(
            select(ballot_voters.c.participant_id).where(
                ballot_voters.c.workspace_id == self._workspace_id, ballot_voters.c.proposal_id == proposal_id
            )
        )
        return frozenset(rows.scalars())

    def _write_anew(self, table: Table, proposal_id: str, rows: Sequence[Mapping[str, object]]) -> None:
        self._connection.execute(
            delete(table).where(
                table.c.workspace_id == self._workspace_id, table.c.proposal_id == proposal_id
            )
        )
        self._connection.execute(insert(table), [dict(row) for row in rows])
