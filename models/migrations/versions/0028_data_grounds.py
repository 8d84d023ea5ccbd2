"""Record the grounds on which a person's data are kept.

People with an account and a valid consent have given it themselves; nothing is known of the others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OWN_CONSENTS = """\
INSERT INTO data_ground (teacher_id, kind, number, entered_at)
SELECT account.teacher_id, 'own_consent', '', min(consent.given_at)
FROM consent JOIN account ON account.id = consent.account_id
WHERE consent.withdrawn_at IS NULL AND account.teacher_id IS NOT NULL
GROUP BY account.teacher_id"""


def upgrade() -> None:
    op.create_table(
        "data_ground",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_data_ground_teacher_id_teacher")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name=op.f("fk_data_ground_entered_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_ground")),
    )
    op.create_index(op.f("ix_data_ground_teacher_id"), "data_ground", ["teacher_id"])
    op.execute(OWN_CONSENTS)


def downgrade() -> None:
    op.drop_table("data_ground")
