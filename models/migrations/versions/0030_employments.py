"""Keep posts and organizations of people as rows with dates; what is known of a person becomes the main one."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MAIN = sa.text("is_main AND until IS NULL")
KNOWN = """\
INSERT INTO employment (teacher_id, organization_id, post, post_title, is_main, since)
SELECT id, organization_id, post, post_title, true, {day}
FROM teacher
WHERE erased_at IS NULL AND (organization_id IS NOT NULL OR post <> 'other' OR post_title <> '')"""


def upgrade() -> None:
    op.create_table(
        "employment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("post_title", sa.String(length=200), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_employment_in_order")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_employment_teacher_id_teacher")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_employment_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
    )
    op.create_index(
        "uq_employment_main", "employment", ["teacher_id"], unique=True, sqlite_where=MAIN, postgresql_where=MAIN
    )
    op.create_index("ix_employment_teacher", "employment", ["teacher_id"])
    op.create_index("ix_employment_organization", "employment", ["organization_id"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    day = "CAST(created_at AT TIME ZONE 'UTC' AS date)" if is_postgresql else "substr(created_at, 1, 10)"
    op.execute(KNOWN.format(day=day))


def downgrade() -> None:
    op.drop_table("employment")
