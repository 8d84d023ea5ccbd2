"""The attendance list of an event, marked by its organizers from 15 minutes before the start until it is closed."""

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
    Network,
    ParticipationRole,
    Registration,
    RegistrationState,
    Teacher,
)
from services.actors import Actor
from services.attendance.code_word import choose_code_word, is_listed
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

    `reopening`: how long a closed list can be reopened, `reopen_until` is set while it can. `certificates` were
    issued, the files of `made` are ready.
    """

    event: Event
    page: Page[Row]
    present: int
    absent: int
    unmarked: int
    opens_at: datetime
    code_word_until: datetime
    may_change: bool
    is_open: bool
    has_started: bool
    has_ended: bool
    reopening: timedelta
    reopen_until: datetime | None
    certificates: int
    made: int

    @property
    def people(self) -> int:
        return self.present + self.absent + self.unmarked


@dataclass(frozen=True, slots=True)
class RowKey:
    """A row as a button names it; `page` is the page of the list to return to."""

    event_id: int
    teacher_id: int
    page: int = 1


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """One row and whether its mark and roles may be changed; roles may be set before the event."""

    event: Event
    row: Row
    page: int
    may_mark: bool
    may_set_roles: bool


def sheet(db: Session, actor: Actor, event_id: int, page: int, now: datetime) -> Sheet:
    """Return a page of the list for the staff."""
    event = staff_event(db, actor, event_id)
    _require_published(event)
    return sheet_of(db, actor, event, page, now)


def open_row(db: Session, actor: Actor, key: RowKey, now: datetime) -> OpenedRow:
    """Return one row of the list for the staff."""
    event = staff_event(db, actor, key.event_id)
    _require_published(event)
    return _opened(db, actor, event, key, now)


def set_code_word(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Choose a new code word for the event; the previous one stops working at once."""
    event = markable_event(db, actor, event_id)
    event.code_word = choose_code_word(db, event, now)
    db.flush()
    return sheet_of(db, actor, event, 1, now)


def mark(db: Session, actor: Actor, key: RowKey, state: AttendanceState, now: datetime) -> OpenedRow:
    """Mark one person present or absent."""
    event = markable_event(db, actor, key.event_id)
    require_time(event, now)
    _row(db, event, key.teacher_id)
    write_mark(db, Marking(event, actor, now), key.teacher_id, state)
    return _opened(db, actor, event, key, now)


def mark_all(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Mark everybody present who has no mark yet."""
    event = markable_event(db, actor, event_id)
    require_time(event, now)
    mark_unmarked(db, Marking(event, actor, now), AttendanceState.ATTENDED)
    return sheet_of(db, actor, event, 1, now)


def give_role(db: Session, actor: Actor, key: RowKey, role: ParticipationRole, now: datetime) -> OpenedRow:
    """Give a person a role; the role of a listener replaces all the others."""
    event = markable_event(db, actor, key.event_id)
    held = _row(db, event, key.teacher_id).roles
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
    _row(db, event, key.teacher_id)
    if role is not ParticipationRole.LISTENER:
        db.execute(delete(EventRole).where(*_roles_of(key), EventRole.role == role))
    return _with_roles(db, actor, event, key, now)


def add_walk_in(db: Session, actor: Actor, event_id: int, teacher_id: int, now: datetime) -> OpenedRow:
    """Add a person who came without a sign-up and mark them present."""
    event = markable_event(db, actor, event_id)
    require_time(event, now)
    teacher = db.get(Teacher, teacher_id)
    if teacher is None or teacher.erased_at is not None:
        raise NotFound()
    join_as_walk_in(db, event, teacher, now)
    write_mark(db, Marking(event, actor, now), teacher.id, AttendanceState.ATTENDED)
    return _opened(db, actor, event, RowKey(event.id, teacher.id), now)


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


def require_time(event: Event, now: datetime) -> None:
    """Refuse marks before the list opens."""
    if now < opens_at(event):
        raise TooEarly(event=event.id)


@dataclass(frozen=True, slots=True)
class Marking:
    """An event whose list is being marked; `by` is None when the closing marks the unmarked."""

    event: Event
    by: Actor | None
    at: datetime


def write_mark(db: Session, marking: Marking, teacher_id: int, state: AttendanceState) -> None:
    """Set a person's mark; the same mark again changes nothing, not even its source."""
    event_id = marking.event.id
    row = db.scalar(select(Attendance).where(Attendance.event_id == event_id, Attendance.teacher_id == teacher_id))
    if row is not None and row.state is state:
        return
    if row is None:
        row = Attendance(event_id=event_id, teacher_id=teacher_id)
        db.add(row)
    row.state = state
    row.source = AttendanceSource.ORGANIZER
    row.marked_at = marking.at
    row.marked_by_id = marking.by.account.id if marking.by else None
    db.flush()


def mark_unmarked(db: Session, marking: Marking, state: AttendanceState) -> None:
    """Give everybody on the list who has no mark this one."""
    for row in rows_of(db, marking.event):
        if row.state is None:
            write_mark(db, marking, row.teacher.id, state)


def rows_of(db: Session, event: Event) -> list[Row]:
    """Return everybody signed up, given a role or marked, by surname."""
    registrations = {
        row.teacher_id: row
        for row in db.scalars(
            select(Registration).where(
                Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED
            )
        ).unique()
    }
    marks = {row.teacher_id: row for row in db.scalars(select(Attendance).where(Attendance.event_id == event.id))}
    roles = points.roles_at(db, event.id)
    people = {row.teacher_id: row.teacher for row in registrations.values()}
    others = (marks.keys() | roles.keys()) - people.keys()
    for teacher in db.scalars(select(Teacher).where(Teacher.id.in_(others))).unique() if others else ():
        people[teacher.id] = teacher
    rows = []
    for teacher in sorted(people.values(), key=lambda one: (one.name_key, one.id)):
        own = marks.get(teacher.id)
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


def _row(db: Session, event: Event, teacher_id: int) -> Row:
    found = next((row for row in rows_of(db, event) if row.teacher.id == teacher_id), None)
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
    row = _row(db, event, key.teacher_id)
    return OpenedRow(event, row, key.page, may_mark=changeable and now >= opens_at(event), may_set_roles=changeable)


def sheet_of(db: Session, actor: Actor, event: Event, page: int, now: datetime) -> Sheet:
    """Return a page of the list of an event; the caller has checked the rights."""
    rows = rows_of(db, event)
    states = [row.state for row in rows]
    until = reopen_until(network(db), event)
    counted = select(func.count(), func.count(Certificate.document_id)).where(Certificate.event_id == event.id)
    certificates, made = db.execute(counted).one()
    return Sheet(
        event=event,
        page=page_of(rows, page, PAGE_SIZE),
        present=states.count(AttendanceState.ATTENDED),
        absent=states.count(AttendanceState.NO_SHOW),
        unmarked=states.count(None),
        opens_at=opens_at(event),
        code_word_until=closes_at(event),
        may_change=may_change(actor, event),
        is_open=event.attendance_closed_at is None and now >= opens_at(event),
        has_started=now >= event.starts_at,
        has_ended=now >= event.ends_at,
        reopening=reopening_period(network(db)),
        reopen_until=until if until is not None and event.finalized_at is None and now < until else None,
        certificates=certificates,
        made=made,
    )
