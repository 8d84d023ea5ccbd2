"""The attendance list of a meeting, marked by the organizers from 15 minutes before its start until the list of the
event is closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Certificate,
    Event,
    EventRole,
    EventState,
    Meeting,
    Network,
    ParticipationRole,
    Registration,
    RegistrationState,
    Teacher,
)
from services.actors import Actor
from services.attendance.code_word import choose_code_word, is_listed
from services.attendance.marks import Marking, PresentElsewhere, meeting_of, present_elsewhere, write_mark
from services.desk.events import editable_event, may_change, staff_event
from services.events.seats import join_as_walk_in
from services.events.window import closes_at, opens_at
from services.network import network
from services.paging import Page, page_of
from services.recognition import points
from services.refusals import NotFound, Refusal
from services.reminder_rules import reopening_period

PAGE_SIZE = 6


class NotPublished(Refusal):
    """A draft or a cancelled event has no attendance list."""

    key = "attendance-not-published"


class TooEarly(Refusal):
    """Presence is marked from 15 minutes before the start, and closed after it."""

    key = "attendance-too-early"


class AttendanceClosed(Refusal):
    """The list is closed; it can be reopened for a while."""

    key = "attendance-closed"

    def __init__(self, event: Event, reopening: timedelta) -> None:
        super().__init__(event=event.id, minutes=reopening // timedelta(minutes=1))


class Finalized(Refusal):
    """Points and certificates have been given, so marks no longer change."""

    key = "attendance-finalized"

    def __init__(self, event: Event) -> None:
        super().__init__(event=event.id)


@dataclass(frozen=True, slots=True)
class Row:
    """A person on the list. `state` is None until marked; `roles` is (listener,) unless others were set."""

    teacher: Teacher
    state: AttendanceState | None
    roles: tuple[ParticipationRole, ...]
    walk_in: bool
    by_code: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the list with the numbers of the whole. Moments are UTC.

    `meeting`: whose marks these are, the `number`-th of the event. `reopening`: how long a closed list can be reopened,
    `reopen_until` is set while it can. `certificates` were issued, the files of `made` are ready.
    """

    event: Event
    meeting: Meeting
    number: int
    page: Page[Row]
    present: int
    absent: int
    unmarked: int
    opens_at: datetime
    code_word_until: datetime
    may_change: bool
    is_open: bool
    can_close: bool
    has_ended: bool
    reopening: timedelta
    reopen_until: datetime | None
    certificates: int
    made: int

    @property
    def people(self) -> int:
        return self.present + self.absent + self.unmarked


@dataclass(frozen=True, slots=True)
class SheetKey:
    """A page of a list as a button names it; `meeting_id` None: the meeting that is marked at this moment."""

    event_id: int
    page: int = 1
    meeting_id: int | None = None


@dataclass(frozen=True, slots=True)
class RowKey:
    """A row as a button names it; `page` is the page of the list to return to.

    `meeting_id` None: the meeting that is marked at this moment.
    """

    event_id: int
    teacher_id: int
    page: int = 1
    meeting_id: int | None = None


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """One row and whether its mark and roles may be changed; roles may be set before the event."""

    event: Event
    meeting: Meeting
    row: Row
    page: int
    may_mark: bool
    may_set_roles: bool


def sheet(db: Session, actor: Actor, key: SheetKey, now: datetime) -> Sheet:
    """Return a page of the list of a meeting for the staff."""
    event = staff_event(db, actor, key.event_id)
    _require_published(event)
    return sheet_of(db, actor, event, key, now)


def open_row(db: Session, actor: Actor, key: RowKey, now: datetime) -> OpenedRow:
    """Return one row of the list for the staff."""
    event = staff_event(db, actor, key.event_id)
    _require_published(event)
    return _opened(db, actor, event, key, now)


def set_code_word(db: Session, actor: Actor, key: SheetKey, now: datetime) -> Sheet:
    """Choose a new code word for a meeting; the previous one stops working at once."""
    event = markable_event(db, actor, key.event_id)
    meeting = meeting_of(event, key.meeting_id, now)
    meeting.code_word = choose_code_word(db, meeting, now)
    db.flush()
    return sheet_of(db, actor, event, key, now)


