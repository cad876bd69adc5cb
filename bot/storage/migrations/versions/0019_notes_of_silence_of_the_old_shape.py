"""notes of silence of the old shape are left out

Until 0017 a note of silence spoke of a whole coalition. Held for a digest or on its way, such a note cannot be read
any more; what it told of is told anew, an action or a session at a time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

nudges = sa.table(
    "nudges", sa.column("workspace_id"), sa.column("id"), sa.column("message", sa.JSON(none_as_null=True))
)
outbox = sa.table(
    "outbox", sa.column("id"), sa.column("state"), sa.column("body", sa.JSON()), sa.column("note")
)


def upgrade() -> None:
    """Go to this revision."""
    connection = op.get_bind()
    for nudge in connection.execute(sa.select(nudges).where(nudges.c.message.is_not(None))).all():
        if _is_old(nudge.message):
            here = (nudges.c.workspace_id == nudge.workspace_id, nudges.c.id == nudge.id)
            connection.execute(sa.delete(nudges).where(*here))
    unsent = sa.select(outbox).where(outbox.c.state.in_(("waiting", "leased")))
    for row in connection.execute(unsent).all():
        message = row.body.get("message")
        left = message and _without_old(message)
        if left != message:
            connection.execute(
                sa.update(outbox).where(outbox.c.id == row.id).values(**_changed(row.body, left))
            )


def downgrade() -> None:
    """Go back from this revision."""


def _changed(body: dict[str, Any], left: dict[str, Any] | None) -> dict[str, Any]:
    if left is None:
        return {"state": "dropped", "body": {}, "note": "of an old shape"}
    return {"body": body | {"message": left}}


def _is_old(message: dict[str, Any]) -> bool:
    return message["is"] == "StillHere" and "things" not in message["as"]


def _without_old(message: dict[str, Any]) -> dict[str, Any] | None:
    """Return a message, or a digest without what cannot be read; None where nothing is left."""
    if _is_old(message):
        return None
    if message["is"] != "Digest":
        return message
    items = [one for one in message["as"]["items"] if not _is_old(one["message"])]
    return {"is": "Digest", "as": {"items": items}} if items else None
