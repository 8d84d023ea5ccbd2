"""Keep the academic year of the network file: of the one loaded last, and of the one that brought an event or a status.

Until now a network had one file. Its year is the one in which most of its events begin.
"""

from collections import Counter
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

YEAR = sa.String(length=7)
NETWORK = sa.table("network", sa.column("academic_year", YEAR), sa.column("loaded_sha256"))
EVENT = sa.table("event", sa.column("code"), sa.column("starts_local"), sa.column("file_year", YEAR))
STATUS = sa.table("org_status", sa.column("file_year", YEAR))


def upgrade() -> None:
    op.add_column("network", sa.Column("academic_year", YEAR, nullable=True))
    op.add_column("org_status", sa.Column("file_year", YEAR, nullable=True))
    op.add_column("event", sa.Column("file_year", YEAR, nullable=True))
    starts = op.get_bind().scalars(sa.select(EVENT.c.starts_local).where(EVENT.c.code.is_not(None)))
    years = Counter(_year(start) for start in starts)
    if years:
        year = max(years, key=lambda one: (years[one], one))
        op.execute(sa.update(NETWORK).where(NETWORK.c.loaded_sha256.is_not(None)).values(academic_year=year))
        op.execute(sa.update(EVENT).where(EVENT.c.code.is_not(None)).values(file_year=year))
        op.execute(sa.update(STATUS).values(file_year=year))


def downgrade() -> None:
    op.drop_column("event", "file_year")
    op.drop_column("org_status", "file_year")
    op.drop_column("network", "academic_year")


def _year(start: datetime | str) -> str:
    day = datetime.fromisoformat(start) if isinstance(start, str) else start
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"