def mark(db: Session, actor: Actor, key: RowKey, state: AttendanceState, now: datetime) -> OpenedRow:
    """Mark one person present or absent."""
    event = markable_event(db, actor, key.event_id)
    meeting = meeting_of(event, key.meeting_id, now)
    require_time(meeting, now)
    teacher = _row(db, event, meeting, key.teacher_id).teacher
    if state is AttendanceState.ATTENDED and (other := present_elsewhere(db, event, meeting, teacher.id)) is not None:
        raise PresentElsewhere(event, other)
    write_mark(db, Marking(meeting, actor, now), teacher, state)
    return _opened(db, actor, event, key, now)


def mark_all(db: Session, actor: Actor, key: SheetKey, now: datetime) -> Sheet:
    """Mark everybody present who has no mark yet."""
    event = markable_event(db, actor, key.event_id)
    meeting = meeting_of(event, key.meeting_id, now)
    require_time(meeting, now)
    mark_unmarked(db, event, Marking(meeting, actor, now), AttendanceState.ATTENDED)
    return sheet_of(db, actor, event, key, now)


def give_role(db: Session, actor: Actor, key: RowKey, role: ParticipationRole, now: datetime) -> OpenedRow:
    """Give a person a role; the role of a listener replaces all the others."""
    event = markable_event(db, actor, key.event_id)
    held = _row(db, event, meeting_of(event, key.meeting_id, now), key.teacher_id).roles
    of_person = _roles_of(key)
    if role is ParticipationRole.LISTENER:
        db.execute(delete(EventRole).where(*of_person))
    elif role not in held:
        db.execute(delete(EventRole).where(*of_person, EventRole.role == ParticipationRole.LISTENER))
        db.add(EventRole(event_id=event.id, teacher_id=key.teacher_id, role=role))
    return _with_roles(db, actor, event, key, now)


def take_role(db: Session, actor: Actor, key: RowKey, role: ParticipationRole, now: datetime) -> OpenedRow:
    """Take a role from a person; a person without any is a listener."""
    event = markable_event(db, actor, key.event_id)
    _row(db, event, meeting_of(event, key.meeting_id, now), key.teacher_id)
    if role is not ParticipationRole.LISTENER:
        db.execute(delete(EventRole).where(*_roles_of(key), EventRole.role == role))
    return _with_roles(db, actor, event, key, now)


def add_walk_in(db: Session, actor: Actor, event_id: int, teacher_id: int, now: datetime) -> OpenedRow:
    """Add a person who came without a sign-up and mark them present at the meeting marked at this moment."""
    event = markable_event(db, actor, event_id)
    meeting = meeting_of(event, None, now)
    require_time(meeting, now)
    teacher = db.get(Teacher, teacher_id)
    if teacher is None or teacher.erased_at is not None:
        raise NotFound()
    if (other := present_elsewhere(db, event, meeting, teacher.id)) is not None:
        raise PresentElsewhere(event, other)
    join_as_walk_in(db, event, teacher, now)
    write_mark(db, Marking(meeting, actor, now), teacher, AttendanceState.ATTENDED)
    return _opened(db, actor, event, RowKey(event.id, teacher.id, meeting_id=meeting.id), now)


def reopen_until(row: Network, event: Event) -> datetime | None:
    """Return the moment (UTC) when points and certificates are given; None while the list is open."""
    return None if event.attendance_closed_at is None else event.attendance_closed_at + reopening_period(row)


def markable_event(db: Session, actor: Actor, event_id: int) -> Event:
    """Lock and return an event whose open list this person may change."""
    event = editable_event(db, actor, event_id)
    _require_published(event)
    if event.finalized_at is not None:
        raise Finalized(event)
    if event.attendance_closed_at is not None:
        raise AttendanceClosed(event, reopening_period(network(db)))
    return event


def _require_published(event: Event) -> None:
    if event.state is not EventState.PUBLISHED:
        raise NotPublished(event=event.id)


def require_time(held: Event | Meeting, now: datetime) -> None:
    """Refuse marks before the list opens."""
    if now < opens_at(held):
        raise TooEarly(event=held.event_id if isinstance(held, Meeting) else held.id)


