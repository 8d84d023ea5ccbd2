"""Rows of people."""

from sqlalchemy.orm import Session

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Certificate,
    PointEntry,
    Teacher,
)
from tests.builders import NOW, add


def add_award(
    db: Session, teacher: Teacher, event_id: int, key: str, state: AttendanceState = AttendanceState.ATTENDED
) -> None:
    source = AttendanceSource.ORGANIZER
    add(db, Attendance(event_id=event_id, teacher_id=teacher.id, state=state, source=source, marked_at=NOW))
    add(
        db,
        PointEntry(
            teacher_id=teacher.id,
            event_id=event_id,
            reason="listener",
            key=key,
            points=1,
            year="2026/27",
            awarded_at=NOW,
        ),
    )
    add(
        db,
        Certificate(
            number=key,
            code=key,
            teacher_id=teacher.id,
            event_id=event_id,
            full_name=teacher.full_name,
            event_title="Прошлое",
            event_form="seminar",
            event_days=["2026-09-26"],
            roles=["listener"],
            hours=4,
            issued_on=NOW.date(),
        ),
    )
