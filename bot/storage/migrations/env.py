"""How Alembic reaches the database: through the connection that it was given."""

from typing import Any, Literal

from alembic import context

from bot.storage.tables import metadata
from bot.storage.types import MessageJson, UtcDateTime


def _plain_type(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration must not depend on our own types, which may change after it."""
    plain = {UtcDateTime: "sa.DateTime(timezone=True)", MessageJson: "sa.JSON(none_as_null=True)"}
    return plain.get(type(item), False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, render_item=_plain_type
)
with context.begin_transaction():
    context.run_migrations()
