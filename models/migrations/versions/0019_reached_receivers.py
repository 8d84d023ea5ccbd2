"""Store how far a reminder has got among its receivers; those that ran before are finished."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminder_run", sa.Column("reached_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM reminder_run WHERE reached_id IS NOT NULL")
    op.drop_column("reminder_run", "reached_id")
