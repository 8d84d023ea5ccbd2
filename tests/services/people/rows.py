"""Rows of people."""

from sqlalchemy.orm import Session

from models import (
    AttendanceState,
    Event,
    PointEntry,
    Teacher,
)
from tests.builders import NOW, add, make_attendance, make_certificate


def add_award(
    db: Session, teacher: Teacher, event_id: int, key: str, state: AttendanceState = AttendanceState.ATTENDED
) -> None:
    make_attendance(db, event_id, teacher.id, state=state)
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
    make_certificate(db, teacher, db.get_one(Event, event_id), key)
