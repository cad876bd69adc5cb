"""silences of actions and sessions"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "silences",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("coalition_id", sa.String(length=255), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=255), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("patience_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_silences")),
        sa.UniqueConstraint("workspace_id", "record_id", name=op.f("uq_silences_workspace_id_record_id")),
    )
    with op.batch_alter_table("cadences") as batch_op:
        batch_op.drop_column("patience_until")


def downgrade() -> None:
    """Go back from this revision."""
    with op.batch_alter_table("cadences") as batch_op:
        batch_op.add_column(sa.Column("patience_until", sa.DateTime(timezone=True), nullable=True))

    op.drop_table("silences")
