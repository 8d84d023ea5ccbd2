"""Add an event's order and issuer, their copy on certificates, and the factor of the level in an entry of points."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TEXTS = (
    ("event", "order_number", 64),
    ("certificate", "order_number", 64),
    ("certificate", "issuer", 300),
    ("certificate", "signer_post", 200),
    ("certificate", "signer_name", 200),
    ("certificate", "town", 300),
)


def upgrade() -> None:
    for table, column, length in TEXTS:
        op.add_column(table, sa.Column(column, sa.String(length=length), nullable=False, server_default=""))
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column(table, column, server_default=None)
    for table in ("event", "certificate"):
        op.add_column(table, sa.Column("order_date", sa.Date(), nullable=True))
    reference = sa.ForeignKey("organization.id", name=op.f("fk_event_issuer_id_organization"))
    op.add_column("event", sa.Column("issuer_id", sa.Integer(), reference, nullable=True), inline_references=True)
    op.add_column("point_entry", sa.Column("factor", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("point_entry", "factor")
    with op.batch_alter_table("event") as event:
        event.drop_column("issuer_id")
    for table in ("event", "certificate"):
        op.drop_column(table, "order_date")
    for table, column, _length in TEXTS:
        op.drop_column(table, column)
