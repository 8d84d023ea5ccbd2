"""Remember the staff commands last set in a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("menu", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "menu")
