"""Let reminder rules run for each meeting of an event; runs until now are those of the event."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reminder_run") as table:
        table.add_column(sa.Column("meeting", sa.Integer(), nullable=False, server_default="0"))
        table.drop_constraint("uq_reminder_run_event_id_rule_version", type_="unique")
        table.create_unique_constraint(
            "uq_reminder_run_event_id_rule_version_meeting", ["event_id", "rule", "version", "meeting"]
        )
    with op.batch_alter_table("reminder_run") as table:
        table.alter_column("meeting", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM reminder_run WHERE meeting <> 0")
    with op.batch_alter_table("reminder_run") as table:
        table.drop_constraint("uq_reminder_run_event_id_rule_version_meeting", type_="unique")
        table.drop_column("meeting")
        table.create_unique_constraint("uq_reminder_run_event_id_rule_version", ["event_id", "rule", "version"])
