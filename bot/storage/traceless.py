"""Detached words, kept so that nobody can tell in which order they came: not with the database, not with a dump."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.domain.contributions import Contribution, Named
from bot.ports.work import Stale
from bot.storage.tables import contributions


class SqlTraceless:
    """The detached contributions of sessions, within one transaction.

    All of a session are written anew when one is added, in the order of their ids, which tell nothing: no row is
    younger than another, so neither its place nor the number of the transaction behind it tells which came last.
    """

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        """Bind the words to a transaction and a workspace."""
        self._connection = connection
        self._workspace_id = workspace_id

    def add(self, said: Contribution) -> None:
        """Add words; every moment beside them is the one that they carry. Raises Stale if their id was taken."""
        here = (
            contributions.c.workspace_id == self._workspace_id,
            contributions.c.session_id == said.session_id,
            contributions.c.named == Named.DETACHED,
        )
        held = [dict(row) for row in self._connection.execute(select(contributions).where(*here)).mappings()]
        self._connection.execute(delete(contributions).where(*here))
        rows = sorted([*held, self._row(said)], key=lambda row: str(row["id"]))
        try:
            self._connection.execute(insert(contributions), rows)
        except IntegrityError as taken:
            raise Stale("contributions: taken") from taken

    def _row(self, said: Contribution) -> Mapping[str, Any]:
        values = {one.name: getattr(said, one.name) for one in fields(said)}
        moments = {"created_at": said.said_at, "updated_at": said.said_at}
        return {**values, **moments, "workspace_id": self._workspace_id}
