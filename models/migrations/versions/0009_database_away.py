"""Record the longest time during which updates could not be stored."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pulse", sa.Column("longest_away", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("pulse", "longest_away")
