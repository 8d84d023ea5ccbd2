"""Let a role at an event belong to a guest who is not in the network, and give the speakers an order."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_role") as table:
        table.alter_column("teacher_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("guest_name", sa.String(length=300), nullable=False, server_default=""))
        table.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("event_role") as table:
        table.alter_column("guest_name", existing_type=sa.String(length=300), server_default=None)
        table.alter_column("position", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Guests are forgotten: the earlier version has no place for them."""
    op.execute("DELETE FROM event_role WHERE teacher_id IS NULL")
    with op.batch_alter_table("event_role") as table:
        table.drop_column("position")
        table.drop_column("guest_name")
        table.alter_column("teacher_id", existing_type=sa.Integer(), nullable=False)