def mark_unmarked(db: Session, event: Event, marking: Marking, state: AttendanceState) -> None:
    """Give this mark to everybody on the list who has none and is not present at a meeting at the same time."""
    for row in rows_of(db, event, marking.meeting):
        if row.state is None and present_elsewhere(db, event, marking.meeting, row.teacher.id) is None:
            write_mark(db, marking, row.teacher, state)


def rows_of(db: Session, event: Event, meeting: Meeting) -> list[Row]:
    """Return everybody signed up, given a role or marked at any meeting, by surname, with the marks of this one."""
    registrations = {
        row.teacher_id: row
        for row in db.scalars(
            select(Registration).where(
                Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED
            )
        ).unique()
    }
    marks = db.scalars(select(Attendance).where(Attendance.event_id == event.id)).all()
    here = {row.teacher_id: row for row in marks if row.meeting_id == meeting.id}
    roles = points.roles_at(db, event.id)
    people = {row.teacher_id: row.teacher for row in registrations.values()}
    others = ({row.teacher_id for row in marks} | roles.keys()) - people.keys()
    for teacher in db.scalars(select(Teacher).where(Teacher.id.in_(others))).unique() if others else ():
        people[teacher.id] = teacher
    rows = []
    for teacher in sorted(people.values(), key=lambda one: (one.name_key, one.id)):
        own = here.get(teacher.id)
        registration = registrations.get(teacher.id)
        rows.append(
            Row(
                teacher,
                own.state if own else None,
                tuple(roles.get(teacher.id, ())) or (ParticipationRole.LISTENER,),
                registration is not None and registration.walk_in,
                own is not None and own.source is AttendanceSource.CODE,
            )
        )
    return rows


def _row(db: Session, event: Event, meeting: Meeting, teacher_id: int) -> Row:
    found = next((row for row in rows_of(db, event, meeting) if row.teacher.id == teacher_id), None)
    if found is None:
        raise NotFound()
    return found


def _roles_of(key: RowKey) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return EventRole.event_id == key.event_id, EventRole.teacher_id == key.teacher_id


def _with_roles(db: Session, actor: Actor, event: Event, key: RowKey, now: datetime) -> OpenedRow:
    """Return the row after a change of roles; a person listed by a role alone stays on the list as a listener."""
    if not db.scalar(select(is_listed(event.id, key.teacher_id))):
        db.add(EventRole(event_id=event.id, teacher_id=key.teacher_id, role=ParticipationRole.LISTENER))
    db.flush()
    return _opened(db, actor, event, key, now)


def _opened(db: Session, actor: Actor, event: Event, key: RowKey, now: datetime) -> OpenedRow:
    changeable = may_change(actor, event) and event.attendance_closed_at is None
    meeting = meeting_of(event, key.meeting_id, now)
    row = _row(db, event, meeting, key.teacher_id)
    may_mark = changeable and now >= opens_at(meeting)
    return OpenedRow(event, meeting, row, key.page, may_mark=may_mark, may_set_roles=changeable)


def sheet_of(db: Session, actor: Actor, event: Event, key: SheetKey, now: datetime) -> Sheet:
    """Return a page of the list of a meeting; the caller has checked the rights."""
    meeting = meeting_of(event, key.meeting_id, now)
    rows = rows_of(db, event, meeting)
    states = [row.state for row in rows]
    until = reopen_until(network(db), event)
    counted = select(func.count(), func.count(Certificate.document_id)).where(Certificate.event_id == event.id)
    certificates, made = db.execute(counted).one()
    return Sheet(
        event=event,
        meeting=meeting,
        number=event.meetings.index(meeting) + 1,
        page=page_of(rows, key.page, PAGE_SIZE),
        present=states.count(AttendanceState.ATTENDED),
        absent=states.count(AttendanceState.NO_SHOW),
        unmarked=states.count(None),
        opens_at=opens_at(meeting),
        code_word_until=closes_at(meeting),
        may_change=may_change(actor, event),
        is_open=event.attendance_closed_at is None and now >= opens_at(meeting),
        can_close=now >= event.meetings[-1].starts_at,
        has_ended=now >= event.ends_at,
        reopening=reopening_period(network(db)),
        reopen_until=until if until is not None and event.finalized_at is None and now < until else None,
        certificates=certificates,
        made=made,
    )
