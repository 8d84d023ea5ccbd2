"""Keep the wall time of a deadline, from which its instant is derived anew when the rules of the zone change."""

from datetime import UTC
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

EVENT = sa.table(
    "event",
    sa.column("id", sa.Integer()),
    sa.column("zone", sa.String()),
    sa.column("deadline", sa.DateTime(timezone=True)),
    sa.column("deadline_local", sa.DateTime()),
)


def upgrade() -> None:
    op.add_column("event", sa.Column("deadline_local", sa.DateTime()))
    known = sa.select(EVENT.c.id, EVENT.c.zone, EVENT.c.deadline).where(EVENT.c.deadline.is_not(None))
    for row_id, zone, deadline in op.get_bind().execute(known).all():
        instant = deadline.replace(tzinfo=UTC) if deadline.tzinfo is None else deadline
        local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        op.execute(sa.update(EVENT).where(EVENT.c.id == row_id).values(deadline_local=local))


def downgrade() -> None:
    op.drop_column("event", "deadline_local")
