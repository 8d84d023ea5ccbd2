"""Let a speaker belong to one meeting of an event."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_role") as table:
        table.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_event_role_meeting_id_meeting", "meeting", ["meeting_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("event_role") as table:
        table.drop_constraint("fk_event_role_meeting_id_meeting", type_="foreignkey")
        table.drop_column("meeting_id")
