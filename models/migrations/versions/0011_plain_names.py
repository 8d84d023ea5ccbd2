"""Rename tables and columns to the names used in the code: job, heartbeat, finalized_at."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEQUENCE_AND_KEY = (
    "ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq",
    "ALTER TABLE {new} RENAME CONSTRAINT pk_{old} TO pk_{new}",
)


def upgrade() -> None:
    _rename("errand", "job")
    _rename_key_column("errand", "job")
    _rename("pulse", "heartbeat")
    op.execute("ALTER TABLE event RENAME COLUMN finalised_at TO finalized_at")
    _rename_alarms("errands", "jobs")


def downgrade() -> None:
    _rename_alarms("jobs", "errands")
    op.execute("ALTER TABLE event RENAME COLUMN finalized_at TO finalised_at")
    _rename("heartbeat", "pulse")
    _rename("job", "errand")
    _rename_key_column("job", "errand")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _rename(old: str, new: str) -> None:
    op.rename_table(old, new)
    if _is_postgresql():
        for statement in SEQUENCE_AND_KEY:
            op.execute(statement.format(old=old, new=new))


def _rename_key_column(old: str, new: str) -> None:
    """Rename the unique key and the index of the table of jobs after it."""
    op.drop_index(f"ix_{old}_state", table_name=new)
    if _is_postgresql():
        op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT uq_{old}_key TO uq_{new}_key")
    else:
        with op.batch_alter_table(new, recreate="always") as table:
            table.drop_constraint(f"uq_{old}_key", type_="unique")
            table.create_unique_constraint(f"uq_{new}_key", ["key"])
    op.create_index(f"ix_{new}_state", new, ["state"])


def _rename_alarms(old: str, new: str) -> None:
    """Rename the kinds of alarm about slow work (`errands`, `errands_failed`), also in alarms not sent yet."""
    op.execute(f"UPDATE alarm_told SET kind = replace(kind, '{old}', '{new}') WHERE kind LIKE '{old}%'")  # noqa: S608 - names of this file
    payload, restored = ("payload::text", "::json") if _is_postgresql() else ("payload", "")
    op.execute(
        f"UPDATE outbox SET payload = replace({payload}, '\"{old}', '\"{new}'){restored} WHERE kind = 'admin_alarm'"  # noqa: S608 - names of this file
    )
