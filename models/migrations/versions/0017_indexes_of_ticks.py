"""Index what every tick looks for; most events are published, so their state tells the way to few of them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PARTIAL = (
    ("ix_outbox_answers", "outbox", "created_at", "kind = 'answer'"),
    ("ix_inbox_done_at", "inbox", "done_at", "done_at IS NOT NULL"),
    ("ix_document_keep_until", "document", "keep_until", "keep_until IS NOT NULL"),
    ("ix_registration_offered", "registration", "event_id", "state = 'offered'"),
    ("ix_event_closed", "event", "attendance_closed_at", "finalized_at IS NULL"),
)


def upgrade() -> None:
    for name, table, column, where in PARTIAL:
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("ix_certificate_document_id", "certificate", ["document_id"])
    op.drop_index("ix_event_state", "event")


def downgrade() -> None:
    op.create_index("ix_event_state", "event", ["state"])
    op.drop_index("ix_certificate_document_id", "certificate")
    for name, table, _column, _where in PARTIAL:
        op.drop_index(name, table)
