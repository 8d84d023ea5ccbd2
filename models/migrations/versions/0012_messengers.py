"""Key updates by messenger and text, number them by arrival, and store ids of messages as text."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MESSENGER = "telegram"
INBOX_COLUMNS = ("chat_key", "body", "state", "attempts", "error", "received_at", "done_at")
TEXT_IDS = (("account", "live_message_id"), ("outbox", "message_id"))


def upgrade() -> None:
    _put_inbox_aside("ix_inbox_state_update")
    op.create_table(
        "inbox",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("messenger", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        *_inbox_columns(),
        sa.PrimaryKeyConstraint("number", name="pk_inbox"),
        sa.UniqueConstraint("messenger", "key", name="uq_inbox_messenger_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_state_number", "inbox", ["state", "number"])
    _take_inbox_back("messenger, key", f"'{MESSENGER}', CAST(update_id AS VARCHAR(64))", "received_at, update_id")

    _rename("account", "platform", "messenger")
    _rename("account", "newest_message_id", "newest_message_order")
    for table, column in TEXT_IDS:
        _convert(table, column, sa.String(length=64))
    _rename("broadcast", "message_id", "message_order")
    op.add_column("broadcast", sa.Column("message_id", sa.String(length=64), nullable=True))
    op.execute("UPDATE broadcast SET message_id = CAST(message_order AS VARCHAR(64))")
    _convert("consent", "update_id", sa.String(length=64))
    _rename("consent", "update_id", "update_key")


def downgrade() -> None:
    _rename("consent", "update_key", "update_id")
    _convert("consent", "update_id", sa.BigInteger())
    op.drop_column("broadcast", "message_id")
    _rename("broadcast", "message_order", "message_id")
    for table, column in TEXT_IDS:
        _convert(table, column, sa.BigInteger())
    _rename("account", "newest_message_order", "newest_message_id")
    _rename("account", "messenger", "platform")

    # Numbers of updates begin anew when the database comes back to this revision, and no key may be used twice.
    op.execute("UPDATE outbox SET key = 'answer:' || CAST(id AS VARCHAR(20)) WHERE key LIKE 'update:%'")
    _put_inbox_aside("ix_inbox_state_number")
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *_inbox_columns(),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_state_update", "inbox", ["state", "update_id"])
    _take_inbox_back("update_id", "CAST(key AS BIGINT)", "number")


def _inbox_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("chat_key", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _put_inbox_aside(index: str) -> None:
    op.drop_index(index, table_name="inbox")
    op.rename_table("inbox", "earlier_inbox")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE earlier_inbox RENAME CONSTRAINT pk_inbox TO pk_earlier_inbox")
        op.execute("ALTER TABLE earlier_inbox DROP CONSTRAINT IF EXISTS uq_inbox_messenger_key")
        op.execute("ALTER SEQUENCE IF EXISTS inbox_number_seq RENAME TO earlier_inbox_number_seq")


def _take_inbox_back(keys: str, values: str, order: str) -> None:
    columns = ", ".join(INBOX_COLUMNS)
    op.execute(
        f"INSERT INTO inbox ({keys}, {columns}) SELECT {values}, {columns} FROM earlier_inbox ORDER BY {order}"  # noqa: S608 - names of this file
    )
    op.drop_table("earlier_inbox")


def _convert(table: str, column: str, kind: sa.String | sa.BigInteger) -> None:
    """Give a column another type by a new column, since SQLite would rebuild a table that others point to."""
    op.add_column(table, sa.Column("converted", kind, nullable=True))
    name = "BIGINT" if isinstance(kind, sa.BigInteger) else "VARCHAR(64)"
    op.execute(f"UPDATE {table} SET converted = CAST({column} AS {name})")  # noqa: S608 - names of this file
    op.drop_column(table, column)
    _rename(table, "converted", column)


def _rename(table: str, old: str, new: str) -> None:
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
