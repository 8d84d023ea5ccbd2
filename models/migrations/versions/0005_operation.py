"""Operation."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNLISTED = sa.text(
    "listed_at IS NULL AND CASE WHEN kind = 'admin_alarm' THEN 0 WHEN state IN ('expired', 'unclear', 'failed') THEN 1"
    " WHEN state = 'dropped' AND substr(error, 1, 7) = 'blocked' THEN 1 ELSE 0 END = 1"
)
LISTED = sa.text("listed_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("awake_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("longest_wait", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
    )
    op.create_table(
        "alarm_told",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_alarm_told")),
    )
    op.add_column("outbox", sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_outbox_unlisted", "outbox", ["id"], unique=False, sqlite_where=UNLISTED, postgresql_where=UNLISTED
    )
    op.create_index(
        "ix_outbox_listed", "outbox", ["listed_at"], unique=False, sqlite_where=LISTED, postgresql_where=LISTED
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_listed", table_name="outbox")
    op.drop_index("ix_outbox_unlisted", table_name="outbox")
    op.drop_column("outbox", "listed_at")
    op.drop_table("alarm_told")
    op.drop_table("pulse")
