"""Keep headcounts by organization and academic year.

The numbers known so far become those of the year of the loaded file: the year of its last event, else that of the day
it was loaded.
"""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ORGANIZATION = sa.table("organization", sa.column("id"), sa.column("code"), sa.column("teachers", sa.Integer))
NETWORK = sa.table("network", sa.column("zone", sa.String), sa.column("loaded_at", INSTANT))
EVENT = sa.table("event", sa.column("code"), sa.column("starts_at", INSTANT))
LOADED_ROW = sa.table("loaded_row", sa.column("kind"), sa.column("code"), sa.column("fields", sa.JSON))
HEADCOUNT = sa.table("headcount", sa.column("organization_id"), sa.column("year"), sa.column("people"))
VALID = sa.text("replaced_at IS NULL")


def upgrade() -> None:
    headcount = op.create_table(
        "headcount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("ground", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=True),
        sa.CheckConstraint("people > 0", name=op.f("ck_headcount_people_positive")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_headcount_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name=op.f("fk_headcount_entered_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headcount")),
    )
    op.create_index(
        "uq_headcount_valid",
        "headcount",
        ["organization_id", "year"],
        unique=True,
        sqlite_where=VALID,
        postgresql_where=VALID,
    )
    counted = op.get_bind().execute(sa.select(ORGANIZATION).where(ORGANIZATION.c.teachers > 0)).all()
    if counted:
        year, loaded_at, day = _year_of_the_file()
        about = {"year": year, "as_of": day, "source": "file", "ground": "", "entered_at": loaded_at}
        op.bulk_insert(headcount, [{"organization_id": row.id, "people": row.teachers, **about} for row in counted])
        for row in counted:
            _keep_fingerprint(row.code, year, row.teachers)
    op.drop_column("organization", "teachers")


def downgrade() -> None:
    op.add_column("organization", sa.Column("teachers", sa.Integer(), nullable=True))
    rows = sa.select(HEADCOUNT).where(VALID).order_by(HEADCOUNT.c.year)
    for row in op.get_bind().execute(rows).all():
        same = ORGANIZATION.c.id == row.organization_id
        op.execute(sa.update(ORGANIZATION).where(same).values(teachers=row.people))
    op.execute(sa.delete(LOADED_ROW).where(LOADED_ROW.c.kind == "headcount"))
    op.drop_table("headcount")


def _year_of_the_file() -> tuple[str, datetime, date]:
    """Return the academic year, and the moment and the local day of the load, from which every number comes."""
    network = op.get_bind().execute(sa.select(NETWORK)).one()
    zone = ZoneInfo(network.zone)
    last = op.get_bind().scalar(sa.select(sa.func.max(EVENT.c.starts_at)).where(EVENT.c.code.is_not(None)))
    loaded_at = _aware(network.loaded_at)
    day = _aware(last or loaded_at).astimezone(zone).date()
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}", loaded_at, loaded_at.astimezone(zone).date()


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _keep_fingerprint(code: str | None, year: str, people: int) -> None:
    """Note that the number is the file's, unless people have changed it since."""
    if code is None:
        return
    same = (LOADED_ROW.c.kind == "organization") & (LOADED_ROW.c.code == code)
    known = op.get_bind().scalar(sa.select(LOADED_ROW.c.fields).where(same))
    if known and known.get("teachers") == _fingerprint("organization", code, people):
        new = f"{code}/{year}"
        fields = {"teachers": _fingerprint("headcount", new, people)}
        op.execute(sa.insert(LOADED_ROW).values(kind="headcount", code=new, fields=fields))


def _fingerprint(kind: str, code: str, value: Any) -> str:
    text = json.dumps([kind, code, "teachers", value], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]
