"""Participation in events held before the bot was installed: recorded with points, without notices."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Event,
    EventRole,
    Meeting,
    ParticipationRole,
    Registration,
    RegistrationState,
    ReminderRun,
    Teacher,
)
from services.loading.meeting_rows import usual_meetings
from services.loading.schema import Participant, PointCode, Presence
from services.network import network
from services.recognition.points import NewEntry, award, enter
from services.reminder_rules import Anchor, rules_of

CLOSED_AFTER = timedelta(hours=1)
_MARKS = {Presence.ATTENDED: AttendanceState.ATTENDED, Presence.NO_SHOW: AttendanceState.NO_SHOW}


def write_history(db: Session, event: Event, people: list[Participant], ids: dict[str, int], now: datetime) -> None:
    """Close `event` with these participants and award their points; people without an entry in `ids` are left out.

    The event has ended and has no sign-ups or marks of its own.
    """
    signed_up = event.published_at or event.created_at
    presence = {row.who: row.status for row in people if row.who in ids}
    for who, status in presence.items():
        came = status is not Presence.CANCELLED
        db.add(
            Registration(
                event_id=event.id,
                teacher_id=ids[who],
                state=RegistrationState.CONFIRMED if came else RegistrationState.CANCELLED,
                created_at=signed_up,
                confirmed_at=signed_up,
                ended_at=None if came else event.starts_at,
            )
        )
        if status in _MARKS:
            mark = {"state": _MARKS[status], "source": AttendanceSource.LOADED, "marked_at": event.ends_at}
            person = db.get_one(Teacher, ids[who])
            held = _attended(event, [number for row in people if row.who == who for number in row.meetings])
            db.add_all(Attendance.of(meeting, person, **mark) for meeting in held)
    listed = select(EventRole.teacher_id, EventRole.role).where(EventRole.event_id == event.id)
    known = {(teacher_id, role) for teacher_id, role in db.execute(listed)}
    for row in people:
        is_new = row.who in ids and (ids[row.who], row.role) not in known
        if is_new and row.role is not ParticipationRole.LISTENER:
            db.add(EventRole(event_id=event.id, teacher_id=ids[row.who], role=row.role))
    event.taken = sum(status is not Presence.CANCELLED for status in presence.values())
    event.attendance_closed_at = event.ends_at
    event.finalized_at = min(event.ends_at + CLOSED_AFTER, now)
    db.flush()
    award(db, event, event.finalized_at, silent=True)


def _attended(event: Event, numbers: list[int]) -> list[Meeting]:
    """Return the meetings with these numbers, counted from 1; without numbers all that one person can attend."""
    spans = [(meeting.starts_at, meeting.ends_at) for meeting in event.meetings]
    return [event.meetings[number - 1] for number in sorted(set(numbers)) or usual_meetings(spans)]


def write_materials(db: Session, event: Event, teacher_id: int, accepted: int, now: datetime) -> None:
    """Enter the points of `accepted` materials; points entered before stay as they are."""
    worth = next(int(rule["points"]) for rule in network(db).point_rules if rule["code"] == PointCode.MATERIAL.value)
    for number in range(1, accepted + 1):
        entry = NewEntry(PointCode.MATERIAL.value, f"material:{event.id}:{teacher_id}:{number}", worth)
        enter(db, event, teacher_id, entry, event.finalized_at or now)


def suppress_notices(db: Session, event: Event, now: datetime) -> None:
    """Mark reminders as run: the publication of a loaded event, and all of an event that is over."""
    for rule in rules_of(network(db)):
        if rule.anchor is Anchor.PUBLISHED or event.finalized_at is not None:
            run = {"event_id": event.id, "rule": rule.code, "version": rule.version_of(event), "ran_at": now}
            db.add_all(ReminderRun(**run, meeting=occasion.meeting) for occasion in rule.occasions(event))
    db.flush()
