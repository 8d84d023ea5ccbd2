"""Drop the lease of slow work: the only worker claims abandoned rows again at once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("errand", "lease_until")


def downgrade() -> None:
    op.add_column("errand", sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
