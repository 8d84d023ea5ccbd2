"""Broadcasts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_A_BROADCAST = sa.text("broadcast_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reached_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.String(length=120), nullable=False),
        sa.Column("shown_times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_broadcast_author_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    op.create_index(op.f("ix_broadcast_author_id"), "broadcast", ["author_id"], unique=False)
    op.create_index(op.f("ix_broadcast_state"), "broadcast", ["state"], unique=False)
    op.add_column("account", sa.Column("no_broadcasts", sa.Boolean(), server_default=sa.false(), nullable=False))
    reference = sa.ForeignKey("broadcast.id", name=op.f("fk_outbox_broadcast_id_broadcast"))
    op.add_column("outbox", sa.Column("broadcast_id", sa.Integer(), reference, nullable=True), inline_references=True)
    op.create_index(
        "ix_outbox_broadcast",
        "outbox",
        ["broadcast_id", "state"],
        unique=False,
        sqlite_where=OF_A_BROADCAST,
        postgresql_where=OF_A_BROADCAST,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_broadcast", table_name="outbox")
    op.drop_column("outbox", "broadcast_id")
    op.drop_column("account", "no_broadcasts")
    op.drop_index(op.f("ix_broadcast_state"), table_name="broadcast")
    op.drop_index(op.f("ix_broadcast_author_id"), table_name="broadcast")
    op.drop_table("broadcast")
