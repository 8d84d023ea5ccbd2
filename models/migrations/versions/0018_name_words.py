"""Keep the words of people's names, by which people are searched."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEACHER = sa.table("teacher", sa.column("id"), sa.column("name_key"))
BATCH = 1000


def upgrade() -> None:
    in_order = sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql")
    words = op.create_table(
        "name_word",
        sa.Column("word", in_order, nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_name_word_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("word", "teacher_id", name=op.f("pk_name_word")),
    )
    op.create_index("ix_name_word_teacher", "name_word", ["teacher_id"], unique=False)
    rows = sa.select(TEACHER.c.id, TEACHER.c.name_key).order_by(TEACHER.c.id).limit(BATCH)
    last = 0
    while found := op.get_bind().execute(rows.where(TEACHER.c.id > last)).all():
        last = found[-1].id
        op.bulk_insert(
            words, [{"word": word, "teacher_id": row.id} for row in found for word in sorted(_words(row.name_key))]
        )


def downgrade() -> None:
    op.drop_table("name_word")


def _words(name_key: str) -> set[str]:
    return {word for part in name_key.split() for word in (part, *part.split("-")) if word}
