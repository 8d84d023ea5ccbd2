"""Store the addresses that links into the bot are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("network", sa.Column("link_base", sa.String(length=200), nullable=True))
    op.add_column("network", sa.Column("share_link", sa.String(length=200), nullable=True))
    op.execute(
        "UPDATE network SET link_base = 'https://t.me/' || bot_username || '?start=',"
        " share_link = 'https://t.me/share/url?url={link}&text={text}' WHERE bot_username <> ''"
    )


def downgrade() -> None:
    op.drop_column("network", "share_link")
    op.drop_column("network", "link_base")
