"""Add the organizer's own word for the form of an event, and the network's own categories of events."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TITLES = {"event": "form_title", "certificate": "event_form_title"}


def upgrade() -> None:
    op.create_table(
        "network_form",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_network_form")),
    )
    for table, column in TITLES.items():
        op.add_column(table, sa.Column(column, sa.String(length=80), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        for table, column in TITLES.items():
            op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    for table, column in TITLES.items():
        op.drop_column(table, column)
    op.drop_table("network_form")
