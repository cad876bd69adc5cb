"""contributions without a trace are switched on"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("coalitions") as batch_op:
        batch_op.add_column(sa.Column("detached", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Go back from this revision."""
    with op.batch_alter_table("coalitions") as batch_op:
        batch_op.drop_column("detached")
