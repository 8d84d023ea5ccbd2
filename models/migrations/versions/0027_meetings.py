"""Give events meetings, one for each day; a mark of presence becomes a mark at every meeting and keeps the place."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
EVENT = sa.table(
    "event",
    sa.column("id", sa.Integer),
    sa.column("zone", sa.String),
    sa.column("starts_local", sa.DateTime),
    sa.column("sessions", sa.JSON),
    sa.column("hours", sa.Float),
    sa.column("minutes", sa.Integer),
    sa.column("ends_at", INSTANT),
    sa.column("code_word", sa.String),
)
COPY_PLACE = """
UPDATE attendance SET
    organization_id = (SELECT organization_id FROM teacher WHERE teacher.id = attendance.teacher_id),
    organization_counted = coalesce((
        SELECT organization.counts_in_share FROM teacher JOIN organization ON organization.id = teacher.organization_id
        WHERE teacher.id = attendance.teacher_id
    ), false),
    post = (SELECT post FROM teacher WHERE teacher.id = attendance.teacher_id),
    post_title = (SELECT post_title FROM teacher WHERE teacher.id = attendance.teacher_id),
    meeting_id = (SELECT min(meeting.id) FROM meeting WHERE meeting.event_id = attendance.event_id)
"""
MARK_OTHER_MEETINGS = """
INSERT INTO attendance (event_id, meeting_id, teacher_id, state, source, marked_at, marked_by_id, organization_id,
    organization_counted, post, post_title)
SELECT attendance.event_id, meeting.id, teacher_id, state, source, marked_at, marked_by_id, organization_id,
    organization_counted, post, post_title
FROM attendance JOIN meeting ON meeting.event_id = attendance.event_id AND meeting.id <> attendance.meeting_id
"""
WORD_OF_FIRST = """
UPDATE event SET code_word = (
    SELECT code_word FROM meeting WHERE meeting.event_id = event.id ORDER BY starts_at, id LIMIT 1
)
"""
PRESENT_AT_ONE = """
UPDATE attendance SET state = 'attended' WHERE EXISTS (
    SELECT 1 FROM attendance AS other
    WHERE other.event_id = attendance.event_id AND other.teacher_id = attendance.teacher_id AND other.state = 'attended'
)
"""
DELETE_OTHERS = """
DELETE FROM attendance WHERE EXISTS (
    SELECT 1 FROM attendance AS other
    WHERE other.event_id = attendance.event_id AND other.teacher_id = attendance.teacher_id AND other.id < attendance.id
)
"""


def upgrade() -> None:
    meeting = op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("starts_local", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("code_word", sa.String(length=64), nullable=True),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_meeting_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("id", "event_id", name=op.f("uq_meeting_id_event_id")),
    )
    op.create_index(op.f("ix_meeting_event_id"), "meeting", ["event_id"])
    has_word = sa.text("code_word IS NOT NULL")
    op.create_index("ix_meeting_code_word", "meeting", ["code_word"], sqlite_where=has_word, postgresql_where=has_word)
    for event in op.get_bind().execute(sa.select(EVENT).order_by(EVENT.c.id)).all():
        meetings = list(_meetings(event))
        op.bulk_insert(meeting, meetings)
        op.execute(EVENT.update().where(EVENT.c.id == event.id).values(ends_at=meetings[-1]["ends_at"]))
    op.drop_column("event", "code_word")
    with op.batch_alter_table("attendance") as table:
        table.drop_constraint("uq_attendance_event_id_teacher_id", type_="unique")
        table.add_column(sa.Column("meeting_id", sa.Integer()))
        table.add_column(sa.Column("organization_id", sa.Integer()))
        table.add_column(sa.Column("organization_counted", sa.Boolean()))
        table.add_column(sa.Column("post", sa.String(length=32)))
        table.add_column(sa.Column("post_title", sa.String(length=200)))
    op.execute(COPY_PLACE)
    op.execute(MARK_OTHER_MEETINGS)
    with op.batch_alter_table("attendance") as table:
        for name, kind in (
            ("meeting_id", sa.Integer()),
            ("organization_counted", sa.Boolean()),
            ("post", sa.String(length=32)),
            ("post_title", sa.String(length=200)),
        ):
            table.alter_column(name, existing_type=kind, nullable=False)
        table.drop_constraint("fk_attendance_event_id_event", type_="foreignkey")
        table.create_unique_constraint("uq_attendance_meeting_id_teacher_id", ["meeting_id", "teacher_id"])
        table.create_foreign_key(
            "fk_attendance_meeting_id_event_id_meeting", "meeting", ["meeting_id", "event_id"], ["id", "event_id"]
        )
        table.create_foreign_key(
            "fk_attendance_organization_id_organization", "organization", ["organization_id"], ["id"]
        )
        table.create_index("ix_attendance_event_teacher", ["event_id", "teacher_id"])
        table.create_index("ix_attendance_organization_id", ["organization_id"])


def downgrade() -> None:
    op.execute(PRESENT_AT_ONE)
    op.execute(DELETE_OTHERS)
    with op.batch_alter_table("attendance") as table:
        table.drop_index("ix_attendance_organization_id")
        table.drop_index("ix_attendance_event_teacher")
        table.drop_constraint("fk_attendance_organization_id_organization", type_="foreignkey")
        table.drop_constraint("fk_attendance_meeting_id_event_id_meeting", type_="foreignkey")
        table.drop_constraint("uq_attendance_meeting_id_teacher_id", type_="unique")
        for name in ("post_title", "post", "organization_counted", "organization_id", "meeting_id"):
            table.drop_column(name)
        table.create_unique_constraint("uq_attendance_event_id_teacher_id", ["event_id", "teacher_id"])
        table.create_foreign_key("fk_attendance_event_id_event", "event", ["event_id"], ["id"])
    op.add_column("event", sa.Column("code_word", sa.String(length=64)))
    op.execute(WORD_OF_FIRST)
    op.drop_table("meeting")


def _meetings(event: Any) -> Iterator[dict[str, Any]]:
    """Yield a meeting for each day, with an equal share of the hours: in half hours, the rest to the first."""
    starts = [datetime.fromisoformat(start) for start in event.sessions or []] or [event.starts_local]
    share = int(event.hours / len(starts) * 2) / 2 or event.hours / len(starts)
    shares = [event.hours - share * (len(starts) - 1), *[share] * (len(starts) - 1)]
    for start, hours in zip(starts, shares, strict=True):
        starts_at = start.replace(tzinfo=ZoneInfo(event.zone)).astimezone(UTC)
        length = timedelta(hours=hours) if event.minutes is None else timedelta(minutes=event.minutes)
        yield {
            "event_id": event.id,
            "title": "",
            "starts_local": start,
            "minutes": event.minutes,
            "hours": hours,
            "place": "",
            "code_word": event.code_word,
            "starts_at": starts_at,
            "ends_at": starts_at + length,
        }
