"""Marks of presence: at which meeting, and that nobody is at two at the same time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attendance, AttendanceSource, AttendanceState, Event, Meeting, Teacher
from services.actors import Actor
from services.events.window import closes_at, opens_at
from services.refusals import NotFound, Refusal


class PresentElsewhere(Refusal):
    """The person is marked present at a meeting that runs at the same time."""

    key = "attendance-present-elsewhere"

    def __init__(self, event: Event, other: Meeting) -> None:
        super().__init__(event=event.id, title=other.title or f"{other.starts_local:%H:%M}")


@dataclass(frozen=True, slots=True)
class Marking:
    """A meeting whose list is being marked; `by` is None when the closing marks the unmarked."""

    meeting: Meeting
    by: Actor | None
    at: datetime


def meeting_of(event: Event, meeting_id: int | None, now: datetime) -> Meeting:
    """Return a meeting of the event; without an id the one marked at this moment: the first whose marking has begun and
    whose word still counts, otherwise the last that has begun, otherwise the first.

    Raises NotFound for a meeting that is gone or another event's.
    """
    if meeting_id is not None:
        found = next((meeting for meeting in event.meetings if meeting.id == meeting_id), None)
        if found is None:
            raise NotFound()
        return found
    begun = [meeting for meeting in event.meetings if opens_at(meeting) <= now]
    running = [meeting for meeting in begun if now <= closes_at(meeting)]
    return next(iter(running), begun[-1] if begun else event.meetings[0])


def write_mark(db: Session, marking: Marking, teacher: Teacher, state: AttendanceState) -> None:
    """Set a person's mark; the same mark again changes nothing, not even its source."""
    meeting = marking.meeting
    of_person = Attendance.meeting_id == meeting.id, Attendance.teacher_id == teacher.id
    row = db.scalar(select(Attendance).where(*of_person))
    if row is not None and row.state is state:
        return
    if row is None:
        row = Attendance.of(meeting, teacher)
        db.add(row)
    else:
        row.copy_place(teacher)
    row.state = state
    row.source = AttendanceSource.ORGANIZER
    row.marked_at = marking.at
    row.marked_by_id = marking.by.account.id if marking.by else None
    db.flush()


def present_elsewhere(db: Session, event: Event, meeting: Meeting, teacher_id: int) -> Meeting | None:
    """Return another meeting of the event at the same time at which the person is marked present."""
    beside = {
        other.id: other
        for other in event.meetings
        if other is not meeting and other.starts_at < meeting.ends_at and meeting.starts_at < other.ends_at
    }
    if not beside:
        return None
    present = select(Attendance.meeting_id).where(
        Attendance.teacher_id == teacher_id,
        Attendance.state == AttendanceState.ATTENDED,
        Attendance.meeting_id.in_(beside),
    )
    found = db.scalar(present.limit(1))
    return None if found is None else beside[found]
