"""Record when a waiting person was passed over and when they were offered a seat."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registration", sa.Column("passed_by_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("registration", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("registration", "offered_at")
    op.drop_column("registration", "passed_by_at")
